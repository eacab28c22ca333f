"""The warnings as a whole: number, tier, deadlines, state, made from their items.

What belongs here: fusing items into one row a warning. What does not: the items' own states (items).
"""

from datetime import date

import polars as pl

from assets.vocabulary.tables import table_schema
from assets.vocabulary.warning_words import ACTIVE_ITEMS, disposition_rank, tier_rank
from assets.warnings.parameters import WarningParameters

CLOCK_STARTS = ("new", "escalated", "reopened")
FACT_CHANGED = "消除"


def new_numbers(hits: pl.DataFrame, night: date) -> pl.DataFrame:
    """household_id, lane, warning_id for every household and lane of these hits, numbered in their sorted order."""
    number = pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(6)
    opened = hits.select("household_id", "lane").unique().sort("household_id", "lane")
    return opened.with_columns(warning_id=pl.concat_str(pl.lit(f"W{night:%Y%m%d}"), number))


def item_summary(items: pl.DataFrame, reopened: pl.DataFrame) -> pl.DataFrame:
    """One row a warning over its items; `reopened` holds the warning_id of those with an item that came back."""
    active = pl.col("state").is_in(ACTIVE_ITEMS)
    urgency = [tier_rank(pl.col("tier")), disposition_rank(pl.col("disposition"))]
    closing = (pl.col("state") == "closed") & pl.col("result_code").is_not_null()
    summary = items.group_by("warning_id").agg(
        active=active.sum(),
        suppressed=(pl.col("state") == "suppressed").sum(),
        answered=pl.col("result_code").filter(active).is_not_null().all(),
        tier=pl.col("tier").sort_by(*urgency).filter(active.sort_by(*urgency)).first(),
        disposition=pl.col("disposition").sort_by(*urgency).filter(active.sort_by(*urgency)).first(),
        quiet_tier=pl.col("tier").sort_by(*urgency).first(),
        quiet_disposition=pl.col("disposition").sort_by(*urgency).first(),
        departments=pl.col("departments").filter(active).explode().drop_nulls().unique().sort(),
        closing_result=pl.col("result_code").filter(closing).max(),
        hit_on=pl.col("last_hit_on").max(),
    )
    marks = reopened.select("warning_id").unique().with_columns(item_reopened=True)
    return summary.join(marks, on="warning_id", how="left").with_columns(pl.col("item_reopened").fill_null(False))


def _state() -> pl.Expr:
    """The state of a warning from its items and its state of last night (`was`, null for a new one)."""
    nothing_active = pl.col("active") == 0
    rises = tier_rank(pl.col("tier")) < tier_rank(pl.col("was_tier"))
    stirred = pl.col("was").is_in(["verified", "suppressed"]) & ~pl.col("answered")
    return (
        pl.when(nothing_active & (pl.col("suppressed") > 0))
        .then(pl.lit("suppressed"))
        .when(nothing_active)
        .then(pl.lit("closed"))
        .when(pl.col("was").is_null())
        .then(pl.lit("new"))
        .when(rises)
        .then(pl.lit("escalated"))
        .when(pl.col("item_reopened") | stirred)
        .then(pl.lit("reopened"))
        .when("answered")
        .then(pl.lit("verified"))
        .otherwise(pl.lit("ongoing"))
    )


def advanced_ledger(
    previous: pl.DataFrame,
    opened: pl.DataFrame,
    summary: pl.DataFrame,
    places: pl.DataFrame,
    *,
    parameters: WarningParameters,
    night: date,
) -> pl.DataFrame:
    """Tonight's ledger, closed warnings of earlier nights unchanged, with `was` and `was_overdue` of last night beside.

    `opened` has warning_id, household_id, lane of the new ones; `places` household_id, county_code, division_code.
    """
    closed = previous.filter(pl.col("state") == "closed")
    live = previous.filter(pl.col("state") != "closed").rename(
        {"state": "was", "tier": "was_tier", "disposition": "was_disposition", "overdue": "was_overdue"}
    )
    started = opened.select("warning_id", "household_id", "lane", opened_on=pl.lit(night, dtype=pl.Date))
    rows = (
        pl.concat([live.drop("departments"), started], how="diagonal")
        .join(summary, on="warning_id")
        .with_columns(state=_state())
        .join(places, on="household_id", how="left", suffix="_tonight")
    )
    rows = _with_clock(_with_places(rows), parameters, night)
    finished = _with_closing(rows, parameters, night)
    columns = table_schema("warnings/ledger").names()
    unchanged = closed.with_columns(was=pl.lit("closed"), was_overdue="overdue")
    return pl.concat(
        [finished.select(*columns, "was", "was_overdue"), unchanged.select(*columns, "was", "was_overdue")]
    )


def _with_places(rows: pl.DataFrame) -> pl.DataFrame:
    """Where the household lives tonight, as the hits say; else where it was known to live."""
    return rows.with_columns(
        county_code=pl.coalesce("county_code_tonight", "county_code"),
        division_code=pl.coalesce("division_code_tonight", "division_code"),
        last_hit_on=pl.max_horizontal("last_hit_on", "hit_on"),
        # A warning without active items keeps the tier and disposition it had; a new one takes its quiet items'.
        tier=pl.coalesce("tier", "was_tier", "quiet_tier"),
        disposition=pl.coalesce("disposition", "was_disposition", "quiet_disposition"),
    )


def _with_clock(rows: pl.DataFrame, parameters: WarningParameters, night: date) -> pl.DataFrame:
    """The clock runs from tonight where the warning is new, escalated or reopened; else it runs on."""
    starts = pl.col("state").is_in(CLOCK_STARTS) | pl.col("was").is_null()
    dated = rows.join(parameters.deadline_dates(night), on="tier", how="left", suffix="_tonight")
    fresh = [
        pl.when(starts).then(f"{name}_tonight").otherwise(name).alias(name)
        for name in ("sign_by", "answer_by", "calendar_official")
    ]
    return dated.with_columns(*fresh, clock_from=pl.when(starts).then(pl.lit(night)).otherwise("clock_from"))


def _with_closing(rows: pl.DataFrame, parameters: WarningParameters, night: date) -> pl.DataFrame:
    closes = pl.col("state") == "closed"
    waiting = ~pl.col("state").is_in(["verified", "suppressed", "closed"])
    words = parameters.results.select(closing_result="result_code", result_words="words")
    return rows.join(words, on="closing_result", how="left").with_columns(
        overdue=waiting & (pl.col("answer_by") < night),
        closed_on=pl.when(closes).then(pl.lit(night)),
        close_reason=pl.when(closes).then(pl.coalesce("result_words", pl.lit(FACT_CHANGED))),
    )
