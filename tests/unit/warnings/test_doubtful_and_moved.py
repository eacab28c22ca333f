"""What identity does to warnings: a doubtful link closes nothing, and merged or moved persons keep their answers."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from assets.warnings import verify_chain
from tests.unit.warnings.world import START, World, answer, hit, kept_back

NEXT = START + timedelta(days=1)
FIRST, SECOND = "W20260302000001", "W20260302000002"


def test_a_hit_that_becomes_withheld_closes_nothing() -> None:
    world = World()
    adverse = hit("MZ01", lane="A", disposition="D4")
    world.step([adverse])
    world.step([], withheld=[kept_back("MZ01")])
    assert world.items["state"].to_list() == ["unassessed"]
    assert world.one()["state"] == "ongoing"
    world.step([adverse])
    assert (world.items["state"].to_list(), world.one()["warning_id"]) == (["open"], FIRST)


@pytest.mark.parametrize(
    "other", [kept_back("MZ02"), kept_back("MZ01", person="P2"), kept_back("MZ01", household="H2")]
)
def test_what_is_withheld_about_others_keeps_nothing_open(other: dict[str, Any]) -> None:
    world = World()
    world.step([hit("MZ01", lane="A")])
    world.step([], withheld=[other])
    assert world.ledger["close_reason"].to_list() == ["消除"]


def test_a_withheld_hit_leaves_a_quiet_item_quiet() -> None:
    world = World()
    world.step([hit("MZ01")])
    world.step([hit("MZ01")], [answer(FIRST, "51", NEXT)])
    world.step([], withheld=[kept_back("MZ01")])
    assert (world.items["state"].to_list(), world.one()["state"]) == (["suppressed"], "suppressed")


def test_a_warning_goes_on_under_the_token_that_stays() -> None:
    world = World()
    world.step([hit("YB01", "SP9", "P9")])
    world.step([hit("YB01", "SP1", "P1")], merged={"P9": "P1"})
    warning = world.one()
    assert (warning["warning_id"], warning["household_id"], warning["state"]) == (FIRST, "SP1", "ongoing")
    assert world.items.select("person_id", "first_hit_on", "state").rows() == [("P1", START, "open")]
    assert "item_gone" not in world.told()
    assert verify_chain(world.events) is None


@pytest.mark.parametrize(("first", "second", "third"), [("SP9", "SP1", "SP0"), ("H1", "H1", "H1")])
def test_quiet_outlives_a_merge_and_ends_when_it_would_have(first: str, second: str, third: str) -> None:
    world = World()
    world.step([hit("YB01", first, "P9")])
    world.step([hit("YB01", first, "P9")], [answer(FIRST, "51", NEXT)])
    world.step([hit("YB01", second, "P1")], merged={"P9": "P1"})
    assert (world.one()["warning_id"], world.one()["state"]) == (FIRST, "suppressed")
    world.step([hit("YB01", third, "P0")], merged={"P1": "P0"}, days=40)
    assert world.one()["state"] == "suppressed"
    world.step([hit("YB01", third, "P0")], days=48)
    assert world.one()["state"] == "suppressed"
    world.step([hit("YB01", third, "P0")])
    assert ((world.night - NEXT).days, world.one()["state"]) == (90, "reopened")
    assert world.items["person_id"].to_list() == ["P0"]


def test_a_closing_answer_outlives_a_merge() -> None:
    world = World()
    world.step([hit("YB01", "SP9", "P9")])
    world.step([hit("YB01", "SP9", "P9")], [answer(FIRST, "73", NEXT)])
    world.step([hit("YB01", "SP1", "P1")], merged={"P9": "P1"})
    world.step([hit("YB01", "SP1", "P1")], days=60)
    assert world.ledger.select("warning_id", "state").rows() == [(FIRST, "closed")]


def test_an_answer_of_the_night_of_the_merge_replaces_the_earlier_one() -> None:
    world = World()
    world.step([hit("YB01", "SP9", "P9")])
    world.step([hit("YB01", "SP9", "P9")], [answer(FIRST, "31", NEXT)])
    world.step([hit("YB01", "SP1", "P1")], [answer(FIRST, "51", NEXT)], merged={"P9": "P1"})
    world.step([hit("YB01", "SP1", "P1")])
    assert (world.one()["state"], world.items["result_code"].to_list()) == ("suppressed", ["51"])


def _two_meet(answers: list[dict[str, Any]]) -> World:
    """Households of one of P1 and P9, both warned of since the first night; on the third night they are one person."""
    apart = [hit("YB01", "SP1", "P1"), hit("YB01", "SP9", "P9", tier="O"), hit("MZ18", "SP9", "P9")]
    together = [hit("YB01", "SP1", "P1"), hit("MZ18", "SP1", "P1")]
    world = World()
    world.step(apart)
    world.step(apart, answers)
    world.step(together, merged={"P9": "P1"})
    return world


def test_of_two_warnings_that_meet_the_older_goes_on_with_the_items_of_both() -> None:
    world = _two_meet([])
    assert world.ledger.select("warning_id", "household_id", "state", "close_reason", "closed_on").rows() == [
        (FIRST, "SP1", "ongoing", None, None),
        (SECOND, "SP1", "closed", "合并", world.night),
    ]
    going_on = world.items.filter(pl.col("warning_id") == FIRST)
    assert going_on.select("code", "person_id", "state", "first_hit_on").rows() == [
        ("MZ18", "P1", "open", START),
        ("YB01", "P1", "open", START),
    ]
    assert set(world.items.filter(pl.col("warning_id") == SECOND)["state"]) == {"closed"}
    assert '"goes_on_in":"W20260302000001"' in world.events.filter(pl.col("event") == "closed")["detail"][0]
    assert verify_chain(world.events) is None


@pytest.mark.parametrize("answered", [FIRST, SECOND])
def test_the_answer_of_either_warning_stands_in_the_one_that_goes_on(answered: str) -> None:
    world = _two_meet([answer(answered, "51", NEXT)])
    states = dict(world.items.filter(pl.col("warning_id") == FIRST).select("code", "state").rows())
    assert states == {"YB01": "suppressed", "MZ18": "suppressed" if answered == SECOND else "open"}
    both = [hit("YB01", "SP1", "P1"), hit("MZ18", "SP1", "P1")]
    world.step(both, days=87)
    kept = world.items.filter((pl.col("warning_id") == FIRST) & (pl.col("code") == "YB01"))
    assert kept["state"].to_list() == ["suppressed"]
    world.step(both, days=2)
    assert set(world.items.filter(pl.col("warning_id") == FIRST)["state"]) == {"open"}
    assert world.ledger.filter(pl.col("warning_id") == SECOND)["state"].to_list() == ["closed"]


def test_what_was_reopened_after_a_merge_is_not_quieted_by_the_answer_before_it() -> None:
    world = _two_meet([answer(SECOND, "51", NEXT)])
    worse = hit("YB01", "SP1", "P1", value=130.0)
    world.step([worse])
    world.step([])
    world.step([worse])
    assert world.one()["state"] == "new"


def _moved(result: str, **changes: Any) -> World:
    """P1 was answered about alone, then is found in a listed household."""
    alone = hit("YB01", "SP1", "P1")
    world = World()
    world.step([alone])
    world.step([alone], [answer(FIRST, result, NEXT)])
    world.step([hit("YB01", "H1", "P1", **changes)])
    return world


@pytest.mark.parametrize(("result", "state"), [("51", "suppressed"), ("73", "closed")])
def test_quiet_moves_with_the_person_into_a_listed_household(result: str, state: str) -> None:
    world = _moved(result)
    in_household = world.ledger.filter(pl.col("household_id") == "H1")
    assert in_household["state"].to_list() == [state]
    warning_id = in_household["warning_id"][0]
    item = world.items.filter(pl.col("warning_id") == warning_id)
    assert item.select("state", "result_code").row(0) == (state, result)
    assert world.events.filter(pl.col("warning_id") == warning_id)["event"].to_list()[0] == "opened"
    assert in_household["answer_by"].null_count() == 0
    world.step([hit("YB01", "H1", "P1")], days=88)
    assert world.ledger.filter(pl.col("household_id") == "H1")["state"].to_list() == [state]
    world.step([hit("YB01", "H1", "P1")])
    assert (world.night - NEXT).days == 90
    assert world.one()["state"] == ("reopened" if state == "suppressed" else "new")


def test_quiet_moves_where_the_warning_of_the_person_alone_was_closed_nights_before() -> None:
    alone = hit("YB01", "SP1", "P1")
    world = World()
    world.step([alone])
    world.step([alone], [answer(FIRST, "51", NEXT)])
    world.step([])
    world.step([hit("YB01", "H1", "P1"), hit("MZ18", "H1", "P2")])
    states = world.items.filter(pl.col("last_hit_on") == world.night).select("code", "state").rows()
    assert sorted(states) == [("MZ18", "open"), ("YB01", "suppressed")]
    assert world.one()["state"] == "new"


@pytest.mark.parametrize("changes", [{"value": 120.0}, {"tier": "O"}])
def test_what_is_worse_is_asked_about_in_the_new_household(changes: dict[str, Any]) -> None:
    world = _moved("51", **changes)
    assert world.one()["state"] == "new"


def test_growth_after_a_move_is_measured_from_the_verified_value() -> None:
    world = _moved("51", value=115.0)
    world.step([hit("YB01", "H1", "P1", value=124.0)])
    assert world.one()["state"] == "reopened"


def test_what_was_answered_about_a_household_does_not_move() -> None:
    world = World()
    world.step([hit("ZH01", "SP1", "")])
    world.step([hit("ZH01", "SP1", "")], [answer(FIRST, "51", NEXT)])
    world.step([hit("ZH01", "H1", "")])
    assert world.one()["state"] == "new"


def test_rows_in_another_order_make_the_same_tables() -> None:
    apart = [hit("YB01", "SP1", "P1"), hit("YB01", "SP9", "P9"), hit("YB01", "SP8", "P8"), hit("MZ18", "H1", "P9")]
    plain, shuffled = World(), World()
    for world, seed in ((plain, None), (shuffled, 7)):
        world.step(apart, shuffle=seed)
        world.step(apart, [answer(FIRST, "51", date(2026, 3, 3))], shuffle=seed)
        world.step([hit("YB01", "SP1", "P1")], merged={"P9": "P1", "P8": "P1"}, shuffle=seed)
    assert plain.ledger.equals(shuffled.ledger)
    assert plain.items.equals(shuffled.items)
    assert plain.events.equals(shuffled.events)
