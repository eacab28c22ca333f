"""Households from linked rows: membership, the primary household, income, places, lasting tokens."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.households import TABLES, build
from assets.lake import Night
from assets.vocabulary.tables import table_schema
from tests.stages.indicators.small_town import NIGHT, Town


def made(town: Town) -> Night:
    night = town.write()
    build(night)
    return night


def only(night: Night, key: str, **values: Any) -> dict[str, Any]:
    found = night.read(key).filter(*(pl.col(name) == value for name, value in values.items()))
    assert found.height == 1
    return found.row(0, named=True)


def household_of(night: Night, number: str) -> str:
    return str(only(night, "households/registry", household_no=number)["household_id"])


def economy_of(night: Night, number: str) -> dict[str, Any]:
    return only(night, "households/economy", household_id=household_of(night, number))


@pytest.mark.parametrize(
    ("assistance_type", "status", "expected"),
    [
        ("100", "在保", ("T1", True, True, True)),
        ("110", "渐退", ("T1", True, True, True)),
        ("120", "退出", ("T1", False, False, False)),
        ("130", "在保", ("T2", True, True, True)),
        ("131", "在保", ("T2", True, True, True)),
        ("132", "在保", ("T2", True, True, True)),
        ("670", "在保", ("T3", True, True, True)),
        ("600", "在保", ("T4", True, True, True)),
        ("650", "在保", ("T5", True, True, True)),
        ("660", "在保", ("T6", True, True, False)),
        ("990", "关注", ("T9", False, True, False)),
        ("110", "关注", ("T1", False, True, False)),
        ("110", None, ("T1", False, False, False)),
        (None, "在保", (None, True, True, False)),
    ],
)
def test_tier_and_state(tmp_path: Path, assistance_type: str, status: str, expected: tuple[Any, ...]) -> None:
    town = Town(tmp_path)
    town.household("1", "a", assistance_type=assistance_type, status=status)
    night = made(town)
    for key in ("households/economy", "households/members"):
        row = only(night, key)
        assert tuple(row[name] for name in ("tier", "in_force", "watched", "low_income_population")) == expected


MEMBERS = ("a", "b", "c")


@pytest.mark.parametrize(
    ("values", "known", "expected"),
    [
        ({"annual_income": Decimal("25140"), "income_complete": True}, True, 25140 / 3 / 12),
        (
            {"annual_income": Decimal("25140"), "employment_cost": Decimal("1200"), "income_complete": True},
            True,
            665.0,
        ),
        ({"annual_income": Decimal(0), "income_complete": True}, True, 0.0),
        ({"annual_income": Decimal("25140"), "income_complete": False}, False, None),
        ({"annual_income": Decimal("25140"), "income_complete": None}, False, None),
        ({"annual_income": None, "income_complete": True}, False, None),
    ],
)
def test_income_a_head(tmp_path: Path, values: dict[str, Any], known: bool, expected: float | None) -> None:
    town = Town(tmp_path)
    town.household("1", *MEMBERS, **values)
    row = economy_of(made(town), "1")
    assert (row["income_known"], row["income_per_head_month"]) == (known, pytest.approx(expected))


@pytest.mark.parametrize(
    ("written", "division", "expected"),
    [
        ("城镇", "371082100201", ("城镇", "ledger")),
        (None, "371082001001", ("城镇", "division")),
        (None, "371082001199", ("城镇", "division")),
        (None, "371082100200", ("农村", "division")),
        (None, "371082100000", ("农村", "assumed")),
        (None, "371082", ("农村", "assumed")),
        (None, None, ("农村", "division")),  # from the head's own details
    ],
)
def test_town_or_country(tmp_path: Path, written: str | None, division: str | None, expected: tuple[str, str]) -> None:
    town = Town(tmp_path)
    town.household("1", "a", urban_rural=written, division_code=division)
    row = economy_of(made(town), "1")
    assert (row["urban_rural"], row["urban_rural_source"]) == expected
    assert row["county_code"] == "371082"


@pytest.mark.parametrize(("said", "expected"), [(4, 4), (0, 1), (None, 1)])
def test_members_are_counted_in_the_ledger_only_where_no_row_has_them(
    tmp_path: Path, said: int | None, expected: int
) -> None:
    town = Town(tmp_path)
    town.household("1", "a", member_count=said)
    town.rows["civil_affairs/members"].clear()
    town.household("2", "b", "c", member_count=9)
    night = made(town)
    assert economy_of(night, "1")["member_count"] == expected
    assert economy_of(night, "2")["member_count"] == 2


def test_a_head_without_a_member_row_is_a_member_by_the_ledger_row(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.household("1", "a", "b")
    del town.rows["civil_affairs/members"][0]
    night = made(town)
    head = only(night, "households/members", person_id="a")
    assert (head["is_head"], head["relation"], head["feed"]) == (True, "01", "civil_affairs/households")
    assert economy_of(night, "1")["member_count"] == 1


def test_a_person_written_twice_in_a_household_is_one_member(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.household("1", "a", "b")
    town.add("civil_affairs/members", "b", household_no="1", work_capacity="03")
    night = made(town)
    assert only(night, "households/members", person_id="b")["work_capacity"] == "03"
    assert economy_of(night, "1")["member_count"] == 2


def test_one_head_where_ledger_and_member_rows_name_two(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.household("1", "a", "b")
    town.rows["civil_affairs/households"][0]["who"] = town.person("another")
    night = made(town)
    members = night.read("households/members").sort("person_id")
    assert members.select("person_id", "is_head", "relation").rows() == [
        ("a", True, "01"),
        ("another", False, None),
        ("b", False, "99"),
    ]
    row = economy_of(night, "1")
    assert (row["head_person_id"], row["member_count"]) == ("a", 2)


@pytest.mark.parametrize(
    ("first", "second", "primary"),
    [
        ({"assistance_type": "110", "status": "退出"}, {"assistance_type": "660"}, "2"),
        ({"assistance_type": "110", "status": "退出"}, {"assistance_type": "990"}, "2"),
        ({"assistance_type": "110"}, {"assistance_type": "131"}, "2"),
        ({"assistance_type": "110"}, {"assistance_type": "670"}, "1"),
        ({"assistance_type": "600"}, {"assistance_type": "670"}, "2"),
        ({"assistance_type": "600"}, {"assistance_type": "650"}, "1"),
        ({"start_month": date(2024, 1, 1)}, {"start_month": date(2025, 1, 1)}, "2"),
        ({"start_month": None}, {"start_month": date(2020, 1, 1)}, "2"),
    ],
)
def test_primary_household(tmp_path: Path, first: dict[str, Any], second: dict[str, Any], primary: str) -> None:
    town = Town(tmp_path)
    town.household("1", "a", **first)
    town.household("2", "a", **second)
    night = made(town)
    assert only(night, "households/members", is_primary=True)["household_id"] == household_of(night, primary)


def test_nobody_is_lost_and_everybody_has_one_primary_household(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.household("1", "a", "b")
    town.household("2", "b", "c")
    town.add("civil_affairs/members", "d", household_no="in no ledger")
    town.person("e", division_code="371082001001")
    night = made(town)
    primary = night.read("households/members").filter("is_primary")
    assert sorted(primary["person_id"]) == ["a", "b", "c", "d", "e"]
    alone = only(night, "households/economy", household_id="Se")
    assert (alone["listed"], alone["member_count"], alone["urban_rural"]) == (False, 1, "城镇")
    assert not economy_of(night, "in no ledger")["listed"]
    assert economy_of(night, "in no ledger")["county_code"] == "371082"


def test_tables_keep_their_contract(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.household("1", "a", "b", annual_income=Decimal("1.50"), monthly_grant=Decimal(3))
    night = made(town)
    for key in TABLES:
        assert pl.read_parquet_schema(night.path(key)) == table_schema(key)


def publish_registry(night: Night) -> None:
    """Stand in for a published night: the partition in place and the two files that name it."""
    target = night.lake.partition("households/registry", night.night)
    target.parent.mkdir(parents=True)
    target.write_bytes(night.path("households/registry").read_bytes())
    (night.lake.root / "nights").mkdir(exist_ok=True)
    (night.lake.root / "nights" / f"{night.night}.json").write_text("{}")
    (night.lake.root / "published.json").write_text(f'{{"night": "{night.night}"}}')


def test_a_household_keeps_its_token_and_new_ones_are_numbered_on(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.household("1", "a")
    town.household("2", "b")
    first = made(town)
    before = dict(first.read("households/registry").select("household_no", "household_id").rows())
    assert sorted(before.values()) == ["H000000001", "H000000002"]
    publish_registry(first)

    later = Town(tmp_path, NIGHT + timedelta(days=1))
    later.household("0", "c")
    later.household("2", "b")
    second = made(later)
    after = dict(second.read("households/registry").select("household_no", "household_id").rows())
    assert after == before | {"0": "H000000003"}
    assert household_of(second, "1") not in second.read("households/economy")["household_id"]
    assert only(second, "households/registry", household_no="1")["first_night"] == NIGHT


def test_tokens_do_not_follow_the_order_of_the_numbers(tmp_path: Path) -> None:
    town = Town(tmp_path)
    for number in range(20):
        town.household(f"{number:03}", f"p{number}")
    registry = made(town).read("households/registry").sort("household_no")
    assert registry["household_id"].to_list() != sorted(registry["household_id"])


def test_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    frames = []
    for reverse in (False, True):
        town = Town(tmp_path / str(reverse))
        town.household("1", "a", "b")
        town.household("2", "b", "c", assistance_type="600")
        night = town.write(reverse)
        build(night)
        frames.append(night.read("households/members").drop("row_no"))
    assert frames[0].equals(frames[1])
