"""A table that shrinks or grows by more than a third since the last published night is told, and blocks nothing."""

import json
from datetime import date

import polars as pl
import pytest

from assets.lake import Lake
from assets.vocabulary.tables import table_schema
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
