"""Settlements of a corner, in the few words in which the cases of the medical rules are told. No rule."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.stages.indicators.small_town import Place

SETTLEMENTS = "medical_insurance/settlements"
DAY = date(2026, 5, 10)


def settle(place: Place, amount: str | None, on: date = DAY, who: str = "a", **values: Any) -> None:
    """A settlement with this own payment."""
    pay = None if amount is None else Decimal(amount)
    place.add(SETTLEMENTS, who, settle_date=on, personal_pay=pay, **({"med_type": "11"} | values))


def paid(*rows: tuple[str, date], **household: Any) -> Any:
    """A household of one with settlements of (own payment, day)."""

    def build(place: Place) -> None:
        place.household("a", **household)
        for amount, on in rows:
            settle(place, amount, on)

    return build
