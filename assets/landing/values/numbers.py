"""Money, whole numbers and measures. Money is exact: text to decimal, never through a binary fraction."""

from functools import cache

import polars as pl

from assets.landing.values.cells import Reader, constant, without_placeholders
from assets.vocabulary.feeds import MONEY

_EXACT = pl.Decimal(30, 8)
_FACTORS = {"万": 10_000, "千": 1_000, "元": 1, "圆": 1}
_NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?$"
# Within a money column's 12 digits before the point and 2 behind it.
_PLAIN_MONEY = r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$"
_PLAIN_NUMBER = r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$"
_UNITS = r"(人|名|次|项|个|户|口|岁|年度|年|辆|台|套|间|月|平方米|平米|米2|m2|㎡|元)$"
# Yuan alone: the sign $ stands for an unknown currency. Only at either end, for within it divides two amounts.
_CURRENCY = r"(?:[￥¥]|人民币|(?i:rmb|cny))"
_CURRENCY_BEFORE = rf"^([-(+−–—﹣]?){_CURRENCY}"
_CURRENCY_BEHIND = rf"([0-9.]){_CURRENCY}$"
# Blanks that say nothing: before a unit, behind a sign or a currency, inside brackets.
_BLANK_BEFORE_WORD = r"([0-9.])[ \t]+([\p{Han}A-Za-z)￥¥])"
_BLANK_BEHIND_SIGN = r"^([^0-9., \t]+)[ \t]+"
# 1 234 567: blanks between groups of three digits. 300 500 and 12 345 may be two amounts: one blank is not enough.
_SPACED = r"^[^0-9]*[1-9][0-9]?( [0-9]{3}){2,}([^0-9 ].*)?$"
# Separators stand between groups of three digits or mean something else: 12,5 may be a decimal comma.
_GROUPED = r"^[^0-9,]*[1-9][0-9]{0,2}(,[0-9]{3})+([^0-9,].*)?$"
_YUAN_UNIT = r"(万元?|千元?|[元圆])[整正]?$"


def _signed(text: pl.Expr) -> pl.Expr:
    """A number's text without separators and currency signs; brackets, long dashes and a minus behind as minus.

    Blanks and line breaks that may stand between two numbers stay, so that no pattern takes the text.
    """
    text = without_placeholders(text).str.replace_all(_BLANK_BEFORE_WORD, "${1}${2}")
    for _ in range(2):  # ( ￥ 300 ), 人民币 ￥ 300
        text = text.str.replace(_BLANK_BEHIND_SIGN, "${1}").str.replace(_CURRENCY_BEFORE, "${1}")
    text = text.str.replace(_BLANK_BEHIND_SIGN, "${1}").str.replace(_CURRENCY_BEHIND, "${1}")
    text = pl.when(text.str.contains(_SPACED)).then(text.str.replace_all(" ", "", literal=True)).otherwise(text)
    text = pl.when(text.str.contains(_GROUPED)).then(text.str.replace_all(",", "", literal=True)).otherwise(text)
    text = text.str.replace(r"^[−–—﹣]", "-").str.replace(r"^([0-9.]+)[-−]([万千]?元?)$", "-${1}${2}")
    return text.str.replace(r"^\((.+)\)([万千]?元?)$", "-${1}${2}")


def _careful_money(text: pl.Expr, scale: int) -> pl.Expr:
    digits = text.str.replace(_YUAN_UNIT, "")
    exact = pl.when(digits.str.contains(_NUMBER)).then(digits).cast(_EXACT, strict=False)
    unit = text.str.extract(_YUAN_UNIT).str.head(1)
    # A unit in the cell speaks for the cell, a unit in the heading for cells without one.
    factor = unit.replace_strict(_FACTORS, default=scale, return_dtype=pl.Int64)
    yuan = exact * factor.cast(_EXACT)
    return yuan.round(2, mode="half_away_from_zero").cast(MONEY, strict=False)


def _quick_money(raw: pl.Expr) -> pl.Expr:
    return pl.when(raw.str.contains(_PLAIN_MONEY)).then(raw).cast(MONEY, strict=False)


@cache
def money(scale: int) -> Reader:
    """Amounts in yuan; `scale` is the heading's unit: 10000 where it says 万元, 1000 for 千元, else 1."""
    reason = constant("money_unreadable")
    if scale == 1:
        return Reader(MONEY, _signed, lambda text: _careful_money(text, 1), reason, _quick_money, of_digits=True)
    return Reader(MONEY, _signed, lambda text: _careful_money(text, scale), reason, of_digits=True)


def _careful_whole(text: pl.Expr) -> pl.Expr:
    text = text.str.replace(_UNITS, "").str.replace(r"\.0*$", "")
    return pl.when(text.str.contains(r"^[+-]?[0-9]+$")).then(text.str.strip_prefix("+")).cast(pl.Int64, strict=False)


def _quick_whole(raw: pl.Expr) -> pl.Expr:
    return pl.when(raw.str.contains(r"^-?[0-9]{1,15}$")).then(raw).cast(pl.Int64, strict=False)


def _careful_measure(text: pl.Expr) -> pl.Expr:
    text = text.str.replace(_UNITS, "")
    return pl.when(text.str.contains(_NUMBER)).then(text).cast(pl.Float64, strict=False)


def _quick_measure(raw: pl.Expr) -> pl.Expr:
    return pl.when(raw.str.contains(_PLAIN_NUMBER)).then(raw).cast(pl.Float64, strict=False)


WHOLE_NUMBER = Reader(pl.Int64, _signed, _careful_whole, constant("int_unreadable"), _quick_whole, of_digits=True)
MEASURE = Reader(pl.Float64, _signed, _careful_measure, constant("number_unreadable"), _quick_measure, of_digits=True)
