"""Which of tonight's sheets are refused after they were read: those that would take rows out of force for nothing.

What belongs here: sheets of a snapshot without a usable row, and sheets read again that cannot be read any more. What
does not: reading (tonight), what stays in force instead (plan).
"""

from dataclasses import replace
from datetime import date

import polars as pl

from assets.landing import reasons
from assets.landing.in_force.counterparts import Counterparts
from assets.landing.tonight import SheetResult
from assets.vocabulary.feeds import Feed


def refuse_unusable(
    feed: Feed, sheets: list[SheetResult], earlier: pl.DataFrame, taken_over: tuple[str, ...], night: date
) -> list[SheetResult]:
    """Tonight's sheets with those refused that say nothing; `earlier` are the feed's rows of the previous ledger.

    Counts stay: the rows of a refused sheet that were read are in the quarantine, and nobody's else.
    """
    if feed.mode == "snapshot":
        sheets = _refuse_without_rows(sheets, earlier, taken_over, night)
    return _refused_of_tonight(sheets, earlier, night)


def _refuse_without_rows(
    sheets: list[SheetResult], earlier: pl.DataFrame, taken_over: tuple[str, ...], night: date
) -> list[SheetResult]:
    """A file without a usable row is a failed export, not the news that everybody is gone.

    So is a sheet all of whose rows are refused, and one that is empty where rows were before; an empty one that never
    had rows is not: a county without people in towns sends that sheet empty every time. What is read again gets the
    verdict of the night on which it was delivered.
    """
    present = {*(result.source.name for result in sheets), *taken_over}
    fresh = [result for result in sheets if not result.source.again and result.counts.loaded > 0]
    filled = [(result.source.name, result.sheet) for result in fresh]
    files = {file for file, _ in filled}
    counterparts = Counterparts(earlier, present, night, filled)
    refused = set(earlier.filter("refused").select("delivery", "file", "sheet").iter_rows())

    def says_nothing(result: SheetResult) -> bool:
        file, sheet = result.source.name, result.sheet
        if result.reason is not None or result.counts.loaded > 0:
            return False
        if result.source.again:
            return (result.source.delivery, file, sheet) in refused
        emptied = file not in files or result.counts.quarantined > 0
        return emptied or counterparts.missing((file, sheet))

    return [replace(result, reason=_reason(result)) if says_nothing(result) else result for result in sheets]


def _reason(result: SheetResult) -> str:
    if result.counts.quarantined > 0:
        return reasons.UNUSABLE_SNAPSHOT
    return reasons.EMPTY_SHEET if result.sheet else reasons.EMPTY_SNAPSHOT


def _refused_of_tonight(sheets: list[SheetResult], earlier: pl.DataFrame, night: date) -> list[SheetResult]:
    """What was read once and is refused now that it is read again (other limits apply) is tonight's refusal.

    Under its first delivery it would stand in the ledger twice, for its earlier rows stay.
    """
    read = set(earlier.filter(~pl.col("refused")).select("delivery", "file", "sheet").iter_rows())

    def lost(result: SheetResult) -> bool:
        return result.reason is not None and (result.source.delivery, result.source.name, result.sheet) in read

    return [
        replace(result, source=replace(result.source, delivery=night)) if lost(result) else result for result in sheets
    ]
