"""XLSX: the text that stands for a cell, whatever its type: what a user of Excel would have typed.

What belongs here: numbers without lost digits or marked as such, days, truth values, errors, formulas that nobody has
calculated. What does not: where a cell is. Source: ECMA-376 part 1, 18.3.1.4 and 18.18.11.
"""

import polars as pl

from assets.landing import reasons
from assets.landing.files.sheets import SheetError
from assets.landing.files.xlsx_strings import plain_text, text_of_runs

# Stands for the value of a formula that the writing program left to Excel to calculate. No column takes it.
NOT_CALCULATED = "#公式未计算"
# A double holds 15 decimal digits for certain: a longer whole number in a number cell is not what was typed.
_CERTAIN_DIGITS = 15
_PLAIN_NUMBER = r"^-?[0-9]{1,15}$|^-?[0-9]{1,9}\.[0-9]{0,5}[1-9]$"
_FIRST_INVALID_DAY = 2_958_466
# Excel counts a day that never was, 29 February 1900; before it, days are one later.
_DAYS_TO_1904 = 1_462
_MICROSECONDS = 86_400_000_000
_LARGEST_WHOLE = 9e18


class CellText:
    """Texts of cells of one workbook; `date_styles` says of each style whether its numbers are days."""

    def __init__(self, strings: pl.Series, date_styles: list[bool], from_1904: bool) -> None:
        self._strings = strings
        self._date_styles = pl.Series(date_styles, dtype=pl.Boolean)
        self._from_1904 = from_1904

    def of(self, cells: pl.Series, values: pl.Series, types: pl.Series, styles: pl.Series) -> pl.Series:
        """The text of each cell, null where it has none.

        `cells` are the elements as XML after `<c `, `values` what their <v> holds, `types` their t, `styles` their s.
        Raises SheetError where a cell refers to a shared string that is not there.
        """
        kinds = types.unique().to_list()
        text = self._numbers(values, styles, types)
        for kind in kinds:
            if kind not in (None, "n"):
                text = text.zip_with(types.ne_missing(kind), self._of_kind(kind, cells, values, types.eq_missing(kind)))
        text = text.set((text.str.len_bytes() == 0).fill_null(False), None)
        if cells.str.contains("<f", literal=True).any():
            # A formula whose result is an empty text says so: its cell's type is str.
            waiting = types.ne_missing("str") & text.is_null() & cells.str.contains(r"<f[ />]")
            text = text.set(waiting, NOT_CALCULATED)
        return text

    def _of_kind(self, kind: str, cells: pl.Series, values: pl.Series, mask: pl.Series) -> pl.Series:
        """Texts at least where the mask is true."""
        if kind == "s":
            return self._shared(values.set(~mask, None))
        if kind == "inlineStr":
            inline = text_of_runs(cells.filter(mask))
            return _spread(inline, mask)
        if kind == "b":
            return values.replace({"1": "true", "0": "false"})
        if kind == "d":
            return values.str.replace(r"T00:00:00(\.0+)?Z?$", "")
        return _spread(plain_text(values.filter(mask)), mask)

    def _shared(self, places: pl.Series) -> pl.Series:
        try:
            return self._strings.gather(places.str.strip_chars().cast(pl.UInt32))
        except (pl.exceptions.PolarsError, IndexError):
            raise SheetError(reasons.UNREADABLE_SHEET) from None

    def _numbers(self, values: pl.Series, styles: pl.Series, types: pl.Series) -> pl.Series:
        """Texts of the number cells."""
        raw = values.set(types.is_not_null() & types.ne_missing("n"), None)
        days = self._day_cells(styles, raw)
        odd = (~raw.str.contains(_PLAIN_NUMBER)).fill_null(False) & ~days
        text = raw
        if odd.any():
            text = text.zip_with(~odd, _spread(number_text(raw.filter(odd)), odd))
        if days.any():
            text = text.zip_with(~days, _spread(day_text(raw.filter(days), self._from_1904), days))
        return text

    def _day_cells(self, styles: pl.Series, raw: pl.Series) -> pl.Series:
        known = styles.set(styles >= self._date_styles.len(), None)
        if self._date_styles.len() == 0 or known.null_count() == known.len():
            return pl.repeat(False, raw.len(), dtype=pl.Boolean, eager=True)
        return self._date_styles.gather(known).fill_null(False) & raw.is_not_null()


def _spread(texts: pl.Series, mask: pl.Series) -> pl.Series:
    """The texts at the places where the mask is true, null elsewhere."""
    return pl.repeat(None, mask.len(), dtype=pl.String, eager=True).scatter(mask.arg_true(), texts)


def number_text(raw: pl.Series) -> pl.Series:
    """Numbers as written in XML → shortest decimal text; whole numbers that lost digits as 3.71082199001011E+17."""
    cells = pl.DataFrame({"raw": raw.str.strip_chars()}).with_columns(
        number=pl.col("raw").cast(pl.Float64, strict=False)
    )
    number, size = pl.col("number"), pl.col("number").abs()
    whole = number.is_finite() & (number == number.round(0)) & (size < _LARGEST_WHOLE)
    digits = pl.when(whole).then(number).cast(pl.Int64).cast(pl.String)
    long = digits.str.strip_prefix("-").str.len_bytes() > _CERTAIN_DIGITS
    return cells.select(
        pl.when(number.is_null() | ~number.is_finite())
        .then("raw")
        .when(whole & ~long)
        .then(digits)
        .when(whole)
        .then(scientific(digits))
        .otherwise(number.cast(pl.String))
    ).to_series()


def scientific(digits: pl.Expr) -> pl.Expr:
    """Long whole numbers as a spreadsheet shows them, with the 15 digits that are certain: 3.71082199001011E+17."""
    sign = pl.when(digits.str.starts_with("-")).then(pl.lit("-")).otherwise(pl.lit(""))
    size = digits.str.strip_prefix("-")
    exponent = (size.str.len_bytes().cast(pl.Int64) - 1).cast(pl.String)
    return pl.concat_str(sign, size.str.slice(0, 1), pl.lit("."), size.str.slice(1, 14), pl.lit("E+"), exponent)


def day_text(raw: pl.Series, from_1904: bool) -> pl.Series:
    """Serial numbers of days → 2024-01-31, with the time of day where there is one; else the number's own text."""
    serial = raw.str.strip_chars().cast(pl.Float64, strict=False)
    if from_1904:
        serial = serial + _DAYS_TO_1904
    serial = serial.set((serial < 0) | (serial >= _FIRST_INVALID_DAY), None)
    cells = pl.DataFrame({"serial": serial, "plain": number_text(raw)})
    epoch = pl.when(pl.col("serial") < 60).then(pl.datetime(1899, 12, 31)).otherwise(pl.datetime(1899, 12, 30))
    moment = epoch + pl.duration(microseconds=(pl.col("serial") * _MICROSECONDS).round().cast(pl.Int64))
    moment = moment.dt.round("1s")
    at_midnight = moment.dt.time() == pl.time(0, 0, 0)
    day, both = moment.dt.to_string("%Y-%m-%d"), moment.dt.to_string("%Y-%m-%d %H:%M:%S")
    text = pl.when(at_midnight).then(day).otherwise(both)
    return cells.select(pl.coalesce(text, "plain")).to_series()
