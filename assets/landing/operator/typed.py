"""Written values of an operator's notes as typed values, by the same readers as the cells of departments' files.

What belongs here: texts → values. What does not: which texts a correction needs.
"""

from dataclasses import dataclass

import polars as pl

from assets.landing.values.parse import parse
from assets.vocabulary import identity_number
from assets.vocabulary.feeds import Column, Feed

# Numbers that lead to rows of other feeds: read in the written form of keys wherever they stand, as rows are.
_LINKS = frozenset({"household_no", "student_no"})
_DAY = Column("day", "date", "required", ("日期",))
_NUMBER_FORM = r"^[1-9][0-9]{16}[0-9X]$"


@dataclass(frozen=True)
class ReadTexts:
    """`values` in the column's type, null where a text is none; `usable`: it is a value, or a word for none."""

    values: pl.Series
    usable: pl.Series


def read_texts(texts: pl.Series, feed: Feed, column: str) -> ReadTexts:
    """What texts mean in a landed column. An identity number is usable only with its checksum."""
    kind = feed.column(column).type
    values, problems = _parsed(texts.cast(pl.String).alias("text"), feed, column)
    table = pl.DataFrame({"value": values, "problem": problems})
    usable = pl.col("value").is_not_null() | pl.col("problem").is_null()
    if kind == "id_number":
        is_number = pl.col("value").str.contains(_NUMBER_FORM).fill_null(False)
        usable = usable & (~is_number | identity_number.is_valid(pl.col("value")))
    return ReadTexts(table["value"], table.select(usable=usable).to_series())


def _parsed(texts: pl.Series, feed: Feed, column: str) -> tuple[pl.Series, pl.Series]:
    """Values and problems of each text by itself: in a department's column one number that lost its digits makes

    others suspect, in a list of corrections it does not.
    """
    key = column in _LINKS.union(feed.unique_key)
    parsed = parse(texts, feed.column(column), key=key)
    problems = parsed.problems if parsed.problems is not None else pl.Series([None] * len(texts), dtype=pl.String)
    lost = (problems == "digits_lost").fill_null(False).arg_true()
    if feed.column(column).type != "id_number" or len(lost) == 0:
        return parsed.values, problems
    alone = [parse(texts.slice(place, 1), feed.column(column), key=key) for place in lost]
    values = parsed.values.scatter(lost, pl.concat([each.values for each in alone]))
    kept = [None if each.problems is None else each.problems[0] for each in alone]
    return values, problems.scatter(lost, pl.Series(kept, dtype=pl.String))


def days(texts: pl.Series) -> pl.Series:
    """The dates that texts mean, in any form that departments write; null where they mean none."""
    return parse(texts.cast(pl.String), _DAY).values
