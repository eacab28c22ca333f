"""Lists of serious diseases: nearest region, dates, and what a faulty list raises."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.indicators.disease_lists import COLUMNS, judge, placeholder_lists, read_diseases, resolve_diseases
from assets.indicators.parameters import ParameterError

NIGHT = date(2026, 6, 30)
SCHEMA = dict.fromkeys(COLUMNS, pl.String) | {"valid_from": pl.Date, "valid_to": pl.Date}


def disease(code: str = "C34", region: str = "000000", **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"region": region, "code": code, "name_zh": "肺癌", "source": "a decree", "status": "local"}
    return row | {"valid_from": date(2020, 1, 1), "valid_to": None} | changes


def table(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA)


def codes(county: str, *rows: dict[str, Any], night: date = NIGHT) -> list[str]:
    resolved = resolve_diseases(table(*rows), [county], night)
    return resolved.filter(pl.col("county_code") == county)["code"].to_list()


def test_the_nearest_list_replaces_the_farther_one() -> None:
    rows = [disease("C34"), disease("C50"), disease("C16", "370000"), disease("N18.5", "371082")]
    assert codes("110101", *rows) == ["C34", "C50"]
    assert codes("370102", *rows) == ["C16"]
    assert codes("371082", *rows) == ["N18.5"]


@pytest.mark.parametrize(
    ("night", "expected"),
    [(date(2025, 12, 31), ["C34"]), (date(2026, 1, 1), ["C16"]), (date(2026, 12, 31), ["C16"])],
)
def test_a_list_holds_for_its_dates(night: date, expected: list[str]) -> None:
    own = disease("C16", "371082", valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    assert codes("371082", disease("C34"), own, night=night) == expected


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([disease("肺癌")], "no beginning"),
        ([disease("c34")], "no beginning"),
        ([disease("C3")], "no beginning"),
        ([disease(source=None)], "no source"),
        ([disease(name_zh="")], "no name"),
        ([disease(status="guess")], "unknown status"),
        ([disease(region="3710")], "not six digits"),
        ([disease(valid_from=None)], "no first day"),
        ([disease("N18"), disease("N18.5")], "twice on one day"),
        ([disease(), disease()], "twice on one day"),
    ],
)
def test_a_faulty_list_is_refused(rows: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        judge(table(*rows))


def test_a_code_may_be_listed_again_later_and_elsewhere() -> None:
    judge(
        table(
            disease(valid_to=date(2025, 12, 31)),
            disease(valid_from=date(2026, 1, 1)),
            disease("C34.9", "371082"),
        )
    )


def test_the_shipped_list_holds_everywhere() -> None:
    resolved = resolve_diseases(read_diseases(), ["371082"], NIGHT)
    assert {"C34", "C91", "N18.5"} <= set(resolved.filter(county_code="371082")["code"])
    assert set(resolved["county_code"]) == {"000000", "371082"}


def test_an_unknown_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "serious_diseases.csv"
    path.write_text("code,name\nC34,肺癌\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="columns"):
        read_diseases(path)


def test_placeholders_are_counted_by_the_list_that_a_county_takes() -> None:
    shipped = [disease(code, status="placeholder", source="example") for code in ("C34", "C50")]
    found = placeholder_lists(table(*shipped, disease("C16", "370000")), ["110101", "371082"], NIGHT)
    rows = found.sort("county_code").select("county_code", "region", "source", "codes").rows()
    assert rows == [("000000", "000000", "example", 2), ("110101", "000000", "example", 2)]
