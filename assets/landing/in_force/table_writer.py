"""Writing a table batch by batch with the memory of a few batches, in the order given, always the same bytes.

What belongs here: Parquet. What does not: which rows are written.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from assets.landing.files.sheets import BATCH_ROWS

_WAITING = 2


class TableWriter:
    """A Parquet file of one schema; a row group a batch. Writing runs beside whoever makes the next batch."""

    def __init__(self, path: Path, schema: pl.Schema) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.rows = 0
        self._schema: pa.Schema = pl.DataFrame(schema=schema).to_arrow().schema
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._pending: list[Future[None]] = []

    def __enter__(self) -> "TableWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            while self._pending:
                self._pending.pop(0).result()
        finally:
            self._pool.shutdown()
            self._writer.close()

    def write(self, frame: pl.DataFrame) -> None:
        """Append rows; the frame has the columns of the schema in its order."""
        if frame.height > 0:
            self.write_arrow(frame.to_arrow())

    def write_arrow(self, table: pa.Table) -> None:
        self.rows += table.num_rows
        self._pending.append(self._pool.submit(self._write, table))
        if len(self._pending) > _WAITING:
            self._pending.pop(0).result()

    def _write(self, table: pa.Table) -> None:
        self._writer.write_table(table.cast(self._schema), row_group_size=BATCH_ROWS)

    def copy(self, source: Path, left_out: pl.Series) -> None:
        """Append a file's rows in order, but for those at the positions `left_out` (0 = the first)."""
        drop = np.sort(left_out.to_numpy())
        start = 0
        for batch in pq.ParquetFile(source).iter_batches(batch_size=BATCH_ROWS):
            table = pa.Table.from_batches([batch])
            here = drop[np.searchsorted(drop, start) : np.searchsorted(drop, start + table.num_rows)]
            if len(here) > 0:
                keep = np.ones(table.num_rows, dtype=bool)
                keep[here - start] = False
                table = table.filter(pa.array(keep))
            start += len(batch)
            if table.num_rows > 0:
                self.write_arrow(table)
