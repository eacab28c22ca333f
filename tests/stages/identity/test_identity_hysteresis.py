"""A pair around the threshold stays one person over nights, until it is clearly below or a veto parts it."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import log2

import pytest

from assets.identity import IdentitySettings, Resolution, resolve
from assets.identity.model import Model
from tests.stages.identity.people import records, valid_id

NIGHTS = [date(2025, 6, day) for day in (1, 2, 3)]
BORN = date(1990, 1, 1)
WEI: Mapping[str, object] = {"name": "张伟", "id_number": valid_id(BORN, 123), "division_code": "371082001001"}
# Without a number, and with nothing that is written alike but the name, the birth and the county.
LEAD: Mapping[str, object] = {"name": "张伟", "birth_date": BORN, "sex": 1, "phone": "13812345678"}


def tonight(before: Resolution | None, night: int, bearers: int, margin: float = 2.0, **changed: object) -> Resolution:
    """The two rows, where so many bear their name: the more there are, the less it says that two agree."""
    namesakes = [
        {"name": WEI["name"], "id_number": valid_id(BORN + timedelta(days=500 + 37 * n), 201)}
        for n in range(bearers - 2)
    ]
    previous = before.registry if before else None
    rows = records(WEI, {**LEAD, **changed}, *namesakes)
    return resolve(rows, IdentitySettings(kept_margin=margin), previous, NIGHTS[night], model=Model())


def persons(resolution: Resolution) -> list[str]:
    return resolution.links.sort("record_id")["person_id"].to_list()[:2]


def bearers_for(weight: float) -> int:
    """How many must bear the name for the two rows to weigh so many bits: each doubling takes one."""
    probability = tonight(None, 0, 2).links.sort("record_id")["probability"][1]
    return round(2 * 2 ** (log2(probability / (1 - probability)) - weight))


@pytest.mark.parametrize(
    ("weights", "margin", "together"),
    [
        ([10.5, 9.5, 10.5], 2.0, [True, True, True]),
        ([10.5, 8.5, 8.5], 2.0, [True, True, True]),
        ([10.5, 9.5, 10.5], 0.0, [True, False, True]),
        ([9.5, 9.5, 9.5], 2.0, [False, False, False]),
        ([10.5, 7.5, 9.5], 2.0, [True, False, False]),
        ([9.5, 10.5, 9.5], 2.0, [False, True, True]),
    ],
)
def test_a_weight_that_moves_around_the_threshold(weights: list[float], margin: float, together: list[bool]) -> None:
    before = None
    found = []
    for night, weight in enumerate(weights):
        before = tonight(before, night, bearers_for(weight), margin)
        found.append(persons(before))
    assert [one == other for one, other in found] == together
    assert len({one for one, _ in found}) == 1


def test_a_veto_parts_who_was_one_before() -> None:
    first = tonight(None, 0, bearers_for(10.5))
    second = tonight(first, 1, 2, birth_date=date(1991, 7, 9))
    one, other = persons(second)
    assert persons(first) == [one, one] and other != one
