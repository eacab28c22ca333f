"""XLSX: a worksheet in any form of XML rewritten in the one form that the quick reader takes.

What belongs here: prefixes, comments, CDATA, other encodings, cells without an address. Slow, flat, rarely needed.
What does not: what cells mean.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from assets.landing import reasons
from assets.landing.files.sheets import SheetError
from assets.landing.files.xlsx_strings import RunReader, local_name, xml_parser
from assets.landing.files.xlsx_strings import feed as feed_parser

_BLOCK = 1 << 20
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def plain_blocks(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The worksheet anew, in blocks. Raises SheetError where it is no XML or its rows are out of order."""
    rewriter = _Rewriter()
    parser = xml_parser()
    parser.StartElementHandler, parser.EndElementHandler = rewriter.start, rewriter.end
    parser.CharacterDataHandler = rewriter.text
    yield b"<worksheet><sheetData>"
    for block in blocks:
        for start in range(0, len(block), _BLOCK):
            feed_parser(parser, iter([block[start : start + _BLOCK]]), False)
            yield rewriter.take()
    feed_parser(parser, iter(()))
    if not rewriter.is_worksheet:
        raise SheetError(reasons.UNREADABLE_SHEET)
    merged = "".join(f"<mergeCell ref={quoteattr(reference)}/>" for reference in rewriter.merged)
    yield f"</sheetData>{merged}</worksheet>".encode()


class _Rewriter:
    """Handlers of the parser; holds one row."""

    def __init__(self) -> None:
        self.is_worksheet = False
        self.merged: list[str] = []
        self._done: list[str] = []
        self._row = 0
        self._place = -1
        self._cells: dict[int, str] = {}
        self._cell: dict[str, str] | None = None
        self._runs = RunReader()
        self._value: list[str] = []
        self._in_value = self._has_inline = self._has_formula = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if name == "worksheet":
            self.is_worksheet = True
        elif name == "row":
            self._start_row(attributes.get("r"))
        elif name == "c":
            self._cell = attributes
            self._value.clear()
            self._runs.take()
            self._in_value = self._has_inline = self._has_formula = False
        elif name == "mergeCell":
            self.merged.append(attributes.get("ref", ""))
        elif self._cell is not None:
            self._has_formula = self._has_formula or name == "f"
            self._has_inline = self._has_inline or name == "is"
            self._in_value = name == "v"
            self._runs.start(name)

    def end(self, tag: str) -> None:
        name = local_name(tag)
        if name == "c" and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "row":
            self._end_row()
        elif self._cell is not None:
            self._in_value = False
            self._runs.end(name)

    def text(self, data: str) -> None:
        if self._in_value:
            self._value.append(data)
        elif self._cell is not None:
            self._runs.text(data)

    def take(self) -> bytes:
        done = "".join(self._done).encode("utf-8", "replace")
        self._done.clear()
        return done

    def _start_row(self, number: str | None) -> None:
        row = int(number) if number and number.isdecimal() else self._row + 1
        if row <= self._row:
            raise SheetError(reasons.UNREADABLE_SHEET)
        self._row, self._place = row, -1
        self._cells.clear()

    def _end_cell(self, attributes: dict[str, str]) -> None:
        letters = attributes.get("r", "").rstrip("0123456789")
        if letters and not (letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= 3):
            raise SheetError(reasons.UNREADABLE_SHEET)
        self._place = _place(letters) if letters else self._place + 1
        style, kind = attributes.get("s", ""), attributes.get("t", "")
        head = f' s="{style}"' if style.isdecimal() and len(style) <= 6 else ""
        head += f' t="{kind}"' if kind.isascii() and kind.isalpha() else ""
        body = "<f/>" if self._has_formula else ""
        body += f"<v>{_escaped(''.join(self._value))}</v>" if self._value else ""
        body += f"<is><t>{_escaped(self._runs.take())}</t></is>" if self._has_inline else ""
        self._cells[self._place] = f'<c r="{_letters(self._place)}{self._row}"{head}>{body}</c>'

    def _end_row(self) -> None:
        cells = "".join(self._cells[place] for place in sorted(self._cells))
        self._done.append(f'<row r="{self._row}">{cells}</row>')


def _escaped(text: str) -> str:
    return escape(text, {"\r": "&#13;"})


def _place(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + _LETTERS.index(letter) + 1
    return number - 1


def _letters(place: int) -> str:
    text, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        text = _LETTERS[digit] + text
    return text
