"""Rows of each delivery by feed and county, against the deliveries before it.

What belongs here: comparing with bounds. What does not: counting rows (counting), stopping the night (that is a check).
"""

import polars as pl

from assets.lake import Night
from assets.landing.guard.counting import count_delivery, delivered_feeds
from assets.landing.guard.volume_bounds import bounds_table
from assets.vocabulary.tables import empty, table_schema

VOLUMES = "landing/volumes"
# The usual number of rows is the median of this many deliveries; this many stay in the table.
COMPARED, KEPT = 6, 12


def make_volumes(night: Night, ledger: pl.DataFrame, acceptances: pl.DataFrame) -> pl.DataFrame:
    """landing/volumes of the night, from the landed tables, the ledger and the volumes of the night before.

    A feed that was not delivered tonight keeps its rows and is not judged: its age is.
    """
    earlier = night.previous_scan(VOLUMES).collect()
    counted = [count_delivery(night, feed) for feed in delivered_feeds(ledger)]
    if not counted:
        return earlier
    tonight = pl.concat(counted).with_columns(delivery=pl.lit(night.night))
    judged = judge(_with_vanished(tonight, earlier), earlier, acceptances)
    table = pl.concat([earlier, judged.select(pl.col(name).cast(kind) for name, kind in earlier.schema.items())])
    return table.filter(pl.col("delivery").rank("dense", descending=True).over("feed") <= KEPT).sort(
        "feed", "delivery", "division_code"
    )


def judge(tonight: pl.DataFrame, earlier: pl.DataFrame, acceptances: pl.DataFrame) -> pl.DataFrame:
    """tonight (feed, delivery, division_code, rows) with usual_rows, ratio, bound and accepted.

    `earlier` and `acceptances` have the columns of landing/volumes and landing/acceptances.
    """
    usual = tonight.join(_usual(earlier), on=["feed", "division_code"], how="left")
    usual = usual.join(_deliveries(earlier), on="feed", how="left")
    bounded = usual.with_columns(whole=pl.col("division_code") == "").join(bounds_table(), on=["feed", "whole"])
    enough = (pl.col("deliveries").fill_null(0) >= pl.col("earlier")) & (pl.col("median") > 0)
    compared = bounded.with_columns(usual_rows=pl.when(enough).then("median"))
    shared = compared.with_columns(ratio=pl.col("rows") / pl.col("usual_rows"))
    # A county that was in a delivery or two long ago has not vanished.
    told = (pl.col("rows") > 0) | pl.col("usual_rows").is_not_null() | pl.col("whole")
    return (
        shared.filter(told)
        .with_columns(bound=_bound())
        .with_columns(accepted=(pl.col("bound") == "stop") & _accepted(acceptances))
        .select(table_schema(VOLUMES).names())
    )


def _bound() -> pl.Expr:
    """stop, warn, ok, or first where there is nothing to compare with."""
    ratio = pl.col("ratio")
    large = pl.col("usual_rows") >= pl.col("smallest")
    fewest = ~pl.col("below_all") | (pl.col("rows") < pl.col("fewest")) | pl.col("fewest").is_null()
    stop = (ratio < pl.col("stop_below")) & fewest | (ratio > pl.col("stop_above"))
    warn = (ratio < pl.col("warn_below")) | (ratio > pl.col("warn_above"))
    # A bound that is null is never crossed.
    return (
        pl.when(pl.col("usual_rows").is_null())
        .then(pl.lit("first"))
        .when(large & stop.fill_null(False))
        .then(pl.lit("stop"))
        .when(large & (stop | warn).fill_null(False))
        .then(pl.lit("warn"))
        .otherwise(pl.lit("ok"))
    )


def _recent(earlier: pl.DataFrame) -> pl.DataFrame:
    """The rows of each feed's last deliveries."""
    return earlier.filter(pl.col("delivery").rank("dense", descending=True).over("feed") <= COMPARED)


def _deliveries(earlier: pl.DataFrame) -> pl.DataFrame:
    return earlier.group_by("feed").agg(deliveries=pl.col("delivery").n_unique().cast(pl.Int64))


def _usual(earlier: pl.DataFrame) -> pl.DataFrame:
    """feed, division_code, median and fewest rows of the last deliveries; a county absent from one had no row in it.

    `fewest` leaves out deliveries that an operator had to accept: one such must not make the next look normal.
    """
    recent = _recent(earlier)
    deliveries = recent.select("feed", "delivery").unique()
    grid = recent.select("feed", "division_code").unique().join(deliveries, on="feed")
    filled = grid.join(recent, on=["feed", "delivery", "division_code"], how="left")
    rows = pl.col("rows").fill_null(0)
    unusual = (pl.col("bound") == "stop").fill_null(False)
    return filled.group_by("feed", "division_code").agg(median=rows.median(), fewest=rows.filter(~unusual).min())


def _with_vanished(tonight: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Tonight's counts, and a count of 0 for each county that tonight's feeds had in one of their last deliveries."""
    had = _recent(earlier).filter(pl.col("rows") > 0).select("feed", "division_code").unique()
    gone = had.join(tonight, on=["feed", "division_code"], how="anti").join(tonight, on="feed", how="semi")
    rows = gone.with_columns(rows=pl.lit(0, pl.Int64), delivery=pl.lit(tonight["delivery"][0]))
    return pl.concat([tonight, rows.select(tonight.columns)])


def _accepted(acceptances: pl.DataFrame) -> pl.Expr:
    """Whether an acceptance with a reason and a name covers the row: of its county, or of the whole feed."""
    counting = acceptances.filter((pl.col("reason") != "") & (pl.col("accepted_by") != ""))
    places = counting.select("feed", "division_code").unique().sort("feed", "division_code")
    whole = places.filter(pl.col("division_code") == "")["feed"]
    county = pl.struct("feed", "division_code").is_in(places.to_struct().implode())
    return pl.col("feed").is_in(whole.implode()) | county


def volumes_of_the_night(night: Night) -> pl.DataFrame:
    """The rows of landing/volumes that tonight's deliveries have; none where the table is not made."""
    try:
        table = night.read(VOLUMES)
    except FileNotFoundError:
        return empty(VOLUMES)
    return table.filter(pl.col("delivery") == night.night)
