"""How the ugly files are put on disk: grids into workbooks, archives, web tables and texts.

What belongs here: writing bytes. What does not: what is in them.
"""

import csv
import gzip
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyzipper
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Grid = Sequence[Sequence[object]]
ARCHIVE_TIME = (2026, 6, 30, 8, 0, 0)


@dataclass(frozen=True)
class Page:
    """A sheet as it lies in a workbook: its cells from A1, merged ranges, and whether it is shown."""

    cells: Grid
    merged: tuple[str, ...] = ()
    state: str = "visible"


def words(line: str) -> list[str]:
    """Headings from a line with blanks between them."""
    return line.split()


def _fill(sheet: Worksheet, page: Page) -> None:
    for line, row in enumerate(page.cells, start=1):
        for place, cell in enumerate(row, start=1):
            if cell is not None and cell != "":
                sheet.cell(line, place, cell)
    for area in page.merged:
        sheet.merge_cells(area)
    sheet.sheet_state = page.state


def workbook(pages: Mapping[str, Page]) -> bytes:
    """An XLSX as openpyxl writes it: a cell that begins with = is a formula nobody has calculated."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, page in pages.items():
        _fill(book.create_sheet(name), page)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def encrypted(content: bytes, password: str) -> bytes:
    """A workbook under a password, as Excel protects it."""
    buffer = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, buffer)
    return buffer.getvalue()


def text(rows: Grid, encoding: str, delimiter: str = ",", line_end: str = "\r\n", quote_all: bool = False) -> bytes:
    """A delimited text; quoted where needed, or everywhere."""
    buffer = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(buffer, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)
    return buffer.getvalue().encode(encoding)


class _PlainNameInfo(zipfile.ZipInfo):
    """A member whose name is written as Chinese Windows does: GBK bytes without the UTF-8 flag."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gb18030"), self.flag_bits


def gbk_archive(members: Mapping[str, bytes]) -> bytes:
    """A zip with names in GBK."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            info = _PlainNameInfo(name, ARCHIVE_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def locked_archive(members: Mapping[str, bytes], password: str) -> bytes:
    """A zip under a password (AES-256)."""
    buffer = io.BytesIO()
    with pyzipper.AESZipFile(buffer, "w", compression=zipfile.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        for name, content in members.items():
            archive.writestr(pyzipper.zipfile_aes.AESZipInfo(name, ARCHIVE_TIME), content)
    return buffer.getvalue()


def gzipped(content: bytes) -> bytes:
    """A gz file."""
    return gzip.compress(content, mtime=0)


def put(path: Path, content: bytes) -> None:
    """Write bytes, making the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
