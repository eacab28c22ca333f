"""Rows that come one by one from a parser, put aside on disk and given back as the batches of a sheet.

What belongs here: bounded memory, finding the header. What does not: any one format, filling merged cells
(merged_cells).
"""

from array import array
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from assets.landing import reasons
from assets.landing.files.headings import FoundHeader, find_header
from assets.landing.files.merged_cells import MergedCells
from assets.landing.files.sheet_parts import MERGES_SCHEMA, rows_a_batch
from assets.landing.files.sheets import RefusedSheet, Sheet, cell_name, even_batches
from assets.landing.files.xlsx_cells import MOST_PLACES
from assets.vocabulary.feeds import Feed

# The texts of a row by their places; a place without a text takes no room, however far the row reaches.
Row = dict[int, str]
# Rows among which the header is looked for.
_HEAD_ROWS = 60
_PART_ROWS = 20_000
_PART_CELLS = _PART_ROWS * 50


class SpilledRows:
    """The rows of one table, in a folder of its own: `add` all of them, then `finish`, then ask for the `sheet`.

    A row has the text of a merged cell in the cell's first place alone; `merge` tells how far the cell reaches. `width`
    counts places without a text too. A table with texts at more places than any list has is refused.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._head: list[Row] = []
        self._waiting: list[Row] = []
        self._parts: list[Path] = []
        self._merges = array("q")
        self._followers: list[SpilledRows] = []
        self._places: set[int] = set()
        self.width = 0
        self.height = 0

    @property
    def is_blank(self) -> bool:
        return not self._places

    @property
    def is_too_wide(self) -> bool:
        return len(self._places) > MOST_PLACES

    def add(self, cells: Row, width: int) -> None:
        """The texts of the next row, which is so many places wide."""
        self.height += 1
        self.width = max(self.width, width)
        self._places.update(cells)
        if self.is_too_wide:
            self._waiting = []
        elif len(self._head) < _HEAD_ROWS:
            self._head.append(cells)
        else:
            self._waiting.append(cells)
            if len(self._waiting) >= min(_PART_ROWS, _PART_CELLS // max(1, len(self._places))):
                self._spill()

    def merge(self, place: int, columns: int, rows: int) -> None:
        """The cell at this place of the row that is added next is so many columns wide and rows high."""
        line = self.height + 1
        self._merges.extend((line, line + rows - 1, place, place + columns - 1))

    def finish(self) -> None:
        if self._waiting:
            self._spill()

    def _spill(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f"{len(self._parts):05d}.parquet"
        _frame(self._waiting, sorted(self._places)).write_parquet(part, compression="lz4", statistics=False)
        self._parts.append(part)
        self._waiting = []

    def has_header(self, feed: Feed) -> bool:
        return find_header(self._head_rows(), feed) is not None

    def _head_rows(self) -> list[list[str | None]]:
        places = range(max((max(row, default=-1) for row in self._head), default=-1) + 1)
        return [[row.get(place) for place in places] for row in self._head]

    def follow(self, table: "SpilledRows") -> None:
        """Let the rows of another table of the same width, which has no header, come after those of this one."""
        self._followers.append(table)

    def sheet(self, name: str, encoding: str, feed: Feed) -> Sheet | RefusedSheet:
        """The table by its header, or why it cannot be read."""
        if self.is_too_wide:
            return RefusedSheet(name, encoding, reasons.TOO_WIDE_SHEET)
        found = find_header(self._head_rows(), feed)
        if found is None:
            return RefusedSheet(name, encoding, reasons.NO_HEADER)
        match = found.match
        if match.missing:
            return RefusedSheet(name, encoding, reasons.missing_headings(match.missing, match.near))
        first_line = found.first + found.rows + 1

        def batches() -> Iterator[pl.DataFrame]:
            return self._batches(found, feed)

        return Sheet(name, encoding, match, batches, first_line, title_rows=found.title_rows, header_rows=found.rows)

    def _batches(self, found: FoundHeader, feed: Feed) -> Iterator[pl.DataFrame]:
        first = found.first + found.rows
        merged = MergedCells(self._regions(), found.match, feed, first + 1)
        places = sorted(self._places.union(*(table._places for table in self._followers)))
        return (merged.fill(batch) for batch in even_batches(self._frames(first, places), rows_a_batch(len(places))))

    def _regions(self) -> pl.DataFrame:
        """The merged cells of this table and those that follow, lines counted through."""
        tables, starts = [self, *self._followers], [0]
        for table in tables:
            starts.append(starts[-1] + table.height)
        frames = []
        for table, start in zip(tables, starts, strict=False):
            numbers = pl.Series(table._merges, dtype=pl.Int64).reshape((-1, 4)) if table._merges else None
            if numbers is not None:
                fields = {name: pl.col("cells").arr.get(place) for place, name in enumerate(MERGES_SCHEMA)}
                lines = pl.col("first_row", "last_row") + start
                frames.append(pl.DataFrame({"cells": numbers}).select(**fields).with_columns(lines))
        return pl.concat([pl.DataFrame(schema=MERGES_SCHEMA), *frames])

    def _frames(self, first: int, places: list[int]) -> Iterator[pl.DataFrame]:
        """The rows from `first` on, then those of the tables that follow, all frames with the same places."""
        if self._head[first:]:
            yield _frame(self._head[first:], places)
        names = [cell_name(place) for place in places]
        for part in self._parts:
            frame = pl.read_parquet(part, memory_map=False)
            absent = [pl.lit(None, pl.String).alias(name) for name in names if name not in frame.columns]
            yield frame.with_columns(absent).select(names)
        for follower in self._followers:
            yield from follower._frames(0, places)


def _frame(rows: list[Row], places: list[int]) -> pl.DataFrame:
    return pl.DataFrame(
        {cell_name(place): pl.Series([row.get(place) for row in rows], dtype=pl.String) for place in places}
    )
