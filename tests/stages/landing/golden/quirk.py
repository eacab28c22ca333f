"""What a golden quirk is: one ugly file, and what must land from it by the specification.

What belongs here: the record of a quirk and short ways to write one down. What does not: the quirks (quirks_*).
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import xlsxwriter

Rows = Mapping[int, Mapping[str, Any]]
# (row number, line or None, column, heading or None, reason code, row refused)
Told = tuple[int, int | None, str, str | None, str, bool]

DEATHS = "civil_affairs/deaths"
CHILDREN = "civil_affairs/children"
HOUSEHOLDS = "civil_affairs/households"
MEMBERS = "civil_affairs/members"
PAYMENTS = "civil_affairs/payments"
TEMPORARY_AID = "civil_affairs/temporary_aid"
SETTLEMENTS = "medical_insurance/settlements"
STUDENTS = "education/students"

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕"
ID, OTHER, THIRD = "371082199001011234", "371082198505051239", "371082197003033216"


@dataclass
class Sheet:
    """What must stand in the ledger and the tables for one sheet ('' = a file without sheets).

    `counts` = read, loaded, quarantined, set aside. `refused` is a part of the reason; nothing is read then.
    `more` are further figures of the ledger.
    """

    rows: Rows = field(default_factory=dict)
    counts: tuple[int, int, int, int] = (0, 0, 0, 0)
    told: Sequence[Told] = ()
    refused: str = ""
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class Quirk:
    """One ugly file. `ledger_name` is what the ledger calls it where that is not its own name (a member of an archive).

    `feed` is what the ledger gives in its column feed. `about` says in a line what is ugly.
    """

    name: str
    about: str
    feed: str
    file: str
    data: bytes
    sheets: dict[str, Sheet]
    ledger_name: str = ""
    passwords: tuple[str, ...] = ()
    folder: str = ""

    def expected(self) -> dict[str, Any]:
        """What expected.json holds."""
        told_names = ("row_no", "line_no", "column", "heading", "reason_code", "row_refused")
        sheets = {
            name: {
                "rows": {str(number): dict(row) for number, row in sheet.rows.items()},
                "counts": dict(
                    zip(("rows_read", "rows_loaded", "rows_quarantined", "rows_set_aside"), sheet.counts, strict=True)
                )
                | sheet.more,
                "told": [dict(zip(told_names, told, strict=True)) for told in sheet.told],
                "refused": sheet.refused,
            }
            for name, sheet in self.sheets.items()
        }
        return {
            "about": self.about,
            "feed": self.feed,
            "folder": self.folder or self.feed.split("/")[0],
            "file": self.file,
            "ledger_name": self.ledger_name or self.file,
            "passwords": list(self.passwords),
            "sheets": sheets,
        }


def lines(*texts: str, end: str = "\n") -> str:
    return "".join(text + end for text in texts)


def whole(rows: Rows, told: Sequence[Told] | None = None, **more: Any) -> dict[str, Sheet]:
    """A file without sheets of which every row lands."""
    return {"": Sheet(rows, (len(rows), len(rows), 0, 0), told or (), more=more)}


def counted(
    rows: Rows, counts: tuple[int, int, int, int], told: Sequence[Told] | None = None, **more: Any
) -> dict[str, Sheet]:
    """A file without sheets, with its counts."""
    return {"": Sheet(rows, counts, told or (), more=more)}


def in_column(  # noqa: PLR0917
    name: str, about: str, feed: str, header: str, row: str, column: str, forms: Sequence[tuple[str, Any]]
) -> Quirk:
    """A file whose rows differ in one column; each form with what it means. `row` has {number}, {name} and {form}."""
    body = [
        row.format(number=number, name=SURNAMES[number] + "伟", form=form)
        for number, (form, _) in enumerate(forms, start=1)
    ]
    data = lines(header, *body).encode("gb18030")
    values = {number: {column: value} for number, (_, value) in enumerate(forms, start=1)}
    return Quirk(name, about, feed, f"{feed.split('/')[1]}.csv", data, whole(values))


def refused(reason: str) -> dict[str, Sheet]:
    """A file of which nothing is taken."""
    return {"": Sheet(refused=reason)}


def book(sheets: dict[str, list[list[Any]]], merged: dict[str, list[str]] | None = None) -> bytes:
    """A workbook, the same bytes each time; `merged` are ranges such as A1:C1, whose first cell has the text."""
    made = io.BytesIO()
    workbook = xlsxwriter.Workbook(made, {"in_memory": True})
    workbook.set_properties({"created": datetime(2026, 6, 30)})  # noqa: DTZ001
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    plain = workbook.add_format()
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, place, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, place, value)
                elif value is not None:
                    sheet.write(number, place, value)
        for area in (merged or {}).get(name, []):
            first = area.split(":")[0]
            row, column = xlsxwriter.utility.xl_cell_to_rowcol(first)
            sheet.merge_range(area, rows[row][column], plain)
    workbook.close()
    return made.getvalue()
