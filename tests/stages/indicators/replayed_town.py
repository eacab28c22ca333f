"""Published nights of a town of households with all kinds of income. What belongs here: its rows. Not: any test."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from assets.lake import Lake, publish
from assets.lake.publish import night_tables
from assets.vocabulary.tables import empty
from tests.stages.indicators.small_town import Town, find

TOWNSHIP = "371082100"
OTHER_TOWNSHIP = "371082101"


def households(town: Town) -> None:
    """A household for each place that an income may have; the name says income a head a month, or what it is."""
    plain: dict[str, dict[str, Any]] = {
        "h700": {},  # below the dibao line
        "h838": {},  # at the line: not below it, so of the margin
        "h900": {},  # 62 above the line
        "h1000": {},
        "h1256": {},
        "h1257": {},  # at the margin line
        "h1300": {},
        "h1676": {},  # at twice the standard
        "h2000": {},
        "elsewhere": {"division_code": OTHER_TOWNSHIP + "201"},
        "taper": {"assistance_type": "120", "status": "渐退", "monthly_grant": Decimal(120)},
        "rich": {"property_ok": False},
        "in town": {"urban_rural": "城镇"},
    }
    incomes = {"elsewhere": 1500, "taper": 850, "rich": 900, "in town": 1005}
    for name, values in plain.items():
        income = incomes.get(name) or int(name[1:])
        known = {"annual_income": Decimal(income * 12 * 2), "income_complete": True, "property_ok": True}
        given = {"assistance_type": "990"} | known | values
        town.household(name, f"{name}:head", f"{name}:child", **given)


def published(root: Path, *nights: date) -> Lake:
    """The town published on each of these nights; tables that no stage here makes are empty."""
    for night in nights:
        town = Town(root, night)
        households(town)
        made = find(town)
        for key in night_tables():
            try:
                made.path(key)
            except FileNotFoundError:
                made.save(key, empty(key))
        publish(made)
    return Lake(root / "lake")
