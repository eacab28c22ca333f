"""Which records of a text file have more cells than its header, empty ones too, counted by the file's bytes.

What belongs here: cells counted, and whether more of them mean that a row has shifted. What does not: what cells hold.
The reader of data gives an empty cell and one that is not there alike; only the first tells of a delimiter too many.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from assets.landing.files.encodings import CHUNK
from assets.landing.files.sheets import OVERFLOW

Numbers = np.ndarray[Any, np.dtype[np.int64]]
_FEED, _RETURN, _QUOTE = 10, 13, 34


@dataclass
class LongRecords:
    """Ordinals (from 0) of the records with a cell too many; none where all rows have one: so does the file end lines.

    `records`: how many there are at all.
    """

    ordinals: Numbers
    records: int

    def mark(self, batch: pl.DataFrame, first: int) -> pl.DataFrame:
        """A batch that begins with record `first`: `overflow` has a text where the row has shifted, else none.

        A blank behind the last delimiter was typed beside the table, and shifts nothing.
        """
        here = self.ordinals[
            np.searchsorted(self.ordinals, first) : np.searchsorted(self.ordinals, first + batch.height)
        ]
        overflow = batch[OVERFLOW]
        if overflow.null_count() < batch.height:
            overflow = overflow.set((overflow.str.strip_chars().str.len_bytes() == 0).fill_null(False), None)
        typed = batch[OVERFLOW].str.len_bytes().fill_null(0) > 0
        empty = pl.Series(here - first, dtype=pl.UInt32)
        empty = empty.filter(~typed.gather(empty))
        return batch.with_columns(overflow.scatter(empty, "") if empty.len() else overflow)


@dataclass
class _Counter:
    """Where the counting stands: in a quoted cell or not, and what the record that is open has so far."""

    delimiter: int
    columns: int
    is_quoted: bool = False
    cells: int = 0  # delimiters of the open record
    length: int = 0  # its bytes
    records: int = 0
    whole: int = 0  # records with as many cells as the header
    found: list[Numbers] = field(default_factory=list)

    def take(self, data: bytes) -> None:
        signs = np.frombuffer(data, dtype=np.uint8)
        places = np.flatnonzero((signs == self.delimiter) | (signs == _FEED) | (signs == _QUOTE))
        kinds = signs[places]
        quotes = kinds == _QUOTE
        if self.is_quoted or quotes.any():
            outside = ((np.cumsum(quotes) + self.is_quoted) & 1 == 0) & ~quotes
            self.is_quoted = bool((int(quotes.sum()) + self.is_quoted) & 1)
            places, kinds = places[outside], kinds[outside]
        ends = np.flatnonzero(kinds == _FEED)
        if ends.size == 0:
            self.cells, self.length = self.cells + kinds.size, self.length + len(data)
            return
        cells = np.diff(ends, prepend=-1) - 1
        cells[0] += self.cells
        last = places[ends]
        lengths = np.diff(last, prepend=-1) - 1
        lengths[0] += self.length
        self._count(cells, lengths)
        self.cells, self.length = kinds.size - int(ends[-1]) - 1, len(data) - int(last[-1]) - 1

    def _count(self, cells: Numbers, lengths: Numbers) -> None:
        # A line of delimiters, or of a single sign beside them, is blank: it says nothing of how lines end.
        filled = lengths - cells > 1
        self.whole += int(np.count_nonzero(filled & (cells == self.columns - 1)))
        self.found.append(np.flatnonzero(filled & (cells >= self.columns)) + self.records)
        self.records += cells.size

    def finish(self) -> LongRecords:
        if self.length or self.cells:
            self._count(np.array([self.cells]), np.array([self.length]))
        found = np.concatenate(self.found) if self.found and self.whole else np.empty(0, dtype=np.int64)
        return LongRecords(found, self.records)


def long_records(path: Path, skip_lines: int, delimiter: str, columns: int) -> LongRecords:
    """Count the cells of each record below the first lines of a UTF-8 file with line feeds; memory of one chunk.

    One cell more in every row is how a system ends its lines; in some rows alone it is a delimiter inside a cell.
    """
    counter = _Counter(ord(delimiter), columns)
    with path.open("rb") as handle:
        for _ in range(skip_lines):
            handle.readline()
        while chunk := handle.read(CHUNK):
            counter.take(chunk)
    return counter.finish()
