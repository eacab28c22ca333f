"""Addresses that are one place written differently, and such as are not."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.identity.addresses import addresses_alike

ALIKE = [
    ("12HARBOURSTREETROSEVALEKENT", "12HARBUORSTREETROSEVALEKENT", True),
    ("ROSEVALE12HARBOURSTREETKENT", "12HARBOURSTREETROSEVALEKENT", True),
    ("12HARBOURSTREETKENT", "12HARBOURSTREETROSEVALENURSINGHOMEKENT", True),
    ("12HARBOURSTREETROSEVALEKENT", "7CHURCHLANEASHFIELDESSEX", False),
    ("KENT", "12HARBOURSTREETROSEVALEKENT", False),
    ("12TEERTSRUOBRAHTNEK", "12HARBOURSTREETKENT", False),
    ("城关镇东村3组5号", "城关镇东村3组6号", True),
    # In characters the order says which place it is.
    ("东村3组城关镇5号", "城关镇5号东村3组", False),
    ("", "12HARBOURSTREET", False),
]


@pytest.mark.parametrize(("left", "right", "alike"), ALIKE)
def test_addresses(left: str, right: str, alike: bool) -> None:
    sides = pl.Series([left, right]), pl.Series([right, left])
    assert addresses_alike(*sides).tolist() == [alike, alike]


@given(st.lists(st.tuples(st.text("ABCD12东村", max_size=30), st.text("ABCD12东村", max_size=30)), max_size=6))
def test_no_pair_depends_on_the_others(pairs: list[tuple[str, str]]) -> None:
    def alike(chosen: list[tuple[str, str]]) -> list[bool]:
        sides = (pl.Series([pair[side] for pair in chosen], dtype=pl.String) for side in (0, 1))
        found: list[bool] = addresses_alike(*sides).tolist()
        return found

    assert alike(pairs) == [each for pair in pairs for each in alike([pair])]
