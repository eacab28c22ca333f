"""Reading a plain synthetic inbox back for the tests: rows as dictionaries with the true persons of truth/rows.parquet.

Belongs here: a reader of plain CSV. Does not belong here: any rule (brute_force.py) or any code under test.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl
import yaml

ROOT = Path(__file__).parents[3]
Row = dict[str, str]


def standard_names() -> dict[str, dict[str, str]]:
    """For each feed, canonical heading → standard name."""
    document = yaml.safe_load((ROOT / "data/reference/contracts/feeds.yml").read_text(encoding="utf-8"))
    names: dict[str, dict[str, str]] = {}
    for department, feeds in document.items():
        if isinstance(feeds, dict):
            for feed, definition in feeds.items():
                columns = definition["columns"]
                names[f"{department}/{feed}"] = {str(words[1]): name for name, words in columns.items()}
    return names


@dataclass
class Inbox:
    """feeds: rows by feed; `person` and `guardian` of a row are added as true person numbers ('' where nobody)."""

    night: date
    feeds: dict[str, list[Row]] = field(default_factory=dict)

    def rows(self, feed: str) -> list[Row]:
        """A feed's rows."""
        return self.feeds[feed]

    def by(self, feed: str, column: str = "person") -> dict[str, list[Row]]:
        """A feed's rows grouped by a column."""
        grouped: dict[str, list[Row]] = defaultdict(list)
        for row in self.feeds[feed]:
            grouped[row[column]].append(row)
        return grouped


def read_inbox(out: Path, night: date) -> Inbox:
    """Read `<out>/inbox` with the true persons of `<out>/truth/rows.parquet`."""
    names = standard_names()
    truth = pl.read_parquet(out / "truth/rows.parquet")
    whose: dict[tuple[str, str, int, str], str] = {}
    for feed, file, row_no, role, person in truth.select("feed", "file", "row_no", "role", "true_person").iter_rows():
        whose[feed, file, row_no, "guardian" if role == "guardian" else "person"] = (
            "" if person is None else str(person)
        )
    inbox = Inbox(night)
    for path in sorted((out / "inbox").glob("*/*.csv")):
        feed = f"{path.parent.name}/{path.stem}"
        with path.open(encoding="utf-8", newline="") as handle:
            rows = [{names[feed][heading]: cell for heading, cell in row.items()} for row in csv.DictReader(handle)]
        for number, row in enumerate(rows, start=1):
            row["person"] = whose[feed, path.name, number, "person"]
            row["guardian"] = whose.get((feed, path.name, number, "guardian"), "")
        inbox.feeds[feed] = rows
    return inbox


def month_number(text: str) -> int:
    """202506 as a count of months."""
    return int(text[:4]) * 12 + int(text[4:6]) - 1
