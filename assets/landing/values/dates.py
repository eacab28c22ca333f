"""Dates and months in the forms that departments write. A month is its first day.

Digits are [0-9] in every pattern: the short form would match digits of every script, from which no number is cast.
"""

from collections.abc import Callable
from datetime import date

import polars as pl

from assets.landing.values.cells import Reader, without_placeholders

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
# Day 0 of a spreadsheet's calendar for all days from March 1900 on.
_SERIAL_EPOCH = -25_569
# What a spreadsheet or a database shows for "no date".
_NO_DATE = r"^(0+|1900-0?1-0?0|1899-12-3[01]|0+-0+-0+|9999-12-31|9999-0?9-0?9)$"
_TIME = (
    r"(T|\s)\s*([上下]午|凌晨|早上|中午|晚上)?\s*[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.:][0-9]+)?)?"
    r"\s*(Z|[AaPp][Mm]|[+-][0-9]{2}:?[0-9]{2})?$"
)
_TIME_IN_WORDS = r"([日号]|\s)\s*[0-9]{1,2}[时点]([0-9]{1,2}分([0-9]{1,2}秒)?)?$"
_WEEKDAY = r"\s*(星期|周|礼拜)[一二三四五六日天]$"
# What Java writes of itself: Fri Jan 05 00:00:00 CST 2024.
_JAVA = r"^[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([0-9]{2}) [0-9:]{8} [A-Z]{3,4} ([0-9]{4})$"
# A month that is a word cannot be taken for a day: Jan  5 2024, 5-Jan-2024. The year must have four digits.
_MONTH_FIRST = r"^([A-Za-z]{3})\s+([0-9]{1,2})\s*,?\s+([0-9]{4})$"
_DAY_FIRST = r"^([0-9]{1,2})[\s-]+([A-Za-z]{3})[\s-]+([0-9]{4})$"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NUMBERS = {f"-{month}-": f"-{number:02d}-" for number, month in enumerate(_MONTHS, start=1)}

# Blanks that divide nothing have no digit on one side; those between digits are separators or nobody's guess.
_BLANK_BEFORE = r"([^0-9 \t])[ \t]+"
_BLANK_BEHIND = r"[ \t]+([^0-9 \t])"
# 2024.1 is January, or October in a number cell; 20241 is a month without its zero, or a day's number of 1955.
_YEAR_AND_ONE = r"^[0-9]{4}\.1$"
_YEAR_AND_DIGIT = r"^((19|20)[0-9]{3}|2100[0-9])$"
# 200103 is March 2001, or 3 January 2020.
_SIX_DIGIT_DAY = r"^[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$"
# The days whose numbers are 1900 to 2100: a year alone in a cell that shows dates.
_FIRST_YEAR, _LAST_YEAR = date(1905, 3, 14), date(1905, 9, 30)


def _year_first(text: pl.Expr) -> pl.Expr:
    """Dates with the month as a word as year-month-day; all other texts as they are."""
    text = text.str.replace(_MONTH_FIRST, "${3}-${1}-${2}").str.replace(_DAY_FIRST, "${3}-${2}-${1}")
    return text.str.replace_many(list(_MONTH_NUMBERS), list(_MONTH_NUMBERS.values()), ascii_case_insensitive=True)


def _plain(text: pl.Expr) -> pl.Expr:
    """The text with '-' between its parts, without time of day and weekday, 'nnnnn.0' as 'nnnnn'."""
    text = without_placeholders(text).str.replace(_JAVA, "${1} ${2} ${3}")
    text = text.str.replace(_TIME, "").str.replace(_TIME_IN_WORDS, "${1}").str.strip_chars()
    text = _year_first(text.str.replace(_WEEKDAY, ""))
    text = text.str.replace_all(_BLANK_BEFORE, "${1}").str.replace_all(_BLANK_BEHIND, "${1}")
    text = text.str.replace(r"^([0-9]{4}) +([0-9]{1,2})$", "${1}-${2}")
    text = text.str.replace(r"^([0-9]{4}) +([0-9]{1,2}) +([0-9]{1,2})$", "${1}-${2}-${3}")
    text = text.str.replace(r"^([0-9]{5,})\.0+$", "${1}").str.replace(r"^([0-9]{5})\.[0-9]+$", "${1}")
    text = text.str.replace(r"[日号]$", "").str.replace(r"^([0-9]{4})年", "${1}-")
    text = text.str.replace(r"^([0-9]{4})[-/.]([0-9]{1,2})月份?$", "${1}-${2}")
    text = text.str.replace(r"^([0-9]{4}[-/.][0-9]{1,2})月", "${1}-").str.strip_chars_end(".")
    return pl.when(text.str.contains(_YEAR_AND_ONE)).then(text).otherwise(text.str.replace_all(r"[/.]", "-"))


