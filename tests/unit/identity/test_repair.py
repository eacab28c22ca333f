"""Repair of broken numbers against trying every change of one slip by plain Python."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.identity.repair import repairs
from tests.stages.identity.people import valid_id

BORN = date(1990, 1, 1)
X = valid_id(BORN, 123)
ALPHABET = "0123456789X"


def is_valid(number: str) -> bool:
    """GB 11643-1999 by its text: eighteen characters, a day that exists and is of our time, the check character."""
    body, check = number[:17], number[17:]
    if len(number) != 18 or not body.isdigit() or body[0] == "0" or not "1800" <= number[6:10] < "2200":
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11] == check


def one_slip_away(number: str) -> set[str]:
    places = range(len(number))
    found = {number[:at] + number[at + 1 :] for at in places}
    found |= {number[:at] + c + number[at + 1 :] for at in places for c in ALPHABET}
    found |= {number[:at] + c + number[at:] for at in range(len(number) + 1) for c in ALPHABET}
    found |= {number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in places[:-1]}
    return {each for each in found if is_valid(each)} - {number}


@st.composite
def broken(draw: st.DrawFn) -> str:
    """A valid number with one slip."""
    number = valid_id(date(1930 + draw(st.integers(0, 90)), draw(st.integers(1, 12)), draw(st.integers(1, 28))), 7)
    at = draw(st.integers(0, 16))
    slip = draw(st.sampled_from(["digit", "swap", "lost", "extra"]))
    if slip == "digit":
        return number[:at] + draw(st.sampled_from("0123456789")) + number[at + 1 :]
    if slip == "swap":
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    if slip == "lost":
        return number[:at] + number[at + 1 :]
    return number[:at] + draw(st.sampled_from("0123456789")) + number[at:]


@settings(max_examples=60, deadline=None)
@given(st.lists(broken().filter(lambda number: not is_valid(number)), min_size=1, max_size=5, unique=True))
def test_every_valid_number_one_slip_away_is_found_and_no_other(numbers: list[str]) -> None:
    expected = {number: one_slip_away(number) for number in numbers}
    decoys = {valid_id(date(1950 + n, 3, 4), n) for n in range(50)}
    known = pl.Series(sorted(set().union(*expected.values()) | decoys))
    table = repairs(pl.Series(numbers), known)
    found = {number: set(table.filter(pl.col("id_text") == number)["repaired"]) for number in numbers}
    assert found == expected


CASES = [
    (X[:3] + str((int(X[3]) + 5) % 10) + X[4:], "digit"),
    (X[:17] + ("1" if X[17] != "1" else "2"), "digit"),
    (X[:2] + X[3] + X[2] + X[4:], "swap"),
    (X[:17], "lost"),
    (X[:6] + X[7:], "lost"),
    (X[:6] + "0" + X[6:], "extra"),
]


@pytest.mark.parametrize(("number", "slip"), CASES)
def test_the_slip_is_named(number: str, slip: str) -> None:
    assert repairs(pl.Series([number]), pl.Series([X])).rows() == [(number, X, slip)]


def test_a_check_character_that_changed_places_is_a_swap_or_a_wrong_digit() -> None:
    """7X written X7: the two changed places, or the X stands for a digit; the other way never gives an inner X."""
    written, swapped, wrong = "3710821959030700X7", "37108219590307007X", "371082195903070037"
    assert is_valid(swapped) and is_valid(wrong)
    found = repairs(pl.Series([written]), pl.Series([swapped, wrong]))
    assert found.rows() == [(written, wrong, "digit"), (written, swapped, "swap")]


NOTHING = ["", "123", X[:15], X + "00", "A" * 18, X[:8] + "X" + X[9:], X[:10] + "8888" + X[14:]]


@pytest.mark.parametrize("number", NOTHING)
def test_what_is_no_number_is_not_repaired(number: str) -> None:
    assert repairs(pl.Series([number, None], dtype=pl.String), pl.Series([X])).is_empty()


def test_the_order_and_repeats_of_the_numbers_change_nothing() -> None:
    numbers = [X[:17], X[:6] + X[7:], X[:17]]
    known = pl.Series([valid_id(BORN, 125), X])
    assert repairs(pl.Series(numbers), known).equals(repairs(pl.Series(numbers[::-1]), known.reverse()))
