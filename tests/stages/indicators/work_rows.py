"""Contributions of a corner, in the few words in which the cases of the rules of work are told. No rule."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.stages.indicators.small_town import Place

UNEMPLOYMENT = "employment/unemployment"
CONTRIBUTIONS = "employment/contributions"


def months_back(*back: int) -> list[date]:
    """First days of the months that lie so many months before June 2026."""
    return [date(2026 + (5 - months) // 12, (5 - months) % 12 + 1, 1) for months in back]


def contribute(place: Place, months: Iterable[date], who: str = "a", **values: Any) -> None:
    """A row of the employees' pension a month, received."""
    for month in months:
        place.add(CONTRIBUTIONS, who, month=month, **({"insurance_type": "110", "received": True} | values))