def _sensible(value: pl.Expr) -> pl.Expr:
    return pl.when(value.is_between(EARLIEST, LATEST)).then(value)


def _any_date(text: pl.Expr) -> pl.Expr:
    """The date of any readable form, sensible or not."""
    parts = text.str.extract_groups(r"^(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})$")
    month_parts = text.str.extract_groups(r"^(?<year>[0-9]{4})-?(?<month>[0-9]{1,2})$")
    compact = text.str.extract_groups(r"^(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})([0-9]{6})?$")

    def build(groups: pl.Expr, day: pl.Expr) -> pl.Expr:
        year, month = groups.struct.field("year"), groups.struct.field("month").str.zfill(2)
        return pl.concat_str(year, month, day).str.to_date("%Y%m%d", strict=False)

    serial = text.str.extract(r"^([0-9]{5})$").cast(pl.Int32, strict=False) + _SERIAL_EPOCH
    return pl.coalesce(
        build(parts, parts.struct.field("day").str.zfill(2)),
        build(compact, compact.struct.field("day")),
        # Five digits are a serial number of days, never a year and one digit of a month.
        serial.cast(pl.Date),
        pl.when(text.str.contains(r"^[0-9]{6}$|-")).then(build(month_parts, pl.lit("01"))),
    )


def _month_doubted(text: pl.Expr) -> pl.Expr:
    """Whether a text may be one of two months."""
    return text.str.contains(_YEAR_AND_ONE) | text.str.contains(_YEAR_AND_DIGIT)


def _day_doubted(text: pl.Expr) -> pl.Expr:
    """Whether a text may be one of two days."""
    return _month_doubted(text) | text.str.contains(_SIX_DIGIT_DAY)


def _only_year(text: pl.Expr) -> pl.Expr:
    return _any_date(text).is_between(_FIRST_YEAR, _LAST_YEAR)


class DateReason:
    """A reader's `reason` for dates: none for a spreadsheet's empty date, else ambiguous, implausible or unreadable."""

    def __init__(self, kind: str, doubted: Callable[[pl.Expr], pl.Expr]) -> None:
        self.kind = kind
        self.doubted = doubted

    def __call__(self, text: pl.Expr) -> pl.Expr:
        return (
            pl.when(text.str.contains(_NO_DATE))
            .then(pl.lit(None, pl.String))
            .when(self.doubted(text))
            .then(pl.lit(f"{self.kind}_ambiguous"))
            .when(_only_year(text))
            .then(pl.lit("date_only_year"))
            .when(_any_date(text).is_not_null())
            .then(pl.lit("date_implausible"))
            .otherwise(pl.lit(f"{self.kind}_unreadable"))
        )


def _careful_date(text: pl.Expr) -> pl.Expr:
    return pl.when(~_day_doubted(text) & ~_only_year(text)).then(_sensible(_any_date(text)))


def _careful_month(text: pl.Expr) -> pl.Expr:
    return pl.when(~_month_doubted(text) & ~_only_year(text)).then(_sensible(_any_date(text))).dt.month_start()


def _quick_date(raw: pl.Expr) -> pl.Expr:
    plain = (raw.str.len_bytes() == 10) & (raw.str.starts_with("19") | raw.str.starts_with("20"))
    plain = plain & ~raw.str.starts_with("1905")  # a year alone may have become a day of it
    return pl.when(plain).then(raw).str.to_date("%Y-%m-%d", strict=False, cache=False)


DATE = Reader(pl.Date, _plain, _careful_date, DateReason("date", _day_doubted), _quick_date, of_digits=True)
# Months have many written forms and few distinct texts: each is read once.
MONTH = Reader(pl.Date, _plain, _careful_month, DateReason("month", _month_doubted), of_digits=True)
