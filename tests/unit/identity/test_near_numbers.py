"""Numbers of other kinds that are one slip apart share a key; resident numbers have none."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from assets.identity.near_numbers import left_out_keys

NUMBERS = st.text("ABE0123456789", min_size=6, max_size=12).filter(lambda text: not text[:-1].isdigit())
PLACE = st.integers(0, 11)


def keys(number: str) -> set[str]:
    return set(left_out_keys(pl.Series([number], dtype=pl.String))["near_number"])


@given(NUMBERS, PLACE, st.sampled_from("ABE0123456789"))
def test_a_slip_of_the_hand_shares_a_key(number: str, place: int, other: str) -> None:
    at = place % (len(number) - 1)
    head, tail = number[:at], number[at:]
    wrong, more, less = head + other + tail[1:], head + other + tail, head + tail[1:]
    swapped = head + tail[1] + tail[0] + tail[2:]
    for slipped in (wrong, more, swapped, less if len(less) > 5 else number):
        assert keys(number) & keys(slipped) or slipped[:-1].isdigit()


def test_numbers_two_slips_apart_share_none() -> None:
    assert not keys("E1234567") & keys("E1294507")


def test_resident_numbers_short_and_missing_ones_have_none() -> None:
    for number in ("371082199001011234", "37108219900101123X", "371082900101123", "37108219900101", "E1234"):
        assert not keys(number)
    assert left_out_keys(pl.Series([None], dtype=pl.String)).is_empty()
    assert left_out_keys(pl.Series([], dtype=pl.String)).is_empty()
