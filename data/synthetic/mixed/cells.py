"""Cells in the forms that departments write: dates, months, money, codes as words, ids with marks.

Belongs here: one value's written forms, as text. Does not belong here: files (files.py).
"""

from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from data.synthetic.contract import Column
from data.synthetic.mixed.parts import Part

CODE_TABLES = Path(__file__).parents[2] / "reference" / "contracts" / "codes.yml"
WIDE_DIGITS = {str(digit): chr(ord("０") + digit) for digit in range(10)}
# One id in so many of a part carries the part's mark.
MARKED_EVERY = 9


@cache
def _code_tables() -> dict[str, Any]:
    return dict(yaml.safe_load(CODE_TABLES.read_text(encoding="utf-8")))


def first_words(feed: str, column: str) -> dict[str, str]:
    """Each code of a column with the first word that the code tables know for it."""
    tables = _code_tables()
    table = tables["tables"][tables["columns"][f"{feed}.{column}"]]
    return {str(code): str(words[0]) for code, words in table.items() if words}


def _dates(value: pl.Expr, part: Part) -> pl.Expr:
    year, month, day = value.dt.year(), value.dt.month(), value.dt.day()
    forms = {
        "iso": value.dt.strftime("%Y-%m-%d"),
        "compact": value.dt.strftime("%Y%m%d"),
        "short": pl.format("{}-{}-{}", year, month, day),
        "slash": pl.format("{}/{}/{}", year, month, day),
        "words": pl.format("{}年{}月{}日", year, month, day),
        "real": value.dt.strftime("%Y-%m-%d"),
    }
    return forms[part.dates]


def _months(value: pl.Expr, part: Part) -> pl.Expr:
    forms = {
        "compact": value.dt.strftime("%Y%m"),
        "words": pl.format("{}年{}月", value.dt.year(), value.dt.month()),
        "iso": value.dt.strftime("%Y-%m"),
    }
    return forms[part.months]


def _money(value: pl.Expr, part: Part) -> pl.Expr:
    """Two decimals from a number of yuan, with commas where wanted."""
    cents = (value * 100).round().cast(pl.Int64)
    size = cents.abs()
    whole = (size // 100).cast(pl.String)
    if part.thousands:
        reversed_groups = whole.str.reverse().str.replace_all(r"(\d{3})", "${1},").str.strip_suffix(",")
        whole = reversed_groups.str.reverse()
    sign = pl.when(cents < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return sign + whole + "." + (size % 100).cast(pl.String).str.zfill(2)


def _yesno(value: pl.Expr, part: Part) -> pl.Expr:
    yes, no = ("1", "0") if part.switch else ("是", "否")
    return pl.when(value).then(pl.lit(yes)).when(~value).then(pl.lit(no))


def _marked_ids(value: pl.Expr, part: Part) -> pl.Expr:
    marked = pl.int_range(pl.len()) % MARKED_EVERY == MARKED_EVERY - 1
    if part.quoted:
        return pl.when(marked).then(pl.lit("'") + value).otherwise(value)
    if part.wide:
        return pl.when(marked).then(value.str.replace_many(WIDE_DIGITS)).otherwise(value)
    return value


def _sex(value: pl.Expr, _: Part) -> pl.Expr:
    return pl.when(value == 1).then(pl.lit("男")).when(value == 2).then(pl.lit("女"))


def _as_text(value: pl.Expr, _: Part) -> pl.Expr:
    return value.cast(pl.String)


WRITERS = {
    "date": _dates,
    "month": _months,
    "money": _money,
    "yesno": _yesno,
    "sex": _sex,
    "id_number": _marked_ids,
}


def text_cell(feed: str, column: Column, part: Part) -> pl.Expr:
    """A column as text in the part's forms."""
    value = pl.col(column.name)
    if column.kind == "code" and part.words:
        return value.replace(first_words(feed, column.name))
    return WRITERS.get(column.kind, _as_text)(value, part)


def typed_cell(column: Column) -> pl.Expr:
    """A column as a database exports it: dates and numbers typed, months as 202405, yes and no as words."""
    value = pl.col(column.name)
    if column.kind == "month":
        return value.dt.year() * 100 + value.dt.month()
    if column.kind == "yesno":
        return pl.when(value).then(pl.lit("是")).when(~value).then(pl.lit("否"))
    if column.kind == "sex":
        return value.cast(pl.String)
    return value
