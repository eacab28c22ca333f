"""Reading tonight's files of one feed into a draft of its table and of its quarantine.

What belongs here: going through files and sheets, starting over without a sheet that turns out unreadable half way.
What does not: what an earlier night left (merge).
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from assets.landing import reasons
from assets.landing.flat_files import TextHints, open_flat_file
from assets.landing.inbox import FEEDBACK_FEED, OWN_SHEETS
from assets.landing.parquet_files import open_parquet
from assets.landing.plan import DeliveredFile
from assets.landing.repeats import SeenRows, repeated_positions
from assets.landing.rows import Address, Counts, RowReader
from assets.landing.sheets import BrokenQuotesError, NotUtf8Error, RefusedSheet, Sheet, SheetError
from assets.landing.table_writer import TableWriter
from assets.landing.workbooks import open_workbook
from assets.vocabulary.feeds import Feed
from assets.vocabulary.tables import QUARANTINE_SCHEMA

# Called with the feed's key and the number of its rows read so far.
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class SheetResult:
    """What became of one sheet; `reason` is null unless it was refused."""

    source: DeliveredFile
    sheet: str
    encoding: str
    counts: Counts
    reason: str | None = None


@dataclass(frozen=True)
class Tonight:
    """Tonight's rows of a feed: two draft files, what became of each sheet, and which rows are repeats."""

    table: Path
    quarantine: Path
    sheets: list[SheetResult]
    seen: SeenRows
    repeated: pl.Series


@dataclass(frozen=True)
class _Drafts:
    """Where an attempt puts what it reads."""

    rows: TableWriter
    entries: TableWriter
    seen: SeenRows


@dataclass
class _Remedies:
    """What attempts learnt: files that are not UTF-8 after all or badly quoted, and sheets that break half way."""

    not_utf8: set[str] = field(default_factory=set)
    requote: set[str] = field(default_factory=set)
    broken: dict[tuple[str, str], str] = field(default_factory=dict)

    def learn(self, source: DeliveredFile, sheet: Sheet, error: SheetError) -> None:
        """Badly quoted files get a second chance, with the slow reader of quotes; everything else is refused."""
        if isinstance(error, BrokenQuotesError) and source.name not in self.requote:
            self.requote.add(source.name)
        else:
            self.broken[(source.name, sheet.name)] = error.reason


def read_tonight(feed: Feed, files: tuple[DeliveredFile, ...], scratch: Path, progress: Progress | None) -> Tonight:
    """Read all files. A sheet that breaks half way is refused whole and the others are read again without it."""
    remedies = _Remedies()
    while True:
        tonight = _attempt(feed, files, scratch, remedies, progress)
        if tonight is not None:
            break
    repeated = repeated_positions(tonight.table, tonight.seen)
    sheets = _count_repeats(tonight.table, _refuse_empty_files(feed, tonight.sheets), repeated)
    return replace(tonight, sheets=sheets, repeated=repeated)


def _attempt(
    feed: Feed, files: tuple[DeliveredFile, ...], scratch: Path, remedies: _Remedies, progress: Progress | None
) -> Tonight | None:
    """None where something was learnt that asks for another attempt; each attempt learns one thing at least."""
    table, quarantine = scratch / "table.parquet", scratch / "quarantine.parquet"
    seen = SeenRows(feed)
    results: list[SheetResult] = []
    with TableWriter(table, feed.schema()) as rows, TableWriter(quarantine, QUARANTINE_SCHEMA) as entries:
        for source in files:
            for sheet in _open(source, feed, scratch, remedies):
                broken = remedies.broken.get((source.name, sheet.name))
                if feed.key == FEEDBACK_FEED and isinstance(sheet, RefusedSheet) and sheet.name in OWN_SHEETS:
                    continue
                if isinstance(sheet, RefusedSheet) or broken is not None:
                    reason = sheet.reason if isinstance(sheet, RefusedSheet) else broken
                    results.append(SheetResult(source, sheet.name, sheet.encoding, Counts(), reason))
                    continue
                try:
                    counts = _read_sheet(feed, source, sheet, _Drafts(rows, entries, seen), progress)
                except NotUtf8Error:
                    remedies.not_utf8.add(source.name)
                    return None
                except SheetError as error:
                    remedies.learn(source, sheet, error)
                    return None
                results.append(SheetResult(source, sheet.name, sheet.encoding, counts))
    return Tonight(table, quarantine, results, seen, pl.Series("position", [], pl.UInt32))


def _refuse_empty_files(feed: Feed, results: list[SheetResult]) -> list[SheetResult]:
    """A snapshot's file without a single data row is a failed export, not the news that everybody is gone."""
    if feed.mode != "snapshot":
        return results
    filled = {r.source.name for r in results if r.counts.loaded + r.counts.quarantined > 0}
    read = [r for r in results if r.reason is None and r.source.name not in filled]
    return [replace(r, counts=Counts(), reason=reasons.EMPTY_SNAPSHOT) if r in read else r for r in results]


def _open(source: DeliveredFile, feed: Feed, scratch: Path, remedies: _Remedies) -> Iterator[Sheet | RefusedSheet]:
    path = source.file.path
    if source.file.format == "xlsx":
        yield from open_workbook(path, feed)
    elif source.file.format == "parquet":
        yield open_parquet(path, feed)
    else:
        encoding = "gb18030" if source.name in remedies.not_utf8 else None
        hints = TextHints(source.fingerprint.quoted, encoding, source.name in remedies.requote)
        copies = scratch / "copies"
        copies.mkdir(exist_ok=True)
        yield open_flat_file(path, feed, copies, hints)
        shutil.rmtree(copies)


def _read_sheet(feed: Feed, source: DeliveredFile, sheet: Sheet, drafts: _Drafts, progress: Progress | None) -> Counts:
    address = Address(feed.key, source.delivery, source.name, sheet.name)
    reader = RowReader(feed, sheet, address)
    for batch in sheet.batches():
        read = reader.read(batch)
        drafts.rows.write(read.rows)
        drafts.entries.write(read.quarantine)
        drafts.seen.add(read.rows, read.key_unread)
        if progress is not None:
            progress(feed.key, drafts.rows.rows)
    return reader.counts


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
        counted = replace(result.counts, loaded=result.counts.loaded - count, set_aside=result.counts.set_aside + count)
        results.append(replace(result, counts=counted))
    return results
