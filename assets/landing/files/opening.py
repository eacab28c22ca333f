"""The one entry to reading a file: its bytes' format decides who opens it.

What belongs here: choosing the reader. What does not: any one format.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from assets.landing import reasons
from assets.landing.files import formats
from assets.landing.files.encodings import is_text
from assets.landing.files.flat_files import TextHints, open_flat_file
from assets.landing.files.parquet_files import open_parquet
from assets.landing.files.protected import LockedWorkbookError, unlocked
from assets.landing.files.sheets import RefusedSheet, Sheet
from assets.landing.files.web_tables import open_web_tables
from assets.landing.files.workbooks import open_workbook
from assets.landing.files.xml_workbooks import open_xml_workbook
from assets.landing.options import LandingOptions
from assets.vocabulary.feeds import Feed


@dataclass(frozen=True)
class Opening:
    """How one file is to be opened: `scratch` is a private folder for copies, emptied when the file is done.

    `refusal`: why it could not be unpacked; it is refused then without a look.
    """

    path: Path
    format: str
    feed: Feed
    scratch: Path
    hints: TextHints
    options: LandingOptions
    refusal: str = ""


def open_file(opening: Opening) -> Iterator[Sheet | RefusedSheet]:
    """The sheets of a file in order; a sheet's batches are to be taken before the next sheet is asked for."""
    opening.scratch.mkdir(parents=True, exist_ok=True)
    try:
        yield from map(_refused_by_header, _sheets(_with_a_name(opening)))
    finally:
        shutil.rmtree(opening.scratch, ignore_errors=True)


def _refused_by_header(sheet: Sheet | RefusedSheet) -> Sheet | RefusedSheet:
    """A sheet whose header is complete and yet cannot be relied on is refused, whatever its format."""
    if isinstance(sheet, Sheet) and sheet.match.refusal:
        return RefusedSheet(sheet.name, sheet.encoding, sheet.match.refusal)
    return sheet


def _with_a_name(opening: Opening) -> Opening:
    """The same file through a link where its name is no text, which no library takes."""
    if is_text(str(opening.path)):
        return opening
    link = opening.scratch / "delivered"
    link.unlink(missing_ok=True)
    link.symlink_to(opening.path.resolve())
    return replace(opening, path=link)


def _sheets(opening: Opening) -> Iterator[Sheet | RefusedSheet]:
    if opening.refusal:
        yield RefusedSheet("", "", opening.refusal)
    elif opening.path.stat().st_size == 0:
        yield RefusedSheet("", "", reasons.EMPTY_FILE)
    elif opening.format in formats.WORKBOOKS:
        yield from _workbook(opening)
    elif opening.format == "parquet":
        yield open_parquet(opening.path, opening.feed, opening.options)
    elif opening.format == "html":
        yield from open_web_tables(opening.path, opening.feed, opening.scratch)
    elif opening.format == "spreadsheetml":
        yield from open_xml_workbook(opening.path, opening.feed, opening.scratch)
    else:
        yield open_flat_file(opening.path, opening.feed, opening.scratch, opening.hints)


def _workbook(opening: Opening) -> Iterator[Sheet | RefusedSheet]:
    try:
        path = unlocked(opening.path, opening.format, opening.scratch, opening.options.passwords)
    except LockedWorkbookError as locked:
        yield RefusedSheet("", "", locked.reason)
        return
    kind = opening.format if path == opening.path else formats.detect(path, opening.format)
    if kind not in formats.WORKBOOKS:
        yield RefusedSheet("", "", reasons.FORMAT_REASONS.get(kind, reasons.UNSUPPORTED_FORMAT))
        return
    named = _with_suffix(path, kind, opening.scratch)
    yield from open_workbook(named, kind, opening.feed, opening.scratch, opening.options)


def _with_suffix(path: Path, kind: str, scratch: Path) -> Path:
    """The same bytes under a name that ends as their format does: the library chooses its reader by that."""
    if path.suffix.lower() == f".{kind}":
        return path
    link = scratch / f"workbook.{kind}"
    link.unlink(missing_ok=True)
    link.symlink_to(path.resolve())
    return link
