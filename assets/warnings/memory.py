"""What was answered before about an item: read back from the chain of events, which alone keeps the night of an answer.

What belongs here: the details that events carry and the standing answer of each item. What does not: what follows.
"""

from datetime import date

import polars as pl

from assets.warnings.feedback import ITEM_KEY
from assets.warnings.parameters import WarningParameters

BENEFIT_NOT_SEEN = "benefit_not_seen"
# Events about a single item that end or renew what was answered about it.
_ITEM_EVENTS = ("verified", "suppressed", "reopened", "item_added")


def item_detail(*others: pl.Expr) -> pl.Expr:
    """The detail of an event about one item, a JSON object: code, person_id and what is given besides."""
    return pl.struct(pl.col("code"), pl.col("person_id"), *others).struct.json_encode()


def past_answers(events: pl.DataFrame) -> pl.DataFrame:
    """One row an item that was ever answered, added or reopened, by the chain of events.

    Columns: warning_id, code, person_id, answer (result code, null: no answer stands), reason (why it came back),
    answered_on: the night of the answer; an event that carries an answer on to another item names that night itself.
    """
    detail = pl.col("detail")
    answered_on = pl.coalesce(detail.str.json_path_match("$.answered_on").str.to_date("%Y-%m-%d"), "night")
    return (
        events.filter(pl.col("event").is_in(_ITEM_EVENTS))
        .with_columns(
            code=detail.str.json_path_match("$.code"),
            person_id=detail.str.json_path_match("$.person_id"),
            answer=detail.str.json_path_match("$.result_code"),
            reason=detail.str.json_path_match("$.reason"),
            answered_on=answered_on,
        )
        .drop_nulls("code")
        .sort("sequence")
        .unique(subset=ITEM_KEY, keep="last", maintain_order=True)
        .select(*ITEM_KEY, "answer", "reason", answered_on=pl.when(pl.col("answer").is_not_null()).then("answered_on"))
    )


def standing_answers(
    past: pl.DataFrame, answers: pl.DataFrame, parameters: WarningParameters, night: date
) -> pl.DataFrame:
    """One row an item of `past` (as past_answers gives it): its standing answer and the rules that follow from it.

    Columns: warning_id, code, person_id, answered_on (null: no answer stands), answer, quiet_state, quiet_days,
    benefit_days, benefit_reopened (it came back because a promised benefit was not seen). Tonight's `answers` count
    last.
    """
    tonight = answers.select(
        *ITEM_KEY,
        answer="result_code",
        reason=pl.lit(None, dtype=pl.String),
        answered_on=pl.lit(night, dtype=pl.Date),
    )
    rules = parameters.results.select("result_code", "quiet_days", "benefit_days", quiet_state="item_state")
    return (
        pl.concat([past, tonight])
        .unique(subset=ITEM_KEY, keep="last", maintain_order=True)
        .join(rules, left_on="answer", right_on="result_code", how="left")
        .with_columns(benefit_reopened=(pl.col("reason") == BENEFIT_NOT_SEEN).fill_null(False))
        .drop("reason")
    )
