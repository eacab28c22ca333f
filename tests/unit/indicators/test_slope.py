"""The steep slope: who is a little above a line, and what one just below it has more.

Rural 荣成市: dibao standard 838, margin line 1257. Each household has two members; the truth is reckoned by hand.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from assets.indicators.assumptions import overlay, read_assumptions
from assets.indicators.parameters import as_policy, read_parameters, resolve
from assets.indicators.slope import slope
from assets.vocabulary.tables import table_schema

NIGHT = date(2026, 6, 30)
DIBAO, MARGIN, RIGID = "低保标准", "低保边缘线", "刚性支出收入线"


def household(name: str, income: float, **changes: Any) -> dict[str, Any]:
    """A household in the ledger with so much income a head a month."""
    row = {
        "household_id": name,
        "listed": True,
        "status": "关注",
        "in_force": False,
        "tier": "T9",
        "county_code": "371082",
        "urban_rural": "农村",
        "member_count": 2,
        "annual_income": Decimal(str(round(income * 24, 2))),
        "income_known": True,
        "income_per_head_month": income,
        "property_ok": True,
    }
    return row | changes


TAPER = {"status": "渐退", "in_force": True, "tier": "T1", "monthly_grant": Decimal(120)}
EARNED = {"annual_income": Decimal(22800), "employment_cost": Decimal(1200)}
ECONOMY = [
    household("below", 837.99),
    household("at the line", 838),
    household("taper", 850, **TAPER),
    household("earns", 900, **EARNED),
    household("rich", 900, property_ok=False),
    household("not checked", 921.8, property_ok=None),
    household("past", 922),
    household("unknown", 900, income_known=False),
    household("no state", 900, status=None),
    household("at the margin", 1257),
    household("near the margin", 1300, in_force=True, tier="T4", status="在保"),
    household("in town", 1020, urban_rural="城镇"),
]


def measured(*assumed: str, band: float = 0.1) -> dict[tuple[str, str], dict[str, Any]]:
    values = read_parameters()
    assumptions = read_assumptions(assumed, set(values["name"]))
    policy = as_policy(resolve(overlay(values, assumptions, NIGHT, NIGHT), ["371082"], NIGHT))
    schema = table_schema("households/economy")
    economy = pl.DataFrame(ECONOMY, schema=schema)
    rows = slope(economy.lazy(), policy, band).to_dicts()
    return {(row["line"], row["urban_rural"]): row for row in rows}


def test_the_dibao_line() -> None:
    """Four households: 838, 850, 900 after the costs of work, and 921.8, exactly a tenth above.

    As far below as above they would be granted 0, 24, 124 and 167.6 in whole yuan a month. 1200 a household and 400
    a head end there, 2000 a year; they are 0, 288, 1488 and 2011.20 a year over the line, so three have less than one
    just below it.
    """
    row = measured("tied_benefits_dibao_household=1200", "tied_benefits_dibao_person=400")[DIBAO, "农村"]
    assert (row["county_code"], row["county"], row["amount"]) == ("371082", "荣成市", 838)
    assert (row["households"], row["persons"], row["receiving"]) == (4, 8, 1)
    assert (row["grant_below"], row["grant_now"]) == (0 + 24 + 124 + 168, 120)
    assert (row["worth_a_year"], row["worse_off"]) == (8000, 3)
    assert row["deductible_rise"] == pytest.approx((0.10 - 0.05) * 25000)


def test_at_the_dibao_line_only_what_the_margin_has_not_ends() -> None:
    of_both = ("tied_benefits_dibao_person=400", "tied_benefits_margin_person=150")
    rows = measured(*of_both)
    assert rows[DIBAO, "农村"]["worth_a_year"] == 4 * 2 * (400 - 150)
    # Never less than nothing, where the margin has more.
    assert measured("tied_benefits_dibao_person=100", of_both[1])[DIBAO, "农村"]["worth_a_year"] == 0


def test_the_margin_line_has_no_grant() -> None:
    """1257 and 1300: 300 a year end; the first is at the line and so worse off, the second 1032 over it."""
    row = measured("tied_benefits_margin_person=150")[MARGIN, "农村"]
    assert (row["households"], row["receiving"], row["worth_a_year"], row["worse_off"]) == (2, 1, 600, 1)
    assert (row["grant_below"], row["grant_now"], row["deductible_rise"]) == (None, None, None)


def test_each_kind_of_place_has_its_own_line() -> None:
    rows = measured()
    assert (rows[DIBAO, "城镇"]["amount"], rows[DIBAO, "城镇"]["households"]) == (1010, 1)
    # 25000 a year are 2083.33 a month: nobody here is near the income of rigid expenditure.
    assert (RIGID, "农村") not in rows


def test_households_near_the_income_of_rigid_expenditure_are_counted() -> None:
    row = measured("pcdi[371082,农村]=15000")[RIGID, "农村"]
    assert (row["amount"], row["households"], row["worth_a_year"], row["worse_off"]) == (1250, 2, 0, 0)


@pytest.mark.parametrize(("band", "expected"), [(0.01, 1), (0.05, 2), (0.1, 4), (0.2, 5)])
def test_the_band_is_a_share_above_the_line(band: float, expected: int) -> None:
    assert measured(band=band)[DIBAO, "农村"]["households"] == expected
