"""What an ugly file must become: the words in which its truth is written down beside it.

What belongs here: the small types of the truth and short forms of values. What does not: any file (ugly_civil_affairs
and the others), any code of the system.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tests.night.ugly_people import Person

Values = Mapping[str, object]
Place = tuple[str, str, int]
D = date

# What a reason must speak of; a clerk would look for one of these words.
LOST_DIGITS = "丢|科学计数|末|位数"
UNKNOWN_WORD = "代码|字典|对照|取值|认|词"
PLACEHOLDER = "生僻|没能显示|占位|乱码"
ERROR_CELL = "错误|公式|#"
FORMULA = "公式"
UNREADABLE_DATE = "日期|年月"
UNREADABLE_AMOUNT = "金额|数"
NOT_AN_ID = "身份证|证件"
EMPTY = "缺|空|没有"
NOBODY = "姓名|身份"


class Told(NamedTuple):
    """One line of the quarantine: the row's number, the line that an editor or Excel shows, the cell, the reason.

    `heading` None: the reason is about the whole row, and any heading or none will do. `line` None: the format has no
    lines. `refused`: the row itself was not taken.
    """

    row_no: int
    line: int | None
    column: str | None
    heading: str | None
    reason: str
    refused: bool = False


class Aside(NamedTuple):
    """A row set aside because another one counts: where that one stands, and the columns in which they differ.

    `lines`: the lines of both rows as Excel or an editor shows them, where they stand in two files.
    """

    kind: str
    by: Place
    differing: tuple[str, ...] = ()
    lines: tuple[int, int] | None = None


@dataclass(frozen=True)
class Sheet:
    """The truth of one file or sheet that is read.

    `read` and the other counts are written by hand, so that they can be held against the rows (see `adds_up`).
    """

    feed: str
    file: str
    sheet: str
    read: int
    rows: Mapping[int, Values]
    totals: int = 0
    titles: int = 0
    headers: int = 1
    blank: int = 0
    told: tuple[Told, ...] = ()
    aside: Mapping[int, Aside] = field(default_factory=dict)
    format: str = ""
    encoding: str = ""

    @property
    def department(self) -> str:
        return self.feed.partition("/")[0]

    @property
    def quarantined(self) -> int:
        return len({told.row_no for told in self.told if told.refused})

    def count(self, kind: str) -> int:
        return sum(other.kind == kind for other in self.aside.values())

    @property
    def marked(self) -> int:
        return sum(not told.refused for told in self.told)

    def adds_up(self) -> bool:
        return self.read == len(self.rows) + self.quarantined + self.totals + len(self.aside)


@dataclass(frozen=True)
class Refused:
    """A file, or a sheet of one, of which nothing is taken. `feed` empty: whatever the ledger calls it."""

    department: str
    file: str
    reason: str
    sheet: str | None = ""
    feed: str = ""
    returned: bool = True


Truth = Sheet | Refused


def yuan(amount: str) -> Decimal:
    """Money in yuan."""
    return Decimal(amount).quantize(Decimal("0.01"))


def who(person: Person, role: str = "", *, name: str | None = None) -> dict[str, object]:
    """The typed name and number of a person in a role's columns."""
    prefix = f"{role}_" if role else ""
    return {f"{prefix}name": name or person.name, f"{prefix}id_number": person.number}


def sheets(truths: Iterable[Truth]) -> list[Sheet]:
    return [truth for truth in truths if isinstance(truth, Sheet)]


def refusals(truths: Iterable[Truth]) -> list[Refused]:
    return [truth for truth in truths if isinstance(truth, Refused)]
