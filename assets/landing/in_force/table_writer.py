"""Writing a table batch by batch with the memory of a few batches, in the order given, always the same bytes.

What belongs here: Parquet, and which row groups are taken over as they are. What does not: which rows are written.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from assets.landing.files.sheets import BATCH_ROWS
from assets.landing.in_force.footer import MAGIC, Footer, FooterError, RowGroup, footer_bytes, footer_of, read_footer

_WAITING = 2
_NOTHING = pl.Series("position", [], pl.UInt32)
# Row groups of less are joined with others where groups need not be whole.
_LEAST_GROUP = BATCH_ROWS // 2
_COPIED_AT_ONCE = 8 * 1024 * 1024
# A column is written through a dictionary where at most this share of the first rows are different values.
_SAMPLE_ROWS, _DISTINCT_SHARE = 20_000, 0.2


class TableWriter:
    """A Parquet file of one schema. Writing runs beside whoever makes the next batch.

    Row groups are of exactly `BATCH_ROWS` rows but for the last, and each is written by what is in it alone: so the
    bytes follow from the rows and their order, however they were handed over. With `even_groups` false a copied file's
    row groups that lose no row are taken over as they are, wherever they come to stand, and row groups are of about
    that size. The file is there only when it is whole.
    """

    def __init__(self, path: Path, schema: pl.Schema, even_groups: bool = True) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.rows = 0
        self._path = path
        self._draft = path.with_name(f"{path.name}.own")
        self._target = self._draft.open("wb")
        self._target.write(MAGIC)
        self._even = even_groups
        columns = tuple(schema.items())
        self._schema, self._template = _arrow_schema(columns), _template(columns)
        # One worker: what is submitted is appended in its order.
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._pending: list[Future[None]] = []
        self._gathered: list[pa.Table] = []
        self._gathered_rows = 0
        # The file's row groups so far, as their own files' footers tell of them.
        self._groups: list[RowGroup] = []

    def __enter__(self) -> "TableWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._flush()
            while self._pending:
                self._pending.pop(0).result()
            if kind is None:
                self._target.write(footer_bytes(self._template, self._groups))
        finally:
            self._pool.shutdown()
            self._target.close()
        if kind is None:
            self._draft.replace(self._path)

    def write(self, frame: pl.DataFrame) -> None:
        """Append rows; the frame has the columns of the schema in its order."""
        if frame.height > 0:
            self.write_arrow(frame.to_arrow())

    def write_arrow(self, table: pa.Table) -> None:
        """Append rows of an Arrow table with the columns of the schema in its order."""
        self.rows += table.num_rows
        while self._gathered_rows + table.num_rows >= BATCH_ROWS:
            missing = BATCH_ROWS - self._gathered_rows
            self._gather(table.slice(0, missing))
            self._flush()
            table = table.slice(missing)
        self._gather(table)

    def _gather(self, table: pa.Table) -> None:
        if table.num_rows > 0:
            self._gathered.append(table)
            self._gathered_rows += table.num_rows

    def _flush(self) -> None:
        """What is gathered becomes a row group."""
        if self._gathered_rows > 0:
            self._submit(self._write, self._gathered, self._gathered_rows)
            self._gathered, self._gathered_rows = [], 0

    def _submit(self, append: Callable[..., None], *arguments: object) -> None:
        self._pending.append(self._pool.submit(append, *arguments))
        if len(self._pending) > _WAITING:
            self._pending.pop(0).result()

    def _write(self, tables: list[pa.Table], rows: int) -> None:
        """One row group. Chunks are joined first: where they end would show in the pages."""
        same = [table if table.schema.equals(self._schema) else table.cast(self._schema) for table in tables]
        whole = pa.concat_tables(same).combine_chunks()
        data = BytesIO()
        with self._open(data, whole) as writer:
            writer.write_table(whole, row_group_size=rows)
        (group,) = footer_of(data.getbuffer()).row_groups
        self._target.write(data.getbuffer()[group.start : group.start + group.size])
        self._groups.append(group)

    def _open(self, target: BinaryIO, rows: pa.Table) -> pq.ParquetWriter:
        """A file of one row group, with dictionaries where they pay, judged by its first rows, no statistics of texts.

        To try a dictionary on values that do not repeat, and to compare texts, costs a third of the writing.
        """
        sample = rows.slice(0, _SAMPLE_ROWS)
        few = max(1, int(_DISTINCT_SHARE * sample.num_rows))
        flat = [field for field in self._schema if not pa.types.is_nested(field.type)]
        repeating = [field.name for field in flat if len(sample[field.name].unique()) <= few]
        plain = [field.name for field in flat if not pa.types.is_large_string(field.type)]
        return pq.ParquetWriter(
            target, self._schema, compression="zstd", use_dictionary=repeating, write_statistics=plain
        )

    def copy(self, source: Path, left_out: pl.Series = _NOTHING, start: int = 0, stop: int | None = None) -> None:
        """Append a file's rows from position `start` to before `stop`, but for those at the positions `left_out`."""
        drop = np.sort(left_out.to_numpy()).astype(np.int64)
        takeable = self._takeable(source)
        with pq.ParquetFile(source) as file:
            end = file.metadata.num_rows if stop is None else stop
            first = 0
            for place in range(file.metadata.num_row_groups):
                after = first + file.metadata.row_group(place).num_rows
                low, high = max(start, first), min(end, after)
                if low < high:
                    whole = high - low == after - first and not np.any((drop >= low) & (drop < high))
                    group = takeable[place] if takeable and whole else None
                    if group is None or not self._take(source, group):
                        joined = group is not None and self._is_to_be_joined(group)
                        self._decode(file, place, _Part(first, low, high, drop), joined)
                first = after

    def _takeable(self, source: Path) -> tuple[RowGroup, ...]:
        """The source's row groups where they may stand in this file as they are; none where not."""
        try:
            footer = read_footer(source)
        except FooterError:
            return ()
        return footer.row_groups if footer.alike(self._template) else ()

    def _take(self, source: Path, group: RowGroup) -> bool:
        """Take a row group over as it is, if it may stand here; false where its rows are to be decoded."""
        if self._even and (self._gathered_rows > 0 or group.rows != BATCH_ROWS):
            return False
        if group.rows < _LEAST_GROUP or 0 < self._gathered_rows < _LEAST_GROUP:
            return False
        self._flush()
        self._submit(self._append, source, group)
        self.rows += group.rows
        return True

    def _is_to_be_joined(self, group: RowGroup) -> bool:
        """Whether too few rows for a row group wait before this one: together they make one to be taken over later."""
        few = 0 < self._gathered_rows < _LEAST_GROUP
        return not self._even and few and _LEAST_GROUP <= group.rows <= BATCH_ROWS + _LEAST_GROUP

    def _decode(self, file: pq.ParquetFile, place: int, part: "_Part", joined: bool) -> None:
        """Append rows of one row group; `joined`: as one row group with what is gathered."""
        first = part.first
        for batch in file.iter_batches(batch_size=BATCH_ROWS, row_groups=[place]):
            table = part.of(pa.Table.from_batches([batch]), first)
            first += len(batch)
            if joined:
                self.rows += table.num_rows
                self._gather(table)
            elif table.num_rows > 0:
                self.write_arrow(table)
        if joined:
            self._flush()

    def _append(self, source: Path, group: RowGroup) -> None:
        """The bytes of another file's row group."""
        with source.open("rb") as file:
            file.seek(group.start)
            left = group.size
            while left > 0 and (data := file.read(min(left, _COPIED_AT_ONCE))):
                self._target.write(data)
                left -= len(data)
        self._groups.append(group)


@dataclass(frozen=True)
class _Part:
    """The positions from `low` to before `high` but for those of `drop`, of a row group that begins at `first`."""

    first: int
    low: int
    high: int
    drop: NDArray[np.int64]

    def of(self, table: pa.Table, first: int) -> pa.Table:
        """The rows that are meant, of a table whose first row is at position `first`."""
        low, high = max(self.low, first), min(self.high, first + table.num_rows)
        table = table.slice(max(low - first, 0), max(high - low, 0))
        here = self.drop[(self.drop >= low) & (self.drop < high)]
        if len(here) == 0:
            return table
        keep = np.ones(table.num_rows, dtype=bool)
        keep[here - low] = False
        return table.filter(pa.array(keep))


@cache
def _arrow_schema(columns: tuple[tuple[str, pl.DataType], ...]) -> pa.Schema:
    return pl.DataFrame(schema=pl.Schema(columns)).to_arrow().schema


@cache
def _template(columns: tuple[tuple[str, pl.DataType], ...]) -> Footer:
    """The footer of a file of these columns without rows."""
    data = BytesIO()
    pq.ParquetWriter(data, _arrow_schema(columns), compression="zstd").close()
    return footer_of(data.getvalue())
