"""XLSX: what is in the zip archive: sheets by name and visibility, which number formats are dates, the parts' bytes.

What belongs here: the package, its bounds against bombs, the small parts. What does not: cells (xlsx_cells) and shared
strings (xlsx_strings). Source of element names and format numbers: ECMA-376 part 1, 18.2, 18.8.30.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from assets.landing import reasons
from assets.landing.files.sheets import SheetError
from assets.landing.files.wanting_memory import raise_if_lacked

BLOCK = 4 << 20
_MOST_ENTRIES = 10_000
_MOST_SMALL_PART = 64 << 20
# Cells full of one value or of nothing but formats shrink to a hundredth; above this ratio nobody has typed anything.
_BOMB_RATIO = 400
_BOMB_LEAST = 64 << 20
# Dates and times of day, among them those of Chinese formats; 45 to 47 count minutes and hours, which are no dates.
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(50, 59)})
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_LETTERS = re.compile(r"[ymdhse年月日]", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)


@dataclass(frozen=True)
class SheetEntry:
    """A worksheet: its name, whether a user sees it, and the part its cells are in."""

    name: str
    visible: bool
    part: str


@dataclass(frozen=True)
class Contents:
    """What a workbook says of itself: worksheets in the order of the workbook.

    `date_styles`: for each cell style whether its number is a date. `strings` is the part of shared strings or ''.
    """

    sheets: list[SheetEntry]
    date_styles: list[bool]
    from_1904: bool
    strings: str


class Package:
    """The parts of an XLSX file. Raises SheetError where it is no readable archive or unpacks beyond all reason."""

    def __init__(self, path: Path, most_bytes: int) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise_if_lacked(error)
            raise SheetError(reasons.UNREADABLE_WORKBOOK) from None
        entries = self._archive.infolist()
        # Some writers separate folders by backslashes, some spell names in other letters than they refer to them.
        self._entries = {entry.filename.replace("\\", "/").strip("/").lower(): entry for entry in entries}
        unpacked = sum(entry.file_size for entry in entries)
        packed = max(1, sum(entry.compress_size for entry in entries))
        if len(entries) > _MOST_ENTRIES or unpacked > most_bytes:
            raise SheetError(reasons.BOMB_WORKBOOK)
        if unpacked > _BOMB_LEAST and unpacked > packed * _BOMB_RATIO:
            raise SheetError(reasons.BOMB_WORKBOOK)

    def close(self) -> None:
        self._archive.close()

    def blocks(self, part: str) -> Iterator[bytes]:
        """A part's bytes, block by block; never more than the archive's directory declares (zipfile counts)."""
        entry = self._entries.get(part.strip("/").lower())
        if entry is None:
            raise SheetError(reasons.UNREADABLE_SHEET)
        try:
            with self._archive.open(entry) as stream:
                while block := stream.read(BLOCK):
                    yield block
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise_if_lacked(error)
            raise SheetError(reasons.UNREADABLE_SHEET) from None

    def contents(self) -> Contents:
        """The workbook's own description. Raises SheetError where it has none that can be read."""
        book = next(iter(self._targets("", "officedocument").values()), "xl/workbook.xml")
        if not self._has(book):
            raise SheetError(reasons.UNREADABLE_WORKBOOK)
        root = self._tree(book)
        parts = self._targets(book, "worksheet")
        sheets = []
        for element in _named(root, "sheet"):
            reference = next((value for key, value in element.items() if _local(key) == "id"), "")
            if reference in parts:
                visible = element.get("state", "visible") == "visible"
                sheets.append(SheetEntry(element.get("name", ""), visible, parts[reference]))
        from_1904 = any(each.get("date1904") in ("1", "true") for each in _named(root, "workbookPr"))
        styles = next(iter(self._targets(book, "styles").values()), None)
        strings = next(iter(self._targets(book, "sharedstrings").values()), "")
        # Some writers refer to a part that they did not write because it would be empty.
        return Contents(sheets, self._date_styles(styles), from_1904, strings if self._has(strings) else "")

    def _has(self, part: str) -> bool:
        return part.lower() in self._entries

    def _tree(self, part: str) -> ElementTree.Element:
        data = bytearray()
        try:
            for block in self.blocks(part):
                data += block
                if len(data) > _MOST_SMALL_PART:
                    raise SheetError(reasons.BOMB_WORKBOOK)
            return ElementTree.fromstring(bytes(data))
        except ElementTree.ParseError as error:
            raise_if_lacked(error)
            raise SheetError(reasons.UNREADABLE_WORKBOOK) from None

    def _targets(self, source: str, kind: str) -> dict[str, str]:
        """Relationship id → part, of the relationships of one kind that a part has."""
        folder, name = posixpath.split(source)
        relations = f"{folder}/_rels/{name}.rels".strip("/")
        if not self._has(relations):
            return {}
        found = {}
        for element in _named(self._tree(relations), "Relationship"):
            if element.get("Type", "").lower().endswith(f"/{kind}"):
                target = element.get("Target", "").replace("\\", "/")
                found[element.get("Id", "")] = posixpath.normpath(posixpath.join("/", folder, target)).strip("/")
        return found

    def _date_styles(self, part: str | None) -> list[bool]:
        if part is None or not self._has(part):
            return []
        root = self._tree(part)
        own = {each.get("numFmtId", ""): each.get("formatCode", "") for each in _named(root, "numFmt")}
        formats = (each.get("numFmtId", "0") for styles in _named(root, "cellXfs") for each in _named(styles, "xf"))
        return [is_date_format(own[each]) if each in own else _is_built_in_date(each) for each in formats]


def is_date_format(code: str) -> bool:
    """Whether a number format shows its number as a day or a time of day."""
    if _ELAPSED.search(code):
        return False
    shown = _LITERALS.sub("", code.partition(";")[0])
    return "general" not in shown.lower() and "0" not in shown and bool(_DATE_LETTERS.search(shown))


def _is_built_in_date(number: str) -> bool:
    return number.isdecimal() and int(number) in _DATE_FORMATS


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _named(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (element for element in root.iter() if _local(element.tag) == name)
