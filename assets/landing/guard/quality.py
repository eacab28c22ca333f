"""The files of each night, and their share of unreadable identity numbers against their feed's history.

What belongs here: shares and medians. What does not: judging a cell.
"""

from datetime import timedelta

import polars as pl

from assets.lake import Night
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import table_schema

QUALITY = "landing/quality"
NIGHTS_KEPT = 60
COMPARED_FILES = 30
# A share of fewer numbers than this says nothing.
LEAST_IDS = 20
# Above the usual share by two in a hundred, or four times as high: a feed that is never clean is not told every night,
# and a clean one is told early. Without history a fifth of all numbers is too many.
LEAST_EXCESS, TIMES_USUAL = 0.02, 3.0
ALARM_WITHOUT_HISTORY = 0.2
_COUNTS = ("rows_read", "rows_loaded", "rows_quarantined", "cells_marked", "ids_filled", "ids_malformed")


def make_quality(night: Night, ledger: pl.DataFrame) -> pl.DataFrame:
    """landing/quality of the night: tonight's files, and the rows of the nights before, up to sixty.

    Files carried from earlier nights have their row there; those of no feed have none.
    """
    first = night.night - timedelta(days=NIGHTS_KEPT - 1)
    earlier = night.previous_scan(QUALITY).filter(pl.col("night") >= first).collect()
    feeds = list(load_feeds())
    files = (
        ledger.filter(~pl.col("carried") & pl.col("feed").is_in(feeds))
        .group_by("feed", "file")
        .agg(pl.col("refused").all(), pl.col(_COUNTS).sum())
        .with_columns(night=pl.lit(night.night))
    )
    judged = judge(files, earlier)
    table = pl.concat([earlier, judged.select(pl.col(name).cast(kind) for name, kind in earlier.schema.items())])
    return table.sort("feed", "night", "file")


def judge(files: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Tonight's files with malformed_share, usual_share and alarm; `earlier` has the columns of landing/quality."""
    share = pl.when(pl.col("ids_filled") > 0).then(pl.col("ids_malformed") / pl.col("ids_filled"))
    usual, above = pl.col("usual_share"), pl.max_horizontal(LEAST_EXCESS, TIMES_USUAL * pl.col("usual_share"))
    limit = pl.when(usual.is_null()).then(ALARM_WITHOUT_HISTORY).otherwise(usual + above)
    alarm = (pl.col("ids_filled") >= LEAST_IDS) & (pl.col("malformed_share") > limit)
    return (
        files.with_columns(malformed_share=share)
        .join(_usual_shares(earlier), on="feed", how="left")
        .with_columns(alarm=alarm.fill_null(False))
        .select(table_schema(QUALITY).names())
    )


def _usual_shares(earlier: pl.DataFrame) -> pl.DataFrame:
    """feed, usual_share: the median over the feed's last files that had identity numbers."""
    shares = earlier.drop_nulls("malformed_share").sort("feed", "night", "file", descending=[False, True, False])
    return shares.group_by("feed", maintain_order=True).agg(
        usual_share=pl.col("malformed_share").head(COMPARED_FILES).median()
    )
