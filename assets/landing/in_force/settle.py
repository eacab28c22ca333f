"""Tonight's draft of a feed and the night before → the night's tables: which rows stand, and which were set aside.

What belongs here: the order of steps. What does not: comparing rows (repeats), writing them (merge), reading files.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from assets.lake import Night
from assets.landing.in_force.merge import write_tables
from assets.landing.in_force.repeats import repeated_positions
from assets.landing.operator.corrector import Corrector
from assets.landing.tonight import SheetResult, Tonight
from assets.vocabulary.feeds import Feed
from assets.vocabulary.tables import empty


@dataclass(frozen=True)
class Settled:
    """`sheets` are tonight's with their final counts, `kept` the carried part of the ledger as the table holds it.

    `replaced` and `corrected` have the columns of landing/replaced and landing/corrected.
    """

    sheets: list[SheetResult]
    kept: pl.DataFrame
    replaced: pl.DataFrame
    corrected: pl.DataFrame


def settle(feed: Feed, night: Night, tonight: Tonight | None, kept: pl.DataFrame, corrector: Corrector) -> Settled:
    """Write the feed's landed table and quarantine for the night. `tonight` is None where no file is to be read.

    Raises ConservationError where the table does not hold exactly the rows that the ledger says.
    """
    if tonight is None or all(result.reason is not None for result in tonight.sheets):
        night.keep_previous(f"landing/{feed.key}")
        night.keep_previous(f"quarantine/{feed.key}")
        return Settled(tonight.sheets if tonight else [], kept, empty("landing/replaced"), empty("landing/corrected"))
    repeated = repeated_positions(tonight.table, tonight.seen)
    counted = replace(tonight, sheets=_count_repeats(tonight.table, tonight.sheets, repeated))
    kept = write_tables(feed, night, counted, repeated, kept)
    return Settled(counted.sheets, kept, empty("landing/replaced"), tonight.corrected)


def _count_repeats(table: Path, sheets: list[SheetResult], repeated: pl.Series) -> list[SheetResult]:
    """Move repeats from loaded to set aside, in the sheet whose row was set aside."""
    if len(repeated) == 0:
        return sheets
    positions = pl.col("position").is_in(repeated.implode())
    addresses = pl.scan_parquet(table).with_row_index("position").filter(positions).group_by("file", "sheet")
    counts = {(file, sheet): count for file, sheet, count in addresses.agg(pl.len()).collect().iter_rows()}
    results = []
    for result in sheets:
        count = counts.get((result.source.name, result.sheet), 0)
        counted = replace(
            result.counts, loaded=result.counts.loaded - count, set_aside=result.counts.set_aside + count, repeats=count
        )
        results.append(replace(result, counts=counted))
    return results
