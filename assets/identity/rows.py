"""From landed rows to records, and from links of records back to links of rows.

What belongs here: which columns of a feed name whom, distinct tuples, and the one Parquet file of links. What does not:
who is who.

Millions of rows name far fewer people: each feed's rows are collapsed to distinct tuples of the group's columns before
anything is compared, and joined back feed by feed in pieces, so that memory does not grow with the rows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from assets.identity.preparation import RECORD_SCHEMA, source_type
from assets.vocabulary.feeds import Feed, PersonGroup, load_feeds
from assets.vocabulary.tables import table_schema

ROWS_AT_A_TIME = 1_000_000
ROW = ("delivery", "file", "sheet", "row_no")
LINK_COLUMNS = ("person_id", "method", "probability")


@dataclass(frozen=True)
class GroupOfFeed:
    """One person group of one feed and its landed Parquet file."""

    feed: Feed
    group: PersonGroup
    path: Path

    @property
    def source(self) -> str:
        return f"{self.feed.key}|{self.group.role}"

    @property
    def columns(self) -> dict[str, str]:
        """Record column → landed column, of those that the group has."""
        named = {field.name: getattr(self.group, field.name) for field in fields(self.group)}
        return {record: named[record] for record in RECORD_SCHEMA if named.get(record) is not None}

    def scan(self, *others: str, start: int | None = None) -> pl.LazyFrame:
        """The group's columns under the records' names and `others` as they are, of rows with a name or an id.

        With `start`, of one piece of the landed rows, cut before rows that name nobody are left out.
        """
        landed_rows = pl.scan_parquet(self.path)
        if start is not None:
            landed_rows = landed_rows.slice(start, ROWS_AT_A_TIME)
        renamed = [pl.col(landed).alias(record) for record, landed in self.columns.items()]
        present = [pl.col(column).is_not_null() for column in ("name", "id_number") if column in self.columns]
        return landed_rows.select(*others, *renamed).filter(pl.any_horizontal(present))


def person_feeds() -> tuple[Feed, ...]:
    """The feeds whose rows name persons, by key."""
    return tuple(feed for key, feed in sorted(load_feeds().items()) if feed.person_groups())


def groups_of(paths: Mapping[str, Path]) -> list[GroupOfFeed]:
    """All person groups of the landed feeds; `paths` is feed key → Parquet file."""
    return [GroupOfFeed(feed, group, paths[feed.key]) for feed in person_feeds() for group in feed.person_groups()]


def _tuples(group: GroupOfFeed) -> pl.DataFrame:
    """The group's distinct tuples and how many rows have them, in an order that only the values decide."""
    values = list(group.columns)
    counted = group.scan().group_by(values).agg(rows=pl.len().cast(pl.UInt32)).collect(engine="streaming")
    return counted.sort(values)


def distinct_records(groups: list[GroupOfFeed]) -> pl.DataFrame:
    """One record a distinct tuple and group: record_id (from 0), source, rows, and the groups' columns."""
    sources = source_type(group.source for group in groups)
    tables = [_tuples(group).with_columns(source=pl.lit(group.source, sources)) for group in groups]
    return pl.concat(tables, how="diagonal_relaxed", rechunk=True).with_row_index("record_id")


def first_records(records: pl.DataFrame) -> dict[str, int]:
    """Source → its first record_id in `distinct_records`, which numbers a group's tuples without a gap."""
    return dict(records.group_by("source").agg(pl.col("record_id").min()).iter_rows())


