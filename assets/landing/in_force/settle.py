"""Tonight's draft of a feed and the night before → the night's tables: which rows stand, and which were set aside.

What belongs here: the order of steps. What does not: comparing rows (repeats), writing them (merge), reading files.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from assets.lake import Night
from assets.landing.in_force.ended_corrections import ended_cells, of_rows_that_stand, still_corrected
from assets.landing.in_force.kept_corrections import (
    CORRECTED,
    CorrectedKept,
    correct_kept,
    earlier_corrected,
    new_corrections,
)
from assets.landing.in_force.merge import count_rows, kept_source, write_in_order
from assets.landing.in_force.order import BLOCK, ConservationError, Order, open_source
from assets.landing.in_force.plan import Kept
from assets.landing.in_force.repeats import Contest, SeenRows, rows_set_aside
from assets.landing.in_force.told import REPLACED, replaced_rows
from assets.landing.operator.corrector import Corrector
from assets.landing.pieces import piece_writer
from assets.landing.tonight import SheetResult, Tonight
from assets.vocabulary.feeds import Feed
from assets.vocabulary.tables import empty


@dataclass(frozen=True)
class Settled:
    """`sheets` are tonight's with their final counts, `kept` the carried part of the ledger as the table holds it.

    `corrected` has the columns of landing/corrected.
    """

    sheets: list[SheetResult]
    kept: pl.DataFrame
    corrected: pl.DataFrame


@dataclass(frozen=True)
class _Parts:
    """The kept rows and tonight's as sources of one order; their indexes in it, None where there are no such rows.

    `mended` are the kept rows as corrected tonight.
    """

    order: Order
    kept: int | None
    tonight: int | None
    mended: CorrectedKept | None


def settle(feed: Feed, night: Night, tonight: Tonight | None, kept: Kept, corrector: Corrector) -> Settled:
    """Write the feed's landed table and quarantine for the night, and its piece of landing/replaced.

    `tonight` is None where no file is to be read. Raises ConservationError where the table does not hold exactly the
    rows that the ledger says.
    """
    parts = _parts(_mended(feed, night, kept, corrector), tonight)
    set_aside = rows_set_aside(_contest(feed, night, kept, parts, tonight))
    with piece_writer(night, feed, REPLACED) as told:
        for rows in replaced_rows(feed, parts.order, set_aside):
            told.write(rows)
    sheets = tonight.sheets if tonight else []
    if parts.tonight is not None:
        sheets = _count_set_aside(sheets, count_rows(parts.order, set_aside, parts.tonight))
    ledger = kept.ledger
    if parts.kept is not None and feed.mode == "snapshot":
        ledger = _move_set_aside(ledger, count_rows(parts.order, set_aside, parts.kept))
    corrected = pl.concat([_still_corrected(night, kept, parts, corrector), *([tonight.corrected] if tonight else [])])
    corrected = of_rows_that_stand(corrected, parts.order, set_aside)
    # From here on the sources are not there any more: they may have become the night's table.
    _write(feed, night, parts, set_aside, sheets)
    _write_quarantine(feed, night, kept, tonight)
    return Settled(sheets, ledger, corrected)


def _mended(feed: Feed, night: Night, kept: Kept, corrector: Corrector) -> CorrectedKept | None:
    """The kept rows, corrected by what is new tonight and without what has ended; None where there are none."""
    source = kept_source(night, f"landing/{feed.key}", kept.loaded)
    if source is None:
        return None
    ended = ended_cells(night, corrector, earlier_corrected(night, feed))
    # What a cell says again may be what another correction is about that was looked for before.
    looked_for = corrector if ended.any else new_corrections(night, corrector)
    return correct_kept(source, looked_for, ended, _corrected_copy(feed, night))


def _corrected_copy(feed: Feed, night: Night) -> Path:
    return night.target(f"landing/{feed.key}").with_suffix(".corrected")


def _parts(mended: CorrectedKept | None, tonight: Tonight | None) -> _Parts:
    sources = [mended.source] if mended else []
    if tonight is not None and (drafted := open_source(tonight.table)).rows > 0:
        sources.append(drafted)
        return _Parts(Order(sources), 0 if mended else None, len(sources) - 1, mended)
    return _Parts(Order(sources), 0 if mended else None, None, mended)


def _contest(feed: Feed, night: Night, kept: Kept, parts: _Parts, tonight: Tonight | None) -> Contest:
    taken_over = pl.col("file").is_in(pl.Series(kept.taken_over, dtype=pl.String).implode())
    unread = empty(f"quarantine/{feed.key}").lazy()
    if kept.taken_over:
        in_key = pl.col("column").is_in(list(feed.unique_key)) & ~pl.col("row_refused")
        unread = night.previous_scan(f"quarantine/{feed.key}").filter(in_key & taken_over)
    return Contest(
        feed=feed,
        order=parts.order,
        seen=tonight.seen if tonight else SeenRows(feed),
        kept=parts.kept,
        tonight=parts.tonight,
        changed=parts.mended.changed if parts.mended else np.zeros(0, dtype=np.int64),
        before=kept.ledger.filter(~taken_over),
        night=night.night,
        unread=unread.select(*BLOCK, "row_no").unique().collect(),
    )


def _write(feed: Feed, night: Night, parts: _Parts, set_aside: pl.DataFrame, sheets: list[SheetResult]) -> None:
    rows = write_in_order(night, f"landing/{feed.key}", parts.order, feed.mode, set_aside["place"].to_numpy())
    _corrected_copy(feed, night).unlink(missing_ok=True)
    loaded = sum(result.counts.loaded for result in sheets)
    stayed = 0
    if parts.kept is not None:
        left = count_rows(parts.order, set_aside, parts.kept).select(pl.col("repeats") + pl.col("replaced"))
        stayed = parts.order.sources[parts.kept].rows - int(left.to_series().sum())
    if rows != loaded + stayed:
        raise ConservationError(f"{feed.key}: {rows} rows written, {loaded} loaded tonight and {stayed} kept")


def _write_quarantine(feed: Feed, night: Night, kept: Kept, tonight: Tonight | None) -> None:
    key = f"quarantine/{feed.key}"
    # Of a refused sheet too: its rows are told as long as it is in the ledger.
    before = kept_source(night, key, kept.ledger)
    sources = [before] if before is not None else []
    if tonight is not None:
        sources.append(open_source(tonight.quarantine))
    write_in_order(night, key, Order(sources), feed.mode)


def _still_corrected(night: Night, kept: Kept, parts: _Parts, corrector: Corrector) -> pl.DataFrame:
    """What corrections changed in kept rows: tonight, and what they changed before and still apply to.

    A file that was read again would tell its corrected cells again, so one that was not does as well.
    """
    tonight = parts.mended.corrected if parts.mended else empty(CORRECTED)
    earlier = still_corrected(earlier_corrected(night, corrector.feed), corrector, kept.loaded)
    cell = [*BLOCK, "row_no", "column"]
    return pl.concat([earlier.join(tonight, on=cell, how="anti"), tonight])


def _count_set_aside(sheets: list[SheetResult], counts: pl.DataFrame) -> list[SheetResult]:
    """Move rows set aside from loaded, in the sheet whose rows they are."""
    moved = {(file, sheet): (again, old) for _, file, sheet, again, old in counts.iter_rows()}
    results = []
    for result in sheets:
        again, old = moved.get((result.source.name, result.sheet), (0, 0))
        counted = replace(
            result.counts,
            loaded=result.counts.loaded - again - old,
            set_aside=result.counts.set_aside + again + old,
            repeats=result.counts.repeats + again,
            replaced=result.counts.replaced + old,
        )
        results.append(replace(result, counts=counted))
    return results


def _move_set_aside(kept: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """The carried ledger of a snapshot with rows set aside tonight moved from loaded.

    The table of a snapshot holds what its ledger says. Rows of an append feed only leave: what a file of an earlier
    night loaded stays told.
    """
    again, old = pl.col("repeats").fill_null(0), pl.col("replaced").fill_null(0)
    return (
        kept.join(counts, on=BLOCK, how="left", maintain_order="left")
        .with_columns(
            rows_loaded=pl.col("rows_loaded") - again - old,
            rows_set_aside=pl.col("rows_set_aside") + again + old,
            set_aside_repeats=pl.col("set_aside_repeats") + again,
            set_aside_replaced=pl.col("set_aside_replaced") + old,
        )
        .drop("repeats", "replaced")
    )
