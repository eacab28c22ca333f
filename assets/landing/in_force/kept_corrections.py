"""Corrections that are new tonight, applied to rows kept from the night before; those that ended, taken back there.

What belongs here: which corrections are new, and changing kept cells. What does not: finding cells (operator), rows
that are read tonight (those are corrected while they are read).
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from assets.lake import Night
from assets.landing.files.sheets import BATCH_ROWS
from assets.landing.in_force.ended_corrections import EndedCells
from assets.landing.in_force.order import BLOCK, Order, Places, Source
from assets.landing.in_force.table_writer import TableWriter
from assets.landing.operator.corrector import CorrectedCells, Corrector
from assets.landing.operator.notes import CORRECTIONS
from assets.vocabulary.feeds import Feed
from assets.vocabulary.tables import empty, table_schema

CORRECTED = "landing/corrected"
# Those that were looked for among all rows in force on their night.
_LOOKED_FOR = ("applied", "not_needed", "not_found")


@dataclass(frozen=True)
class CorrectedKept:
    """Kept rows as they are corrected: their file, the positions that changed, and rows of landing/corrected."""

    source: Source
    changed: Places
    corrected: pl.DataFrame


def corrections_changed(night: Night, corrector: Corrector) -> bool:
    """Whether other corrections apply to the feed tonight than those by which its kept rows stand."""
    tonight = set(corrector.corrections["correction_id"])
    stand_by = set(earlier_corrected(night, corrector.feed)["correction_id"])
    return tonight != _earlier(night, corrector.feed) or not stand_by <= tonight


def new_corrections(night: Night, corrector: Corrector) -> Corrector:
    """The corrections that the kept rows have not seen yet."""
    seen = sorted(_earlier(night, corrector.feed))
    unseen = ~pl.col("correction_id").is_in(pl.Series(seen, dtype=pl.String).implode())
    return Corrector(corrector.feed, corrector.corrections.filter(unseen))


def earlier_corrected(night: Night, feed: Feed) -> pl.DataFrame:
    """The feed's rows of the previous night's landing/corrected."""
    return night.previous_scan(CORRECTED).filter(pl.col("feed") == feed.key).collect()


def _earlier(night: Night, feed: Feed) -> set[str]:
    usable = (pl.col("feed") == feed.key) & pl.col("state").is_in(_LOOKED_FOR)
    return set(night.previous_scan(CORRECTIONS).filter(usable).collect()["correction_id"])


def correct_kept(kept: Source, corrector: Corrector, ended: EndedCells, copy: Path) -> CorrectedKept:
    """The kept rows with cells changed in a file `copy`; the same file where nothing is to be changed."""
    nothing = CorrectedKept(kept, np.zeros(0, dtype=np.int64), empty(CORRECTED))
    if not corrector.active and not ended.any:
        return nothing
    feed = corrector.feed
    order = Order([kept])
    told: list[pl.DataFrame] = []
    changed = [pl.Series([], dtype=pl.Int64)]
    first = 0
    with pq.ParquetFile(kept.path) as file, TableWriter(copy, feed.schema()) as writer:
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            rows = pl.DataFrame(batch)
            _, counts = order.places(0, np.arange(first, first + rows.height))
            rows, back = ended.taken_back(rows, pl.Series(counts))
            cells = [_only(each, pl.Series(counts)) for each in corrector.find(rows)]
            for each in cells:
                rows = rows.with_columns(rows[each.column].scatter(each.positions, each.values))
                told.append(_told(rows, each))
            changed += [places.cast(pl.Int64) + first for places in (back, *(each.positions for each in cells))]
            writer.write(rows)
            first += rows.height
    positions = pl.concat(changed).unique().sort()
    if len(positions) == 0:
        copy.unlink()
        return nothing
    corrected = pl.concat([empty(CORRECTED), *(each.select(*table_schema(CORRECTED)) for each in told)])
    return CorrectedKept(Source(copy, kept.blocks), positions.to_numpy(), corrected)


def _only(cells: CorrectedCells, counts: pl.Series) -> CorrectedCells:
    """The cells that are in rows in force."""
    here = counts.gather(cells.positions)
    return CorrectedCells(
        cells.column, cells.positions.filter(here), cells.values.filter(here), cells.correction_ids.filter(here)
    )


def _told(rows: pl.DataFrame, cells: CorrectedCells) -> pl.DataFrame:
    return rows[cells.positions].select(
        "feed",
        *BLOCK,
        "row_no",
        pl.lit(cells.column).alias("column"),
        cells.correction_ids.cast(pl.String).alias("correction_id"),
    )
