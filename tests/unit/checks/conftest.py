"""A tiny night in which everything holds, written by hand, and a way to spoil one thing of it.

One household of two persons in 荣成市, one late settlement, one hit, one warning, one queue row.
"""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.lake import Lake, Night
from assets.lake.publish import night_tables
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import empty, table_schema
from checks.catalogue import checks_of_tables
from checks.outcome import CheckOutcome
from checks.session import open_session

NIGHT = date(2026, 6, 30)
HEAD, CHILD, HOME, WARNING = "P0000000001", "P0000000002", "H000000001", "W20260630000001"
HEAD_ID, CHILD_ID = "371082198001011237", "371082201505052345"
ADDRESS = {"delivery": NIGHT, "file": "members.csv", "sheet": ""}
DEADLINES = {"sign_by": date(2026, 7, 1), "answer_by": date(2026, 7, 7)}
STANDING = {"tier": "O", "disposition": "D1"}

Row = dict[str, Any]


def _evidence() -> list[Row]:
    return [{"feed": "civil_affairs/members", **ADDRESS, "row_no": 1, "fields": '{"relation": "01"}'}]


def _landed() -> dict[str, list[Row]]:
    member = {"household_no": "370001", **ADDRESS, "feed": "civil_affairs/members"}
    return {
        "landing/civil_affairs/members": [
            member | {"name": "王建国", "id_number": HEAD_ID, "relation": "01", "sex": 1, "row_no": 1},
            member
            | {"name": "王小明", "id_number": CHILD_ID, "relation": "20", "sex": 1, "row_no": 2}
            | {"guardian_id_number": HEAD_ID},
        ],
        "landing/ledger": [
            {"feed": "civil_affairs/members", **ADDRESS, "sha256": "0" * 64, "bytes": 100, "format": "csv"}
            | {"encoding": "utf-8", "rows_read": 4, "rows_loaded": 2, "rows_quarantined": 1, "rows_set_aside": 1}
            | {"title_rows": 0, "header_rows": 1, "rows_blank": 0, "ids_filled": 2, "ids_malformed": 0}
            | {"set_aside_totals": 1, "set_aside_repeats": 0, "set_aside_replaced": 0}
            | {"cells_marked": 0, "refused": False, "carried": False}
        ],
        "quarantine/civil_affairs/members": [
            {"feed": "civil_affairs/members", **ADDRESS, "row_no": 3, "row_refused": True, "raw": "{}"}
        ],
        "landing/feed_ages": [
            {"feed": key, "delivery": NIGHT, "age_days": 0, "stale_after": 10, "state": "fresh", "rows": 2}
            if key == "civil_affairs/members"
            else {"feed": key, "stale_after": 10, "state": "missing", "rows": 0}
            for key in load_feeds()
        ],
    }


def _identity() -> dict[str, list[Row]]:
    link = {"feed": "civil_affairs/members", **ADDRESS, "method": "exact", "probability": 1.0}
    person = {"sex": 1, "has_valid_id": True, "rows": 1, "feeds": 1, "first_night": NIGHT}
    return {
        "identity/links": [
            link | {"row_no": 1, "role": "self", "person_id": HEAD},
            link | {"row_no": 2, "role": "self", "person_id": CHILD},
            link | {"row_no": 2, "role": "guardian", "person_id": HEAD},
        ],
        "identity/persons": [person | {"person_id": HEAD}, person | {"person_id": CHILD}],
        "identity/person_details": [
            {"person_id": HEAD, "name": "王建国", "id_number": HEAD_ID, "id_valid": True},
            {"person_id": CHILD, "name": "王小明", "id_number": CHILD_ID, "id_valid": True},
        ],
    }


def _households() -> dict[str, list[Row]]:
    member = {"household_id": HOME, "is_primary": True, "in_force": True, "watched": True}
    member |= {"low_income_population": True}
    economy = {"household_id": HOME, "listed": True, "in_force": True, "watched": True, "low_income_population": True}
    return {
        "households/members": [
            member | {"person_id": HEAD, "is_head": True},
            member | {"person_id": CHILD, "is_head": False},
        ],
        "households/economy": [
            economy
            | {"county_code": "371082", "urban_rural": "农村", "urban_rural_source": "ledger", "member_count": 2}
            | {"income_known": False, "annual_income": Decimal("100.00")}
        ],
    }


