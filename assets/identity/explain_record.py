"""One landed row among the records of its night, as the matching saw it.

What belongs here: reading a night's records again, finding the record, unit and node of a row. What does not: comparing
(explain_pair) and addresses (explain_address).

The night is gathered anew from its landed rows, by the functions that the stage itself uses: frequencies of names,
values of too many and the number of persons are those of the night, and nothing has to be kept for a question that
is seldom asked. It takes about as long as the first half of the stage.
"""

from dataclasses import dataclass

import polars as pl

from assets.identity.details import owner_key
from assets.identity.explain_address import PublishedNight
from assets.identity.matching import Gathered, gather
from assets.identity.preparation import prepare, spread_separate
from assets.identity.resolution import grouped
from assets.identity.rows import ROW, GroupOfFeed, distinct_records, groups_of, person_feeds
from assets.identity.settings import IdentitySettings

Link = dict[str, object]


@dataclass(frozen=True)
class Seen:
    """A row as the matching saw it.

    record: its normalised values. node: the person of its number, or its group of details, or its name under a number
    that is another's. unit: null where it has a valid number of its own.
    """

    record: pl.DataFrame
    node: int
    unit: int | None


@dataclass(frozen=True)
class NightRecords:
    """A night's records gathered: raw (as `distinct_records`), records, owners, names, and the nodes."""

    groups: list[GroupOfFeed]
    raw: pl.DataFrame
    records: pl.DataFrame
    owners: pl.DataFrame
    names: pl.DataFrame
    gathered: Gathered

    @classmethod
    def read(cls, night: PublishedNight, settings: IdentitySettings) -> "NightRecords":
        """All records of a published night."""
        paths = {feed.key: night.lake.partition(f"landing/{feed.key}", night.night) for feed in person_feeds()}
        landed = groups_of(paths)
        raw = distinct_records(landed)
        prepared = prepare(raw)
        prepared.records = spread_separate(prepared.records)
        names = prepared.names
        records, by_number = grouped(prepared)
        gathered = gather(records, by_number, names, settings.hub_names)
        return cls(landed, raw, records, by_number.owners, names, gathered)

    def seen(self, link: Link) -> Seen:
        """The record, node and unit of a linked row."""
        found = self.records.filter(
            (pl.col("record_id") == self._record_id(link)) & (pl.col("occurrence") == self._occurrence(link))
        )
        if found.is_empty():
            # Only rows that carry too little are told apart by their place.
            found = self.records.filter(pl.col("record_id") == self._record_id(link))
        record = found.row(0, named=True)
        if record["id_group"] == 0:
            return Seen(found, record["cluster"], None)
        unit = self.gathered.unit_of.filter(record=record["record"])["unit"].item()
        node = self.gathered.population.units.filter(unit=unit)["node"].item()
        return Seen(found, node, unit)

    def keys(self, *nodes: int) -> pl.DataFrame:
        """identity_key, side of some nodes: by what they are known to the registry."""
        owned = self.owners.filter(pl.col("cluster").is_in(nodes)).select(identity_key=owner_key(), side="cluster")
        loose = self.gathered.keys.filter(pl.col("node").is_in(nodes)).select("identity_key", side="node")
        return pl.concat([owned, loose])

    def _group(self, link: Link) -> GroupOfFeed:
        return next(
            group for group in self.groups if (group.feed.key, group.group.role) == (link["feed"], link["role"])
        )

    def _tuple(self, link: Link) -> pl.DataFrame:
        at_address = pl.all_horizontal(pl.col(name) == link[name] for name in ROW)
        return self._group(link).scan(*ROW).filter(at_address).collect()

    def _record_id(self, link: Link) -> int:
        group, row = self._group(link), self._tuple(link)
        own = self.raw.filter(pl.col("source") == group.source)
        return int(own.join(row, on=list(group.columns), how="semi", nulls_equal=True)["record_id"].item())

    def _occurrence(self, link: Link) -> int:
        """How many rows of the same values stand before it, in the order of their addresses."""
        group, row = self._group(link), self._tuple(link)
        alike = group.scan(*ROW).join(row.lazy(), on=list(group.columns), how="semi", nulls_equal=True)
        places = alike.select(ROW).sort(ROW).collect()
        return int(places.with_row_index("place").join(row.select(ROW), on=ROW, how="semi")["place"].item())
