"""Sheets of cells → the bytes of a file, in every format that departments send.

What belongs here: formats, encodings, quoting, merged cells, hidden sheets, archives; and on which line each row ends
up. What does not: what the cells mean (bodies).
"""

import html
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime

import openpyxl
import polars as pl
import pyzipper
import xlsxwriter
import xlwt

from tests.fuzz.cells import Cell
from tests.fuzz.plans import FilePlan

PASSWORD = "兜底2026"
_BREAK = re.compile(r"\r\n|\r|\n")
_BOMS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


@dataclass
class Page:
    """A sheet to be: lines of cells, and merged regions (row, column, last row, last column) from 0."""

    name: str
    lines: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False


def line_numbers(plan: FilePlan, page: Page) -> list[int]:
    """The line that an editor or Excel shows for each line of a page, from 1."""
    if not plan.is_text:
        return list(range(1, len(page.lines) + 1))
    numbers, line = [], 1
    for cells in page.lines:
        numbers.append(line)
        line += 1 + sum(len(_BREAK.findall(cell.text)) for cell in cells)
    return numbers


def write(plan: FilePlan, pages: list[Page]) -> bytes:
    """The file's bytes."""
    if plan.is_text:
        return _text(plan, pages[0])
    if plan.kind == "html":
        return _html(plan, pages[0])
    if plan.kind == "parquet":
        return _parquet(pages[0])
    if plan.kind in ("xlsxwriter", "inline"):
        return _xlsxwriter(pages, inline=plan.kind == "inline")
    return _openpyxl(pages) if plan.kind == "openpyxl" else _xls(pages)


def encode(plan: FilePlan, text: str) -> bytes:
    return _BOMS.get(plan.encoding, b"") + text.encode(plan.encoding)


def _text(plan: FilePlan, page: Page) -> bytes:
    delimiter = "\t" if plan.kind == "tsv" else plan.delimiter

    def written(text: str) -> str:
        special = any(sign in text for sign in (delimiter, '"', "\r", "\n"))
        return '"' + text.replace('"', '""') + '"' if special or plan.quote_all else text

    lines = [delimiter.join(written(cell.text) for cell in cells) for cells in page.lines]
    lines = ["" if not line.strip(delimiter + ' \u3000"') and not plan.quote_all else line for line in lines]
    return encode(plan, plan.line_end.join(lines) + (plan.line_end if plan.last_line_end else ""))


def _html(plan: FilePlan, page: Page) -> bytes:
    label = {"utf-8-sig": "utf-8", "gb18030": "gb2312"}.get(plan.encoding, plan.encoding)
    covered = {
        (row, column)
        for top, left, bottom, right in page.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in page.merged}
    out = [f'<html><head><meta charset="{label}"></head><body><table border=1>']
    for row, cells in enumerate(page.lines):
        out.append("<tr>")
        for column, cell in enumerate(cells):
            if (row, column) in covered:
                continue
            tall, wide = spans.get((row, column), (1, 1))
            span = (f" rowspan={tall}" if tall > 1 else "") + (f' colspan="{wide}"' if wide > 1 else "")
            out.append(f"<td{span}>{_BREAK.sub('<br>', html.escape(cell.text)) or '&nbsp;'}</td>")
        out.append("</tr>")
    return encode(plan, plan.line_end.join([*out, "</table></body></html>"]))


def _parquet(page: Page) -> bytes:
    header, *body = page.lines
    columns = {
        heading.text: pl.Series([line[place].text or None for line in body], dtype=pl.String)
        for place, heading in enumerate(header)
    }
    made = io.BytesIO()
    pl.DataFrame(columns).write_parquet(made)
    return made.getvalue()


def _openpyxl(pages: list[Page]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        sheet = book.create_sheet(page.name)
        for number, cells in enumerate(page.lines, start=1):
            for place, cell in enumerate(cells, start=1):
                value = cell.native if cell.native is not None else cell.text
                if value != "":
                    sheet.cell(number, place, value)
        for top, left, bottom, right in page.merged:
            sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        sheet.sheet_state = "hidden" if page.hidden else "visible"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _xlsxwriter(pages: list[Page], *, inline: bool) -> bytes:
    """Texts in one table of the book, or inline in the cells, as programs write that stream their rows."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": inline} if inline else {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for page in pages:
        sheet = book.add_worksheet(page.name)
        for number, cells in enumerate(page.lines):
            for place, cell in enumerate(cells):
                if isinstance(cell.native, date):
                    sheet.write_datetime(number, place, cell.native, day)
                elif isinstance(cell.native, bool):
                    sheet.write_boolean(number, place, cell.native)
                elif cell.native is not None:
                    sheet.write_number(number, place, cell.native)
                elif cell.text:
                    sheet.write_string(number, place, cell.text)
        for top, left, bottom, right in page.merged if not inline else ():
            sheet.merge_range(top, left, bottom, right, page.lines[top][left].text)
        if page.hidden:
            sheet.hide()
    book.close()
    return made.getvalue()


def _xls(pages: list[Page]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    plain = xlwt.Style.default_style
    for page in pages:
        sheet = book.add_sheet(page.name)
        taken = {(top, left): (bottom, right) for top, left, bottom, right in page.merged}
        for number, cells in enumerate(page.lines):
            for place, cell in enumerate(cells):
                value = cell.native if cell.native is not None else cell.text
                if (number, place) in taken:
                    bottom, right = taken[number, place]
                    sheet.write_merge(number, bottom, place, right, value)
                elif value != "":
                    sheet.write(number, place, value, day if isinstance(value, date | datetime) else plain)
        sheet.visibility = 1 if page.hidden else 0
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def pack(archive: str, name: str, data: bytes) -> tuple[bytes, str]:
    """An archive of one file, and the member's name: in a folder, with a name in GB18030, or with a password."""
    made = io.BytesIO()
    if archive == "password":
        with pyzipper.AESZipFile(made, "w", compression=zipfile.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as locked:
            locked.setpassword(PASSWORD.encode())
            locked.writestr(name, data)
        return made.getvalue(), name
    if archive == "nested":
        inner, member = pack("plain", name, data)
        outer, inside = pack("plain", "内.zip", inner)
        return outer, f"{inside}/{member}"
    folder = {"plain": "", "folder": "a/b/", "gbk_folder": "荣成/"}[archive]
    raw = (folder + name).encode("gb18030")
    # A name of plain letters of the same length stands in, so that the archive does not say its names are UTF-8.
    stand_in = "N" * len(raw)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo(stand_in, (2026, 6, 30, 1, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return made.getvalue().replace(stand_in.encode(), raw), folder + name
