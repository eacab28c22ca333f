"""Kept rows and tonight's → one table in the order of addresses, without what is left out.

What belongs here: putting files together in order. What does not: deciding what stays in force (plan, repeats).
"""

import numpy as np
import polars as pl

from assets.lake import Night
from assets.landing.in_force.order import BLOCK, Order, Places, Source, open_source
from assets.landing.in_force.table_writer import TableWriter
from assets.vocabulary.tables import table_schema

_NOTHING = np.zeros(0, dtype=np.int64)


def kept_source(night: Night, key: str, kept: pl.DataFrame) -> Source | None:
    """The blocks of the previous night's table that the kept part of the ledger has; None where there are none."""
    path = night.previous_path(key)
    if path is None or kept.height == 0:
        return None
    source = open_source(path).only(kept)
    return source if source.rows > 0 else None


def write_in_order(night: Night, key: str, order: Order, mode: str, left_out: Places = _NOTHING) -> int:
    """Write the table of all rows of the order but those at the places left out; gives the number of rows written.

    A file that is whole and in order already is not written again: an unchanged table of the night before is linked,
    one that was drafted tonight is moved. `mode` is the feed's: the bytes of a snapshot follow from its rows alone,
    whatever of them was read again; a table that grows takes over the parts of the night before that lose no row.
    """
    target = night.target(key)
    if (whole := _whole_file(order, left_out)) is not None:
        if whole.path == night.previous_path(key):
            return night.keep_previous(key)
        whole.path.replace(target)
        return whole.rows
    source_of, position_of = order.positions(left_out)
    draft = target.with_suffix(".draft")
    with TableWriter(draft, table_schema(key), even_groups=mode == "snapshot") as writer:
        for source, start, stop in order.runs():
            positions = pl.Series(position_of[source_of == source])
            writer.copy(order.sources[source].path, positions, start, stop)
    draft.replace(target)
    return writer.rows


def _whole_file(order: Order, left_out: Places) -> Source | None:
    """The one file that holds the rows to be written and no others, in this order; None where there is none."""
    of_source, _ = order.positions(left_out)
    gone = np.bincount(of_source, minlength=len(order.sources))
    if any(0 < count < source.rows for count, source in zip(gone, order.sources, strict=True)):
        return None
    runs = [run for run in order.runs() if gone[run[0]] == 0]
    if len(runs) != 1:
        return None
    source, start, stop = runs[0]
    path = order.sources[source].path
    rows = int(pl.scan_parquet(path).select(pl.len()).collect().item())
    return order.sources[source] if (start, stop) == (0, rows) else None


def count_rows(order: Order, set_aside: pl.DataFrame, source: int) -> pl.DataFrame:
    """delivery, file, sheet, repeats, replaced: what is set aside of a source."""
    block = order.block_of(set_aside["place"].to_numpy())
    blocks = order.blocks.with_row_index("block").filter(pl.col("source") == source)
    return (
        set_aside.with_columns(block=pl.Series(block).cast(pl.UInt32))
        .group_by("block")
        .agg(repeats=(~pl.col("replaced")).sum().cast(pl.Int64), replaced=pl.col("replaced").sum().cast(pl.Int64))
        .join(blocks, on="block")
        .select(*BLOCK, "repeats", "replaced")
    )
