"""The one entry to reading a file: its bytes' format decides who opens it.

What belongs here: choosing the reader. What does not: any one format.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assets.landing.files.flat_files import TextHints, open_flat_file
from assets.landing.files.parquet_files import open_parquet
from assets.landing.files.sheets import RefusedSheet, Sheet
from assets.landing.files.workbooks import open_workbook
from assets.landing.options import LandingOptions
from assets.vocabulary.feeds import Feed


@dataclass(frozen=True)
class Opening:
    """How one file is to be opened: `scratch` is a private folder for copies, emptied when the file is done."""

    path: Path
    format: str
    feed: Feed
    scratch: Path
    hints: TextHints
    options: LandingOptions


def open_file(opening: Opening) -> Iterator[Sheet | RefusedSheet]:
    """The sheets of a file in order; a sheet's batches are to be taken before the next sheet is asked for."""
    opening.scratch.mkdir(parents=True, exist_ok=True)
    try:
        yield from _sheets(opening)
    finally:
        shutil.rmtree(opening.scratch, ignore_errors=True)


def _sheets(opening: Opening) -> Iterator[Sheet | RefusedSheet]:
    if opening.format == "xlsx":
        yield from open_workbook(opening.path, opening.feed)
    elif opening.format == "parquet":
        yield open_parquet(opening.path, opening.feed)
    else:
        yield open_flat_file(opening.path, opening.feed, opening.scratch, opening.hints)
