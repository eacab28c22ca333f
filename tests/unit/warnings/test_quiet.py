"""Quiet after an answer: how long it lasts, and what is worse enough to break it."""

from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from tests.unit.warnings.world import START, World, answer, hit

WARNING = "W20260302000001"
NEXT = START + timedelta(days=1)


def _answered(result: str = "51", **changes: Any) -> World:
    world = World()
    world.step([hit("YB01", **changes)])
    world.step([hit("YB01", **changes)], [answer(WARNING, result, NEXT, remark="说明")])
    return world


# What the next hit is like → the state of the warning
CHANGES: list[tuple[str, dict[str, Any], str]] = [
    ("the same", {}, "suppressed"),
    ("a little more", {"value": 119.0}, "suppressed"),
    ("a fifth more", {"value": 120.0}, "reopened"),
    ("less", {"value": 60.0}, "suppressed"),
    ("a higher tier", {"tier": "O"}, "escalated"),
    ("a lower tier", {"tier": "B"}, "suppressed"),
]


@pytest.mark.parametrize(("case", "changes", "state"), CHANGES, ids=[case[0] for case in CHANGES])
@pytest.mark.parametrize("result", ["51", "62", "63"])
def test_worsening_breaks_the_quiet(result: str, case: str, changes: dict[str, Any], state: str) -> None:
    world = _answered(result)
    world.step([hit("YB01", **changes)])
    assert world.one()["state"] == state, case
    assert world.one()["warning_id"] == WARNING


@pytest.mark.parametrize(("value", "state"), [(490.0, "suppressed"), (480.0, "reopened"), (700.0, "suppressed")])
def test_where_low_is_bad_worse_is_lower(value: float, state: str) -> None:
    income: dict[str, Any] = {"person": "", "threshold": 838.0}
    world = World()
    world.step([hit("ZH01", value=600.0, **income)])
    world.step([hit("ZH01", value=600.0, **income)], [answer(WARNING, "51", NEXT)])
    world.step([hit("ZH01", value=value, **income)])
    assert world.one()["state"] == state


def test_the_threshold_does_not_say_which_way_is_worse() -> None:
    world = _answered(value=10.0, threshold=50.0)
    world.step([hit("YB01", value=8.0, threshold=50.0)])
    assert world.one()["state"] == "suppressed"
    world.step([hit("YB01", value=12.0, threshold=50.0)])
    assert world.one()["state"] == "reopened"


def test_slow_growth_is_measured_from_the_verified_value() -> None:
    world = _answered()
    for value in (108.0, 116.0):
        world.step([hit("YB01", value=value)])
        assert world.one()["state"] == "suppressed"
    assert world.items["value"].to_list() == [100.0]
    world.step([hit("YB01", value=124.0)])
    assert world.one()["state"] == "reopened"
    assert world.items["value"].to_list() == [124.0]


def test_quiet_lasts_90_days() -> None:
    world = _answered()
    world.step([hit("YB01")], days=89)
    assert world.one()["state"] == "suppressed"
    assert world.told() == []
    world.step([hit("YB01")])
    assert (world.one()["state"], world.one()["clock_from"]) == ("reopened", world.night)
    assert '"reason":"quiet_over"' in world.events["detail"][-1]
    world.step([hit("YB01")])
    assert world.one()["state"] == "ongoing"


def test_a_new_indicator_of_the_same_person_wakes_the_quiet_one() -> None:
    world = _answered()
    world.step([hit("YB01"), hit("MZ18")])
    assert set(world.items["state"]) == {"open"}
    assert world.one()["state"] == "reopened"


def test_a_new_indicator_of_another_person_leaves_it_quiet() -> None:
    world = _answered()
    world.step([hit("YB01"), hit("MZ18", person="P2")])
    assert dict(world.items.select("code", "state").rows()) == {"YB01": "suppressed", "MZ18": "open"}
    assert world.one()["state"] == "reopened"
    assert world.one()["departments"] == ["civil_affairs"]


def test_a_quiet_warning_ends_with_its_fact_and_stays_quiet_when_it_flickers() -> None:
    world = _answered()
    world.step([])
    assert world.ledger["state"].to_list() == ["closed"]
    world.step([hit("YB01")])
    assert world.ledger["state"].to_list() == ["closed"]
    world.step([hit("YB01", value=130.0)])
    assert world.one()["warning_id"] == "W20260306000001"
    world.step([hit("YB01", value=130.0)])
    assert world.one()["state"] == "ongoing"


@pytest.mark.parametrize("result", ["71", "72", "73", "74", "81"])
def test_a_closing_answer_holds_for_90_days_and_then_the_standing_fact_opens_a_new_warning(result: str) -> None:
    world = _answered(result)
    assert world.ledger["state"].to_list() == ["closed"]
    world.step([hit("YB01")], days=89)
    assert world.ledger.height == 1
    world.step([hit("YB01")])
    assert world.one()["warning_id"] == f"W{world.night:%Y%m%d}000001"
    assert world.one()["state"] == "new"


def test_quiet_is_for_one_household_person_and_indicator() -> None:
    world = _answered("73")
    world.step([hit("YB01"), hit("YB01", person="P2"), hit("YB01", household="H2", person="P3")])
    standing = world.items.join(world.ledger.filter(pl.col("state") == "new"), on="warning_id", how="semi")
    assert sorted(standing["person_id"]) == ["P2", "P3"]
