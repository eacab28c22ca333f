"""What lists that overlap say of a row without a number; the bits are worked out by hand."""

from datetime import date, timedelta

import polars as pl
import pytest

from assets.identity import Resolution, resolve
from assets.identity.coverage import known_elsewhere
from tests.stages.identity.people import methods, reasons, records, valid_id

LISTS = pl.Enum(["a|self", "b|self", "c|self"])
Row = dict[str, object]


def bits(on: dict[str, list[int]], persons: int) -> dict[str, float]:
    """Of each list; `on`: the people on it."""
    rows = [(name, person) for name, people in on.items() for person in people]
    table = pl.DataFrame(rows, schema={"source": LISTS, "person": pl.UInt32}, orient="row")
    found = known_elsewhere(table["source"], table["person"], persons)
    return dict(zip(LISTS.categories, found.to_list(), strict=True))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        # Of 10,000 rows and the 1,000 seen before 10,500 are known elsewhere: 1 in 22 is not, taken as 1 in 11;
        # log2(10/11 / (1/11 + 10/11 / 20)) = log2(20/3).
        ({"a|self": list(range(10_000)), "b|self": list(range(10_000))}, {"a|self": 2.736966, "b|self": 2.736966}),
        # A list of others is no second list of theirs.
        ({"a|self": list(range(10_000)), "b|self": list(range(10_000, 20_000))}, {"a|self": 0.0, "b|self": 0.0}),
        # Nor is a second row of the same list.
        ({"a|self": [*range(10_000), *range(10_000)]}, {"a|self": 0.0}),
        # Ten rows say nothing yet.
        ({"a|self": list(range(10)), "b|self": list(range(10))}, {"a|self": 0.0, "b|self": 0.0}),
        ({}, {}),
    ],
    ids=["all on both", "nobody on both", "twice on one", "few", "no rows"],
)
def test_bits_of_a_list(on: dict[str, list[int]], expected: dict[str, float]) -> None:
    found = bits(on, 20_000)
    assert {name: value for name, value in found.items() if name in on} == pytest.approx(expected, abs=1e-6)
    assert found["c|self"] == 0.0


def night(both: bool) -> Resolution:
    """2,000 men on list x, 1,400 of them 王伟, all on y too or none; and a row of the first man without his number."""
    born = [date(1950, 1, 1) + timedelta(days=9 * place) for place in range(2_000)]
    men: list[Row] = [
        {
            "name": "王伟" if place < 1_400 else f"李{chr(0x4E00 + place)}",
            "id_number": valid_id(day, 1),
            "source": source,
        }
        for source in (("x|self", "y|self") if both else ("x|self",))
        for place, day in enumerate(born)
    ]
    return resolve(records(*men, {"name": "王伟", "birth_date": born[0], "sex": 1, "source": "x|self"}))


def test_who_would_be_missed_elsewhere_is_surer_to_be_the_one_who_fits() -> None:
    """A frequent name and a birth: sure where all are on two lists, a question where nobody is."""
    assert methods(night(both=True))[-1] == "fuzzy"
    alone = night(both=False)
    assert methods(alone)[-1] == "unlinked"
    assert reasons(alone) == ["fuzzy_between"]
