"""Doubtful pairs as identity leaves them, the persons' counties, and a night that holds them."""

from datetime import date
from typing import Any

import polars as pl

from assets.lake import Night
from assets.lake.publish import night_tables
from assets.vocabulary.tables import empty, table_schema

COUNTIES = {"P1": "371082", "P2": "371082", "P3": None, "P4": "371002"}
NUMBERS = ("R2026063000000123", "R2026063000000220", "R2026063000000317")
COMPARED = [
    {"comparison": "sex", "level": "equal", "weight": 1.0},
    {"comparison": "phone", "level": "different", "weight": -1.3},
    {"comparison": "name", "level": "pinyin", "weight": 9.1},
    {"comparison": "birth_date", "level": None, "weight": None},
    {"comparison": "shoe_size", "level": "same_foot", "weight": -9.0},
]


def pair(number: str, left: str, right: str, **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"review_id": number, "left_person_id": left, "right_person_id": right}
    row |= {"left_feeds": "civil_affairs/members education/students", "right_feeds": "civil_affairs/households"}
    row |= {"left_masked": "王*明 371***********1238 1990年生", "right_masked": "王*明 （无号码） （出生不详）"}
    row |= {"reason_code": "fuzzy_between", "reason": "姓名等信息相近但把握不足，请核实是否为同一人"}
    return row | {"weight": 7.0, "probability": 0.99, "comparisons": []} | changes


PAIRS = [
    pair(NUMBERS[0], "P1", "P4", comparisons=COMPARED),
    pair(NUMBERS[1], "P3", "P4"),
    pair(NUMBERS[2], "P3", "P3", left_feeds="police/unknown"),
]


def review(rows: list[dict[str, Any]] | None = None) -> pl.DataFrame:
    return pl.DataFrame(PAIRS if rows is None else rows, schema=table_schema("identity/review"))


def persons() -> pl.DataFrame:
    rows = {"person_id": list(COUNTIES), "county_code": list(COUNTIES.values())}
    return pl.DataFrame(rows, schema={"person_id": pl.String, "county_code": pl.String})


def fill(night: Night, rows: list[dict[str, Any]] | None = None) -> None:
    """All tables of the night: the pairs, their persons, and nothing in the others."""
    for key in night_tables():
        if not key.startswith("queues/"):
            night.save(key, empty(key))
    night.save("identity/review", review(rows))
    other = {"has_valid_id": True, "rows": 1, "feeds": 1, "first_night": date(2026, 6, 30)}
    known = persons().with_columns(*[pl.lit(value).alias(name) for name, value in other.items()])
    missing = [pl.lit(None, pl.Int64).alias(name) for name in ("sex", "birth_year")]
    night.save("identity/persons", known.with_columns(missing))
