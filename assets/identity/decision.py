"""T5: which scored pairs are links, which go to review, which are nothing.

What belongs here: thresholds, ties, and the agreements without which no weight is enough. What does not: weights.
"""

import polars as pl

from assets.identity.scoring import probability
from assets.identity.settings import IdentitySettings

DECISION_SCHEMA = pl.Schema(
    {
        "group": pl.UInt32,
        "anchor": pl.UInt32,
        "weight": pl.Float64,
        "probability": pl.Float64,
        "reason_code": pl.String,
    }
)

# Why a pair is not sure whatever its weight, in the order in which it is asked.
NAME_DIFFERS, BIRTH_CONFLICT, NAME_ALONE = "fuzzy_name_differs", "fuzzy_birth_conflict", "fuzzy_name_alone"
TIE, BETWEEN = "fuzzy_tie", "fuzzy_between"


def _doubt() -> pl.Expr:
    """The reason why a pair must not be linked by itself, null where there is none.

    Given names must be the same: those of twins and siblings differ by one character, or in writing alone. Only a
    number that is one edit away excuses a name that is spelled by ear or cut off. A name alone never merges, nor a name
    with a place.
    """
    near_number = (pl.col("id_level") == "one_edit").fill_null(False)
    same_name = pl.col("name_level").is_in(["equal", "variant"])
    excused = pl.col("name_level").is_in(["pinyin", "truncated"]) & near_number
    agreeing = [pl.col(f"{what}_level") == "equal" for what in ("birth", "phone", "guardian", "household")]
    support = pl.any_horizontal(*(agrees.fill_null(False) for agrees in agreeing), near_number)
    return (
        pl.when(~(same_name | excused))
        .then(pl.lit(NAME_DIFFERS))
        .when((pl.col("birth_level") == "different").fill_null(False))
        .then(pl.lit(BIRTH_CONFLICT))
        .when(~support)
        .then(pl.lit(NAME_ALONE))
    )


def _ranked(scored: pl.DataFrame, groups: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """One row a group and anchor (its best pair), best first, with the distance in bits to the group's next anchor."""
    pairs = scored.join(groups, on="unit").join(people.select("anchor", "id_text"), on="anchor", suffix="_anchor")
    pairs = pairs.with_columns(doubt=_doubt())
    # Of pairs of equal weight the one without doubt stands for the group; the number only fixes the order.
    best = pairs.sort(
        ["group", "weight", "id_text_anchor", "doubt"], descending=[False, True, False, False], nulls_last=False
    ).unique(["group", "anchor"], keep="first", maintain_order=True)
    return best.with_columns(
        place=pl.int_range(pl.len()).over("group"),
        lead=(pl.col("weight").first() - pl.col("weight").get(1, null_on_oob=True)).over("group"),
    )


def decide(
    scored: pl.DataFrame, groups: pl.DataFrame, people: pl.DataFrame, settings: IdentitySettings
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(links, review), both in DECISION_SCHEMA: at most one link a group; a tie gives a review row for either side.

    `groups` maps unit to group (units that are one person already); `people` gives an anchor's id_text.
    """
    ranked = _ranked(scored, groups, people).filter(pl.col("weight") >= settings.review_weight)
    tied = (pl.col("lead") < settings.tie_margin).fill_null(False)
    reason = (
        pl.when(tied)
        .then(pl.lit(TIE))
        .when(pl.col("doubt").is_not_null())
        .then("doubt")
        .when(pl.col("weight") < settings.sure_weight)
        .then(pl.lit(BETWEEN))
    )
    judged = ranked.with_columns(reason_code=reason, probability=probability(pl.col("weight"))).filter(
        (pl.col("place") == 0) | (tied & (pl.col("place") == 1))
    )
    rows = judged.select(pl.col(name).cast(dtype) for name, dtype in DECISION_SCHEMA.items())
    return rows.filter(pl.col("reason_code").is_null()), rows.filter(pl.col("reason_code").is_not_null())
