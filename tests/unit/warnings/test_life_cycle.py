"""The life of a warning, told night by night: hits in, states, events and deadlines out."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.warnings.world import START, World, hit, missing

# case, hits of each night, expected (state, tier) of the household's last warning after each night
STORIES: list[tuple[str, list[list[dict[str, Any]]], list[tuple[str, str]]]] = [
    ("the same hit goes on", [[hit("YB01")]] * 3, [("new", "Y"), ("ongoing", "Y"), ("ongoing", "Y")]),
    (
        "a higher tier escalates, then goes on",
        [[hit("YB01")], [hit("YB01", tier="O")], [hit("YB01", tier="O")]],
        [("new", "Y"), ("escalated", "O"), ("ongoing", "O")],
    ),
    (
        "a new indicator of a higher tier escalates",
        [[hit("YB01")], [hit("YB01"), hit("ZH01", person="", tier="R")]],
        [("new", "Y"), ("escalated", "R")],
    ),
    (
        "a new indicator of the same tier joins",
        [[hit("YB01")], [hit("YB01"), hit("MZ18")]],
        [("new", "Y"), ("ongoing", "Y")],
    ),
    (
        "a lower tier is no escalation",
        [[hit("YB01", tier="R")], [hit("YB01")]],
        [("new", "R"), ("ongoing", "Y")],
    ),
    ("the fact changed", [[hit("YB01")], []], [("new", "Y"), ("closed", "Y")]),
    (
        "one fact of two changed",
        [[hit("YB01"), hit("MZ03", tier="R")], [hit("YB01")], []],
        [("new", "R"), ("ongoing", "Y"), ("closed", "Y")],
    ),
]


@pytest.mark.parametrize(("case", "nights", "expected"), STORIES, ids=[story[0] for story in STORIES])
def test_state_and_tier_night_by_night(
    case: str, nights: list[list[dict[str, Any]]], expected: list[tuple[str, str]]
) -> None:
    world = World()
    seen = []
    for hits in nights:
        world.step(hits)
        assert world.ledger.height == 1, case
        seen.append(world.ledger.select("state", "tier").row(0))
    assert seen == expected


def test_hits_of_a_household_and_lane_are_one_warning() -> None:
    world = World()
    world.step(
        [
            hit("YB01", "H2", "P2", tier="Y"),
            hit("ZH05", "H2", "", tier="R", disposition="D3", departments=["civil_affairs", "coordination"]),
            hit("ZH01", "H2", "", tier="R", disposition="D2"),
            hit("MZ01", "H2", "P3", lane="A", tier="O", disposition="D4"),
            hit("YB01", "H1", "P1", tier="O", departments=["medical_insurance"]),
        ]
    )
    rows = world.ledger.select("warning_id", "household_id", "lane", "tier", "disposition", "departments").rows()
    assert rows == [
        ("W20260302000001", "H1", "H", "O", "D2", ["medical_insurance"]),
        ("W20260302000002", "H2", "A", "O", "D4", ["civil_affairs"]),
        ("W20260302000003", "H2", "H", "R", "D3", ["civil_affairs", "coordination"]),
    ]
    assert world.items.height == 5


def test_deadlines_run_from_the_opening_and_again_from_an_escalation() -> None:
    world = World()
    world.step([hit("YB01")])
    opened = world.one()
    assert (opened["clock_from"], opened["sign_by"], opened["answer_by"]) == (
        START,
        date(2026, 3, 4),
        date(2026, 3, 16),
    )
    world.step([hit("YB01")])
    assert world.one()["answer_by"] == date(2026, 3, 16)
    world.step([hit("YB01", tier="R")])
    escalated = world.one()
    assert escalated["opened_on"] == START
    assert (escalated["clock_from"], escalated["sign_by"], escalated["answer_by"]) == (
        date(2026, 3, 4),
        date(2026, 3, 5),
        date(2026, 3, 9),
    )


def test_overdue_is_told_once_a_clock() -> None:
    world = World()
    world.step([hit("YB01", tier="R")])
    world.step([hit("YB01", tier="R")], days=3)
    assert world.one()["overdue"] is False  # the last day to answer is 5 March itself
    world.step([hit("YB01", tier="R")])
    assert world.one()["overdue"] is True
    assert "overdue" in world.told()
    world.step([hit("YB01", tier="R")])
    assert world.one()["overdue"] is True
    assert "overdue" not in world.told()


@pytest.mark.parametrize(
    ("case", "gap", "state"),
    [
        ("everywhere", [missing("YB01")], "unassessed"),
        ("in its county", [missing("YB01", "371082")], "unassessed"),
        ("in its county, twelve digits", [missing("YB01", "371082000000")], "unassessed"),
        ("in its township", [missing("YB01", "371082001")], "unassessed"),
        ("in another county", [missing("YB01", "371002")], "gone"),
        ("another indicator", [missing("YB02")], "gone"),
    ],
)
def test_a_late_feed_closes_nothing(case: str, gap: list[dict[str, Any]], state: str) -> None:
    world = World()
    world.step([hit("YB01")])
    world.step([], not_assessed=gap)
    assert world.items["state"].to_list() == [state], case
    assert world.ledger["state"].to_list() == ["ongoing" if state == "unassessed" else "closed"]


def test_a_household_of_unknown_division_is_not_closed_by_a_late_feed_somewhere() -> None:
    world = World()
    world.step([hit("YB01", division_code=None, county_code=None)])
    world.step([], not_assessed=[missing("YB01", "371082")])
    assert world.items["state"].to_list() == ["unassessed"]
    world.step([])
    assert world.ledger.select("state", "close_reason").row(0) == ("closed", "消除")


def test_a_hit_after_closing_opens_a_new_warning() -> None:
    world = World()
    world.step([hit("YB01")])
    world.step([])
    closed = world.ledger.row(0, named=True)
    assert (closed["close_reason"], closed["closed_on"], closed["departments"]) == ("消除", date(2026, 3, 3), [])
    world.step([hit("YB01")])
    assert world.ledger["warning_id"].to_list() == ["W20260302000001", "W20260304000001"]
    assert world.one()["state"] == "new"
    assert world.ledger.row(0, named=True) == closed


def test_an_item_that_was_gone_comes_back_as_added() -> None:
    world = World()
    world.step([hit("YB01"), hit("MZ03")])
    world.step([hit("YB01")])
    assert "item_gone" in world.told()
    world.step([hit("YB01"), hit("MZ03")])
    assert world.told() == ["item_added"]
    returned = world.items.filter(pl.col("code") == "MZ03").row(0, named=True)
    assert (returned["state"], returned["first_hit_on"]) == ("open", world.night)


def test_an_item_carries_the_figures_of_its_last_hit() -> None:
    world = World()
    world.step([hit("YB01", value=60.0)])
    world.step([hit("YB01", value=70.0, facts='{"amount": 70.0}')])
    item = world.items.row(0, named=True)
    assert (item["value"], item["facts"]) == (70.0, '{"amount": 70.0}')
    assert (item["first_hit_on"], item["last_hit_on"]) == (START, START + timedelta(days=1))


_HITS = st.builds(
    hit,
    st.sampled_from(["YB01", "MZ03", "ZH01"]),
    st.sampled_from(["H1", "H2", "H3"]),
    st.sampled_from(["", "P1", "P2"]),
    tier=st.sampled_from(["R", "O", "Y", "B"]),
    value=st.sampled_from([50.0, 60.0, 100.0]),
    lane=st.sampled_from(["H", "A"]),
)
_NIGHTS = st.lists(
    st.lists(_HITS, max_size=8, unique_by=lambda h: (h["code"], h["household_id"], h["person_id"])), max_size=4
)


@settings(max_examples=25, deadline=None)
@given(nights=_NIGHTS, seed=st.integers(0, 1000))
def test_order_of_rows_does_not_matter_and_the_tables_agree(nights: list[list[dict[str, Any]]], seed: int) -> None:
    plain, shuffled = World(), World()
    for hits in nights:
        plain.step(hits)
        shuffled.step(hits, shuffle=seed)
        assert plain.ledger.equals(shuffled.ledger)
        assert plain.items.equals(shuffled.items)
        assert plain.events.equals(shuffled.events)
        _check_invariants(plain, hits)


def _check_invariants(world: World, hits: list[dict[str, Any]]) -> None:
    standing = world.ledger.filter(pl.col("state") != "closed")
    assert standing.select("household_id", "lane").is_unique().all()
    households = {(h["household_id"], h["lane"]) for h in hits}
    assert set(standing.select("household_id", "lane").rows()) == households
    order = "ROYB"
    for warning in standing.iter_rows(named=True):
        tiers = [
            h["tier"] for h in hits if (h["household_id"], h["lane"]) == (warning["household_id"], warning["lane"])
        ]
        assert warning["tier"] == min(tiers, key=order.index)
    assert world.items.join(world.ledger, on="warning_id", how="anti").is_empty()
