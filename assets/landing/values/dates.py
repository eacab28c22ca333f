"""Dates and months in the forms that departments write. A month is its first day.

Digits are [0-9] in every pattern: the short form would match digits of every script, from which no number is cast.
"""

from datetime import date

import polars as pl

from assets.landing.values.cells import Reader, meaningful

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
# Day 0 of a spreadsheet's calendar for all days from March 1900 on.
_SERIAL_EPOCH = -25_569
# What a spreadsheet or a database shows for "no date".
_NO_DATE = r"^(0+|1900-0?1-0?0|1899-12-3[01]|0+-0+-0+|9999-12-31|9999-0?9-0?9)$"
_TIME = r"(T|\s)\s*[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?\s*(Z|[AaPp][Mm]|[+-][0-9]{2}:?[0-9]{2})?$"


def _plain(raw: pl.Expr) -> pl.Expr:
    """The text with '-' between its parts, without time of day, 'nnnnn.0' as 'nnnnn'."""
    text = meaningful(raw).str.replace(_TIME, "").str.replace_all(r"\s", "")
    text = text.str.replace(r"^([0-9]{5,})\.0+$", "${1}").str.replace(r"[日号]$", "").str.replace_all(r"[年月/.]", "-")
    return text.str.strip_chars_end("-")


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

    serial = text.str.extract(r"^([0-9]{5})(?:-[0-9]+)?$").cast(pl.Int32, strict=False) + _SERIAL_EPOCH
    return pl.coalesce(
        build(parts, parts.struct.field("day").str.zfill(2)),
        build(compact, compact.struct.field("day")),
        # Five digits are a serial number of days, never a year and one digit of a month.
        pl.when(text.str.len_chars() == 5).then(serial.cast(pl.Date)),
        pl.when(text.str.contains(r"^[0-9]{5}-[0-9]+$")).then(serial.cast(pl.Date)),
        pl.when(text.str.contains(r"^[0-9]{6}$|-")).then(build(month_parts, pl.lit("01"))),
    )


class DateReason:
    """A reader's `reason` for dates: none for a spreadsheet's empty date, else implausible or unreadable."""

    def __init__(self, unreadable: str) -> None:
        self.unreadable = unreadable

    def __call__(self, text: pl.Expr) -> pl.Expr:
        return (
            pl.when(text.str.contains(_NO_DATE))
            .then(pl.lit(None, pl.String))
            .when(_any_date(text).is_not_null())
            .then(pl.lit("date_implausible"))
            .otherwise(pl.lit(self.unreadable))
        )


def _careful_date(text: pl.Expr) -> pl.Expr:
    return _sensible(_any_date(text))


def _careful_month(text: pl.Expr) -> pl.Expr:
    return _careful_date(text).dt.month_start()


def _quick_date(raw: pl.Expr) -> pl.Expr:
    value = raw.str.to_date("%Y-%m-%d", strict=False)
    return pl.when((raw.str.len_bytes() == 10) & value.is_between(EARLIEST, LATEST)).then(value)


DATE = Reader(pl.Date, _plain, _careful_date, DateReason("date_unreadable"), _quick_date)
# Months have many written forms and few distinct texts: each is read once.
MONTH = Reader(pl.Date, _plain, _careful_month, DateReason("month_unreadable"))
