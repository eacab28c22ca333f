"""The scorecard: this night's counts by indicator and county. Counts only; no row names a person or a household."""

from datetime import date

import polars as pl

from assets.vocabulary.tables import conform

ELSEWHERE = "000000"
_COUNTS = ("hits", "new", "ongoing", "gone", "red", "orange", "yellow", "blue")
_KEY = ("code", "county_code")


def build_scorecard(
    hits: pl.DataFrame, ledger: pl.DataFrame, items: pl.DataFrame, events: pl.DataFrame, night: date
) -> pl.DataFrame:
    """The table queues/scorecard. A household of unknown county counts under 000000.

    new and ongoing count open items hit tonight by the night of their first hit; gone counts the items whose fact
    changed, as the events tell; an item that could not be assessed is in none of them.
    """
    tier = pl.col("tier")
    found = _counted(
        hits,
        hits=pl.len(),
        red=(tier == "R").sum(),
        orange=(tier == "O").sum(),
        yellow=(tier == "Y").sum(),
        blue=(tier == "B").sum(),
    )
    counties = ledger.select("warning_id", "county_code")
    first = pl.col("first_hit_on") == night
    standing = _counted(
        items.filter((pl.col("state") == "open") & (pl.col("last_hit_on") == night)).join(counties, on="warning_id"),
        new=first.sum(),
        ongoing=(~first).sum(),
    )
    tonight = events.filter((pl.col("night") == night) & (pl.col("event") == "item_gone"))
    gone = _counted(
        tonight.with_columns(code=pl.col("detail").str.json_path_match("$.code")).join(counties, on="warning_id"),
        gone=pl.len(),
    )
    counts = pl.concat([found, standing, gone], how="diagonal").group_by(_KEY).agg(pl.col(_COUNTS).sum())
    return conform(counts.with_columns(night=pl.lit(night, dtype=pl.Date)), "queues/scorecard")


def _counted(rows: pl.DataFrame, **counts: pl.Expr) -> pl.DataFrame:
    placed = rows.with_columns(pl.col("county_code").fill_null(ELSEWHERE))
    return placed.group_by(_KEY).agg(**{name: count.cast(pl.Int64) for name, count in counts.items()})
