"""CSV, TSV and TXT: encoding, delimiter, header, then batches of text cells streamed from disk.

What belongs here: what is special to delimited text. What does not: what cells mean.
"""

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from assets.landing import reasons
from assets.landing.files import encodings
from assets.landing.files.headings import FoundHeader, HeadingMatch, find_header
from assets.landing.files.long_records import long_records
from assets.landing.files.sheets import (
    BATCH_ROWS,
    OVERFLOW,
    BrokenQuotesError,
    NotUtf8Error,
    RefusedSheet,
    Sheet,
    SheetError,
    cell_name,
    even_batches,
)
from assets.vocabulary.feeds import Feed

DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_RECORDS = 40
# How many bytes the reader takes at a time, several times over and ahead of whoever parses: its own 4 MiB and more hold
# half a gigabyte of a large file in memory, this a quarter of that at the same speed. A hint: it may be ignored.
os.environ.setdefault("POLARS_CSV_CHUNK_SIZE", "1000000")
_LONE_RETURN = re.compile(r"\r(?!\n|$)")


@dataclass(frozen=True)
class _Layout:
    """`header_line`: the last line of the header's last row; `columns`: cells of its longest row."""

    delimiter: str
    header_line: int
    columns: int
    header: FoundHeader

    @property
    def match(self) -> HeadingMatch:
        return self.header.match


@dataclass(frozen=True)
class TextHints:
    """What is known of a text file before it is opened, and what an earlier attempt to read it taught.

    `quoted`: it holds quotation marks. `encoding` overrides what its beginning and end suggest, and
    what it does not have becomes U+FFFD. `requote`: rewrite it
    first, because its quotation marks stand where they should not.
    """

    quoted: bool = True
    encoding: str | None = None
    requote: bool = False


def open_flat_file(path: Path, feed: Feed, scratch: Path, hints: TextHints) -> Sheet | RefusedSheet:
    """The one sheet of a text file; `scratch` is a folder for copies, private and emptied by the caller."""
    if path.stat().st_size == 0:
        return RefusedSheet("", "", reasons.EMPTY_FILE)
    encoding = hints.encoding or encodings.sniff(path)
    label = "utf-16" if encoding.startswith("utf-16") else encoding
    source = path
    if hints.encoding is not None or encodings.needs_copy(path, encoding):
        source = scratch / "utf8.csv"
        try:
            encodings.write_utf8_copy(path, encoding, source)
        except encodings.UnknownEncodingError:
            return RefusedSheet("", "", reasons.UNREADABLE_TEXT)
    layout = _find_layout(source, feed)
    if layout is None:
        return RefusedSheet("", label, reasons.NO_HEADER)
    if layout.match.missing:
        return RefusedSheet("", label, reasons.missing_headings(layout.match.missing, layout.match.near))
    if hints.requote:
        requoted = scratch / "requoted.csv"
        try:
            _requote(source, layout.delimiter, requoted)
        except SheetError as error:
            return RefusedSheet("", label, error.reason)
        source = requoted

    def batches() -> Iterator[pl.DataFrame]:
        return _marked(source, layout, even_batches(_scan(source, layout)))

    return Sheet(
        "",
        label,
        layout.match,
        batches,
        layout.header_line + 1,
        hints.quoted,
        layout.delimiter,
        layout.header.title_rows,
        layout.header.rows,
    )


def _requote(source: Path, delimiter: str, target: Path) -> None:
    """Rewrite a file record by record with marks where they belong; a mark inside a cell is part of its text.

    Records and lines keep their numbers. Raises SheetError where a cell never ends (Python's limit of a cell is 128
    KiB), and where text follows the closing mark of a record of several lines: a mark is missing there, and the cell
    has swallowed the row below.
    """
    with (
        source.open(encoding="utf-8-sig", errors="replace", newline="") as reader,
        target.open("w", encoding="utf-8", newline="") as writer,
    ):
        lines: list[str] = []
        records = csv.reader(_kept(reader, lines), delimiter=delimiter)
        rewritten = csv.writer(writer, delimiter=delimiter, lineterminator="\n")
        line = 1
        try:
            for cells in records:
                if len(lines) > 1 and not _is_strict(lines, delimiter):
                    raise SheetError(reasons.swallowed_rows(line))
                rewritten.writerow(cells)
                line += sum(each.endswith("\n") for each in lines)
                lines.clear()
        except csv.Error:
            raise SheetError(reasons.BROKEN_QUOTES) from None


def _kept(reader: Iterable[str], lines: list[str]) -> Iterator[str]:
    """The same lines, each also added to `lines`."""
    for line in reader:
        lines.append(line)
        yield line


def _is_strict(lines: list[str], delimiter: str) -> bool:
    """Whether the marks of a record pair, each closing one before a delimiter or the record's end."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True


def _find_layout(path: Path, feed: Feed) -> _Layout | None:
    """Delimiter and header that recognise most; the first delimiter that finds all required headings wins."""
    with path.open("rb") as handle:
        data = handle.read(encodings.SAMPLE)
    # Lines end as the reader of data counts them: no other sign ends one, and a lone CR inside one is a blank.
    text = _LONE_RETURN.sub(" ", data.decode("utf-8-sig", errors="ignore"))
    lines = list(io.StringIO(text, newline="\n"))
    if len(data) == encodings.SAMPLE and len(lines) > 1:
        lines.pop()  # cut in the middle
    best: _Layout | None = None
    for delimiter in DELIMITERS:
        records = _records(lines, delimiter)
        found = find_header([cells for _, cells in records], feed)
        if found is None:
            continue
        match = found.match
        header = records[found.first : found.first + found.rows]
        width = max(len(cells) for _, cells in header)
        layout = _Layout(delimiter, header[-1][0], width, found)
        if not match.missing:
            return layout
        if best is None or len(match.positions) > len(best.match.positions):
            best = layout
    return best


def _records(lines: list[str], delimiter: str) -> list[tuple[int, list[str]]]:
    """(last line number, cells) of the first records."""
    reader = csv.reader(lines, delimiter=delimiter)
    records: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            records.append((reader.line_num, cells))
            if len(records) == _SAMPLE_RECORDS:
                break
    except csv.Error:
        return records
    return records


def _marked(path: Path, layout: _Layout, batches: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The batches with `overflow` filled where a row has shifted.

    Raises BrokenQuotesError where marks are such that the reader divides records otherwise than they were counted.
    """
    counted = long_records(path, layout.header_line, layout.delimiter, layout.columns)
    first = 0
    for batch in batches:
        yield counted.mark(batch, first)
        first += batch.height
    if counted.ordinals.size and first != counted.records:
        raise BrokenQuotesError(reasons.BROKEN_QUOTES)


def _scan(path: Path, layout: _Layout) -> Iterator[pl.DataFrame]:
    names = [cell_name(place) for place in range(layout.columns)]
    lazy = pl.scan_csv(
        path,
        has_header=False,
        separator=layout.delimiter,
        skip_lines=layout.header_line,
        schema=dict.fromkeys([*names, OVERFLOW], pl.String),
        extra_columns="ignore",
        missing_columns="insert",
        raise_if_empty=False,
        glob=False,
    )
    try:
        yield from lazy.collect_batches(chunk_size=BATCH_ROWS, maintain_order=True)
    except pl.exceptions.NoDataError:
        return
    except pl.exceptions.ComputeError as error:
        # The library's message holds cell values: neither it nor the error may travel on.
        if "utf-8" in str(error):
            raise NotUtf8Error from None
        raise BrokenQuotesError(reasons.BROKEN_QUOTES) from None
