"""YB05 and YB07: who has fallen seriously ill, who is often in hospital. The night is 2026-06-30."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from assets.lake import Night
from tests.stages.indicators.medical_rows import settle
from tests.stages.indicators.small_town import Case, Place, find_cases, hits_of

RECENT, OLD = date(2026, 6, 1), date(2026, 5, 31)  # the first of thirty days, and the day before


def ill(*rows: tuple[str | None, date, str], listed: bool = True, **household: Any) -> Any:
    """Settlements of (code of the disease, day, total fee)."""

    def build(place: Place) -> None:
        if listed:
            place.household("a", **household)
        for code, on, total in rows:
            settle(place, "0", on, disease_code=code, total_fee=Decimal(total))

    return build


def ill_and_dead(place: Place) -> None:
    ill(("C34.900", RECENT, "900"))(place)
    place.add("civil_affairs/deaths", "a", death_date=date(2026, 6, 20))


def weakly_linked(place: Place) -> None:
    settle(place, "10", RECENT, disease_code="C34.900", method="fuzzy", probability=0.97)


LUNG = ("C34.900x002", RECENT, "900")
YB05 = [
    Case("first_day_of_the_window", ill(LUNG), {"a": "O"}),
    Case("on_the_night", ill(("C34.900", date(2026, 6, 30), "900")), {"a": "O"}),
    Case("day_before_the_window", ill(("C34.900", OLD, "900"))),
    Case("after_the_night", ill(("C34.900", date(2026, 7, 1), "900"))),
    Case("known_before", ill(LUNG, ("C34.900", date(2019, 1, 1), "900"))),
    Case("another_serious_disease_before", ill(LUNG, ("N18.500", date(2024, 1, 1), "900"))),
    Case("a_common_disease_before", ill(LUNG, ("J18.900", date(2024, 1, 1), "900")), {"a": "O"}),
    Case("a_common_disease", ill(("J18.900", RECENT, "900"))),
    Case("kidneys_at_the_end", ill(("N18.500", RECENT, "900")), {"a": "O"}),
    Case("kidneys_at_an_early_stage", ill(("N18.300", RECENT, "900"))),
    Case("small_letters_and_blanks", ill((" c34.9 ", RECENT, "900")), {"a": "O"}),
    Case("code_not_delivered", ill((None, RECENT, "900"))),
    Case("reversed", ill(LUNG, ("C34.900", RECENT, "-900"))),
    Case("reversed_before_is_none_before", ill(LUNG, ("C34.9", OLD, "900"), ("C34.9", OLD, "-900")), {"a": "O"}),
    Case("relapse_monitored", ill(LUNG, assistance_type="670"), {"a": "R"}),
    Case("margin", ill(LUNG, assistance_type="600"), {"a": "R"}),
    Case("rigid_tapering", ill(LUNG, assistance_type="650", status="渐退"), {"a": "R"}),
    Case("margin_left", ill(LUNG, assistance_type="600", status="退出"), {"a": "O"}),
    Case("only_watched", ill(LUNG, assistance_type="990"), {"a": "O"}),
    Case("in_no_ledger", ill(LUNG, listed=False), {"a": "O"}),
    Case("weak_link_is_capped", weakly_linked, {"a": "Y"}),
    Case("dead", ill_and_dead),
]


def stays(
    *rows: tuple[date | None, int | None], settled: date | None = None, amount: str = "100", **values: Any
) -> Any:
    """Inpatient settlements of (day of admission, days in bed), settled on the day of discharge."""

    def build(place: Place) -> None:
        for admitted, days in rows:
            left = None if admitted is None or days is None else admitted + timedelta(days=days)
            dates = {"admit_date": admitted, "discharge_date": left}
            settle(place, amount, settled or left or date(2026, 5, 1), **({"med_type": "21"} | dates | values))

    return build


JANUARY, MARCH, MAY = date(2026, 1, 5), date(2026, 3, 5), date(2026, 5, 5)


def reversed_stay(place: Place) -> None:
    stays((JANUARY, 3), (MARCH, 3))(place)
    stays((MAY, 3), amount="777")(place)
    stays((MAY, 3), amount="-777")(place)


def reversed_before_the_twelve_months(place: Place) -> None:
    stays((JANUARY, 70))(place)
    stays((JANUARY, 70), settled=date(2025, 6, 30), amount="-100")(place)


def long_stays_and_dead(place: Place) -> None:
    stays((JANUARY, 70))(place)
    place.add("civil_affairs/deaths", "a", death_date=date(2026, 6, 20))


YB07 = [
    Case("three_stays", stays((JANUARY, 3), (MARCH, 3), (MAY, 3)), {"a": "Y"}),
    Case("two_stays", stays((JANUARY, 3), (MAY, 3))),
    Case("two_settlements_of_a_stay", stays((JANUARY, 3), (MAY, 3), (MAY, 9))),
    Case("sixty_days", stays((JANUARY, 60)), {"a": "Y"}),
    Case("fifty_nine_days", stays((JANUARY, 59))),
    Case("days_add_up", stays((JANUARY, 30), (MARCH, 30)), {"a": "Y"}),
    Case("a_day_without_a_night_is_a_day", stays((JANUARY, 59), (MAY, 0)), {"a": "Y"}),
    Case("stays_without_dates_count", stays((JANUARY, 3), (MARCH, 3), (None, None)), {"a": "Y"}),
    Case("days_of_unknown_length_do_not", stays((JANUARY, 59), (MAY, None))),
    Case("discharged_before_admitted", stays((JANUARY, 59), (MAY, -9), settled=MAY)),
    Case("outpatient", stays((JANUARY, 3), (MARCH, 3), (MAY, 3), med_type="14")),
    Case("one_reversed", reversed_stay),
    Case("another_one_reversed_before", reversed_before_the_twelve_months, {"a": "Y"}),
    Case("settled_before_the_twelve_months", stays((date(2025, 3, 1), 70), settled=date(2025, 6, 30))),
    Case("settled_in_the_first_of_them", stays((date(2025, 3, 1), 70), settled=date(2025, 7, 1)), {"a": "Y"}),
    Case("dead", long_stays_and_dead),
]

TABLES = {"YB05": YB05, "YB07": YB07}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Night]:
    root = tmp_path_factory.mktemp("illness")
    return {code: find_cases(root / code, cases) for code, cases in TABLES.items()}


@pytest.mark.parametrize(
    ("code", "case"),
    [(code, case) for code, cases in TABLES.items() for case in cases],
    ids=lambda value: getattr(value, "name", value),
)
def test_finds_exactly(nights: dict[str, Night], code: str, case: Case) -> None:
    assert hits_of(nights[code], code, case.name) == case.expected
