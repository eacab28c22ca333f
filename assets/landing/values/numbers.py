"""Money, whole numbers and measures. Money is exact: text to decimal, never through a binary fraction."""

from functools import cache

import polars as pl

from assets.landing.values.cells import Reader, compact, constant
from assets.vocabulary.feeds import MONEY

_EXACT = pl.Decimal(30, 8)
_TEN_THOUSAND = 10_000
_NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?$"
# Within a money column's 12 digits before the point and 2 behind it.
_PLAIN_MONEY = r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$"
_PLAIN_NUMBER = r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$"
_UNITS = r"(人|名|次|项|个|户|口|岁|年度|年|辆|台|套|间|月|平方米|平米|m2|㎡|元)$"


def _signed(raw: pl.Expr) -> pl.Expr:
    """A number's text: thousands separators and currency signs removed, brackets and long dashes as minus."""
    text = compact(raw).str.replace_all(r"[,，￥¥$]|人民币|rmb|RMB|CNY", "").str.replace(r"^[−–—﹣]", "-")
    return text.str.replace(r"^\((.+)\)(万?元?)$", "-${1}${2}")


def _careful_money(text: pl.Expr, scale: int) -> pl.Expr:
    in_ten_thousands = text.str.contains("万")
    digits = text.str.replace(r"(万元|万|元整|元|圆)$", "")
    exact = pl.when(digits.str.contains(_NUMBER)).then(digits).cast(_EXACT, strict=False)
    # A unit in the cell speaks for the cell, a unit in the heading for cells without one.
    factor = pl.when(in_ten_thousands).then(_TEN_THOUSAND).when(text.str.contains("[元圆]")).then(1).otherwise(scale)
    yuan = exact * factor.cast(_EXACT)
    return yuan.round(2, mode="half_away_from_zero").cast(MONEY, strict=False)


def _quick_money(raw: pl.Expr) -> pl.Expr:
    return pl.when(raw.str.contains(_PLAIN_MONEY)).then(raw).cast(MONEY, strict=False)


@cache
def money(scale: int) -> Reader:
    """Amounts in yuan; `scale` is 10000 where the heading says 万元, else 1."""
    reason = constant("money_unreadable")
    if scale == 1:
        return Reader(MONEY, _signed, lambda text: _careful_money(text, 1), reason, _quick_money)
    return Reader(MONEY, _signed, lambda text: _careful_money(text, scale), reason)


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


WHOLE_NUMBER = Reader(pl.Int64, _signed, _careful_whole, constant("int_unreadable"), _quick_whole)
MEASURE = Reader(pl.Float64, _signed, _careful_measure, constant("number_unreadable"), _quick_measure)
