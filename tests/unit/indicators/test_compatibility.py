"""Benefits that exclude each other: nearest region, month by month, and what a faulty list raises."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.indicators.compatibility import COLUMNS, judge, read_pairs, resolve_pairs
from assets.indicators.parameters import ParameterError
from assets.indicators.session import last_months

SCHEMA = dict.fromkeys(COLUMNS, pl.String) | {"valid_from": pl.Date, "valid_to": pl.Date}
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def pair(benefit: str = "低保", other: str = "特困", region: str = "000000", **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"region": region, "benefit": benefit, "other_benefit": other, "source": "a decree"}
    return row | {"valid_from": date(2020, 1, 1), "valid_to": None, "status": "local"} | changes


def table(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA)


def months_of(county: str, *rows: dict[str, Any]) -> list[tuple[str, str, date]]:
    resolved = resolve_pairs(table(*rows), [county], [MAY, JUNE]).filter(county_code=county)
    return resolved.select("benefit", "other_benefit", "month").rows()


def test_the_nearest_list_replaces_the_farther_one() -> None:
    rows = [pair(), pair("特困", "孤儿"), pair("特困", "孤儿", "371082")]
    assert months_of("371082", *rows) == [("特困", "孤儿", MAY), ("特困", "孤儿", JUNE)]
    assert {found[:2] for found in months_of("110101", *rows)} == {("低保", "特困"), ("特困", "孤儿")}


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ({"valid_from": MAY}, [MAY, JUNE]),
        ({"valid_from": date(2026, 5, 2)}, [JUNE]),
        ({"valid_to": MAY}, [MAY]),
        ({"valid_to": date(2026, 5, 31)}, [MAY]),
        ({"valid_to": date(2026, 4, 30)}, []),
    ],
)
def test_a_pair_counts_in_months_on_whose_first_day_it_is_in_force(span: dict[str, date], expected: list[date]) -> None:
    assert [month for *_, month in months_of("371082", pair(**span))] == expected


def test_where_a_countys_own_list_has_ended_the_farther_one_is_back() -> None:
    own = pair("特困", "孤儿", "371082", valid_to=date(2026, 5, 31))
    assert months_of("371082", pair(), own) == [("特困", "孤儿", MAY), ("低保", "特困", JUNE)]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([pair("低保", "临时救助")], "unknown benefit"),
        ([pair(None, "特困")], "unknown benefit"),
        ([pair("孤儿", "孤儿")], "cannot be told by county"),
        ([pair(region="3710")], "not six digits"),
        ([pair(source="")], "no source"),
        ([pair(status="guess")], "unknown status"),
        ([pair(valid_from=None)], "no first day"),
        ([pair(valid_to=date(2019, 1, 1))], "ends before it begins"),
        ([pair(), pair()], "twice on one day"),
        ([pair(), pair("特困", "低保")], "twice on one day"),
    ],
)
def test_a_faulty_list_is_refused(rows: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        judge(table(*rows))


def test_a_pair_may_be_listed_again_later_and_elsewhere() -> None:
    judge(table(pair(valid_to=date(2025, 12, 31)), pair(valid_from=date(2026, 1, 1)), pair(region="371082")))


def test_the_shipped_list_is_the_matrix_of_the_library() -> None:
    resolved = resolve_pairs(read_pairs(), [], [JUNE])
    assert set(resolved.select("benefit", "other_benefit").rows()) == {
        ("低保", "特困"),
        ("特困", "孤儿"),
        ("特困", "事实无人抚养"),
        ("低保", "低保"),
        ("特困", "特困"),
    }


def test_an_unknown_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "compatibility.csv"
    path.write_text("benefit,other\n低保,特困\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="columns"):
        read_pairs(path)


def test_months_go_back_over_the_turn_of_the_year() -> None:
    assert last_months(date(2026, 1, 15), 2) == [date(2025, 12, 1), date(2026, 1, 1)]