def _repeated_rows(group: GroupOfFeed, tuples: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Address → link of the rows whose tuple does not make them one person: the n-th row has the n-th occurrence."""
    values = list(group.columns)
    rows = (
        group.scan(*ROW)
        .join(tuples.lazy(), on=values, how="inner", nulls_equal=True)
        .select(*ROW, "record_id")
        .sort(ROW)
        .with_columns(occurrence=pl.int_range(pl.len(), dtype=pl.UInt32).over("record_id"))
        .collect()
    )
    return rows.join(links, on=["record_id", "occurrence"]).drop("record_id", "occurrence")


@dataclass(frozen=True)
class _GroupLinks:
    """How a group's rows find their link: by tuple, or by address where equal tuples are different persons."""

    group: GroupOfFeed
    by_tuple: pl.DataFrame
    by_row: pl.DataFrame

    def of(self, piece: pl.LazyFrame) -> pl.DataFrame:
        """Links of one piece of the landed rows, in its order."""
        found = piece.join(
            self.by_tuple.lazy(), on=list(self.group.columns), how="left", nulls_equal=True, maintain_order="left"
        ).select(*ROW, *LINK_COLUMNS)
        if self.by_row.height:
            found = found.join(self.by_row.lazy(), on=ROW, how="left", maintain_order="left", suffix="_own")
            found = found.select(*ROW, *(pl.coalesce(f"{name}_own", name).alias(name) for name in LINK_COLUMNS))
        return found.with_columns(role=pl.lit(self.group.group.role)).collect()


def _group_links(group: GroupOfFeed, first: int, links: pl.DataFrame) -> _GroupLinks:
    """`links`: record_id, occurrence and LINK_COLUMNS of all records; `first`: the group's first record_id."""
    own = _tuples(group).drop("rows").with_row_index("record_id", offset=first)
    links = links.filter(pl.col("record_id").is_between(first, first + own.height, closed="left"))
    linked = own.join(links, on="record_id")
    repeated = linked.filter(pl.col("occurrence") > 0).select("record_id").unique()
    tuples = own.join(repeated, on="record_id", how="semi")
    by_row = _repeated_rows(group, tuples, links.join(repeated, on="record_id", how="semi"))
    by_tuple = linked.join(repeated, on="record_id", how="anti").select(*group.columns, *LINK_COLUMNS)
    return _GroupLinks(group, by_tuple, by_row)


def _pieces(groups: list[GroupOfFeed], firsts: Mapping[str, int], links: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Links of rows, a feed after another in the order of their keys, rows in the order of their addresses."""
    by_feed: dict[str, list[GroupOfFeed]] = {}
    for group in groups:
        by_feed.setdefault(group.feed.key, []).append(group)
    for key in sorted(by_feed):
        members = [_group_links(group, firsts.get(group.source, 0), links) for group in by_feed[key]]
        rows = int(pl.scan_parquet(by_feed[key][0].path).select(pl.len()).collect().item())
        for start in range(0, rows, ROWS_AT_A_TIME):
            parts = [m.of(m.group.scan(*ROW, start=start)) for m in members]
            piece = pl.concat(parts)
            ordered = piece.sort(*ROW, "role") if len(parts) > 1 else piece
            yield ordered.with_columns(feed=pl.lit(key))


def write_links(groups: list[GroupOfFeed], firsts: Mapping[str, int], links: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Write identity/links in its contract's columns and order; gives its rows counted by feed and method.

    The tuples are read again, a feed at a time, so that nobody holds them all while persons are resolved; `firsts`
    (see `first_records`) says where each group's numbers begin.
    Landed files are in the order of their addresses, so that pieces need no sort beyond their roles. The file is
    written beside and renamed, so that a killed run leaves no half of one. Raises ValueError where a row finds no link.
    """
    schema = table_schema("identity/links")
    arrow = pl.DataFrame(schema=schema).to_arrow().schema
    draft = path.with_suffix(".draft")
    counts = [pl.DataFrame(schema={"feed": pl.String, "method": pl.String, "rows": pl.UInt32})]
    with pq.ParquetWriter(draft, arrow, compression="zstd") as writer:
        for piece in _pieces(groups, firsts, links):
            if piece["person_id"].null_count():
                raise ValueError(f"{piece['person_id'].null_count()} rows name a person and found no link")
            typed = piece.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
            writer.write_table(typed.to_arrow().cast(arrow))
            counts.append(typed.group_by("feed", "method").agg(rows=pl.len().cast(pl.UInt32)))
    draft.replace(path)
    return pl.concat(counts).group_by("feed", "method").agg(pl.col("rows").sum()).sort("feed", "method")
