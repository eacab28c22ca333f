"""A state that shrinks or grows by a third is told; a delivery out of bounds stops the night unless it is accepted."""

import json
from datetime import date

import polars as pl
import pytest

from assets.lake import Lake
from assets.vocabulary.tables import table_schema
from checks.catalogue import checks_of_tables
from checks.session import open_session
from checks.volume import changed_volume

TABLE = "households/registry"


def _table(number: int) -> pl.DataFrame:
    rows = [
        {"household_id": f"H{i:09}", "household_no": str(i), "first_night": date(2026, 6, 1)} for i in range(number)
    ]
    return pl.DataFrame(rows, schema=table_schema(TABLE))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (1000, 700, []),
        (1000, 699, [("fewer_rows_than_before", 301)]),
        (1000, 1300, []),
        (1000, 1301, [("more_rows_than_before", 301)]),
        (1000, 0, [("fewer_rows_than_before", 1000)]),
        (199, 10, []),
    ],
)
def test_change_of_volume(tmp_path, before, after, expected):
    lake = Lake(tmp_path)
    lake.prepare()
    first = date(2026, 6, 29)
    partition = lake.partition(TABLE, first)
    partition.parent.mkdir(parents=True)
    _table(before).write_parquet(partition)
    (tmp_path / "nights").mkdir()
    (tmp_path / "nights" / f"{first}.json").write_text("{}")
    (tmp_path / "published.json").write_text(json.dumps({"night": str(first)}))
    night = lake.night(date(2026, 6, 30))
    night.save(TABLE, _table(after))
    with open_session(night) as session:
        assert [(failure.rule, failure.count) for failure in changed_volume(session, TABLE)] == expected


def test_the_first_night_is_compared_with_nothing(tmp_path):
    night = Lake(tmp_path).night(date(2026, 6, 30))
    night.save(TABLE, _table(500))
    with open_session(night) as session:
        assert changed_volume(session, TABLE) == ()


VOLUMES = "landing/volumes"
STOPPED = {"feed": "civil_affairs/members", "delivery": date(2026, 6, 30), "division_code": "371082"}
STOPPED |= {"rows": 40, "usual_rows": 401.0, "ratio": 40 / 401, "bound": "stop", "accepted": False}


def _told(tiny_night, check: str, **changed: object) -> list[tuple[str, str, int]]:
    tiny_night.rows[VOLUMES] = [STOPPED | changed]
    tiny_night.write(VOLUMES)
    return [(f.rule, f.column, f.count) for f in tiny_night.outcome(VOLUMES, check).failures]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, [("far_fewer_rows_than_usual", "civil_affairs/members 371082", 361)]),
        ({"division_code": ""}, [("far_fewer_rows_than_usual", "civil_affairs/members", 361)]),
        ({"rows": 0, "ratio": 0.0}, [("no_rows_any_more", "civil_affairs/members 371082", 401)]),
        ({"rows": 4005, "ratio": 10.0}, [("far_more_rows_than_usual", "civil_affairs/members 371082", 3604)]),
        ({"accepted": True}, []),
        ({"bound": "warn"}, []),
        ({"bound": "first", "usual_rows": None, "ratio": None}, []),
        # An earlier delivery, stopped and accepted on its night.
        ({"delivery": date(2026, 6, 29)}, []),
    ],
)
def test_volumes_that_stop_the_night(tiny_night, changed, expected):
    assert _told(tiny_night, "volume_bounds", **changed) == expected


def test_a_noticeable_change_is_a_warning(tiny_night):
    assert _told(tiny_night, "volume_changes", bound="warn", rows=300, ratio=0.75) == [
        ("far_fewer_rows_than_usual", "civil_affairs/members 371082", 101)
    ]
    assert _told(tiny_night, "volume_changes") == []
    blocking = {check.name: check.blocking for check in checks_of_tables()[VOLUMES]}
    assert (blocking["volume_bounds"], blocking["volume_changes"]) == (True, False)


def test_landed_feeds_are_compared_by_delivery_and_not_by_table():
    assert not any(check.name == "volume" for check in checks_of_tables()["landing/civil_affairs/members"])


QUALITY = {"feed": "civil_affairs/members", "night": date(2026, 6, 30), "file": "members.csv", "refused": False}
QUALITY |= {"rows_read": 9, "rows_loaded": 9, "rows_quarantined": 0, "cells_marked": 0, "ids_filled": 9}
QUALITY |= {"ids_malformed": 3, "alarm": True}
DRIFT = {"feed": "civil_affairs/members", "file": "members.csv", "sheet": "", "change": "missing"}
DRIFT |= {"heading": "姓名", "reason": "少了一列"}
CORRECTION = {"correction_id": "a", "feed": "", "row_key": "", "column": "", "why": "", "until": date(2026, 6, 30)}
CORRECTION |= {"recorded_by": "", "state": "unusable", "cells": 0}
ACCEPTANCE = {"night": date(2026, 6, 30), "feed": "education/aid", "division_code": "", "reason": "放假"}
ACCEPTANCE |= {"accepted_by": "李静"}


@pytest.mark.parametrize(
    ("table", "row", "check", "expected"),
    [
        ("quality", QUALITY, "unreadable_ids", 1),
        ("quality", QUALITY | {"alarm": False}, "unreadable_ids", 0),
        ("quality", QUALITY | {"night": date(2026, 6, 29)}, "unreadable_ids", 0),
        ("drift", DRIFT, "headings_as_before", 1),
        ("drift", DRIFT | {"change": "renamed"}, "headings_as_before", 1),
        ("drift", DRIFT | {"change": "new"}, "headings_as_before", 0),
        ("corrections", CORRECTION, "usable", 1),
        ("corrections", CORRECTION | {"state": "expired"}, "usable", 0),
        ("acceptances", ACCEPTANCE, "usable", 0),
        ("acceptances", ACCEPTANCE | {"division_code": "371082"}, "usable", 0),
        ("acceptances", ACCEPTANCE | {"division_code": "荣成"}, "usable", 1),
        ("acceptances", ACCEPTANCE | {"reason": ""}, "usable", 1),
        ("acceptances", ACCEPTANCE | {"feed": "学籍"}, "usable", 1),
    ],
)
def test_what_is_only_told_of_deliveries_and_notes(tiny_night, table, row, check, expected):
    key = f"landing/{table}"
    tiny_night.rows[key] = [row]
    tiny_night.write(key)
    outcome = tiny_night.outcome(key, check)
    assert sum(failure.count for failure in outcome.failures) == expected
    assert not outcome.blocking
    assert tiny_night.outcome(key, "contract").passed
