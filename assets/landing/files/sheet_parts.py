"""Sheets of a workbook on disk between the process that reads the workbook and the one that lands it.

What belongs here: the form of the hand-over, writing it, reading it back in even batches. What does not: any format.
A part is a Parquet file of filled rows in order: `row` (as Excel counts, from 1) and c0, c1 … of the places that have
a text in these rows; blank rows are left out. `merges.parquet` has the sheet's merged cells.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from assets.landing.files.sheets import BATCH_ROWS, cell_name, even_batches

# A wide sheet has smaller batches, so that a batch has no more cells than this.
_MOST_CELLS = BATCH_ROWS * 100
_MERGES = "merges.parquet"
MERGES_SCHEMA = dict.fromkeys(["first_row", "last_row", "first_place", "last_place"], pl.Int64)


@dataclass
class StoredSheet:
    """A sheet in its folder: its filled rows are between `first_row` and `last_row`, 0 where there is none; `places`

    are those that have a text anywhere. `reason` says why it could not be read, '' otherwise.
    """

    name: str
    folder: str
    visible: bool = True
    reason: str = ""
    parts: int = 0
    first_row: int = 0
    last_row: int = 0
    places: list[int] = field(default_factory=list)

    def as_message(self) -> dict[str, object]:
        return asdict(self)


class PartWriter:
    """Writes a sheet's rows, in order."""

    def __init__(self, sheet: StoredSheet) -> None:
        self._sheet = sheet
        self._folder = Path(sheet.folder)
        self._folder.mkdir(parents=True)
        self._places: set[int] = set()

    def write(self, rows: pl.DataFrame) -> None:
        """Rows below those written before; frames without a row are passed over."""
        if rows.height == 0:
            return
        rows.write_parquet(_part(self._folder, self._sheet.parts), compression="lz4", statistics=False)
        self._sheet.parts += 1
        self._sheet.first_row = self._sheet.first_row or int(rows["row"][0])
        self._sheet.last_row = int(rows["row"][-1])
        self._places.update(int(name[1:]) for name in rows.columns if name != "row")
        self._sheet.places = sorted(self._places)

    def write_merges(self, merges: pl.DataFrame) -> None:
        merges.write_parquet(self._folder / _MERGES)


def read_merges(sheet: StoredSheet) -> pl.DataFrame:
    """first_row, last_row (from 1), first_place, last_place (from 0), by rows; empty where the format tells none."""
    path = Path(sheet.folder) / _MERGES
    return pl.read_parquet(path) if path.exists() else pl.DataFrame(schema=MERGES_SCHEMA)


def head_rows(sheet: StoredSheet, count: int) -> list[tuple[str | None, ...]]:
    """The first `count` rows from the sheet's first filled row on, blank ones included, each from place 0 on."""
    head = pl.concat(list(_dense(sheet, sheet.first_row, count, sheet.first_row + count - 1)))
    filled = [place for place in sheet.places if head[cell_name(place)].null_count() < head.height]
    width = max(filled, default=-1) + 1
    columns = [head[cell_name(place)].to_list() if place in filled else [None] * head.height for place in range(width)]
    return list(zip(*columns, strict=True))


def read_batches(sheet: StoredSheet, first_row: int) -> Iterator[pl.DataFrame]:
    """All rows from `first_row` on, blank ones included: columns c<place> of the places with a text anywhere."""
    rows = rows_a_batch(len(sheet.places))
    return even_batches(_dense(sheet, first_row, rows, sheet.last_row), rows)


def rows_a_batch(places: int) -> int:
    """How many rows a batch of so many columns has."""
    return max(1, min(BATCH_ROWS, _MOST_CELLS // max(1, places)))


def _dense(sheet: StoredSheet, first_row: int, most: int, last_row: int) -> Iterator[pl.DataFrame]:
    """Rows first_row … last_row with blank ones, in frames of at most `most` rows; ends with the last filled row."""
    columns = [cell_name(place) for place in sheet.places]
    expected = first_row
    for number in range(sheet.parts):
        if expected > last_row:
            break
        part = pl.read_parquet(_part(Path(sheet.folder), number), memory_map=False)
        part = part.filter(pl.col("row").is_between(expected, last_row))
        if part.height == 0:
            continue
        absent = [pl.lit(None, pl.String).alias(name) for name in columns if name not in part.columns]
        rows = part["row"].to_numpy() - expected
        part = part.with_columns(absent).select(columns)
        where = np.full(int(rows[-1]) + 1, -1, dtype=np.int64)
        where[rows] = np.arange(part.height)
        for start in range(0, where.size, most):
            wanted = pl.Series(where[start : start + most])
            yield part.select(pl.all().gather(wanted.set(wanted < 0, None)))
        expected += where.size


def _part(folder: Path, number: int) -> Path:
    return folder / f"{number}.parquet"
