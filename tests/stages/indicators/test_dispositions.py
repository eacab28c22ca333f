"""D1 or D2 is the household's state at the hit: who has a right to the help already gets what is due.

The usual disposition of these indicators is D2; indicators.yml names the tiers in force for which it is D1.
"""

from datetime import date

import polars as pl
import pytest
import yaml

from assets.indicators.catalogue import indicator
from assets.vocabulary.paths import REFERENCE
from tests.stages.indicators.medical_rows import settle
from tests.stages.indicators.small_town import Place, Town, find

# name: kind of assistance, state in the ledger, what YB02 (a person's) and ZJ01 (a household's) are then.
STATES: dict[str, tuple[str, str, str, str]] = {
    "dibao": ("110", "在保", "D1", "D1"),
    "dibao_in_the_taper": ("110", "渐退", "D1", "D1"),
    "dibao_that_ended": ("110", "退出", "D2", "D2"),
    "tekun": ("131", "在保", "D1", "D1"),
    "monitored_against_poverty": ("670", "在保", "D1", "D1"),
    "margin": ("600", "在保", "D1", "D1"),
    "rigid_expenditure": ("650", "在保", "D2", "D1"),
    "other_difficulties": ("660", "在保", "D2", "D2"),
    "watched": ("990", "关注", "D2", "D2"),
}


def _ill_in_a_dangerous_house(place: Place) -> None:
    settle(place, "50000.01", date(2026, 6, 1), med_type="21")
    place.add("housing/dangerous_houses", "a", grade="D", occupied=True, appraised_date=date(2026, 5, 1))


@pytest.fixture(scope="module")
def dispositions(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """(name of the state, code) → disposition; `nobody` is in no ledger."""
    town = Town(tmp_path_factory.mktemp("dispositions"))
    for name, (kind, status, *_) in STATES.items():
        place = Place(town, name)
        place.household("a", assistance_type=kind, status=status)
        _ill_in_a_dangerous_house(place)
    _ill_in_a_dangerous_house(Place(town, "nobody"))
    night = find(town)
    heads = night.read("households/economy").select("household_id", "head_person_id")
    hits = night.read("indicators/hits").join(heads, on="household_id")
    corner = pl.col("head_person_id").str.split(":").list.first()
    return {(name, code): found for name, code, found in hits.select(corner, "code", "disposition").rows()}


@pytest.mark.parametrize("name", STATES)
def test_the_state_decides(dispositions: dict[tuple[str, str], str], name: str) -> None:
    assert (dispositions[name, "YB02"], dispositions[name, "ZJ01"]) == STATES[name][2:]


def test_who_is_in_no_ledger_is_pushed(dispositions: dict[tuple[str, str], str]) -> None:
    assert (dispositions["nobody", "YB02"], dispositions["nobody", "ZJ01"]) == ("D2", "D2")


@pytest.mark.parametrize(
    "wrong", [{"entitled": ["T9"]}, {"entitled": ["T1"], "disposition": "D4"}], ids=["tier", "lane"]
)
def test_only_tiers_of_the_low_income_population_and_d2_may_say_so(wrong: dict[str, object]) -> None:
    body = yaml.safe_load((REFERENCE / "policy" / "indicators.yml").read_text(encoding="utf-8"))["indicators"]["YB02"]
    with pytest.raises(ValueError, match="YB02: not allowed: entitled"):
        indicator("YB02", body | wrong)
