"""Rows of several files as one table in the order of addresses, without putting them together.

What belongs here: where a row stands in the whole and in its file, fetching a few rows. What does not: which rows
stand, writing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq
from numpy.typing import NDArray

from assets.landing.in_force.names import natural

BLOCK = ("delivery", "file", "sheet")
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
_BLOCKS = {"delivery": pl.Date, "file": pl.String, "sheet": pl.String, "start": pl.Int64, "rows": pl.Int64}


class ConservationError(RuntimeError):
    """Rows were lost or made up between a file and the landed table."""


@dataclass(frozen=True)
class Source:
    """A Parquet file of addressed rows, and the blocks of it that count.

    `blocks`: delivery, file, sheet, start (position of the first row), rows; a block's rows stand side by side.
    """

    path: Path
    blocks: pl.DataFrame

    @property
    def rows(self) -> int:
        return int(self.blocks["rows"].sum())

    def only(self, addresses: pl.DataFrame) -> "Source":
        """The same file with the blocks whose delivery, file and sheet are among the addresses."""
        return Source(self.path, self.blocks.join(addresses.select(BLOCK), on=BLOCK, how="semi", maintain_order="left"))


def open_source(path: Path) -> Source:
    """All blocks of a file. Raises ConservationError where rows of one sheet do not stand side by side."""
    position = pl.col("position")
    blocks = (
        pl.scan_parquet(path)
        .select(BLOCK)
        .with_row_index("position")
        .group_by(BLOCK)
        .agg(start=position.min().cast(pl.Int64), last=position.max(), rows=pl.len().cast(pl.Int64))
        .collect(engine="streaming")
        .sort("start")
    )
    if blocks.filter(pl.col("last") - pl.col("start") + 1 != pl.col("rows")).height > 0:
        raise ConservationError("rows of one sheet do not stand side by side")
    return Source(path, blocks.select(*_BLOCKS))


class Order:
    """The blocks of all sources by delivery, file and sheet; a row's place counts from 0 through all of them."""

    def __init__(self, sources: Sequence[Source]) -> None:
        """Raises ConservationError where two sources have rows of the same sheet."""
        self.sources = tuple(sources)
        parts = [source.blocks.with_columns(source=pl.lit(index)) for index, source in enumerate(sources)]
        blocks = pl.concat([pl.DataFrame(schema=_BLOCKS | {"source": pl.Int32}), *parts])
        self.blocks = blocks[_in_order(blocks)]
        if self.blocks.select(pl.struct(BLOCK).is_duplicated().any()).item():
            raise ConservationError("two files hold rows of the same sheet")
        self._source = self.blocks["source"].to_numpy()
        self._start = self.blocks["start"].to_numpy()
        self._rows = self.blocks["rows"].to_numpy()
        self._first = np.cumsum(self._rows) - self._rows

    @property
    def rows(self) -> int:
        return int(self._rows.sum())

    def places(self, source: int, positions: Places) -> tuple[Places, Flags]:
        """Places of a source's positions, and which of the positions are in a block that counts."""
        own = np.flatnonzero(self._source == source)
        if len(own) == 0:
            return np.zeros(len(positions), dtype=np.int64), np.zeros(len(positions), dtype=bool)
        own = own[np.argsort(self._start[own])]
        block = own[np.maximum(np.searchsorted(self._start[own], positions, side="right") - 1, 0)]
        within = positions - self._start[block]
        return self._first[block] + within, (within >= 0) & (within < self._rows[block])

    def block_of(self, places: Places) -> Places:
        """The row of `blocks` in which each place lies."""
        return np.searchsorted(self._first, places, side="right") - 1

    def positions(self, places: Places) -> tuple[NDArray[np.int32], Places]:
        """(source, position in its file) of each place."""
        block = self.block_of(places)
        return self._source[block], self._start[block] + places - self._first[block]

    def take(self, places: Places, expressions: Sequence[pl.Expr]) -> pl.DataFrame:
        """The expressions for rows at places, in the order of `places`, with the memory of the result."""
        source, position = self.positions(places)
        found, at = [], []
        for index, each in enumerate(self.sources):
            mine = np.flatnonzero(source == index)
            if len(mine) > 0:
                mine = mine[np.argsort(position[mine], kind="stable")]
                found.append(_rows_at(each.path, position[mine], expressions))
                at.append(mine)
        if not found:
            return pl.DataFrame()
        back = np.empty(len(places), dtype=np.int64)
        back[np.concatenate(at)] = np.arange(len(places))
        return pl.concat(found)[back]

    def addresses(self, places: Places, prefix: str = "") -> pl.DataFrame:
        """delivery, file, sheet, row_no of places, in their order; names begin with the prefix."""
        rows = self.take(places, [pl.col("row_no")])
        blocks = self.blocks[self.block_of(places)].select(BLOCK)
        names = [f"{prefix}{name}" for name in (*BLOCK, "row_no")]
        return blocks.hstack(rows).rename(dict(zip((*BLOCK, "row_no"), names, strict=True)))

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """(source, first position, position after the last) of stretches that follow one another in the order."""
        run: tuple[int, int, int] | None = None
        for source, start, rows in zip(self._source, self._start, self._rows, strict=True):
            if run is not None and run[0] == source and run[2] == start:
                run = (run[0], run[1], int(start + rows))
                continue
            if run is not None:
                yield run
            run = (int(source), int(start), int(start + rows))
        if run is not None:
            yield run


def _in_order(blocks: pl.DataFrame) -> list[int]:
    """By delivery, file and sheet, numbers in names by their value: of two months of one key the later counts."""
    keys = [(delivery, natural(file), natural(sheet)) for delivery, file, sheet in blocks.select(BLOCK).iter_rows()]
    return sorted(range(blocks.height), key=keys.__getitem__)


def _rows_at(path: Path, positions: Places, expressions: Sequence[pl.Expr]) -> pl.DataFrame:
    """Rows at ascending positions. Only row groups that hold one of them are opened, only their columns decoded."""
    columns = sorted({name for expression in expressions for name in expression.meta.root_names()})
    with pq.ParquetFile(path) as file:
        rows = [file.metadata.row_group(group).num_rows for group in range(file.metadata.num_row_groups)]
    file_rows = pl.scan_parquet(path, glob=False).select(columns)
    found, first = [], 0
    for group_rows in rows:
        low, high = np.searchsorted(positions, (first, first + group_rows))
        if low < high:
            group = file_rows.slice(first, group_rows).collect()
            found.append(group[positions[low:high] - first].select(expressions))
        first += group_rows
    return pl.concat(found)
