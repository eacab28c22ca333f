"""XML Spreadsheet 2003: what many systems write under the name of .xls; each worksheet with content is a sheet.

What belongs here: its elements. What does not: encodings (page_text), what cells mean.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from assets.landing import reasons
from assets.landing.files.encodings import UnknownEncodingError
from assets.landing.files.page_text import page_encoding, page_text
from assets.landing.files.sheets import RefusedSheet, Sheet
from assets.landing.files.spilled_rows import SpilledRows
from assets.landing.files.xlsx_values import NOT_CALCULATED
from assets.vocabulary.feeds import Feed

_LARGEST = 2 << 30
_MOST_ROWS, _MOST_COLUMNS, _MOST_SHEETS = 1_048_576, 16_384, 1000
# A double holds 15 decimal digits for certain: a longer whole number in a number cell is not what was typed.
_LONG_NUMBER = re.compile(r"-?[0-9]{16,}(\.0*)?")
_MIDNIGHT = re.compile(r"T00:00:00(\.0+)?$")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


class _BrokenError(ValueError):
    """The elements say what no workbook can be."""


@dataclass
class _Reader:
    """Where the reading stands: the worksheet, its row, the cell."""

    folder: Path
    sheets: list[tuple[str, SpilledRows]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    cells: dict[int, str] = field(default_factory=dict)
    place: int = 0  # of the cell that is read, or comes next
    reaches: dict[int, int] = field(default_factory=dict)  # place → last row that a cell from above covers
    across: int = 0
    down: int = 0
    is_formula: bool = False
    kind: str = ""
    texts: list[str] = field(default_factory=list)
    is_data: bool = False
    is_comment: bool = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        told = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "Worksheet":
            if len(self.sheets) == _MOST_SHEETS:
                raise _BrokenError("too many worksheets")
            self.sheets.append((told.get("Name", ""), SpilledRows(self.folder / f"sheet{len(self.sheets):04d}")))
            self.reaches = {}
        elif name == "Row" and self.sheets:
            self._skip_rows(_number(told, "Index", _MOST_ROWS))
            self.cells, self.place = {}, 0
        elif name == "Cell" and self.sheets:
            self._begin_cell(told)
        elif name == "Comment":
            self.is_comment = True
        elif name in ("Data", "Visible") and not self.is_comment:  # what was said about a cell is not in it
            self.kind, self.texts, self.is_data = told.get("Type", "String"), [], True

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "Data":
            self.is_data = False
        elif name == "Comment":
            self.is_comment = False
        elif name == "Visible":
            self.is_data = False
            if "Hidden" in "".join(self.texts):
                self.hidden.add(len(self.sheets) - 1)
        elif name == "Cell" and self.sheets:
            self._end_cell()
        elif name == "Row" and self.sheets:
            self._end_row()

    def text(self, data: str) -> None:
        if self.is_data:
            self.texts.append(data)

    def _skip_rows(self, index: int) -> None:
        """Rows that are left out are blank; the next one tells its number."""
        rows = self.sheets[-1][1]
        while rows.height < index - 1:
            rows.add({}, 0)

    def _begin_cell(self, told: dict[str, str]) -> None:
        index = _number(told, "Index", _MOST_COLUMNS)
        self.place = max(self.place, index - 1)
        self.across, self.down = _number(told, "MergeAcross", _MOST_COLUMNS), _number(told, "MergeDown", _MOST_ROWS)
        self.kind, self.texts = "", []
        self.is_formula = "Formula" in told
        while not index and self._is_covered(self.place):
            self.place += 1

    def _is_covered(self, place: int) -> bool:
        return self.reaches.get(place, -1) >= self.sheets[-1][1].height

    def _end_cell(self) -> None:
        text = _value("".join(self.texts), self.kind)
        if text is None and self.is_formula and not self.kind:
            text = NOT_CALCULATED
        rows, place = self.sheets[-1][1], self.place
        self.place += 1 + self.across
        if self.place > _MOST_COLUMNS:
            raise _BrokenError("too many columns")
        if text is not None:
            self.cells[place] = text
        if self.down or self.across:
            rows.merge(place, self.across + 1, self.down + 1)
        if self.down:
            self.reaches.update(dict.fromkeys(range(place, place + self.across + 1), rows.height + self.down))

    def _end_row(self) -> None:
        self.sheets[-1][1].add(self.cells, self.place)
        self.cells, self.place = {}, 0


def open_xml_workbook(path: Path, feed: Feed, scratch: Path) -> Iterator[Sheet | RefusedSheet]:
    """The worksheets by their names, in their order; blank ones are nothing, hidden ones as in other workbooks."""
    if path.stat().st_size > _LARGEST:
        yield RefusedSheet("", "", reasons.LARGE_WEB_PAGE)
        return
    encoding = page_encoding(path)
    label = "utf-16" if encoding.startswith("utf-16") else encoding
    reader = _Reader(scratch / "sheets")
    try:
        _parse(path, encoding, reader)
    except UnknownEncodingError:
        yield RefusedSheet("", "", reasons.UNREADABLE_TEXT)
        return
    except (expat.ExpatError, _BrokenError):
        yield RefusedSheet("", label, reasons.UNREADABLE_WORKBOOK)
        return
    shown = False
    for number, (name, rows) in enumerate(reader.sheets):
        if rows.is_blank:
            continue
        rows.finish()
        sheet: Sheet | RefusedSheet = rows.sheet(name, label, feed)
        if number in reader.hidden:
            if isinstance(sheet, RefusedSheet):
                continue
            sheet = RefusedSheet(name, label, reasons.HIDDEN_SHEET)
        shown = True
        yield sheet
    if not shown:
        yield RefusedSheet("", label, reasons.EMPTY_FILE)


def _parse(path: Path, encoding: str, reader: _Reader) -> None:
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse_declaration
    is_first = True
    for text in page_text(path, encoding):
        # The encoding that the file declares is no longer true of what is parsed.
        told = _DECLARATION.sub("", text) if is_first else text
        is_first = False
        parser.Parse(told.encode("utf-8", "replace"), False)
    parser.Parse(b"", True)


def _refuse_declaration(*_: object) -> None:
    """A workbook declares no document type; one that does defines entities that grow without end."""
    raise _BrokenError("a document type is declared")


def _number(told: dict[str, str], name: str, most: int) -> int:
    """An attribute as a whole number, 0 where there is none."""
    text = told.get(name, "")
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()) or int(text[:9]) > most or len(text) > len("1048576"):
        raise _BrokenError(f"{name} is out of bounds")
    return int(text)


def _value(text: str, kind: str) -> str | None:
    """The text of a cell as workbooks give it: dates without a midnight, whole numbers that lost digits as 3.7E+17."""
    if kind == "DateTime":
        return _MIDNIGHT.sub("", text) or None
    if kind == "Number" and _LONG_NUMBER.fullmatch(text):
        digits = text.lstrip("-")
        return f"{digits[0]}.{digits[1:15]}E+"
    return text.strip() or None
