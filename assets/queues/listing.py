"""The list as staff read it: a queue's rows under Chinese headings, in the order in which they are visited.

What belongs here: headings, words, order, widths. What does not: cells and files (workbook, deliveries).
The answer columns carry the headings of the feedback feed, so that the same file can be filled in and sent back.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.masking import mask_id_number
from assets.vocabulary.warning_words import tier_rank

TIER_WORDS = {"R": "红", "O": "橙", "Y": "黄", "B": "蓝"}
DISPOSITION_WORDS = {"D1": "落实政策", "D2": "核查推送", "D3": "一事一议", "D4": "建议复核"}
STATE_WORDS = {
    "new": "新增",
    "ongoing": "持续",
    "escalated": "升级",
    "reopened": "重开",
    "verified": "已核查",
}
UNKNOWN_COUNTY = ("000000", "未知县区")
_ANSWERED_BY_STAFF = ("verified_date", "verifier_1", "verifier_2", "result_code", "amount", "remark")


@dataclass(frozen=True)
class ListColumn:
    """One column of a list: heading, width in characters, kind ('text', 'wrapped', 'date', 'tier' or 'answer')."""

    heading: str
    width: float
    kind: str = "text"


def feedback_heading(column: str) -> str:
    """The canonical heading of a column of the feedback feed."""
    return load_feeds()["feedback/results"].column(column).headings[0]


_ANSWER_WIDTHS = dict(zip(_ANSWERED_BY_STAFF, (11, 9, 9, 17, 10, 18), strict=True))
COLUMNS: tuple[ListColumn, ...] = (
    ListColumn(feedback_heading("warning_id"), 17),
    ListColumn("预警等级", 6, "tier"),
    ListColumn("处置类型", 9),
    ListColumn("县(市、区)", 10),
    ListColumn("乡镇(街道)", 12),
    ListColumn("村(社区)", 14),
    ListColumn("姓名(脱敏)", 8),
    ListColumn("身份证号(脱敏)", 20),
    ListColumn("户标识", 13),
    ListColumn("核查原因", 58, "wrapped"),
    ListColumn("请核查", 30, "wrapped"),
    ListColumn("签收期限", 11, "date"),
    ListColumn("反馈期限", 11, "date"),
    ListColumn("状态", 8),
    *[ListColumn(feedback_heading(name), width, "answer") for name, width in _ANSWER_WIDTHS.items()],
)
NUMBER_HEADING = "序号"
LINE_POINTS, PADDING_POINTS, TALLEST_ROW = 14.5, 7.0, 409.0
ANSWER_HEADINGS = tuple(column.heading for column in COLUMNS if column.kind == "answer")


def _numbered_lines(sentences: pl.Expr) -> pl.Expr:
    """The sentences one a line, numbered where there are several."""
    numbered = sentences.list.eval(pl.format("{}. {}", pl.int_range(1, pl.len() + 1), pl.element()))
    return pl.when(sentences.list.len() > 1).then(numbered.list.join("\n")).otherwise(sentences.list.join("\n"))


def _lines(heading: str) -> pl.Expr:
    """Lines that a wrapped cell takes: in UTF-8 a Chinese character has three bytes and is two columns wide."""
    width = next(column.width for column in COLUMNS if column.heading == heading) - 3
    paragraphs = pl.col(heading).str.split("\n")
    columns_wide = (pl.element().str.len_bytes() + pl.element().str.len_chars()) / 2
    return paragraphs.list.eval((columns_wide / width).ceil().clip(lower_bound=1)).list.sum()


def _row_height() -> pl.Expr:
    """The height in points that shows a row's wrapped cells in full; Excel allows 409 at most."""
    wrapped = [_lines(column.heading) for column in COLUMNS if column.kind == "wrapped"]
    return (pl.max_horizontal(wrapped) * LINE_POINTS + PADDING_POINTS).clip(upper_bound=TALLEST_ROW)


def list_rows(queue: pl.DataFrame, person_details: pl.DataFrame, night: date) -> pl.DataFrame:
    """The queue under the headings of COLUMNS, before them county_code, county, is_new and behind row_height.

    `person_details` needs person_id and id_number; the number is masked here and leaves in no other form. Sorted by
    tier, county, township, village, warning and person.
    """
    numbers = person_details.join(queue, on="person_id", how="semi").select(
        "person_id", id_masked=mask_id_number(pl.col("id_number"))
    )
    late = (pl.col("answer_by") < night) & (pl.col("state") != "verified")
    state = pl.col("state").replace_strict(STATE_WORDS, return_dtype=pl.String)
    values = [
        pl.col("warning_id"),
        pl.col("tier").replace_strict(TIER_WORDS, return_dtype=pl.String),
        pl.col("disposition").replace_strict(DISPOSITION_WORDS, return_dtype=pl.String),
        pl.col("county").fill_null(UNKNOWN_COUNTY[1]),
        pl.col("township").fill_null(""),
        pl.col("village").fill_null(""),
        pl.col("person_masked").fill_null(""),
        pl.col("id_masked").fill_null(""),
        pl.col("household_id"),
        _numbered_lines(pl.col("reasons")),
        pl.col("asked"),
        pl.col("sign_by"),
        pl.col("answer_by"),
        pl.when(late).then(pl.lit("逾期")).otherwise(state),
        *[pl.lit("") for _ in ANSWER_HEADINGS],
    ]
    named = [value.alias(column.heading) for value, column in zip(values, COLUMNS, strict=True)]
    order = [tier_rank(pl.col("tier")), "county_code", "township", "village", "warning_id", "person_id"]
    return (
        queue.join(numbers, on="person_id", how="left")
        .sort(order, nulls_last=True)
        .select(
            pl.col("county_code").fill_null(UNKNOWN_COUNTY[0]).alias("county_code"),
            pl.col("county").fill_null(UNKNOWN_COUNTY[1]).alias("county"),
            (pl.col("pushed_on") == night).alias("is_new"),
            *named,
        )
        .with_columns(row_height=_row_height())
    )
