"""The table indicators/due_grants: what is due, for whom it is not known, and why. The night is 2026-06-30.

The standard is 838. The county 371084 adds 0.3 for 重残, 0.2 for 重病, 0.1 for the elderly and 0.15 for minors.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assets.lake import Night
from tests.stages.indicators.small_town import Place, Town, find, with_own
from tests.stages.indicators.test_grants import COUNTIES, GENEROUS, TAPERING, UPLIFTING, and_dead, granted, single


@dataclass(frozen=True)
class Due:
    """What the household of a corner's `a` is due a month, or why that is not known."""

    name: str
    build: Callable[[Place], None]
    grant: float | None
    because: str | None = None


def with_persons(*born: date | None, ill: tuple[int, ...] = (), disabled: tuple[int, ...] = ()) -> Any:
    """A household without income in the county that adds: one member a birth date."""

    def build(place: Place) -> None:
        names = "abcdef"[: len(born)]
        for who, on in zip(names, born, strict=True):
            place.person(who, on)
        granted(members=names, income="0", division_code=UPLIFTING)(place)
        for number in ill:
            place.member(names[number], serious_illness=True)
        for number in disabled:
            place.add("civil_affairs/disabled", names[number], category="4", grade="2")

    return build


GROWN = date(1980, 1, 1)
DUES = [
    Due("by_difference", granted(), 1476),
    Due("rounded_up_once", granted(members="abc", income="10000"), 1681),
    Due("a_fen_is_a_yuan", granted(income="2399.99"), 1477),
    Due("exact_to_the_fen", granted(income="2400.01"), 1476),
    Due("costs_of_work", granted(income="3600", employment_cost=Decimal(1200)), 1476),
    Due("nothing_earned", granted(income="0"), 1676),
    Due("at_the_standard", granted(income="20112"), 0),
    Due("over_the_standard", granted(income="48000"), 0),
    Due("income_not_known", granted(income=None), None, "家庭收入未知"),
    Due("income_not_complete", granted(income_complete=False), None, "家庭收入未知"),
    Due("a_dead_member", and_dead(granted()), None, "成员已死亡尚未核减"),
    Due("kept_in_the_taper", granted(**TAPERING), 500),
    Due("taper_of_an_unknown_grant", granted(status="渐退", income="48000"), None, "渐退前保障金额未知"),
    Due("taper_over", granted(**TAPERING, valid_until=date(2026, 6, 29)), 0),
    Due("half_kept_in_the_county", granted(**TAPERING, division_code=GENEROUS), 250),
    Due("poorer_again_in_the_taper", granted(**(TAPERING | {"income": "2400"})), 1476),
    Due("single_person", single(), 338),
    Due("single_person_rounded_once", single(income="17999.99"), 339),
    Due("single_person_of_unknown_family", single(income=None), None, "单人保所在边缘家庭收入未知"),
    Due("single_person_in_full", single(division_code=GENEROUS), 838),
    Due("nobody_in_hardship", with_persons(GROWN, GROWN), 1676),
    Due("disabled", with_persons(GROWN, GROWN, disabled=(1,)), 1928),  # 1676 + 251.4
    Due("ill", with_persons(GROWN, ill=(0,)), 1006),  # 838 + 167.6
    Due("the_highest_of_two", with_persons(GROWN, ill=(0,), disabled=(0,)), 1090),  # 838 + 251.4
    Due("several_persons", with_persons(GROWN, GROWN, ill=(0,), disabled=(1,)), 2095),  # 1676 + 167.6 + 251.4
    Due("sixty_today", with_persons(date(1966, 6, 30)), 922),  # 838 + 83.8
    Due("sixty_tomorrow", with_persons(date(1966, 7, 1)), 838),
    Due("eighteen_tomorrow", with_persons(date(2008, 7, 1)), 964),  # 838 + 125.7
    Due("eighteen_today", with_persons(date(2008, 6, 30)), 838),
    Due("age_not_known", with_persons(None), 838),
]
ABSENT = {
    "tekun": granted(assistance_type="132"),
    "margin": granted(assistance_type="600"),
    "left": granted(status="退出"),
    "state_not_known": granted(status=None),
}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    town = Town(tmp_path_factory.mktemp("due_grants"))
    for due in DUES:
        due.build(Place(town, due.name))
    for name, build in ABSENT.items():
        build(Place(town, name))
    return find(town, values=with_own(*COUNTIES))


def of(night: Night, name: str) -> list[dict[str, Any]]:
    heads = night.read("households/economy").select("household_id", "head_person_id")
    rows = night.read("indicators/due_grants").join(heads, on="household_id").to_dicts()
    return [row for row in rows if str(row["head_person_id"]) == f"{name}:a"]


@pytest.mark.parametrize("due", DUES, ids=lambda due: due.name)
def test_is_due(night: Night, due: Due) -> None:
    [row] = of(night, due.name)
    assert (row["due_grant"], row["unknown_because"]) == (due.grant, due.because)


@pytest.mark.parametrize("name", ABSENT)
def test_only_dibao_in_force_is_due_a_grant(night: Night, name: str) -> None:
    assert of(night, name) == []


def test_says_who_is_single_or_tapering_and_what_is_added(night: Night) -> None:
    assert [row["is_single_person"] for row in of(night, "single_person") + of(night, "by_difference")] == [True, False]
    assert [row["is_tapering"] for row in of(night, "kept_in_the_taper") + of(night, "taper_over")] == [True, False]
    [row] = of(night, "several_persons")
    assert (row["uplift_persons"], row["uplift"]) == (2, 419.0)
