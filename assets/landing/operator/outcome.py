"""What became of the operator's corrections on a night, once all feeds have landed.

What belongs here: counting corrected cells, looking for the rows of the other corrections. What does not: correcting.
"""

import polars as pl

from assets.lake import Night
from assets.landing.operator.corrections import TO_APPLY
from assets.landing.operator.corrector import SameKey, grouped
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import table_schema


def correction_outcomes(night: Night, corrections: pl.DataFrame, corrected: pl.DataFrame) -> pl.DataFrame:
    """landing/corrections with states and counts.

    applied: cells were changed tonight. not_needed: a row with the key stands in the landed table, and says something
    else than the wrong value: what was corrected on an earlier night, or what the source has mended itself. not_found:
    no such row has landed.
    """
    counts = corrected.group_by("correction_id").agg(changed=pl.len())
    counted = corrections.join(counts, on="correction_id", how="left").with_columns(
        cells=pl.col("changed").fill_null(0).cast(pl.Int64)
    )
    idle = counted.filter((pl.col("state") == TO_APPLY) & (pl.col("cells") == 0))
    known = _with_a_row(night, idle)
    state = (
        pl.when(pl.col("state") != TO_APPLY)
        .then("state")
        .when(pl.col("cells") > 0)
        .then(pl.lit("applied"))
        .when(pl.col("correction_id").is_in(known.implode()))
        .then(pl.lit("not_needed"))
        .otherwise(pl.lit("not_found"))
    )
    return counted.with_columns(state=state).select(table_schema("landing/corrections").names()).sort("correction_id")


def _with_a_row(night: Night, corrections: pl.DataFrame) -> pl.Series:
    """The ids of corrections whose row stands in its feed's landed table."""
    found = [pl.Series("correction_id", [], pl.String)]
    for feed in load_feeds().values():
        for group in grouped(feed, corrections.filter(pl.col("feed") == feed.key)):
            found.append(_found(night.scan(f"landing/{feed.key}"), group))
    return pl.concat(found).unique().sort()


def _found(table: pl.LazyFrame, group: SameKey) -> pl.Series:
    keys = [f"key{place}" for place in range(len(group.key))]
    wanted = group.corrections.select(*keys, "right", "correction_id")
    if group.column in group.key:
        # The key may say what the cell said before it was corrected: the row has the right value now.
        own = f"key{group.key.index(group.column)}"
        corrected = wanted.with_columns(pl.col("right").alias(own))
        wanted = pl.concat([wanted, corrected])
    few = wanted[keys[0]].unique()
    rows = table.select(pl.col(name).alias(key) for key, name in zip(keys, group.key, strict=True))
    near = rows.filter(pl.col(keys[0]).is_in(few.implode())).unique().collect(engine="streaming")
    return wanted.join(near, on=keys, how="semi")["correction_id"]
