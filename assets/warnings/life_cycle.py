"""One night in the life of the warnings: yesterday's warnings, tonight's hits and answers → tonight's warnings.

What belongs here: the order of the steps and the events they leave. What does not: files, Dagster, single rules.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.vocabulary.tables import conform
from assets.warnings.chain import append_events
from assets.warnings.feedback import judge
from assets.warnings.items import (
    HIT_KEY,
    answered_items,
    assembled,
    hit_transitions,
    known_items,
    without_hit,
)
from assets.warnings.ledger import advanced_ledger, item_summary, new_numbers
from assets.warnings.memory import item_detail, past_answers, standing_answers
from assets.warnings.merging import continued
from assets.warnings.parameters import WarningParameters

# The order in which one night's events of a warning are told.
_EVENT_ORDER = (
    "opened",
    "verified",
    "suppressed",
    "item_added",
    "reopened",
    "escalated",
    "item_gone",
    "ongoing",
    "overdue",
    "closed",
)


@dataclass(frozen=True)
class WarningsOfNight:
    """The four tables warnings/ledger, items, events and feedback_errors, in their contracts' columns and order."""

    ledger: pl.DataFrame
    items: pl.DataFrame
    events: pl.DataFrame
    feedback_errors: pl.DataFrame


def advance(
    hits: pl.DataFrame,
    not_assessed: pl.DataFrame,
    feedback: pl.DataFrame,
    *,
    withheld: pl.DataFrame,
    identity_events: pl.DataFrame,
    previous_ledger: pl.DataFrame,
    previous_items: pl.DataFrame,
    previous_events: pl.DataFrame,
    parameters: WarningParameters,
    night: date,
) -> WarningsOfNight:
    """Carry the warnings over one night.

    Inputs are indicators/hits, indicators/not_assessed, landing/feedback/results, indicators/withheld, identity/events
    and the three tables of the night before (empty on the first), rows in any order. Merged tokens are renamed first;
    answers go before hits: a hit is compared with what was verified.
    """
    before = continued(previous_ledger, previous_items, past_answers(previous_events), identity_events, night)
    judgement = judge(feedback, before.ledger, before.items, parameters, night)
    items = answered_items(before.items, judgement.answers, parameters)
    standing = standing_answers(before.past, judgement.answers, parameters, night)
    known = known_items(items, before.ledger, standing)
    transitions = hit_transitions(hits, known, parameters, night)
    unhit = without_hit(known, hits, not_assessed, withheld)
    opened = new_numbers(transitions.filter(pl.col("warning_id").is_null() & pl.col("state").is_not_null()), night)
    numbered = _numbered(transitions, opened)
    items_tonight = assembled(items, hits, numbered, unhit, night)
    finished = before.ledger.filter(pl.col("state") == "closed").select("warning_id")
    moving = items_tonight.join(finished, on="warning_id", how="anti")
    summary = item_summary(moving, numbered.filter(pl.col("happened") == "reopened"))
    ledger = advanced_ledger(before.ledger, opened, summary, _places(hits), parameters=parameters, night=night)
    tonight = _in_order(
        before.events,
        _answer_events(judgement.answers, parameters),
        _item_events(numbered, unhit),
        _warning_events(ledger, numbered, items_tonight, before.ledger),
    )
    return WarningsOfNight(
        ledger=conform(ledger.drop("was", "was_overdue"), "warnings/ledger"),
        items=conform(items_tonight, "warnings/items"),
        events=conform(append_events(previous_events, tonight, night), "warnings/events"),
        feedback_errors=conform(judgement.refused, "warnings/feedback_errors"),
    )


def _numbered(transitions: pl.DataFrame, opened: pl.DataFrame) -> pl.DataFrame:
    """The transitions with the numbers of warnings opened tonight; `opening` marks those rows."""
    fresh = opened.rename({"warning_id": "opened_id"})
    joined = transitions.join(fresh, on=["household_id", "lane"], how="left")
    return joined.with_columns(
        opening=pl.col("warning_id").is_null(), warning_id=pl.coalesce("warning_id", "opened_id")
    ).drop("opened_id")


