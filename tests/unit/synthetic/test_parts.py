"""Building blocks: numbers, draws, dates, divisions."""

from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference.make_divisions import check
from data.synthetic.dates import Dates, SchoolTerm, months_before, school_term, term_before
from data.synthetic.identity_numbers import (
    adjacent_swapped,
    fifteen_digits,
    identity_numbers,
    one_digit_wrong,
    sequence_numbers,
)
from data.synthetic.randomness import Draws
from tests.unit.synthetic.reading import ROOT
from tests.unit.synthetic.test_world import valid

BIRTHS = st.dates(date(1900, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("county", "birth", "sequence", "number"),
    [
        ("110105", date(1949, 12, 31), 2, "11010519491231002X"),  # the example of GB 11643-1999
        ("440524", date(1880, 1, 1), 1, "440524188001010014"),  # the same standard's second example
    ],
)
def test_the_standards_own_examples(county: str, birth: date, sequence: int, number: str) -> None:
    made = identity_numbers(pl.Series([county]), pl.Series([birth]), pl.Series([sequence]))
    assert made.to_list() == [number]


@given(BIRTHS, st.integers(0, 999), st.integers(0, 2**63))
def test_numbers_are_valid_and_broken_ones_are_not(birth: date, sequence: int, bits: int) -> None:
    made = identity_numbers(pl.Series(["371082"]), pl.Series([birth]), pl.Series([sequence]))
    (number,) = made
    assert valid(number)
    (wrong,) = one_digit_wrong(made, np.array([bits], dtype=np.uint64))
    (swapped,) = adjacent_swapped(made)
    assert not valid(wrong)
    assert not valid(swapped)
    assert sum(left != right for left, right in zip(number, wrong, strict=True)) == 1
    assert sorted(swapped) == sorted(number)
    assert fifteen_digits(made).to_list() == [number[:6] + number[8:17]]


def test_sequence_numbers_tell_people_born_together_apart() -> None:
    day = pl.Series([date(1990, 5, 1)] * 900)
    sex = pl.Series([1, 2] * 450)
    numbers = sequence_numbers(pl.Series([3] * 900), day, sex)
    assert numbers.n_unique() == 900
    assert (numbers % 2 == sex % 2).all()
    with pytest.raises(ValueError, match="too many births"):
        sequence_numbers(pl.Series([3] * 501), day.head(501), pl.Series([1] * 501))


@given(st.integers(0, 2**40), st.integers(1, 50))
def test_a_draw_depends_on_its_key_alone(start: int, length: int) -> None:
    draws = Draws(5)
    keys = np.arange(start, start + length)
    together = draws.bits("stream", keys)
    assert together.tolist() == [draws.bits("stream", np.array([key]))[0] for key in keys]
    assert together.tolist() != draws.bits("another", keys).tolist()


def test_draws_are_even() -> None:
    draws, keys = Draws(1), np.arange(100_000)
    uniform = draws.uniform("even", keys)
    assert uniform.min() >= 0 and uniform.max() < 1
    assert abs(uniform.mean() - 0.5) < 0.005
    shares = np.bincount(draws.pick("weights", keys, [1, 0, 3]), minlength=3) / len(keys)
    assert np.allclose(shares, [0.25, 0, 0.75], atol=0.01)
    assert set(draws.integers("dice", keys, 1, 7).tolist()) == {1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize(
    ("day", "term", "before"),
    [
        (date(2026, 6, 30), ("2025-2026", "2"), ("2025-2026", "1")),
        (date(2026, 8, 31), ("2025-2026", "2"), ("2025-2026", "1")),
        (date(2026, 9, 1), ("2026-2027", "1"), ("2025-2026", "2")),
        (date(2026, 1, 31), ("2025-2026", "1"), ("2024-2025", "2")),
        (date(2026, 2, 1), ("2025-2026", "2"), ("2025-2026", "1")),
    ],
)
def test_school_terms(day: date, term: tuple[str, str], before: tuple[str, str]) -> None:
    assert school_term(day) == SchoolTerm(*term)
    assert term_before(school_term(day)) == SchoolTerm(*before)


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2026, 6, 30), 6, date(2025, 12, 30)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
    ],
)
def test_months_before(day: date, months: int, earlier: date) -> None:
    assert months_before(day, months) == earlier


def test_months_known_follow_one_another_and_grow_as_a_month_turns() -> None:
    dates = Dates(date(2026, 6, 30), 1)
    first, second = dates.contribution_months(0), dates.contribution_months(1)
    assert (len(first), first[-1]) == (15, date(2026, 5, 1))
    assert second == [*first, date(2026, 6, 1)]
    paid = dates.payment_months(0)
    assert (len(paid), paid[-1]) == (14, date(2026, 6, 1))
    assert dates.payment_months(1) == paid
    assert all(later.year * 12 + later.month == day.year * 12 + day.month + 1 for day, later in pairwise(second))


def test_divisions_are_a_tree_of_five_levels() -> None:
    table = pl.read_parquet(ROOT / "data/reference/divisions.parquet")
    check(table)
    digits = {"province": 6, "prefecture": 6, "county": 6, "township": 9, "village": 12}
    assert set(table["level"]) == set(digits)
    for level, length in digits.items():
        assert table.filter(level=level)["code"].str.len_chars().unique().to_list() == [length]
    names = dict(table.filter(pl.col("code").is_in(["370000", "371000", "371082"])).select("code", "name").iter_rows())
    assert names == {"370000": "山东省", "371000": "威海市", "371082": "荣成市"}
    assert table.filter(level="village").height > 60_000


@pytest.mark.parametrize("broken", ["twice", "orphan"])
def test_a_broken_division_table_is_refused(broken: str) -> None:
    table = pl.DataFrame(
        {
            "code": ["370000", "370100"],
            "name": ["山东省", "济南市"],
            "level": ["province", "prefecture"],
            "parent": [None, "370000"],
        }
    )
    check(table)
    wrong = pl.concat([table, table]) if broken == "twice" else table.with_columns(parent=pl.lit("990000"))
    with pytest.raises(ValueError, match="division"):
        check(wrong)
