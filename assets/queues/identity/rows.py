"""The table queues/identity_review and its rows under Chinese headings.

What belongs here: places, words, order, headings. What does not: cells (book), files (deliver). Both sides come masked.
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from assets.queues.identity import words
from assets.queues.listing import UNKNOWN_COUNTY, ListColumn
from assets.vocabulary.divisions import divisions
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.identity_words import DECISIONS_FEED
from assets.vocabulary.tables import conform

TABLE = "queues/identity_review"


def answer_heading(column: str) -> str:
    """The canonical heading of a column of the answers' feed."""
    return load_feeds()[DECISIONS_FEED].column(column).headings[0]


_ANSWER_WIDTHS = {"decision": 10, "decided_by": 10, "decided_date": 12, "remark": 20}
COLUMNS: tuple[ListColumn, ...] = (
    ListColumn(answer_heading("review_id"), 20),
    ListColumn("县(市、区)", 11),
    ListColumn("甲(脱敏)", 26, "wrapped"),
    ListColumn("甲所在县(市、区)", 11),
    ListColumn("甲的数据来源", 20, "wrapped"),
    ListColumn("乙(脱敏)", 26, "wrapped"),
    ListColumn("乙所在县(市、区)", 11),
    ListColumn("乙的数据来源", 20, "wrapped"),
    ListColumn("为什么要核实", 34, "wrapped"),
    ListColumn("比对情况", 40, "wrapped"),
    *[ListColumn(answer_heading(name), width, "answer") for name, width in _ANSWER_WIDTHS.items()],
)


def _words(value: pl.Expr, table: Mapping[str, str]) -> pl.Expr:
    """The Chinese word of each value; the value itself where there is none."""
    return pl.coalesce(value.replace_strict(table, default=None, return_dtype=pl.String), value)


def _strength(weight: pl.Expr) -> pl.Expr:
    """How much a comparison says, in words; null without a weight."""
    reached = [pl.when(weight >= least).then(pl.lit(text)) for least, text in words.STRENGTHS]
    return pl.when(weight.is_not_null()).then(pl.coalesce(*reached, pl.lit(words.STRONGLY_AGAINST)))


def _phrases(comparisons: pl.DataFrame) -> pl.DataFrame:
    """review_id, comparisons: a phrase each (姓名：相同，很像同一人), the weightiest first."""
    each = comparisons.explode("comparisons").drop_nulls("comparisons").unnest("comparisons")
    ordered = each.sort(
        "review_id", pl.col("weight").abs(), "comparison", descending=[False, True, False], nulls_last=True
    )
    level = _words(pl.col("level"), words.LEVELS).fill_null(words.LEVELS["missing"])
    told = pl.format("{}：{}", _words(pl.col("comparison"), words.COMPARISONS), level)
    strength = _strength(pl.col("weight"))
    phrase = pl.when(strength.is_null()).then(told).otherwise(pl.format("{}，{}", told, strength))
    phrased = ordered.select("review_id", comparisons=phrase)
    return phrased.group_by("review_id", maintain_order=True).agg("comparisons")


def _feeds(column: str) -> pl.Expr:
    """Feeds joined by blanks as their Chinese titles."""
    titles = pl.col(column).str.split(" ").list.eval(_words(pl.element(), words.feed_titles()))
    return titles.list.join("、").alias(column)


def build_identity_review(review: pl.DataFrame, persons: pl.DataFrame, night: date) -> pl.DataFrame:
    """The table of the night. `review` is identity/review, `persons` has person_id and county_code (identity/persons).

    A pair lies in the county of its left side, whose record is the doubtful one, else in that of its right side.
    """
    names = divisions().select(code="code", place="name")
    pairs = review
    for side in ("left", "right"):
        counties = persons.select(
            pl.col("person_id").alias(f"{side}_person_id"), pl.col("county_code").alias(f"{side}_code")
        )
        place = names.rename({"code": f"{side}_code", "place": f"{side}_place"})
        pairs = pairs.join(counties, on=f"{side}_person_id", how="left").join(place, on=f"{side}_code", how="left")
        pairs = pairs.with_columns(pl.coalesce(f"{side}_place", f"{side}_code").fill_null("").alias(f"{side}_place"))
    phrases = _phrases(review.select("review_id", "comparisons"))
    county = pl.when(pl.col("left_code").is_not_null()).then("left_place").otherwise("right_place")
    made = pairs.drop("comparisons").join(phrases, on="review_id", how="left")
    finished = made.select(
        "review_id",
        "left_masked",
        "left_place",
        _feeds("left_feeds"),
        "right_masked",
        "right_place",
        _feeds("right_feeds"),
        "reason_code",
        "reason",
        pl.col("comparisons").fill_null(pl.lit([], pl.List(pl.String))),
        night=pl.lit(night, pl.Date),
        county_code=pl.coalesce("left_code", "right_code"),
        county=pl.when(county.str.len_bytes() > 0).then(county),
    )
    return conform(finished, TABLE)


def list_rows(table: pl.DataFrame) -> pl.DataFrame:
    """The table under the headings of COLUMNS, before them county_code and county; by county, reason and number."""
    ordered = table.sort("county_code", "reason_code", "review_id", nulls_last=True)
    values = [
        pl.col("review_id"),
        pl.col("county").fill_null(UNKNOWN_COUNTY[1]),
        *(pl.col(f"left_{name}") for name in ("masked", "place", "feeds")),
        *(pl.col(f"right_{name}") for name in ("masked", "place", "feeds")),
        pl.col("reason"),
        pl.col("comparisons").list.join("\n"),
        *[pl.lit("") for column in COLUMNS if column.kind == "answer"],
    ]
    return ordered.select(
        pl.col("county_code").fill_null(UNKNOWN_COUNTY[0]).alias("county_code"),
        pl.col("county").fill_null(UNKNOWN_COUNTY[1]).alias("county"),
        *[value.alias(column.heading) for value, column in zip(values, COLUMNS, strict=True)],
    )
