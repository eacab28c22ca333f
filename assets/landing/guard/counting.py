"""How many rows each delivery of tonight has, by feed and county.

What belongs here: what is counted, and to which county a row belongs. What does not: comparing with other deliveries.
"""

from datetime import date

import polars as pl

from assets.lake import Night
from assets.vocabulary.divisions import county_code, divisions
from assets.vocabulary.feeds import ADDRESS, Feed, load_feeds

HOUSEHOLDS = "civil_affairs/households"
_COUNTED = pl.Schema({"feed": pl.String, "division_code": pl.String, "rows": pl.Int64})
_SIX_DIGITS = r"^[1-9][0-9]{5}$"
_MAIN_ROLES = ("self", "head", "owner")


def delivered_feeds(ledger: pl.DataFrame, night: date) -> list[Feed]:
    """Feeds of which at least one file came tonight and was taken; what is read once more for corrections did not."""
    tonight = (pl.col("delivery") == night) & ~pl.col("carried") & ~pl.col("refused")
    read = set(ledger.filter(tonight)["feed"])
    return [feed for feed in load_feeds().values() if feed.key in read]


def count_delivery(night: Night, feed: Feed) -> pl.DataFrame:
    """feed, division_code, rows of tonight's delivery: '' is the whole feed, the rows of no known county included.

    Of a snapshot all rows that stand: those of a county whose file was refused are the earlier ones, which stay. Of an
    append feed tonight's usable rows, also those set aside because another row says the same or counts instead: a
    month delivered once more is no empty delivery.
    """
    table = night.scan(f"landing/{feed.key}")
    parts = [table] if feed.mode == "snapshot" else [table.filter(_tonight(night)), _set_aside(night, feed, table)]
    counties = Counties(night, feed)
    counted = pl.concat(
        part.pipe(counties).group_by("division_code").agg(rows=pl.len()).collect(engine="streaming") for part in parts
    )
    known = counted.filter(pl.col("division_code").is_not_null())
    whole = pl.DataFrame({"division_code": [""], "rows": [counted["rows"].sum()]}, schema_overrides={"rows": pl.UInt32})
    return (
        pl.concat([whole, known])
        .group_by("division_code")
        .agg(pl.col("rows").sum())
        .select(pl.lit(feed.key).alias("feed"), "division_code", pl.col("rows").cast(pl.Int64))
        .match_to_schema(_COUNTED)
        .sort("division_code")
    )


def _tonight(night: Night) -> pl.Expr:
    return pl.col("delivery") == night.night


def _set_aside(night: Night, feed: Feed, table: pl.LazyFrame) -> pl.LazyFrame:
    """For each row of tonight that was set aside the row that counts instead: it is of the same county."""
    address = list(ADDRESS[1:])
    replaced = night.read("landing/replaced").filter((pl.col("feed") == feed.key) & _tonight(night))
    by = replaced.select(pl.col(f"by_{name}").alias(name) for name in address)
    if by.height == 0:
        return table.clear()
    return table.join(by.lazy(), on=address, how="inner")


class Counties:
    """Adds `division_code`, the county of each row: by its own division, else its household's, else the first six

    digits of the identity number of the person whom the row is about. Null where none of them is a county's code.
    """

    def __init__(self, night: Night, feed: Feed) -> None:
        names = {column.name for column in feed.landed_columns}
        self._own = "division_code" if "division_code" in names else None
        self._ids = [
            group.id_number for group in feed.person_groups() if group.role in _MAIN_ROLES and group.id_number
        ][:1]
        self._households: pl.LazyFrame | None = None
        if "household_no" in names and self._own is None:
            homes = night.scan(f"landing/{HOUSEHOLDS}").filter(pl.col("household_no").is_not_null())
            self._households = homes.select("household_no", home=county_code(pl.col("division_code")))

    def __call__(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        candidates = []
        if self._own is not None:
            candidates.append(_code(pl.col(self._own)))
        if self._households is not None:
            rows = rows.join(self._households, on="household_no", how="left")
            candidates.append(_code(pl.col("home")))
        # Where a number was issued says least, and is looked at last; a broken one begins with anything.
        known = divisions().filter(pl.col("level") == "county")["code"].str.slice(0, 6).unique().implode()
        for name in self._ids:
            issued = pl.col(name).str.slice(0, 6)
            candidates.append(pl.when(issued.is_in(known)).then(issued))
        return rows.select(division_code=pl.coalesce(candidates) if candidates else pl.lit(None, pl.String))


def _code(division: pl.Expr) -> pl.Expr:
    code = county_code(division)
    return pl.when(code.str.contains(_SIX_DIGITS)).then(code)
