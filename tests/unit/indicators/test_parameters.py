"""Policy parameters: nearest region, dates, and what a contradictory file raises."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.indicators.catalogue import load_catalogue
from assets.indicators.parameters import COLUMNS, ParameterError, ancestors, as_policy, judge, read_parameters, resolve
from assets.indicators.slope import TIED_BENEFITS

NIGHT = date(2026, 6, 30)


def value(number: float | None, region: str = "000000", **changes: Any) -> dict[str, Any]:
    row = {
        "name": "std",
        "region": region,
        "urban_rural": "",
        "value": number,
        "valid_from": date(2020, 1, 1),
        "valid_to": None,
        "source": "a decree",
        "status": "local",
        "meaning_zh": "",
        "meaning_en": "",
    }
    return row | changes


def table(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=COLUMNS)


def resolved_value(county: str, kind: str, *rows: dict[str, Any], night: date = NIGHT) -> float:
    resolved = resolve(table(*rows), [county], night)
    found = resolved.filter(pl.col("county_code") == county, pl.col("urban_rural") == kind)
    return float(found["value"].item())


def test_regions_from_near_to_far() -> None:
    assert ancestors("371082") == ("371082", "371000", "370000", "000000")
    assert ancestors("000000") == ("000000",)


REGIONS = [value(1, "000000"), value(2, "370000"), value(3, "371000"), value(4, "371082")]


@pytest.mark.parametrize(
    ("county", "expected"), [("371082", 4), ("371083", 3), ("370102", 2), ("110101", 1), ("000000", 1)]
)
def test_nearest_region_wins(county: str, expected: float) -> None:
    assert resolved_value(county, "农村", *REGIONS) == expected


@pytest.mark.parametrize(
    ("night", "expected"),
    [(date(2025, 12, 31), 1), (date(2026, 1, 1), 2), (date(2026, 12, 31), 2), (date(2027, 1, 1), 1)],
)
def test_both_ends_of_a_span_belong_to_it(night: date, expected: float) -> None:
    span = value(2, "371082", valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    assert resolved_value("371082", "农村", value(1), span, night=night) == expected


def test_one_kind_of_place_goes_before_both_but_not_before_a_nearer_region() -> None:
    rows = [value(1), value(2, urban_rural="城镇"), value(3, "371082")]
    assert resolved_value("110101", "城镇", *rows) == 2
    assert resolved_value("110101", "农村", *rows) == 1
    assert resolved_value("371082", "城镇", *rows) == 3


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([value(1), value(2, valid_from=date(2026, 1, 1))], "two values on one day"),
        (
            [value(1, valid_to=date(2026, 1, 1)), value(2, valid_from=date(2026, 1, 1))],
            "two values on one day",
        ),
        (
            [
                value(1, valid_to=date(2029, 1, 1)),
                value(2, valid_from=date(2021, 1, 1), valid_to=date(2021, 2, 1)),
                value(3, valid_from=date(2022, 1, 1)),
            ],
            "two values on one day",
        ),
        ([value(None)], "has no value"),
        ([value(float("nan"))], "has no value"),
        ([value(1, source="")], "has no source"),
        ([value(1, region="371082100")], "not six digits"),
        ([value(1, status="guess")], "unknown status"),
        ([value(1, urban_rural="城市")], "neither for both"),
        ([value(1, valid_to=date(2019, 1, 1))], "ends before it begins"),
    ],
)
def test_contradictions_are_refused(rows: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        judge(table(*rows))


def test_successive_spans_are_no_overlap() -> None:
    judge(table(value(1, valid_to=date(2025, 12, 31)), value(2, valid_from=date(2026, 1, 1))))


@pytest.mark.parametrize(
    "rows",
    [
        [value(1, "370000")],
        [value(1, valid_from=date(2027, 1, 1))],
        [value(1, valid_to=date(2026, 6, 29))],
        [value(1, urban_rural="城镇")],
    ],
)
def test_a_gap_is_refused(rows: list[dict[str, Any]]) -> None:
    with pytest.raises(ParameterError, match="no value in force on 2026-06-30 for the whole country: std"):
        resolve(table(*rows), ["371082"], NIGHT)


def test_policy_has_a_row_a_place_and_a_column_a_parameter() -> None:
    policy = as_policy(resolve(table(value(1), value(2, name="pcdi")), ["371082"], NIGHT))
    assert set(policy.columns) == {"county_code", "urban_rural", "std", "pcdi"}
    assert policy.height == 4


def test_the_shipped_file_has_every_parameter_that_a_rule_or_the_slope_reads_and_no_other() -> None:
    named = {name for entry in load_catalogue().values() for name in entry.parameters}
    assert set(read_parameters()["name"]) == named | set(TIED_BENEFITS)


def test_the_shipped_file_has_the_lines_of_the_library() -> None:
    resolved = resolve(read_parameters(), ["371082"], NIGHT)
    lines = resolved.filter(pl.col("name").is_in(["std", "pcdi"]), pl.col("county_code") == "371082")
    found = {(row["name"], row["urban_rural"]): (row["value"], row["region"]) for row in lines.to_dicts()}
    assert found == {
        ("std", "城镇"): (1010.0, "370000"),
        ("std", "农村"): (838.0, "370000"),
        ("pcdi", "城镇"): (54000.0, "000000"),
        ("pcdi", "农村"): (25000.0, "000000"),
    }


def test_an_unknown_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "parameters.csv"
    path.write_text("name,value\nstd,1\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="columns"):
        read_parameters(path)
