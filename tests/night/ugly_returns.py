"""Reading the lists that a department gets back, as a clerk sees them.

What belongs here: finding the workbooks and their rows by the headings of their sheets. What does not: what must be in
them (test_ugly_inbox).
"""

from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

DETAILS, SUMMARY, CONFLICTS = "明细", "汇总", "重复与冲突"
_HEADINGS = {"文件", "原因"}

ReturnedRow = dict[str, str]


def workbooks(folder: Path) -> list[Path]:
    """All that a department is given about the quality of what it sent."""
    return sorted([*folder.glob("*退回清单*.xlsx"), *folder.glob("*质量*.xlsx")])


def _texts(sheet: Worksheet) -> list[list[str]]:
    rows = sheet.iter_rows(values_only=True)
    return [["" if cell is None else str(cell).strip() for cell in row] for row in rows]


def rows_of(path: Path, name: str) -> list[ReturnedRow]:
    """The rows below the headings of one sheet; none where the sheet is missing or has no such headings."""
    book = load_workbook(path)
    if name not in book.sheetnames:
        return []
    lines = _texts(book[name])
    header = next((place for place, line in enumerate(lines) if set(line) >= _HEADINGS), None)
    if header is None:
        return []
    return [dict(zip(lines[header], line, strict=False)) for line in lines[header + 1 :] if any(line)]


def lines_of(path: Path, name: str) -> list[list[str]]:
    """The lines of a sheet as texts; none where the sheet is missing."""
    book = load_workbook(path)
    return _texts(book[name]) if name in book.sheetnames else []


def all_texts(path: Path) -> list[str]:
    """Every cell of every sheet, with the sheets' names and the comments."""
    book = load_workbook(path)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    notes = [cell.comment.text for cell in cells if cell.comment is not None]
    return [*book.sheetnames, *notes, *(str(cell.value) for cell in cells if cell.value is not None)]
