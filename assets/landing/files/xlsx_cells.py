"""XLSX: the XML of one worksheet → its filled cells, block by block, whatever the size of the sheet.

What belongs here: cutting the XML at rows, and cells of the form that all common writers give, read as columns. A sheet
in another form raises NotPlainError and is rewritten first (xlsx_plain). What does not: what number formats and shared
strings are (xlsx_package, xlsx_strings), what a cell's text is (xlsx_values).
"""

import re
from collections.abc import Iterator

import numpy as np
import polars as pl

from assets.landing import reasons
from assets.landing.files.sheets import SheetError
from assets.landing.files.xlsx_strings import MOST_ELEMENT, NotPlainError, text_block
from assets.landing.files.xlsx_values import CellText

LAST_ROW, LAST_PLACE = 1_048_576, 16_384
# No feed has a twentieth of it: a sheet with texts in more columns is no list.
MOST_PLACES = 1_000
# What stands before the first row: views, and the widths of columns.
_MOST_HEAD = 16 << 20
# What follows the last row: merged cells, rules of validation, conditional formats.
_MOST_TAIL = 512 << 20
_ROOT = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)worksheet[\s>]")
_ENCODING = re.compile(rb"encoding=[\"']([^\"']*)[\"']")
_EMPTY = re.compile(rb"<sheetData ?/>")
_OTHER = r'(?: (?:cm|vm|ph)="[^"]*")*'
_CELL = (
    r'^r="(?<letters>[A-Z]{1,3})(?<row>[0-9]{1,7})"(?: s="(?<style>[0-9]{1,6})")?(?: t="(?<type>[A-Za-z]+)")?'
    rf"{_OTHER} ?/?>"
)
_VALUE = r"<v(?: [^>]*)?>([^<]*)</v>"
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')


class SheetXml:
    """Cuts a worksheet's XML into blocks of whole rows; `tail` is what follows the last row, known at the end."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = _between_tags(blocks)
        self._prefix = b""
        self.tail = b""

    def rows(self) -> Iterator[bytes]:
        """Blocks of whole <row> elements, without namespace prefixes. Raises NotPlainError, SheetError."""
        left = self._after_head()
        while True:
            end = left.find(b"</sheetData>")
            cut = end if end >= 0 else left.rfind(b"</row>") + len(b"</row>")
            if end >= 0 or cut >= len(b"</row>"):
                yield left[:cut]
                left = left[cut:]
            if end >= 0:
                break
            if len(left) > MOST_ELEMENT:
                raise SheetError(reasons.TOO_LARGE_WORKBOOK)
            left += self._next()
        self._read_tail(left)

    def _after_head(self) -> bytes:
        head = b""
        while b"sheetData" not in head:
            if len(head) > _MOST_HEAD:
                raise NotPlainError
            head += self._next(strip=False)
        root = _ROOT.search(head)
        if root is None or head.count(b"<?") > 1 or not _is_utf8(head):
            raise NotPlainError
        self._prefix = root[1]
        head = _EMPTY.sub(b"<sheetData></sheetData>", self._stripped(head), count=1)
        _, found, rows = head.partition(b"<sheetData>")
        if not found:
            raise NotPlainError
        return rows

    def _next(self, strip: bool = True) -> bytes:
        block = next(self._blocks, None)
        if block is None:
            raise NotPlainError
        return self._stripped(block) if strip else block

    def _stripped(self, block: bytes) -> bytes:
        if b"<!" in block:
            raise NotPlainError
        if self._prefix:
            block = block.replace(b"</" + self._prefix, b"</").replace(b"<" + self._prefix, b"<")
        return block

    def _read_tail(self, left: bytes) -> None:
        parts, size = [left], len(left)
        for block in self._blocks:
            parts.append(block)
            size += len(block)
            if size > _MOST_TAIL:
                raise SheetError(reasons.TOO_LARGE_WORKBOOK)
        self.tail = self._stripped(b"".join(parts))
        if b"</worksheet>" not in self.tail:
            raise NotPlainError


def _between_tags(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in blocks none of which ends within a tag's name."""
    held = b""
    for block in blocks:
        data = held + block
        opened = data.rfind(b"<")
        cut = opened if opened > data.rfind(b">") else len(data)
        if cut == 0 and len(data) > MOST_ELEMENT:
            raise NotPlainError
        held = data[cut:]
        yield data[:cut]
    yield held


