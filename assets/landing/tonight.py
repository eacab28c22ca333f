"""Reading tonight's files of one feed into a draft of its table and of its quarantine.

What belongs here: going through files and sheets, starting over without a sheet that turns out unreadable half way.
What does not: what an earlier night left (in_force).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from assets.landing.files.encodings import second_guess
from assets.landing.files.flat_files import TextHints
from assets.landing.files.headings import HeadingMatch
from assets.landing.files.opening import Opening, open_file
from assets.landing.files.sheets import BrokenQuotesError, NotUtf8Error, RefusedSheet, Sheet, SheetError
from assets.landing.in_force.plan import DeliveredFile
from assets.landing.in_force.repeats import SeenRows
from assets.landing.in_force.table_writer import TableWriter
from assets.landing.in_order import in_order
from assets.landing.inbox import FEEDBACK, OWN_SHEETS
from assets.landing.operator.corrector import Corrector
from assets.landing.options import LandingOptions
from assets.landing.rows import CORRECTED, Address, Counts, RowReader
from assets.vocabulary.feeds import Feed
from assets.vocabulary.tables import QUARANTINE_SCHEMA, empty, table_order

# Called with the feed's key and the number of its rows read so far.
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class SheetResult:
    """What became of one sheet; `reason` is null unless it was refused; `match` is null where no header was found."""

    source: DeliveredFile
    sheet: str
    encoding: str
    counts: Counts
    reason: str | None = None
    match: HeadingMatch | None = None
    title_rows: int = 0
    header_rows: int = 0
    line_offset: int | None = None


@dataclass(frozen=True)
class Tonight:
    """Tonight's rows of a feed, repeats included: two draft files, what became of each sheet, the cells corrected.

    `corrected` has the columns of landing/corrected.
    """

    table: Path
    quarantine: Path
    sheets: list[SheetResult]
    seen: SeenRows
    corrected: pl.DataFrame


@dataclass(frozen=True)
class _Drafts:
    """Where an attempt puts what it reads."""

    rows: TableWriter
    entries: TableWriter
    seen: SeenRows
    corrected: list[pl.DataFrame]


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


@dataclass(frozen=True)
class Reading:
    """What reading a feed's files needs beside them: a private folder, the operator's corrections, limits."""

    scratch: Path
    corrector: Corrector
    options: LandingOptions
    progress: Progress | None = None


def read_tonight(feed: Feed, files: tuple[DeliveredFile, ...], reading: Reading) -> Tonight:
    """Read all files. A sheet that breaks half way is refused whole and the others are read again without it."""
    remedies = _Remedies()
    while True:
        tonight = _attempt(feed, files, reading, remedies)
        if tonight is not None:
            return tonight


def _attempt(feed: Feed, files: tuple[DeliveredFile, ...], reading: Reading, remedies: _Remedies) -> Tonight | None:
    """None where something was learnt that asks for another attempt; each attempt learns one thing at least."""
    table, quarantine = reading.scratch / "table.parquet", reading.scratch / "quarantine.parquet"
    seen, corrected = SeenRows(feed), [empty(CORRECTED)]
    results: list[SheetResult] = []
    with TableWriter(table, feed.schema()) as rows, TableWriter(quarantine, QUARANTINE_SCHEMA) as entries:
        drafts = _Drafts(rows, entries, seen, corrected)
        for source in files:
            for sheet in open_file(_opening(source, feed, reading, remedies)):
                broken = remedies.broken.get((source.name, sheet.name))
                if feed.department == FEEDBACK and isinstance(sheet, RefusedSheet) and sheet.name in OWN_SHEETS:
                    continue
                if isinstance(sheet, RefusedSheet) or broken is not None:
                    reason = sheet.reason if isinstance(sheet, RefusedSheet) else broken
                    results.append(SheetResult(source, sheet.name, sheet.encoding, Counts(), reason))
                    continue
                try:
                    results.append(_read_sheet(feed, source, sheet, drafts, reading))
                except NotUtf8Error:
                    remedies.not_utf8.add(source.name)
                    return None
                except SheetError as error:
                    remedies.learn(source, sheet, error)
                    return None
    return Tonight(table, quarantine, results, seen, pl.concat(corrected).sort(table_order(CORRECTED)))


def _opening(source: DeliveredFile, feed: Feed, reading: Reading, remedies: _Remedies) -> Opening:
    encoding = second_guess(source.file.path) if source.name in remedies.not_utf8 else None
    hints = TextHints(source.fingerprint.quoted, encoding, source.name in remedies.requote)
    file, copies = source.file, reading.scratch / "copies"
    return Opening(file.path, file.format, feed, copies, hints, reading.options, file.refusal)


def _read_sheet(feed: Feed, source: DeliveredFile, sheet: Sheet, drafts: _Drafts, reading: Reading) -> SheetResult:
    """Read one sheet into the drafts. Its batches are parsed side by side and written in their order."""
    address = Address(feed.key, source.delivery, source.name, sheet.name)
    reader = RowReader(feed, sheet, address, reading.corrector)
    counts = Counts()
    for read in in_order(map(reader.records, sheet.batches()), reader.parse):
        drafts.rows.write_arrow(read.table)
        drafts.entries.write(read.quarantine)
        drafts.seen.add(read.rows, read.key_unread)
        drafts.corrected.append(read.corrected)
        counts.add(read.counts)
        if reading.progress is not None:
            reading.progress(feed.key, drafts.rows.rows)
        del read  # not to be held while the next batch is waited for
    return SheetResult(
        source,
        sheet.name,
        sheet.encoding,
        counts,
        match=sheet.match,
        title_rows=sheet.title_rows,
        header_rows=sheet.header_rows,
        line_offset=reader.line_offset,
    )
