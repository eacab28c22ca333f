"""The operator's files as lines of text: which there are, their encoding, their headings in Chinese or English.

What belongs here: reading the few small files of `<inbox>/operator`. What does not: whether a line can be used.
"""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

OPERATOR = "operator"
CORRECTIONS_FILE, ACCEPTANCES_FILE = "corrections.csv", "acceptances.csv"
# Field → headings, the first of which our own commands write.
CORRECTION_HEADINGS: dict[str, tuple[str, ...]] = {
    "feed": ("数据", "feed"),
    "key": ("主键", "key"),
    "column": ("栏目", "column"),
    "wrong": ("原值", "wrong"),
    "right": ("更正值", "right"),
    "why": ("原因", "why"),
    "until": ("有效期至", "until"),
    "recorded_by": ("登记人", "recorded_by"),
}
ACCEPTANCE_HEADINGS: dict[str, tuple[str, ...]] = {
    "night": ("夜", "night"),
    "feed": ("数据", "feed"),
    "division_code": ("区划", "division_code"),
    "reason": ("原因", "reason"),
    "accepted_by": ("接受人", "accepted_by"),
}
# Lists written by hand; what is larger is no such list.
LARGEST_FILE = 16 * 1024 * 1024
# A double holds 15 decimal digits for certain: a longer whole number in a number cell is not what was typed.
_LONG_NUMBER = r"^-?[0-9]{16,}$"


@dataclass(frozen=True)
class NoteLine:
    """A line: the file's name, the line that an editor or Excel shows, and the stripped text of every field."""

    file: str
    line: int
    cells: dict[str, str]

    @property
    def place(self) -> str:
        return f"{self.file} 第 {self.line} 行"


@dataclass(frozen=True)
class NoteFiles:
    """All lines of the operator's files, by file name and line; `unreadable` is (file, reason in Chinese)."""

    corrections: tuple[NoteLine, ...]
    acceptances: tuple[NoteLine, ...]
    unreadable: tuple[tuple[str, str], ...]


class NoteFileError(ValueError):
    """An operator's file cannot be read; the text says why and how to mend it, in Chinese."""


def read_note_files(inbox: Path) -> NoteFiles:
    """Every file of `<inbox>/operator`; nothing where there is no such folder."""
    folder = inbox / OPERATOR
    corrections: list[NoteLine] = []
    acceptances: list[NoteLine] = []
    unreadable: list[tuple[str, str]] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name.startswith((".", "~$")):
            continue
        try:
            if path.name.lower().startswith("corrections"):
                corrections += read_lines(path, CORRECTION_HEADINGS)
            elif path.name.lower().startswith("acceptances"):
                acceptances += read_lines(path, ACCEPTANCE_HEADINGS)
            else:
                raise NoteFileError("文件名应以 corrections（更正）或 acceptances（接受）开头；请改名")
        except NoteFileError as error:
            unreadable.append((path.name, str(error)))
    return NoteFiles(tuple(corrections), tuple(acceptances), tuple(unreadable))


def read_lines(path: Path, headings: dict[str, tuple[str, ...]]) -> list[NoteLine]:
    """The lines below the header. Raises NoteFileError where the file is no CSV or XLSX with all headings."""
    if not path.is_file():
        raise NoteFileError("这里只放 csv 或 xlsx 文件；请移走")
    if path.stat().st_size > LARGEST_FILE:
        raise NoteFileError("文件太大，不像手工登记的表；请核对")
    data = path.read_bytes()
    rows = _workbook_rows(data) if data.startswith(b"PK") else text_rows(decode(data)[0])
    header = next((index for index, (_, cells) in enumerate(rows) if any(cells)), None)
    if header is None:
        return []
    places = field_places(rows[header][1], headings)
    lines = []
    for number, cells in rows[header + 1 :]:
        if any(cells):
            fields = {field: cells[place] if place < len(cells) else "" for field, place in places.items()}
            lines.append(NoteLine(path.name, number, fields))
    return lines


def field_places(header: list[str], headings: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Field → place in the row. Raises NoteFileError naming the headings that are missing."""
    written = [_plain(cell) for cell in header]
    places = {
        field: next((place for place, cell in enumerate(written) if cell in names), None)
        for field, names in headings.items()
    }
    missing = [headings[field][0] for field, place in places.items() if place is None]
    if missing:
        raise NoteFileError(f"第一行缺少列名：{'、'.join(f'「{name}」' for name in missing)}；请补上")
    return {field: place for field, place in places.items() if place is not None}


def decode(data: bytes) -> tuple[str, str]:
    """(the text, its encoding): UTF-8 with or without mark, UTF-16 with mark, else GB18030. Raises NoteFileError."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8", "gb18030"]
    for encoding in candidates:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise NoteFileError("文件的编码无法识别；请另存为 UTF-8 编码的 csv")


def delimiter_of(text: str) -> str:
    """The delimiter of the first line that is not blank: comma, tab or semicolon."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",\t;", key=first.count)


def text_rows(text: str) -> list[tuple[int, list[str]]]:
    """(line on which the record begins, its stripped cells) of a delimited text. Raises NoteFileError."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for record in reader:
            rows.append((begins, [cell.strip() for cell in record]))
            begins = reader.line_num + 1
    except csv.Error:
        raise NoteFileError("文件不是能读的 csv；请重新导出") from None
    return rows


def _workbook_rows(data: bytes) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet."""
    try:
        reader = fastexcel.read_excel(data)
        text, truth = (
            reader.load_sheet(0, header_row=None, skip_rows=0, dtypes=dtype).to_polars()
            for dtype in ("string", "boolean")
        )
    except (fastexcel.FastExcelError, pl.exceptions.PolarsError):
        raise NoteFileError("工作簿打不开；可能已损坏或加了密码，请重新保存") from None
    # Only a number cell has a truth value: a long number in one has lost digits, and is written so that it shows.
    shown = text.select(
        pl.when(truth[name].is_not_null() & pl.col(name).str.contains(_LONG_NUMBER))
        .then(pl.concat_str(pl.col(name).str.slice(0, 1), pl.lit("."), pl.col(name).str.slice(1, 14), pl.lit("E+17")))
        .otherwise(name)
        .fill_null("")
        .str.strip_chars()
        .alias(name)
        for name in text.columns
    )
    return [(number, list(row)) for number, row in enumerate(shown.rows(), start=1)]


def _plain(heading: str) -> str:
    return re.sub(r"[\s*\ufeff]", "", unicodedata.normalize("NFKC", heading)).lower()