def _indicators() -> dict[str, list[Row]]:
    hit = {"night": NIGHT, "code": "JY01", "level": "P", "lane": "H", "department": "education", **STANDING}
    hit |= {"person_id": CHILD, "household_id": HOME, "county_code": "371082", "value": 1.0, "threshold": 1.0}
    hit |= {"departments": ["education"], "match_probability": 1.0, "link_method": "exact", "facts": '{"age": 11}'}
    hit |= {"evidence": _evidence(), "parameters": [], "indicator_version": "1", "feeds_age": []}
    return {"indicators/hits": [hit]}


def _warnings() -> dict[str, list[Row]]:
    item = {"warning_id": WARNING, "code": "JY01", "person_id": CHILD, "department": "education", **STANDING}
    item |= {"departments": ["education"], "value": 1.0, "threshold": 1.0, "match_probability": 1.0, "facts": "{}"}
    event = {"night": NIGHT, "warning_id": WARNING, "detail": "JY01"}
    return {
        "warnings/ledger": [
            {"warning_id": WARNING, "household_id": HOME, "lane": "H", **STANDING, "state": "new", **DEADLINES}
            | {"county_code": "371082", "departments": ["education"], "opened_on": NIGHT, "clock_from": NIGHT}
            | {"calendar_official": True, "overdue": False, "last_hit_on": NIGHT}
        ],
        "warnings/items": [
            item | {"evidence": _evidence(), "first_hit_on": NIGHT, "last_hit_on": NIGHT, "state": "open"}
        ],
        "warnings/events": [
            event | {"sequence": 1, "event": "opened", "previous_digest": "", "digest": "a" * 64},
            event | {"sequence": 2, "event": "ongoing", "previous_digest": "a" * 64, "digest": "b" * 64},
        ],
        "queues/education": [
            {"night": NIGHT, "department": "education", "county_code": "371082", "county": "荣成市", "lane": "H"}
            | {"warning_id": WARNING, "household_id": HOME, "person_id": CHILD, "person_masked": "王*明", **STANDING}
            | {"codes": ["JY01"], "reasons": ["适龄儿童无学籍记录。"], "asked": "请入户核查。", "pushed_on": NIGHT}
            | {**DEADLINES, "state": "new"}
        ],
        "queues/scorecard": [
            {"night": NIGHT, "code": "JY01", "county_code": "371082", "hits": 1, "new": 1, "ongoing": 0, "gone": 0}
            | {"red": 0, "orange": 1, "yellow": 0, "blue": 0}
        ],
    }


class TinyNight:
    """The rows of every table, to be changed and written."""

    def __init__(self, root: Path) -> None:
        self.night: Night = Lake(root).night(NIGHT)
        self.rows: dict[str, list[Row]] = {**_landed(), **_identity(), **_households(), **_indicators(), **_warnings()}

    def write(self, key: str) -> None:
        rows = self.rows.get(key, [])
        self.night.save(key, pl.DataFrame(rows, schema=table_schema(key)) if rows else empty(key))

    def change(self, key: str, index: int = 0, **values: Any) -> None:
        """Change cells of one row of a table and write it again."""
        self.rows[key][index] |= values
        self.write(key)

    def repeat(self, key: str, index: int = 0, **values: Any) -> None:
        """Write a table with one row twice, the second with other values."""
        self.rows[key].append(self.rows[key][index] | values)
        self.write(key)

    def remove(self, key: str, index: int = 0) -> None:
        del self.rows[key][index]
        self.write(key)

    def outcome(self, key: str, name: str) -> CheckOutcome:
        """One check of one table."""
        check = next(check for check in checks_of_tables()[key] if check.name == name)
        with open_session(self.night) as session:
            return check.outcome(session)

    def broken_rules(self, key: str, name: str) -> set[str]:
        return {failure.rule for failure in self.outcome(key, name).failures}


@pytest.fixture(scope="session")
def good_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the tiny night, written once and copied for each test."""
    root = tmp_path_factory.mktemp("good") / "lake"
    tiny = TinyNight(root)
    for key in night_tables():
        tiny.write(key)
    return root


@pytest.fixture
def tiny_night(tmp_path: Path, good_lake: Path) -> TinyNight:
    shutil.copytree(good_lake, tmp_path / "lake")
    return TinyNight(tmp_path / "lake")
