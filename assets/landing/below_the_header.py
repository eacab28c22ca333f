"""What makes the rows below a header unreadable as a whole: lines swallowed by a quote, another table's header.

What belongs here: signs that a sheet must be refused from some line on. What does not: rows that are merely no data
(records), the words of a refusal (reasons).
"""

import re

import polars as pl

from assets.landing import reasons
from assets.landing.files.heading_claims import known_column
from assets.landing.files.heading_words import feed_words
from assets.landing.files.headings import HeadingMatch, match_headings
from assets.landing.files.sheets import OVERFLOW, Sheet, SheetError, cell_name
from assets.vocabulary.feeds import Feed

LINE = "line"
_LEAST_DELIMITERS = 2
_LEAST_HEADINGS = 2
# Columns in which every value has three digits in a row; a heading has not. The first two of a sheet are looked at.
_PROBED = ("id_number", "date", "month", "phone", "division", "money", "int")
_PROBES = 2
_A_VALUE = r"[0-9０-９]{3}"
_AROUND = r"[\s*＊:：]"


def refuse_swallowed_lines(batch: pl.DataFrame, lines: pl.Series, sheet: Sheet) -> None:
    """Raise SheetError where a cell with line breaks holds whole lines of the file, because its quote was not closed.

    A whole line has as many delimiters as the header, or as rows usually have, for some programs leave out those behind
    the last filled cell; or an identity number that is a cell of its own. A line break in a row that is too long joins
    two lines as well.
    """
    broken = batch.select(pl.any_horizontal(pl.all().str.contains("\n", literal=True).fill_null(False))).to_series()
    delimiter = re.escape(sheet.delimiter)
    usual = max(_LEAST_DELIMITERS, _usual_cells(batch, broken) - 1)
    of_header = max(_LEAST_DELIMITERS, batch.width - 2)  # `overflow` is no column
    identity = r"[\"' ]*[0-9]{15}(?:[0-9]{2}[0-9Xx])?[\"' ]*"
    cells = pl.all()
    whole = cells.str.contains("\n", literal=True) & (
        (cells.str.count_matches(sheet.delimiter, literal=True) >= of_header)
        | cells.str.contains(rf"\n(?:[^\n]*?{delimiter}){{{usual}}}")
        | cells.str.contains(rf"{delimiter}{identity}(?:{delimiter}|\n|$)|\n{identity}{delimiter}")
    )
    if OVERFLOW in batch.columns:
        whole = whole | (cells.str.contains("\n", literal=True) & pl.col(OVERFLOW).is_not_null())
    swallowed = batch.filter(broken).select(pl.any_horizontal(whole.fill_null(False))).to_series()
    if swallowed.any():
        raise SheetError(reasons.swallowed_rows(int(lines.filter(broken).filter(swallowed)[0])), sheet.name)


def _usual_cells(batch: pl.DataFrame, broken: pl.Series) -> int:
    """Up to which cell rows are usually filled."""
    names = [name for name in batch.columns if name != OVERFLOW]
    filled = (pl.when(pl.col(name).str.len_bytes() > 0).then(place) for place, name in enumerate(names, start=1))
    median = batch.filter(~broken).select(pl.max_horizontal(*filled)).to_series().median()
    return int(median) if isinstance(median, int | float) else len(names)


class SecondTables:
    """Finds headers below the first: the sheet's own, set otherwise, and those of another table."""

    def __init__(self, feed: Feed, sheet: Sheet) -> None:
        self._feed = feed
        self._sheet = sheet
        self._words = sorted(feed_words(feed.key).ranked)
        positions = sheet.match.positions
        probed = [
            (_PROBED.index(feed.column(name).type), place)
            for name, place in positions.items()
            if feed.column(name).type in _PROBED
        ]
        self._probes = [cell_name(place) for _, place in sorted(probed)[:_PROBES]]

    def header_again(self, cells: pl.DataFrame, no_data: pl.Series) -> pl.Series:
        """Places of rows, beside those of `no_data`, that say the sheet's header again.

        Raises SheetError at a header of other columns, of another order or in another unit: what stands below would be
        read by the wrong headings.
        """
        odd = [(~pl.col(cell).str.contains(_A_VALUE)).fill_null(False) for cell in self._probes]
        suspects = cells.select(pl.any_horizontal(pl.lit(False), *odd).alias("odd")).to_series().arg_true()
        suspects = suspects.filter(~suspects.is_in(no_data.implode()))
        if len(suspects) == 0:
            return suspects
        places = [name for name in cells.columns if name.startswith("c") and name[1:].isdigit()]
        said = (
            pl.col(name).str.normalize("NFKC").str.to_lowercase().str.replace_all(_AROUND, "").is_in(self._words)
            for name in places
        )
        here = cells[suspects]
        count = here.select(pl.sum_horizontal(each.fill_null(False).cast(pl.Int64) for each in said)).to_series()
        headers = (count >= _LEAST_HEADINGS).arg_true()
        again = [place for place in headers.to_list() if self._is_header(here.row(place, named=True))]
        return suspects.gather(again)

    def _is_header(self, row: dict[str, str | int | None]) -> bool:
        """Whether a row is the sheet's own header. Raises SheetError where it is another one."""
        width = 1 + max(int(name[1:]) for name in row if name.startswith("c") and name[1:].isdigit())
        cells = [None if (cell := row.get(cell_name(place))) is None else str(cell) for place in range(width)]
        match = match_headings(cells, self._feed)
        own = self._sheet.match.positions
        if all(own.get(name) == place for name, place in match.positions.items()) and self._in_same_units(match):
            return self._mostly_headings(cells, own)
        if len(match.positions) * 2 >= len(own) or self._mostly_headings(cells, own):
            raise SheetError(reasons.second_table(int(row[LINE] or 0)), self._sheet.name)
        return False

    def _in_same_units(self, match: HeadingMatch) -> bool:
        own = match_headings(self._sheet.match.headings, self._feed).scales
        return all(own.get(name, 1) == match.scales.get(name, 1) for name in match.positions)

    def _mostly_headings(self, cells: list[str | None], own: dict[str, int]) -> bool:
        """Whether most of what stands in the sheet's known columns are headings of the feed."""
        filled = [cell for place in own.values() if place < len(cells) and (cell := cells[place])]
        known = sum(1 for cell in filled if known_column(cell, self._feed) is not None)
        return known >= _LEAST_HEADINGS and known * 2 > len(filled)
