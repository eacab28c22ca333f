"""One cell as departments write it: the text or the native value that goes into the file, and what it means.

What belongs here: what a cell is, who writes it, and the words for an empty one. The value is always drawn first and
written down second, so that the truth never comes from reading. What does not: the forms of each type (cells_of_*).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

Native = bool | int | float | date | datetime


@dataclass(frozen=True)
class Cell:
    """`text` is what a text file holds, `native` what a workbook holds instead, `value` what lands.

    `reasons` is empty, or the codes of which one must stand in the quarantine; a value beside a reason lands all the
    same. `empty` = the sender left the cell empty, in whatever words.
    """

    text: str
    value: object = None
    native: Native | None = None
    reasons: frozenset[str] = field(default_factory=frozenset)
    empty: bool = False


@dataclass(frozen=True)
class Pen:
    """Who writes: the source of chance, and what the file can hold.

    `wide` allows characters beyond the basic plane, `line_breaks` those inside a cell, `formulas` the form ="text".
    `scale` is the column's unit in yuan, `quirks` the share of cells that are not written in the plain form.
    """

    random: Random
    wide: bool
    line_breaks: bool
    formulas: bool
    scale: int = 1
    quirks: float = 0.5

    def quirky(self) -> bool:
        return self.random.random() < self.quirks

    def one_of(self, choices: list[str] | tuple[str, ...]) -> str:
        return self.random.choice(choices)


def bad(text: str, *reasons: str, native: Native | None = None) -> Cell:
    """A cell that holds something and cannot be read."""
    return Cell(text, None, native, frozenset(reasons))


def full_width(text: str) -> str:
    """Letters, digits and signs of ASCII in their full-width form."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def padded(pen: Pen, text: str) -> str:
    """The text with what hardly shows on a screen: spaces around, a text mark in front, full width."""
    dressings: list[Callable[[str], str]] = [
        lambda plain: f" {plain} ",
        lambda plain: f"\u3000{plain}",
        lambda plain: f"'{plain}",
        full_width,
    ]
    return pen.random.choice(dressings)(text)


def nothing(pen: Pen, kind: str) -> Cell:
    """An empty cell: really empty, or by one of the words for it that mean nothing else in a column of this type."""
    words = ["", "", "", "—", "NULL", "null", "空"] + ([] if kind in ("yesno", "code") else ["无", "-"])
    if kind in ("date", "month") and pen.quirky():
        words = ["1900-01-00", "0000-00-00", "1900/1/0"]
    return Cell(pen.one_of(words), empty=True)