def _is_utf8(head: bytes) -> bool:
    """Whether the XML declares no other encoding and begins with the mark of none."""
    declared = _ENCODING.search(head[:200])
    return head.lstrip(b"\xef\xbb\xbf").startswith(b"<") and (declared is None or declared[1].lower() == b"utf-8")


def merged_regions(tail: bytes) -> pl.DataFrame:
    """first_row, last_row (from 1), first_place, last_place (from 0) of the merged cells, in the order of rows."""
    found = _MERGED.findall(tail)
    if len(found) != tail.count(b"<mergeCell "):
        raise NotPlainError
    numbers = [(int(top), int(bottom), place_of(left), place_of(right)) for left, top, right, bottom in found]
    names = ["first_row", "last_row", "first_place", "last_place"]
    return pl.DataFrame(numbers, schema=dict.fromkeys(names, pl.Int64), orient="row").sort(names)


def place_of(letters: bytes | str) -> int:
    """A column's place from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters if isinstance(letters, bytes) else letters.encode():
        number = number * 26 + letter - 64
    return number - 1


class CellReader:
    """Reads blocks of rows in order; each gives a frame of its filled rows."""

    def __init__(self, texts: CellText) -> None:
        self._texts = texts
        self._last = -1

    def read(self, rows: bytes) -> pl.DataFrame:
        """Column `row` (from 1), then of each place with a text in these rows the texts, c0, c1 …; no blank row."""
        cells = pl.Series("xml", [text_block(rows)]).str.split("<c ").explode().slice(1)
        if b"<?" in rows or rows.count(b"<c") != cells.len():
            raise NotPlainError
        if cells.len() == 0:
            return pl.DataFrame(schema={"row": pl.Int64})
        found = cells.to_frame().select(
            pl.col("xml").str.extract_groups(_CELL).alias("cell"), value=pl.col("xml").str.extract(_VALUE, 1)
        )
        found = found.unnest("cell")
        if found["letters"].null_count() > 0 or cells.filter(found["value"].is_null()).str.contains("<v[ >]").any():
            raise NotPlainError
        places, numbers = _places(found["letters"]), found["row"].cast(pl.Int64)
        self._check_order(numbers, places)
        texts = self._texts.of(cells, found["value"], found["type"], found["style"].cast(pl.UInt32))
        filled = pl.DataFrame({"row": numbers, "place": places, "text": texts}).drop_nulls("text")
        return _as_rows(filled)

    def _check_order(self, rows: pl.Series, places: pl.Series) -> None:
        """Cells stand in order, within the bounds of a sheet; else addresses would not be what Excel shows."""
        order = rows * LAST_PLACE + places
        ascending = order.len() < 2 or bool((order.diff().drop_nulls() > 0).all())
        within = int(order[0]) > self._last and int(rows[-1]) <= LAST_ROW
        if not (ascending and within and int(rows[0]) >= 1 and int(places.max() or 0) < LAST_PLACE):  # type: ignore[arg-type]
            raise NotPlainError
        self._last = int(order[-1])


def _places(letters: pl.Series) -> pl.Series:
    names = letters.unique().to_list()
    return letters.replace_strict(names, [place_of(name) for name in names], return_dtype=pl.Int64)


def _as_rows(filled: pl.DataFrame) -> pl.DataFrame:
    """Cells in order → one line a row."""
    rows = filled["row"]
    if rows.len() == 0:
        return pl.DataFrame(schema={"row": pl.Int64})
    numbers = rows.unique(maintain_order=True)
    places = filled["place"].unique().sort()
    if places.len() > MOST_PLACES:
        raise SheetError(reasons.TOO_WIDE_SHEET)
    line = np.cumsum(np.diff(rows.to_numpy(), prepend=rows[0]) > 0)
    column = np.searchsorted(places.to_numpy(), filled["place"].to_numpy())
    where = np.full((numbers.len(), places.len()), -1, dtype=np.int64)
    where[line, column] = np.arange(filled.height)
    columns = [numbers]
    for index, place in enumerate(places.to_list()):
        source = pl.Series(where[:, index])
        texts = filled["text"].gather(source.set(source < 0, None))
        columns.append(texts.alias(f"c{place}"))
    return pl.DataFrame(columns)
