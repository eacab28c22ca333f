"""What a region may set about warnings: the deadlines of the tiers and what each feedback result leads to.

What belongs here: reading and checking these two tables of `data/reference/policy`. What does not: applying them.
No national text fixes tiers or deadlines for low-income people; the shipped values are a working rule.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.vocabulary.feeds import code_tables
from assets.vocabulary.indicator_catalogue import load_indicator_texts
from assets.vocabulary.paths import REFERENCE
from assets.vocabulary.warning_words import TIERS
from assets.warnings.working_days import add_working_days

WORSENING_RATIO = 1.2
RESULT_STATES = ("open", "suppressed", "closed")

_DEADLINES = pl.Schema(
    {"tier": pl.String, "sign_days": pl.Int64, "answer_days": pl.Int64, "source": pl.String, "status": pl.String}
)
_RESULTS = pl.Schema(
    {
        "result_code": pl.String,
        "item_state": pl.String,
        "event": pl.String,
        "quiet_days": pl.Int64,
        "benefit_days": pl.Int64,
        "needs_remark": pl.Boolean,
        "lane": pl.String,
    }
)


@dataclass(frozen=True)
class WarningParameters:
    """`deadlines`: a row a tier, working days. `results`: a row a result code — the state its items take, the event
    written, days of quiet after it, days within which the benefit must show (0 = none), whether a remark is needed,
    and the lane it is limited to (null = both), with the result's `words`. `worsening_ratio`: quiet ends where the
    value is so many times worse than the verified one; `lower_is_worse` has the codes where a lower value is the worse.
    """

    deadlines: pl.DataFrame
    results: pl.DataFrame
    lower_is_worse: frozenset[str]
    worsening_ratio: float = WORSENING_RATIO

    def deadline_dates(self, night: date) -> pl.DataFrame:
        """tier, sign_by, answer_by, calendar_official for a clock that starts on this night."""
        rows = []
        for tier, sign_days, answer_days in self.deadlines.select("tier", "sign_days", "answer_days").iter_rows():
            sign_by, _ = add_working_days(night, sign_days)
            answer_by, official = add_working_days(night, answer_days)
            rows.append((tier, sign_by, answer_by, official))
        schema = {"tier": pl.String, "sign_by": pl.Date, "answer_by": pl.Date, "calendar_official": pl.Boolean}
        return pl.DataFrame(rows, schema=schema, orient="row")


def _checked(deadlines: pl.DataFrame, results: pl.DataFrame) -> None:
    if sorted(deadlines["tier"]) != sorted(TIERS):
        raise ValueError(f"deadlines.csv needs one row for each of {TIERS}")
    if not (deadlines["sign_days"] <= deadlines["answer_days"]).all() or (deadlines["sign_days"] < 1).any():
        raise ValueError("deadlines.csv: 1 <= sign_days <= answer_days does not hold for every tier")
    if set(results["result_code"]) != set(code_tables()["feedback_result"]) or results["result_code"].has_nulls():
        raise ValueError("feedback_results.csv and the code table feedback_result differ in their codes")
    if not results["item_state"].is_in(RESULT_STATES).all() or not results["result_code"].is_unique().all():
        raise ValueError("feedback_results.csv has a code twice or an unknown item_state")


def load_parameters() -> WarningParameters:
    """The shipped parameters. Raises ValueError saying which table is wrong and how."""
    folder = REFERENCE / "policy"
    deadlines = pl.read_csv(folder / "deadlines.csv", schema=_DEADLINES)
    results = pl.read_csv(folder / "feedback_results.csv", schema=_RESULTS)
    _checked(deadlines, results)
    words = {code: str(synonyms[0]) for code, synonyms in code_tables()["feedback_result"].items()}
    named = results.with_columns(words=pl.col("result_code").replace_strict(words, return_dtype=pl.String))
    lower = frozenset(code for code, text in load_indicator_texts().items() if text.worse == "lower")
    return WarningParameters(deadlines, named, lower)
