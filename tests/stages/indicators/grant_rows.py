"""Payments of a corner, in the few words in which the cases of the rules of grants are told. No rule."""

from decimal import Decimal
from typing import Any

from tests.stages.indicators.small_town import Place
from tests.stages.indicators.work_rows import months_back

PAYMENTS = "civil_affairs/payments"


def pay(place: Place, back: int, amount: str | None = "838", who: str = "a", number: str = "h", **values: Any) -> None:
    """A payment to somebody for the month that lies so many months before June 2026, bearing the household's number."""
    money = None if amount is None else Decimal(amount)
    defaults = {"assistance_type": "110", "pay_status": "成功", "amount_due": money, "amount_paid": money}
    row = {"pay_month": months_back(back)[0], "household_no": place.named(number)}
    place.add(PAYMENTS, who, **(row | defaults | values))
