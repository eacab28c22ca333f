"""Every place has a value on every day: the algebra of spans against looking at each day, and what a gap raises."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.indicators.coverage import uncovered
from assets.indicators.parameters import (
    COLUMNS,
    PARAMETERS_FILE,
    URBAN_RURAL,
    ParameterError,
    ancestors,
    read_parameters,
)
from assets.vocabulary.divisions import REGION_LEVELS, divisions

FIRST = date(2026, 1, 1)
DAYS = 12  # the days that the oracle looks at; spans lie within them or are open
REGIONS = ("000000", "370000", "371000", "371082", "110101")


def row(region: str, kind: str, first: int, last: int | None, name: str = "std") -> dict[str, Any]:
    return {
        "name": name,
        "region": region,
        "urban_rural": kind,
        "value": 1.0,
        "valid_from": FIRST + timedelta(first),
        "valid_to": None if last is None else FIRST + timedelta(last),
        "source": "a decree",
        "status": "local",
        "meaning_zh": "",
        "meaning_en": "",
    }


def table(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=COLUMNS)


@st.composite
def spans(draw: st.DrawFn) -> dict[str, Any]:
    first = draw(st.integers(0, DAYS - 2))
    last = draw(st.none() | st.integers(first, DAYS - 2))
    places = draw(st.sampled_from(REGIONS)), draw(st.sampled_from(("", *URBAN_RURAL)))
    return row(*places, first, last, draw(st.sampled_from(("std", "pcdi"))))


def days_without(rows: list[dict[str, Any]], name: str, region: str, kind: str) -> set[date]:
    """The oracle: each day from the parameter's first on, and whether any row holds there on that day."""
    own = [each for each in rows if each["name"] == name]
    holding = [each for each in own if each["region"] in ancestors(region) and each["urban_rural"] in ("", kind)]
    start = min(each["valid_from"] for each in own)
    days = [FIRST + timedelta(day) for day in range(DAYS) if FIRST + timedelta(day) >= start]
    return {
        day
        for day in days
        if not any(each["valid_from"] <= day and (each["valid_to"] or date.max) >= day for each in holding)
    }


def days_of(gaps: pl.DataFrame) -> Iterator[date]:
    last_day = FIRST + timedelta(DAYS - 1)
    for first, last in gaps.select("gap_from", "gap_to").iter_rows():
        until = min(last or date.max, last_day)
        yield from (first + timedelta(day) for day in range((until - first).days + 1))


@given(st.lists(spans(), min_size=1, max_size=6))
@settings(max_examples=120, deadline=None)
def test_the_gaps_are_the_days_on_which_no_row_holds(rows: list[dict[str, Any]]) -> None:
    gaps = uncovered(table(*rows), REGIONS)
    for name in {each["name"] for each in rows}:
        for region in REGIONS:
            for kind in URBAN_RURAL:
                place = pl.col("name") == name, pl.col("region") == region, pl.col("urban_rural") == kind
                found = list(days_of(gaps.filter(*place)))
                assert len(found) == len(set(found))
                assert set(found) == days_without(rows, name, region, kind)


@given(st.lists(spans(), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_a_country_without_a_gap_leaves_none_anywhere(rows: list[dict[str, Any]]) -> None:
    """Why the check of the file may look at the country first and stop there."""
    values = table(*rows, *(row("000000", "", 0, None, name) for name in ("std", "pcdi")))
    assert uncovered(values, REGIONS).is_empty()


def test_the_shipped_file_leaves_no_division_and_no_day_without_a_value() -> None:
    regions = divisions().filter(pl.col("level").is_in(REGION_LEVELS))["code"]
    assert regions.len() > 3000
    assert uncovered(read_parameters(), regions).is_empty()


def changed(tmp_path: Path, *lines: str, replacing: str = "") -> Path:
    """The shipped file without the lines that begin with `replacing`, and these lines at its end."""
    kept = PARAMETERS_FILE.read_text(encoding="utf-8").splitlines()
    if replacing:
        kept = [line for line in kept if not line.startswith(replacing)]
    path = tmp_path / "parameters.csv"
    path.write_text("\n".join([*kept, *lines]) + "\n", encoding="utf-8")
    return path


LINES = len(PARAMETERS_FILE.read_text(encoding="utf-8").splitlines())
RATIO = "own_pay_ratio_others,000000,"
GAPS = {
    "ends": (
        [RATIO + ",1,2020-01-01,2025-12-31,decree,national,,"],
        ["own_pay_ratio_others has no value from 2026-01-01 on for good for 000000", f"let line {LINES} of"],
    ),
    "between two": (
        [
            RATIO + ",1,2020-01-01,2025-06-30,decree,national,,",
            RATIO + ",2,2025-07-02,,decree,national,,",
        ],
        ["from 2025-07-01 on until 2025-07-01 for 000000", f"let line {LINES} of", "end on 2025-07-01"],
    ),
    "one kind of place": (
        [RATIO + "城镇,1,2020-01-01,,decree,national,,"],
        ["from 2020-01-01 on for good for 000000 (农村)", "add a row for 000000, 农村 or both"],
    ),
    "a county goes further back": (
        [
            RATIO + ",1,2020-01-01,,decree,national,,",
            "own_pay_ratio_others,371082,,1,2019-07-01,2019-12-31,decree,local,,",
        ],
        [
            "from 2019-07-01 on until 2019-12-31 for 000000",
            f"line {LINES + 1} of",
            "region 371082",
            f"let line {LINES}",
        ],
    ),
    "a province alone": (
        ["own_pay_ratio_others,370000,,1,2020-01-01,,decree,provincial,,"],
        ["for 000000", "2,824 counties, the first 110101 东城区", "add a row for 000000"],
    ),
}


@pytest.mark.parametrize(("lines", "told"), GAPS.values(), ids=GAPS)
def test_a_gap_names_parameter_region_day_and_the_line_to_mend(
    tmp_path: Path, lines: list[str], told: list[str]
) -> None:
    path = changed(tmp_path, *lines, replacing=RATIO)
    with pytest.raises(ParameterError) as error:
        read_parameters(path)
    assert all(part in str(error.value) for part in (*told, str(path))), str(error.value)


def test_a_later_parameter_may_begin_later(tmp_path: Path) -> None:
    """A rule of a later law has no value for earlier years, nowhere."""
    path = changed(tmp_path, RATIO + ",1,2026-07-01,,the law,national,,", replacing=RATIO)
    assert "own_pay_ratio_others" in set(read_parameters(path)["name"])
