"""Staff decisions about doubtful pairs: which answers count, which cannot be taken, which sides of tonight are bound.

What belongs here: the answers in force, derived anew each night from all that ever landed; nothing keeps a state. What
does not: which pair a number stands for (review_pairs), the list and its files (queues, landing), what a bound pair
leads to (resolution).
"""

from dataclasses import dataclass

import polars as pl

from assets.vocabulary.feeds import ADDRESS
from assets.vocabulary.identity_words import DECISIONS, DIFFERENT, REVIEW_NUMBER, SAME, WITHDRAWN

DECISION_SCHEMA = pl.Schema(
    {
        "review_id": pl.String,
        "left_key": pl.String,
        "right_key": pl.String,
        "decision": pl.String,
        "decided_by": pl.String,
        "decided_date": pl.Date,
        "remark": pl.String,
        "contradicted": pl.Boolean,
        "first_seen": pl.Date,
    }
)
ERROR_SCHEMA = pl.Schema(
    {
        "feed": pl.String,
        "delivery": pl.Date,
        "file": pl.String,
        "sheet": pl.String,
        "row_no": pl.Int64,
        "review_id": pl.String,
        "reason_code": pl.String,
        "reason": pl.String,
    }
)
# Of answers of one day the most careful counts: apart is what costs no family its history, and can be taken back.
_CAREFUL = (SAME, WITHDRAWN, DIFFERENT)
_CONTRADICTED = "另有核实人对同一编号作出不同结论，以核实日期较晚的为准（同一天以“不同人”为准），本条未采用；请共同复核"
_CONTRADICTS = "本条已采用，但另有核实人对同一编号作出不同结论；请共同复核，确有错误的请撤销或重报"


@dataclass(frozen=True)
class Answers:
    """decisions and errors as the contracts of identity/decisions and identity/decision_errors.

    withdrawn: as decisions, of pairs whose last answer takes the one before it back.
    """

    decisions: pl.DataFrame
    errors: pl.DataFrame
    withdrawn: pl.DataFrame


def judge_answers(landed: pl.DataFrame, pairs: pl.DataFrame) -> Answers:
    """The answers in force and those that could not be taken.

    `landed` is landing/feedback/identity with the rows of all nights, `pairs` the memory of the night before. Of a
    pair's answers the last by decided_date counts; of those of one day the most careful. One withdrawn is none.
    """
    rows = _with_facts(landed, pairs)
    errors = [_errors(rows.filter(wrong), code, words) for code, words, wrong in _reasons()]
    wrong = pl.concat([pl.DataFrame(schema=ERROR_SCHEMA), *errors])
    taken = rows.join(wrong, on=ADDRESS, how="anti").sort(
        "review_id", "decided_date", _rank(pl.col("decision")), *ADDRESS, maintain_order=True
    )
    in_force = taken.unique("review_id", keep="last", maintain_order=True)
    overruled = _overruled(taken, in_force)
    disputed = pl.col("review_id").is_in(overruled["review_id"].unique().implode())
    told = in_force.with_columns(contradicted=disputed)
    decisions = told.filter(pl.col("decision") != WITHDRAWN)
    against = [
        _errors(overruled, "contradicted", _CONTRADICTED),
        _errors(decisions.filter("contradicted"), "contradicts", _CONTRADICTS),
    ]
    return Answers(
        _in_shape(decisions),
        pl.concat([wrong, *against]).sort(*ADDRESS, "reason_code"),
        _in_shape(told.filter(pl.col("decision") == WITHDRAWN)),
    )


def _in_shape(decisions: pl.DataFrame) -> pl.DataFrame:
    return decisions.select(pl.col(name).cast(dtype) for name, dtype in DECISION_SCHEMA.items()).sort("review_id")