def _places(hits: pl.DataFrame) -> pl.DataFrame:
    """household_id, county_code, division_code as tonight's hits name them; the most exact where they differ."""
    length = pl.col("division_code").str.len_chars().fill_null(0)
    ordered = hits.select(*HIT_KEY, "county_code", "division_code").sort(length, *HIT_KEY)
    return ordered.unique(subset="household_id", keep="last", maintain_order=True).select(
        "household_id", "county_code", "division_code"
    )


def _in_order(renamed: pl.DataFrame, *events: pl.DataFrame) -> pl.DataFrame:
    """Tonight's events: warning_id, event, detail, in the order in which they are numbered.

    What merging told goes first: it restates earlier answers, which one of tonight replaces.
    """
    order = pl.col("event").replace_strict({name: n for n, name in enumerate(_EVENT_ORDER)}, return_dtype=pl.Int8)
    first, others = renamed.with_columns(place=pl.lit(0)), pl.concat(events).with_columns(place=pl.lit(1))
    return pl.concat([first, others]).sort("warning_id", "place", order, "detail").drop("place")


def _answer_events(answers: pl.DataFrame, parameters: WarningParameters) -> pl.DataFrame:
    events = answers.join(parameters.results.select("result_code", "event"), on="result_code")
    detail = item_detail(pl.col("result_code"), pl.col("answered_by").alias("department"))
    return events.select("warning_id", "event", detail=detail)


def _item_events(transitions: pl.DataFrame, unhit: pl.DataFrame) -> pl.DataFrame:
    happened = transitions.filter(~pl.col("opening") & pl.col("happened").is_not_null())
    moved = transitions.filter("moved")
    answer = (pl.col("result_code"), pl.col("answered_on").dt.to_string("%Y-%m-%d"))
    added = happened.filter(pl.col("reason").is_null())
    returned = happened.filter(pl.col("reason").is_not_null())
    gone = unhit.filter(pl.col("happened").is_not_null())
    return pl.concat(
        [
            added.select("warning_id", event="happened", detail=item_detail()),
            returned.select("warning_id", event="happened", detail=item_detail(pl.col("reason"))),
            moved.select(
                "warning_id",
                event=pl.lit("item_added"),
                detail=item_detail(pl.lit("household_changed").alias("cause"), *answer),
            ),
            gone.select("warning_id", event="happened", detail=item_detail()),
        ]
    )


def _warning_events(
    ledger: pl.DataFrame, transitions: pl.DataFrame, items: pl.DataFrame, previous_ledger: pl.DataFrame
) -> pl.DataFrame:
    """Opened, escalated, ongoing, reopened (where no single item came back), overdue and closed."""
    earlier = previous_ledger.select("warning_id", was_tier="tier")
    codes = items.group_by("warning_id").agg(codes=pl.col("code").unique().sort())
    returned = transitions.filter(pl.col("happened") == "reopened").select("warning_id").unique()
    moved = ledger.join(earlier, on="warning_id", how="left")
    changed = moved.filter(
        pl.col("was").is_null() | (pl.col("state") != pl.col("was")) | (pl.col("state") == "escalated")
    )
    silent = changed.filter(pl.col("state") == "reopened").join(returned, on="warning_id", how="anti")
    late = ledger.filter(pl.col("overdue") & ~pl.col("was_overdue").fill_null(False))
    opening = changed.filter(pl.col("was").is_null()).join(codes, on="warning_id")
    tier = pl.struct("tier").struct.json_encode()

    def of(state: str, detail: pl.Expr) -> pl.DataFrame:
        return changed.filter(pl.col("state") == state).select("warning_id", event=pl.lit(state), detail=detail)

    return pl.concat(
        [
            opening.select(
                "warning_id", event=pl.lit("opened"), detail=pl.struct("tier", "codes").struct.json_encode()
            ),
            of("escalated", pl.struct(tier="tier", tier_before="was_tier").struct.json_encode()),
            of("ongoing", tier),
            of("closed", pl.struct("close_reason").struct.json_encode()),
            silent.select("warning_id", event=pl.lit("reopened"), detail=pl.lit('{"reason":"item_added"}')),
            late.select("warning_id", event=pl.lit("overdue"), detail=pl.lit('{"result_code":"99"}')),
        ]
    )
