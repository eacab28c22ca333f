"""Judging the feedback that departments return: which rows are taken, which are refused and why.

What belongs here: the rules of a valid answer and which items it answers. What does not: reading the returned files
(landing) and what an answer does to a warning (items, ledger).
A row answers its department's part of the warning it names: the items that were pushed to that department.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.vocabulary.feeds import ADDRESS
from assets.vocabulary.tables import table_schema
from assets.vocabulary.warning_words import ACTIVE_ITEMS, department_of_file
from assets.warnings.parameters import WarningParameters

ANSWERABLE = (*ACTIVE_ITEMS, "suppressed")
ITEM_KEY = ("warning_id", "code", "person_id")


@dataclass(frozen=True)
class Judgement:
    """`answers`: warning_id, code, person_id, result_code, answered_by — one row an item that is answered tonight.
    `refused`: the rows of warnings/feedback_errors, one a row and reason.
    """

    answers: pl.DataFrame
    refused: pl.DataFrame


def _without_spaces(column: str) -> pl.Expr:
    text = pl.col(column).str.replace_all(r"\s", "")
    return pl.when(text.str.len_chars() > 0).then(text)


def _parts(items: pl.DataFrame, warning_ids: pl.DataFrame) -> pl.DataFrame:
    """Items that may be answered, once for each department they were pushed to."""
    answerable = items.filter(pl.col("state").is_in(ANSWERABLE)).select(*ITEM_KEY, "departments")
    return (
        answerable.join(warning_ids, on="warning_id", how="semi")
        .explode("departments")
        .rename({"departments": "answered_by"})
    )


def _reasons(night: date) -> list[tuple[str, str, pl.Expr]]:
    """Reason code, what the clerk reads, and when it applies; a row gets every reason that applies."""
    known = pl.col("state").is_not_null()
    return [
        ("department_unknown", "文件名未以部门名称开头，无法确定反馈部门", pl.col("answered_by").is_null()),
        ("no_open_warning", "预警编号不存在或该预警已办结", ~known),
        (
            "not_this_department",
            "该预警中没有推送给本部门的待核查事项",
            known & pl.col("answered_by").is_not_null() & pl.col("part").is_null(),
        ),
        ("result_unknown", "核查结论为空或不在结论代码表内", pl.col("item_state").is_null()),
        ("result_not_for_lane", "该结论只用于复核类预警", known & (pl.col("result_lane") != pl.col("lane"))),
        (
            "verifiers_missing",
            "核查人不足两名（须由两名不同的核查人签名）",
            (pl.col("verifier_1") == pl.col("verifier_2")).fill_null(True),
        ),
        ("remark_missing", "该结论须在备注中说明情况", pl.col("needs_remark") & pl.col("remark").is_null()),
        ("date_missing", "核查日期为空或无法识别", pl.col("verified_date").is_null()),
        ("date_in_future", "核查日期晚于本次处理日期", pl.col("verified_date") > night),
        ("date_before_opening", "核查日期早于预警产生日期", pl.col("verified_date") < pl.col("opened_on")),
    ]


_BLANK = pl.all_horizontal(
    pl.col("verified_date", "verifier_1", "verifier_2", "result_code", "amount", "remark").is_null()
)
_NOT_ANSWERED = ("not_answered", "本行未填写核查情况，视为尚未反馈")
_SUPERSEDED = ("superseded", "同一预警本次另有核查日期更晚的反馈，以较晚的为准")


def _error_rows(rows: pl.DataFrame, code: str, words: str) -> pl.DataFrame:
    errors = rows.with_columns(reason_code=pl.lit(code), reason=pl.lit(words))
    return errors.select(table_schema("warnings/feedback_errors").names())


def judge(
    feedback: pl.DataFrame, ledger: pl.DataFrame, items: pl.DataFrame, parameters: WarningParameters, night: date
) -> Judgement:
    """Judge the rows delivered tonight against the warnings and items of the night before.

    `feedback` is the landed table of all nights; rows of earlier deliveries were judged then and are passed over.
    """
    rows = _with_facts(feedback.filter(pl.col("delivery") == night), ledger, items, parameters)
    blank = rows.filter(_BLANK)
    filled = rows.filter(~_BLANK)
    refused = [_error_rows(filled.filter(wrong), code, words) for code, words, wrong in _reasons(night)]
    errors = pl.concat(refused)
    taken = filled.join(errors, on=ADDRESS, how="anti")
    answers = _answers(taken, items)
    superseded = taken.join(answers, on=ADDRESS, how="anti")
    return Judgement(
        answers.select(*ITEM_KEY, "result_code", "answered_by"),
        pl.concat([errors, _error_rows(blank, *_NOT_ANSWERED), _error_rows(superseded, *_SUPERSEDED)]),
    )


def _with_facts(
    feedback: pl.DataFrame, ledger: pl.DataFrame, items: pl.DataFrame, parameters: WarningParameters
) -> pl.DataFrame:
    """The rows with their department, the open warning they name, its part of it and the result's rules."""
    rows = feedback.with_columns(
        department_of_file(pl.col("file")).alias("answered_by"),
        *[_without_spaces(column).alias(column) for column in ("warning_id", "verifier_1", "verifier_2", "remark")],
    )
    open_warnings = ledger.filter(pl.col("state") != "closed").select("warning_id", "lane", "opened_on", "state")
    parts = _parts(items, rows.select("warning_id")).select("warning_id", "answered_by").unique()
    results = parameters.results.select("result_code", "item_state", "needs_remark", result_lane="lane")
    return (
        rows.join(open_warnings, on="warning_id", how="left")
        .join(parts.with_columns(part=True), on=["warning_id", "answered_by"], how="left")
        .join(results, on="result_code", how="left")
    )


def _answers(taken: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """One row an item: the answer verified last; of several of one day one that keeps it open, then the later row.

    An answer names a warning and no person: where two lines of one warning differ, what was found about one person must
    not silence another.
    """
    parts = _parts(items, taken.select("warning_id"))
    keeps_open = ~pl.col("item_state").is_in(["suppressed", "closed"])
    answered = taken.select("warning_id", "answered_by", "result_code", "verified_date", *ADDRESS, open=keeps_open)
    return (
        parts.join(answered, on=["warning_id", "answered_by"])
        .sort(*ITEM_KEY, "verified_date", "open", "file", "sheet", "row_no", "answered_by")
        .unique(subset=ITEM_KEY, keep="last", maintain_order=True)
    )