def _with_facts(landed: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The answers in the tables' words, each with the pair that its number stands for."""
    number, signed = (_without_spaces(pl.col(name)) for name in ("review_id", "decided_by"))
    rows = landed.with_columns(
        review_id=number.str.to_uppercase(),
        signed=signed,
        decision=pl.col("decision").replace_strict(DECISIONS, default=None, return_dtype=pl.String),
        first_seen="delivery",
    )
    known = pairs.select("review_id", "left_key", "right_key", listed="first_night")
    return rows.join(known, on="review_id", how="left")


def _without_spaces(text: pl.Expr) -> pl.Expr:
    bare = text.str.replace_all(r"\s", "")
    return pl.when(bare.str.len_chars() > 0).then(bare)


def _reasons() -> list[tuple[str, str, pl.Expr]]:
    """Reason code, what the clerk reads, when it applies. Dates are held against the night on which the file came:

    what was wrong then does not become right because time goes by.
    """
    day = pl.col("decided_date")
    return [
        ("review_unknown", "核实编号不存在，请照清单上的编号填写", pl.col("listed").is_null()),
        ("decision_missing", "结论为空，或不是“同一人”“不同人”“撤销”", pl.col("decision").is_null()),
        ("decider_missing", "核实人为空", pl.col("signed").is_null()),
        ("date_missing", "核实日期为空或无法识别", day.is_null()),
        ("date_in_future", "核实日期晚于收到文件的日期", day > pl.col("delivery")),
        ("date_before_listing", "核实日期早于该编号首次列出的日期", day < pl.col("listed")),
    ]


def _rank(decision: pl.Expr) -> pl.Expr:
    return decision.replace_strict({word: rank for rank, word in enumerate(_CAREFUL)}, return_dtype=pl.Int8)


def _overruled(taken: pl.DataFrame, in_force: pl.DataFrame) -> pl.DataFrame:
    """The last answer of each other person that says the opposite of the one in force; who withdrew says nothing."""
    last = taken.unique(["review_id", "signed"], keep="last", maintain_order=True)
    standing = in_force.select("review_id", standing="decision", by="signed")
    met = last.join(standing, on="review_id")
    opposite = pl.all_horizontal(pl.col("decision", "standing") != WITHDRAWN) & (
        pl.col("decision") != pl.col("standing")
    )
    return met.filter(opposite & (pl.col("signed") != pl.col("by")))


def _errors(rows: pl.DataFrame, code: str, words: str) -> pl.DataFrame:
    """Rows of identity/decision_errors; a number is repeated only where it has the form of one."""
    number = pl.col("review_id")
    told = rows.with_columns(
        review_id=pl.when(number.str.contains(REVIEW_NUMBER)).then(number),
        reason_code=pl.lit(code),
        reason=pl.lit(words),
    )
    return told.select(pl.col(name).cast(dtype) for name, dtype in ERROR_SCHEMA.items())


def bound_sides(decisions: pl.DataFrame, pairs: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """review_id, left, right, decision: which of tonight's sides are decided to be one person, or two.

    `keys` gives each identity_key's `side` before anything is merged by a decision: a cluster of a valid number, a unit
    or group without one. A pair's side is where its own key is; where that is gone, the one side that all its other
    keys of tonight are in. Sides that cannot be told, or are one already, are bound to nothing.
    """
    bound = decisions.join(pairs.select("review_id", "left_keys", "right_keys"), on="review_id")
    known = keys.select("identity_key", "side").unique()
    place = known.filter(pl.len().over("identity_key") == 1)
    for end in ("left", "right"):
        own = place.rename({"identity_key": f"{end}_key", "side": f"{end}_own"})
        others = bound.select("review_id", identity_key=f"{end}_keys").explode("identity_key")
        met = others.join(place, on="identity_key").group_by("review_id").agg(pl.col("side").unique())
        single = met.filter(pl.col("side").list.len() == 1).select(
            "review_id", pl.col("side").list.first().alias(f"{end}_only")
        )
        bound = bound.join(own, on=f"{end}_key", how="left").join(single, on="review_id", how="left")
        bound = bound.with_columns(pl.coalesce(f"{end}_own", f"{end}_only").alias(end))
    apart = bound.drop_nulls(["left", "right"]).filter(pl.col("left") != pl.col("right"))
    # Two numbers may have come to stand for the same sides: the rule of one number holds between them as well.
    ordered = apart.with_columns(low=pl.min_horizontal("left", "right"), high=pl.max_horizontal("left", "right")).sort(
        "decided_date", _rank(pl.col("decision")), "review_id"
    )
    last = ordered.unique(["low", "high"], keep="last", maintain_order=True)
    return last.select("review_id", "left", "right", "decision").sort("review_id")


def undecided(review: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """The review rows without those that staff decided to be two persons: nobody is asked again what was answered.

    One decided to be the same that is still here could not be merged; staff see it again.
    """
    return review.join(decisions.filter(pl.col("decision") == DIFFERENT), on="review_id", how="anti")
