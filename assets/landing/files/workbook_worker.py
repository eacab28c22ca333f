"""The process that reads workbooks: `python -m assets.landing.files.workbook_worker <bytes of memory>`.

What belongs here: the conversation, the limits of the process. What does not: any format, nor the other end of the
conversation (workbook_process). A request is one line of JSON with path, format, folder and most_bytes; the answer is
one line too: {"sheets": [...]} or {"reason": "…"}. A Parquet file is only tried out: {"columns": [...]}. Nothing else
is ever written: libraries that print, or abort, may quote cells.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from assets.landing import reasons
from assets.landing.files import calamine
from assets.landing.files.parquet_texts import try_out
from assets.landing.files.sheet_parts import PartWriter, StoredSheet
from assets.landing.files.sheets import SheetError
from assets.landing.files.wanting_memory import lacked_memory
from assets.landing.files.xlsx_cells import CellReader, SheetXml, merged_regions
from assets.landing.files.xlsx_package import Contents, Package, SheetEntry
from assets.landing.files.xlsx_plain import plain_blocks
from assets.landing.files.xlsx_strings import NotPlainError, careful_strings, quick_strings
from assets.landing.files.xlsx_values import CellText


def store_workbook(path: Path, kind: str, folder: Path, most_bytes: int) -> list[StoredSheet]:
    """Write all sheets of a workbook below the folder, in the workbook's order. Raises SheetError, MemoryError."""
    if kind != "xlsx":
        return list(calamine.store_sheets(path, folder))
    return list(_store_xlsx(path, folder, most_bytes))


def _store_xlsx(path: Path, folder: Path, most_bytes: int) -> Iterator[StoredSheet]:
    package = Package(path, most_bytes)
    try:
        contents = package.contents()
        if not contents.sheets:
            raise SheetError(reasons.UNREADABLE_WORKBOOK)
        strings = _strings(package, contents.strings)
        for number, entry in enumerate(contents.sheets):
            yield _store_sheet(package, contents, strings, entry, folder / str(number))
    finally:
        package.close()


def _strings(package: Package, part: str) -> pl.Series:
    if not part:
        return pl.Series(dtype=pl.String)
    try:
        return quick_strings(package.blocks(part))
    except NotPlainError:
        return careful_strings(package.blocks(part))


def _store_sheet(
    package: Package, contents: Contents, strings: pl.Series, entry: SheetEntry, folder: Path
) -> StoredSheet:
    """One sheet; where it is broken, its reason says so and the others go on."""
    try:
        try:
            return _store_blocks(package.blocks(entry.part), contents, strings, entry, folder / "quick")
        except NotPlainError:
            plain = plain_blocks(package.blocks(entry.part))
            return _store_blocks(plain, contents, strings, entry, folder / "careful")
    except NotPlainError:
        return StoredSheet(entry.name, str(folder), entry.visible, reasons.UNREADABLE_SHEET)
    except SheetError as error:
        return StoredSheet(entry.name, str(folder), entry.visible, error.reason)


def _store_blocks(
    blocks: Iterator[bytes], contents: Contents, strings: pl.Series, entry: SheetEntry, folder: Path
) -> StoredSheet:
    sheet = StoredSheet(entry.name, str(folder), entry.visible)
    writer = PartWriter(sheet)
    reader = CellReader(CellText(strings, contents.date_styles, contents.from_1904))
    xml = SheetXml(blocks)
    for rows in xml.rows():
        writer.write(reader.read(rows))
    writer.write_merges(merged_regions(xml.tail))
    return sheet


def answer(request: dict[str, str | int]) -> dict[str, object]:
    """What is told of one workbook. Whatever a broken one makes a library raise is an unreadable workbook."""
    path, kind, folder = Path(str(request["path"])), str(request["format"]), Path(str(request["folder"]))
    try:
        if kind == "parquet":
            return {"columns": try_out(path)}
        sheets = store_workbook(path, kind, folder, int(request["most_bytes"]))
    except SheetError as error:
        return {"reason": error.reason}
    except MemoryError:
        return {"reason": reasons.TOO_LARGE_PARQUET if kind == "parquet" else reasons.TOO_LARGE_WORKBOOK}
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a library's panic is no Exception
        if lacked_memory(error):
            return {"reason": reasons.TOO_LARGE_PARQUET if kind == "parquet" else reasons.TOO_LARGE_WORKBOOK}
        return {"reason": reasons.UNREADABLE_PARQUET if kind == "parquet" else reasons.UNREADABLE_WORKBOOK}
    return {"sheets": [sheet.as_message() for sheet in sheets]}


def main(memory: int) -> None:
    """Answer requests until the other end closes."""
    # What the process may write to, its own memory as well as mapped: address space would count program code and the
    # reserves of allocators. An abort must not leave a picture of memory on disk.
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(0o077)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for line in sys.stdin:
        answers.write(json.dumps(answer(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
