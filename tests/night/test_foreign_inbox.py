"""A night over files that strangers wrote: every planted difficulty is found, nothing else, and nothing is lost.

The truth is thought out by hand in foreign_people and foreign_facts; no code of the system has a part in it.
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from assets.lake import Lake
from assets.vocabulary.departments import SENDING_DEPARTMENTS
from tests.night.foreign_inbox import INDICATORS, NIGHT, Expected, build
from tests.night.nights import run_inbox, table

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# The department whose matter an indicator is, by the first letters of its code.
DEPARTMENTS = {
    "YB": "medical_insurance",
    "JY": "education",
    "ZJ": "housing",
    "RS": "employment",
    "MZ": "civil_affairs",
    "ZH": "civil_affairs",
}
ADVERSE = "MZ01"


@dataclass(frozen=True)
class ForeignNight:
    """The published night with what it must hold."""

    lake: Lake
    expected: Expected

    def table(self, key: str) -> pl.DataFrame:
        return table(self.lake, key, NIGHT)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> ForeignNight:
    """The foreign inbox, written and run."""
    root = tmp_path_factory.mktemp("foreign")
    expected = build(root / "inbox")
    return ForeignNight(run_inbox(root / "inbox", root / "lake", NIGHT), expected)


def _looked_at(foreign: ForeignNight) -> pl.DataFrame:
    hits = foreign.table("indicators/hits").filter(pl.col("code").is_in(list(INDICATORS)))
    persons = foreign.table("identity/person_details").select("person_id", "id_number")
    households = foreign.table("households/registry").select("household_id", "household_no")
    return hits.join(persons, on="person_id", how="left").join(households, on="household_id", how="left")


def test_the_hits_are_those_that_were_planted(foreign: ForeignNight) -> None:
    columns = ("code", "household_no", "id_number", "tier")
    found = Counter(_looked_at(foreign).select(columns).iter_rows())
    assert found == Counter(dict.fromkeys(foreign.expected.hits, 1))


def test_every_indicator_was_assessed(foreign: ForeignNight) -> None:
    not_assessed = foreign.table("indicators/not_assessed")
    assert INDICATORS & set(not_assessed["code"]) == {"ZH05"}
    # Wage arrears were not delivered: what adds up the departments' findings says that one of them is wanting.
    (reason,) = not_assessed.filter(pl.col("code") == "ZH05")["reason"]
    assert reason.startswith("本次仅部分评估：RS06未评估")


def test_unreadable_files_are_refused_with_a_reason(foreign: ForeignNight) -> None:
    refused = foreign.table("landing/ledger").filter("refused")
    assert set(refused["file"]) == foreign.expected.refused_files
    assert refused["rows_loaded"].sum() == 0
    assert all(reason and CHINESE.search(reason) for reason in refused["reason"])


def test_what_was_not_delivered_is_missing(foreign: ForeignNight) -> None:
    ages = foreign.table("landing/feed_ages")
    states = dict(ages.select("feed", "state").iter_rows())
    assert {states[feed] for feed in foreign.expected.not_delivered} == {"missing"}
    assert {states[feed] for feed in foreign.expected.readable_rows} == {"fresh"}


def test_every_readable_row_is_loaded(foreign: ForeignNight) -> None:
    ledger = foreign.table("landing/ledger").filter(~pl.col("refused"))
    counted = dict(ledger.group_by("feed").agg(pl.col("rows_loaded").sum()).iter_rows())
    landed = {feed: foreign.table(f"landing/{feed}").height for feed in foreign.expected.readable_rows}
    assert counted == foreign.expected.readable_rows
    assert landed == foreign.expected.readable_rows


def test_rows_are_conserved(foreign: ForeignNight) -> None:
    ledger = foreign.table("landing/ledger")
    parts = ledger["rows_loaded"] + ledger["rows_quarantined"] + ledger["rows_set_aside"]
    assert (ledger["rows_read"] == parts).all()
    assert ledger.filter(~pl.col("refused"))["rows_quarantined"].sum() == 0


def test_bad_cells_are_noted_and_cost_no_row(foreign: ForeignNight) -> None:
    planted = {  # the column of each cell that cannot be read
        "civil_affairs/households": "last_review_date",
        "civil_affairs/members": "marital_status",
        "civil_affairs/deaths": "cremation_date",
        "education/students": "hardship",
        "housing/dangerous_houses": "disaster_damage",
    }
    noted = {
        feed: set(foreign.table(f"quarantine/{feed}").filter(pl.col("column").str.len_chars() > 0)["column"])
        for feed in planted
    }
    assert noted == {feed: {column} for feed, column in planted.items()}


def _cells(folder: Path) -> set[str]:
    books = [load_workbook(path, read_only=True) for path in sorted(folder.rglob("*.xlsx"))]
    rows = [row for book in books for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
    return {str(cell) for row in rows for cell in row if cell is not None}


def test_the_departments_find_the_households_in_their_lists(foreign: ForeignNight) -> None:
    hits = _looked_at(foreign).filter(pl.col("code") != ADVERSE)
    deliveries = foreign.lake.root / "deliveries" / str(NIGHT)
    for department in SENDING_DEPARTMENTS:
        own = {code for code in INDICATORS if DEPARTMENTS[code[:2]] == department}
        due = set(hits.filter(pl.col("code").is_in(list(own))).select("household_id", "code").iter_rows())
        queue = foreign.table(f"queues/{department}")
        pushed = queue.explode("codes").select("household_id", "codes").iter_rows()
        assert due <= set(pushed), department
        warnings = set(queue.filter(pl.col("household_id").is_in([household for household, _ in due]))["warning_id"])
        assert len(warnings) >= len({household for household, _ in due}) > 0
        assert warnings <= _cells(deliveries / department), department


def test_the_files_are_the_same_when_written_again(tmp_path: Path) -> None:
    first, second = build(tmp_path / "first"), build(tmp_path / "second")
    assert first == second
    flat = [path.relative_to(tmp_path / "first") for path in (tmp_path / "first").rglob("*") if path.suffix == ".csv"]
    assert len(flat) > 10
    assert all((tmp_path / "first" / path).read_bytes() == (tmp_path / "second" / path).read_bytes() for path in flat)
