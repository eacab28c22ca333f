"""The few rows that landing must not load: unreadable ones, an exact repeat, a line of totals.

Belongs here: which flaw stands in which file. Does not belong here: disturbances of names and numbers (noise.py).
"""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Flaw:
    """A copy of a file's first (0) or last (-1) row, unreadable in one column; `others` make its key new."""

    feed: str
    suffix: str
    row: int
    column: str
    cell: str
    others: tuple[tuple[str, str], ...] = ()


# All copied rows are those of ordinary persons.
REFUSED = (
    Flaw("civil_affairs/temporary_aid", "", -1, "aid_date", "2026-13-45"),
    Flaw("civil_affairs/visits", "", -1, "visit_type", "电话打听"),
    Flaw(
        "medical_insurance/settlements", "_手工", 0, "personal_pay", "详见附件", (("settlement_no", "37999999999999"),)
    ),
)
REPEATED = ("housing/property", "", 0)


def flawed_rows(
    feed: str, suffix: str, cells: pl.DataFrame, headings: dict[str, str]
) -> list[tuple[pl.DataFrame, str | None]]:
    """Rows to append to a part, each with the standard name of the unreadable column, or None for an exact repeat."""
    found: list[tuple[pl.DataFrame, str | None]] = []
    if cells.is_empty():
        return found
    for flaw in REFUSED:
        if (flaw.feed, flaw.suffix) == (feed, suffix):
            changes = {headings[name]: cell for name, cell in ((flaw.column, flaw.cell), *flaw.others)}
            row = cells.slice(flaw.row, 1).with_columns(pl.lit(cell).alias(name) for name, cell in changes.items())
            found.append((row, flaw.column))
    if (feed, suffix) == REPEATED[:2]:
        found.append((cells.slice(REPEATED[2], 1), None))
    return found
