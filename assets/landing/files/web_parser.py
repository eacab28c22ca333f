"""The tables of an HTML page as rows, while the page streams by.

What belongs here: tags, merged cells, nested tables, missing end tags. What does not: encodings, what rows mean.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from assets.landing.files.spilled_rows import SpilledRows

_MOST_COLUMNS = 4096
_MOST_TABLES = 1000
_MOST_COLSPAN, _MOST_ROWSPAN = 1000, 65_534
_DEEPEST = 50
# Characters of one cell, and of a tag that does not end.
_LONGEST = 1 << 20
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAK = "\v"
_BREAKING = frozenset({"br", "p", "div", "li"})
_SILENT = frozenset({"script", "style", "select", "textarea"})


class BrokenPageError(ValueError):
    """A page whose tables have no end, or more columns or depth than a table can have."""


@dataclass
class _Cell:
    columns: int
    rows: int
    texts: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> None:
        self.length += len(text)
        if self.length > _LONGEST:
            raise BrokenPageError("a cell does not end")
        self.texts.append(text)

    def text(self) -> str | None:
        joined = _SPACES.sub(" ", "".join(self.texts))
        lines = [line.strip() for line in joined.split(_BREAK)] if _BREAK in joined else [joined.strip()]
        return "\n".join(line for line in lines if line) or None


@dataclass
class _Table:
    """A table that is open. `cells`: texts of the open row by place, None where no row is open; `place`: of the next

    cell; `reaches`: place → how many rows below the current one a cell from above still covers.
    """

    rows: SpilledRows
    cells: dict[int, str] | None = None
    place: int = 0
    cell: _Cell | None = None
    reaches: dict[int, int] = field(default_factory=dict)
    started: dict[int, int] = field(default_factory=dict)

    def begin_row(self) -> None:
        self.end_row()
        self.cells, self.place = {}, 0

    def begin_cell(self, columns: int, rows: int) -> None:
        self.end_cell()
        if self.cells is None:
            self.begin_row()
        self.cell = _Cell(columns, rows)

    def end_cell(self) -> None:
        cell, self.cell = self.cell, None
        if cell is None or self.cells is None:
            return
        while self.place in self.reaches:
            self.place += 1
        place, text = self.place, cell.text()
        self.place += cell.columns
        if self.place > _MOST_COLUMNS:
            raise BrokenPageError("too many columns")
        if text is not None:
            self.cells[place] = text
        if cell.rows > 1 or cell.columns > 1:
            self.rows.merge(place, cell.columns, cell.rows)
        if cell.rows > 1:
            self.started.update(dict.fromkeys(range(place, place + cell.columns), cell.rows - 1))

    def end_row(self) -> None:
        self.end_cell()
        cells, self.cells = self.cells, None
        if cells is None:
            return
        self.rows.add(cells, self.place)
        if self.reaches or self.started:
            left = {place: rows - 1 for place, rows in self.reaches.items() if rows > 1}
            self.reaches, self.started = left | self.started, {}


class TableParser(HTMLParser):
    """Feed it a page's text, then `close` it: `tables` are those with content, in the order in which they begin."""

    def __init__(self, folder: Path) -> None:
        super().__init__(convert_charrefs=True)
        self._folder = folder
        self._all: list[SpilledRows] = []
        self._open: list[_Table] = []
        self._silent = 0

    @property
    def tables(self) -> list[SpilledRows]:
        return [rows for rows in self._all if not rows.is_blank]

    def feed(self, data: str) -> None:
        """Raises BrokenPageError where something does not end."""
        super().feed(data)
        if len(self.rawdata) > _LONGEST:
            raise BrokenPageError("a tag does not end")

    def close(self) -> None:
        """Raises BrokenPageError where the page ends before its tables do: rows are missing then, and the last cell

        may be half of what it was. What comes after the tables may be missing.
        """
        super().close()
        if self._open:
            raise BrokenPageError("a table does not end")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._begin_table()
        elif tag in _SILENT:
            self._silent += 1
        elif self._open:
            table = self._open[-1]
            if tag in ("td", "th"):
                self._silent = 0
                told = dict(attrs) if attrs else {}
                table.begin_cell(_span(told, "colspan", _MOST_COLSPAN), _span(told, "rowspan", _MOST_ROWSPAN))
            elif tag == "tr":
                table.begin_row()
            elif tag in ("thead", "tbody", "tfoot"):
                table.end_row()
            elif tag in _BREAKING and table.cell is not None:
                table.cell.add(_BREAK)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif not self._open:
            return
        elif tag in ("td", "th"):
            self._open[-1].end_cell()
        elif tag in ("tr", "thead", "tbody", "tfoot"):
            self._open[-1].end_row()
        elif tag == "table":
            self._end_table()

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent:
            cell = self._open[-1].cell
            if cell is not None:
                cell.add(data)

    def _begin_table(self) -> None:
        if len(self._open) == _DEEPEST or len(self._all) == _MOST_TABLES:
            raise BrokenPageError("too many tables")
        rows = SpilledRows(self._folder / f"table{len(self._all) + 1:04d}")
        self._all.append(rows)
        self._open.append(_Table(rows))

    def _end_table(self) -> None:
        table = self._open.pop()
        table.end_row()
        table.rows.finish()


def _span(attributes: dict[str, str | None], name: str, most: int) -> int:
    text = (attributes.get(name) or "").strip()
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < 9 else 1
