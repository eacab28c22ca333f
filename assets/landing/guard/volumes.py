"""Rows of each delivery by feed and county, against the deliveries before it.

What belongs here: comparing with bounds. What does not: counting rows (counting), stopping the night (that is a check).
"""

import polars as pl

from assets.lake import Night
from assets.landing.guard.counting import count_delivery, delivered_feeds
from assets.landing.guard.mending import count_mending
from assets.landing.guard.volume_bounds import bounds_table
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import empty, table_schema

VOLUMES = "landing/volumes"
# The usual number of rows is the median of this many deliveries; this many stay in the table.
COMPARED, KEPT = 6, 12
# Two deliveries agree that differ by less than this share of the larger, or by no more than these rows.
_ALIKE_SHARE, _ALIKE_ROWS = 0.2, 10


def make_volumes(night: Night, ledger: pl.DataFrame, acceptances: pl.DataFrame) -> pl.DataFrame:
    """landing/volumes of the night, from the landed tables, the ledger and the volumes of the night before.

    A feed that was not delivered tonight keeps its rows and is not judged: its age is. Deliveries of corrected rows say
    nothing of the next ones and leave the table.
    """
    earlier = _without_mending(night.previous_scan(VOLUMES).collect())
    counted = [count_delivery(night, feed) for feed in delivered_feeds(ledger, night.night)]
    if not counted:
        return earlier
    tonight = pl.concat(counted).with_columns(delivery=pl.lit(night.night))
    judged = judge(_with_vanished(tonight, earlier), earlier, acceptances)
    mending = [count_mending(night, load_feeds()[feed]) for feed in _may_mend(judged)]
    judged = excuse_mending(judged, pl.concat(mending)) if mending else judged
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


def excuse_mending(judged: pl.DataFrame, mending: pl.DataFrame) -> pl.DataFrame:
    """`judged` with the bound 'mends' where few rows came, of which at least half mend or repeat earlier ones.

    `mending`: feed, division_code, mending (rows). What is said of a whole delivery is said of all its counties. Our
    own letter asks for the corrected rows alone: they are no shortfall.
    """
    counted = judged.join(mending, on=["feed", "division_code"], how="left", maintain_order="left")
    mostly = (pl.col("rows") > 0) & (pl.col("mending") * 2 >= pl.col("rows"))
    marked = counted.with_columns(excused=_few(judged) & counted.select(mostly.fill_null(False)).to_series())
    whole = (pl.col("excused") & (pl.col("division_code") == "")).any().over("feed")
    mends = pl.col("excused") | whole
    return marked.with_columns(
        bound=pl.when(mends).then(pl.lit("mends")).otherwise("bound"), accepted=pl.col("accepted") & ~mends
    ).select(judged.columns)


def _few(judged: pl.DataFrame) -> pl.Series:
    """Whether a row is of an append feed and below its bound for a warning, however small the usual number is."""
    append = [feed.key for feed in load_feeds().values() if feed.mode == "append"]
    bounded = judged.with_columns(whole=pl.col("division_code") == "").join(
        bounds_table(), on=["feed", "whole"], how="left", maintain_order="left"
    )
    few = pl.col("feed").is_in(append) & (pl.col("ratio") < pl.col("warn_below"))
    return bounded.select(few.fill_null(False)).to_series()


def _may_mend(judged: pl.DataFrame) -> list[str]:
    """The feeds of which it must be known how many of tonight's rows mend earlier ones."""
    return judged.filter(_few(judged))["feed"].unique().sort().to_list()


def _without_mending(volumes: pl.DataFrame) -> pl.DataFrame:
    """Without the deliveries that as a whole were corrected rows."""
    mended = volumes.filter((pl.col("bound") == "mends") & (pl.col("division_code") == ""))
    return volumes.join(mended, on=["feed", "delivery"], how="anti", maintain_order="left")


def _bound() -> pl.Expr:
    """stop, warn, ok, or first where there is nothing to compare with."""
    ratio = pl.col("ratio")
    large = pl.col("usual_rows") >= pl.col("smallest")
    fewest = ~pl.col("below_all") | (pl.col("rows") < pl.col("fewest")) | pl.col("fewest").is_null()
    stop = (ratio < pl.col("stop_below")) & fewest | (ratio > pl.col("stop_above"))
    warn = (ratio < pl.col("warn_below")) | (ratio > pl.col("warn_above"))
    vanished = (pl.col("rows") == 0) & (pl.col("usual_rows") >= pl.col("vanished")) & fewest
    # A bound that is null is never crossed.
    return (
        pl.when(pl.col("usual_rows").is_null())
        .then(pl.lit("first"))
        .when(large & stop.fill_null(False))
        .then(pl.lit("stop"))
        .when((large & (stop | warn).fill_null(False)) | vanished.fill_null(False))
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

    Left out are deliveries that an operator had to accept: one such must not make the next look normal. Two in a row
    that agree are how it is now. Corrected rows are left out as well. Where nothing else is there, all count.
    """
    recent = _recent(earlier)
    place = ["feed", "division_code"]
    grid = recent.select(place).unique().join(recent.select("feed", "delivery").unique(), on="feed")
    filled = grid.join(recent, on=["feed", "delivery", "division_code"], how="left").sort(*place, "delivery")
    stopped = (pl.col("bound") == "stop").fill_null(False)
    marked = filled.with_columns(pl.col("rows").fill_null(0), stopped=stopped)
    agrees = pl.any_horizontal(_agrees_with(step).over(place).fill_null(False) for step in (1, -1))
    counts = (pl.col("bound") != "mends").fill_null(True) & (~pl.col("stopped") | agrees)
    rows, counted = pl.col("rows"), pl.col("rows").filter(pl.col("counts"))
    return (
        marked.with_columns(counts=counts)
        .group_by(place)
        .agg(median=pl.coalesce(counted.median(), rows.median()), fewest=counted.min())
    )


def _agrees_with(step: int) -> pl.Expr:
    """Whether the delivery `step` places before was stopped as well, with about as many rows."""
    rows, other = pl.col("rows"), pl.col("rows").shift(step)
    limit = pl.max_horizontal(pl.max_horizontal(rows, other) * _ALIKE_SHARE, _ALIKE_ROWS)
    return pl.col("stopped").shift(step) & ((rows - other).abs() <= limit)


def _with_vanished(tonight: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Tonight's counts, and a count of 0 for each county that tonight's feeds had in one of their last deliveries."""
    had = _recent(earlier).filter(pl.col("rows") > 0).select("feed", "division_code").unique()
    gone = had.join(tonight, on=["feed", "division_code"], how="anti").join(tonight, on="feed", how="semi")
    rows = gone.with_columns(rows=pl.lit(0, pl.Int64), delivery=pl.lit(tonight["delivery"][0]))
    return pl.concat([tonight, rows.select(tonight.columns)])


def _accepted(acceptances: pl.DataFrame) -> pl.Expr:
    """Whether an acceptance with a reason and a name names the row: its county, or the feed as a whole.

    That so few rows in all are right does not say which county may vanish: each has its own acceptance.
    """
    counting = acceptances.filter((pl.col("reason") != "") & (pl.col("accepted_by") != ""))
    places = counting.select("feed", "division_code").unique().sort("feed", "division_code")
    return pl.struct("feed", "division_code").is_in(places.to_struct().implode())


def volumes_of_the_night(night: Night) -> pl.DataFrame:
    """The rows of landing/volumes that tonight's deliveries have; none where the table is not made."""
    try:
        table = night.read(VOLUMES)
    except FileNotFoundError:
        return empty(VOLUMES)
    return table.filter(pl.col("delivery") == night.night)
