"""The inbox of the library's cases: the twenty feeds as files, and the delivery of certificates of a month before.

What belongs here: which feed is written how. What does not: what is in them (library_households and the cases).
The files are plain: this inbox is about what the indicators find, the foreign one about how strangers write.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assets.vocabulary.feeds import load_feeds
from tests.night import (
    library_grants,
    library_groups,
    library_housing,
    library_income,
    library_medical,
    library_schools,
    library_work,
)
from tests.night.foreign_files import Grid, Row, Style, grid, write_flat, write_parquet, write_workbook
from tests.night.library_households import Hit, Library

CASES = (
    *library_medical.CASES, *library_schools.CASES, *library_housing.CASES, *library_work.CASES,
    *library_groups.CASES, *library_grants.CASES, *library_income.CASES,
)  # fmt: skip
CODES = tuple(case.__name__.upper() for case in CASES)

PLAIN = Style()
CELLS = Style(dates=("cell",), money=("number",))
NATIVE = Style(dates=("cell",), months=("number",), money=("number",), yes_no=("bool",))
WORKBOOKS = frozenset(
    {"education/students", "civil_affairs/visits", "housing/public_rental", "employment/unemployment"}
)
PARQUETS = frozenset({"medical_insurance/settlements", "employment/contributions", "civil_affairs/verification"})
# The ledger's feeds come from two provinces, each in a file of its own.
DIVIDED = frozenset({"civil_affairs/households", "civil_affairs/members"})


@dataclass(frozen=True)
class Planted:
    """The two inboxes, the earlier and the night's, and the hits of the night: code, household, number, tier."""

    earlier: Path
    inbox: Path
    hits: frozenset[Hit]


def planted_library() -> Library:
    """All cases."""
    library = Library()
    for plant in CASES:
        plant(library)
    return library


def _grid(feed: str, rows: Sequence[Row], style: Style) -> Grid:
    """All columns of the contract that are required, expected or filled, under their first heading."""
    filled = {column for row in rows for column, value in row.items() if value is not None}
    columns = [
        column for column in load_feeds()[feed].columns if column.presence != "optional" or column.name in filled
    ]
    known = {column.name: column.headings[0] for column in columns}
    assert filled <= known.keys(), feed
    return grid(rows, known, style)


def _write(inbox: Path, feed: str, rows: Sequence[Row], suffix: str = "_202603") -> None:
    if feed in WORKBOOKS:
        write_workbook(inbox / f"{feed}{suffix}.xlsx", "数据交换表", "某局", {"明细": _grid(feed, rows, CELLS)})
    elif feed in PARQUETS:
        write_parquet(inbox / f"{feed}{suffix}.parquet", _grid(feed, rows, NATIVE))
    else:
        encoding = "gb18030" if feed.startswith("civil_affairs") else "utf-8"
        write_flat(inbox / f"{feed}{suffix}.csv", _grid(feed, rows, PLAIN), encoding=encoding)


def _of_province(rows: Sequence[Row], prefix: str) -> list[Row]:
    return [row for row in rows if str(row.get("head_id_number", row.get("id_number"))).startswith(prefix)]


def build(root: Path) -> Planted:
    """Write both inboxes below this folder, and say what the night must find."""
    library = planted_library()
    certificates = "civil_affairs/disabled"
    _write(root / "earlier", certificates, library.earlier_certificates, "_202602")
    for feed, rows in library.rows.items():
        if feed in DIVIDED:
            _write(root / "inbox", feed, _of_province(rows, "37"), "_荣成市")
            _write(root / "inbox", feed, _of_province(rows, "42"), "_天门市")
        else:
            _write(root / "inbox", feed, rows)
    return Planted(root / "earlier", root / "inbox", frozenset(library.planted))
