"""Tokens that turned out to be one person: yesterday's warnings, items and answers go on under the token that stays.

What belongs here: renaming before anything is compared, and closing the younger of two warnings that meet by it. What
does not: who is one person (identity), and what becomes of an item tonight (items).
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.vocabulary.warning_words import ACTIVE_ITEMS
from assets.warnings.feedback import ITEM_KEY
from assets.warnings.memory import item_detail

MERGED = "合并"
# A person in no household is a household of one, named by the person's token.
HOUSEHOLD_OF_ONE = "S"
_ANSWER = ("answer", "reason", "answered_on")


@dataclass(frozen=True)
class Continued:
    """Last night's ledger, items and answers (as memory.past_answers) under tonight's tokens, and what is told of it.

    `events`: warning_id, event, detail.
    """

    ledger: pl.DataFrame
    items: pl.DataFrame
    past: pl.DataFrame
    events: pl.DataFrame


def continued(
    ledger: pl.DataFrame, items: pl.DataFrame, past: pl.DataFrame, identity_events: pl.DataFrame, night: date
) -> Continued:
    """Rename merged tokens and the households of one that they name.

    Where two open warnings of a household and lane meet, the older goes on with the items of both; the items stay in
    the closed one too, as 'closed'. Of two items that become one, the one answered last goes on, with its answer.
    """
    merged = identity_events.filter(pl.col("event") == "merged").select("person_id", survivor="other_person_id")
    nothing = pl.DataFrame(schema={"warning_id": pl.String, "event": pl.String, "detail": pl.String})
    if merged.is_empty():
        return Continued(ledger, items, past, nothing)
    renamed = _renamed_households(ledger, merged)
    absorbed = _absorbed(renamed)
    moved = _moved(items, merged, absorbed, past)
    restated = _restated(moved, renamed, absorbed)
    unmoved = past.join(restated, on=ITEM_KEY, how="anti")
    return Continued(
        _with_absorbed(renamed, absorbed, night),
        moved.select(items.columns),
        pl.concat([unmoved, restated.select(past.columns)]),
        pl.concat([_item_events(restated), _closing_events(absorbed)]),
    )


def _renamed_households(ledger: pl.DataFrame, merged: pl.DataFrame) -> pl.DataFrame:
    prefix = pl.lit(HOUSEHOLD_OF_ONE)
    households = merged.select(household_id=prefix + pl.col("person_id"), new_household=prefix + pl.col("survivor"))
    renamed = ledger.join(households, on="household_id", how="left")
    return renamed.with_columns(household_id=pl.coalesce("new_household", "household_id")).drop("new_household")


def _absorbed(ledger: pl.DataFrame) -> pl.DataFrame:
    """warning_id, goes_on_in: the open warnings that an older open one of the same household and lane takes in."""
    ordered = ledger.filter(pl.col("state") != "closed").sort("household_id", "lane", "opened_on", "warning_id")
    oldest = pl.col("warning_id").first().over("household_id", "lane")
    return ordered.select("warning_id", goes_on_in=oldest).filter(pl.col("warning_id") != pl.col("goes_on_in"))


def _with_absorbed(ledger: pl.DataFrame, absorbed: pl.DataFrame, night: date) -> pl.DataFrame:
    taken = pl.col("warning_id").is_in(absorbed["warning_id"].implode())
    return ledger.with_columns(
        state=pl.when(taken).then(pl.lit("closed")).otherwise("state"),
        departments=pl.when(taken).then(pl.lit([], dtype=pl.List(pl.String))).otherwise("departments"),
        overdue=pl.col("overdue") & ~taken,
        closed_on=pl.when(taken).then(pl.lit(night)).otherwise("closed_on"),
        close_reason=pl.when(taken).then(pl.lit(MERGED)).otherwise("close_reason"),
    )


def _moved(items: pl.DataFrame, merged: pl.DataFrame, absorbed: pl.DataFrame, past: pl.DataFrame) -> pl.DataFrame:
    """All items under their new keys, one row a key, with their answers; `changed` marks keys not as before."""
    known = items.join(past, on=ITEM_KEY, how="left").join(merged, on="person_id", how="left")
    left_behind = pl.col("goes_on_in").is_not_null()
    named = (
        known.join(absorbed, on="warning_id", how="left")
        .with_columns(
            before="person_id",
            changed=pl.col("survivor").is_not_null(),
            person_id=pl.coalesce("survivor", "person_id"),
        )
        .drop("survivor")
    )
    stayed = named.with_columns(
        state=pl.when(left_behind).then(pl.lit("closed")).otherwise("state"), changed=pl.col("changed") & ~left_behind
    )
    taken = named.filter(left_behind).with_columns(warning_id="goes_on_in", changed=pl.lit(value=True))
    rows = pl.concat([stayed, taken]).with_columns(
        first_hit_on=pl.col("first_hit_on").min().over(ITEM_KEY), changed=pl.col("changed").any().over(ITEM_KEY)
    )
    order = [pl.col("answered_on"), pl.col("state").is_in(ACTIVE_ITEMS), pl.col("last_hit_on")]
    ordered = rows.sort(*ITEM_KEY, *order, "before", descending=[*[False] * 3, *[True] * 3, False], nulls_last=True)
    return ordered.unique(subset=ITEM_KEY, keep="first", maintain_order=True)


def _restated(moved: pl.DataFrame, ledger: pl.DataFrame, absorbed: pl.DataFrame) -> pl.DataFrame:
    """The changed keys with the answer that stands; of a closed warning only those that were answered."""
    live = ledger.filter(pl.col("state") != "closed").join(absorbed, on="warning_id", how="anti")
    changed = moved.filter("changed").select(*ITEM_KEY, *_ANSWER)
    known = pl.col("warning_id").is_in(live["warning_id"].implode()) | pl.any_horizontal(
        pl.col("answer", "reason").is_not_null()
    )
    return changed.filter(known)


def _item_events(restated: pl.DataFrame) -> pl.DataFrame:
    answered = (pl.col("answer").alias("result_code"), pl.col("answered_on").dt.to_string("%Y-%m-%d"))
    detail = item_detail(pl.lit("merged").alias("cause"), pl.col("reason"), *answered)
    return restated.select("warning_id", event=pl.lit("item_added"), detail=detail)


def _closing_events(absorbed: pl.DataFrame) -> pl.DataFrame:
    detail = pl.struct(pl.lit(MERGED).alias("close_reason"), "goes_on_in").struct.json_encode()
    return absorbed.select("warning_id", event=pl.lit("closed"), detail=detail)
