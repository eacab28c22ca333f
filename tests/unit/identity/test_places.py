"""Looking up by place, and tasks done at the same time: tables of input and expected."""

import numpy as np
import polars as pl
import pytest

from assets.identity.places import NOWHERE, any_place, at, differing, ordinals, spread
from assets.identity.side_by_side import side_by_side

TEXTS = pl.Series("text", ["a", "b", None, "d"])


@pytest.mark.parametrize(
    ("places", "expected"),
    [([], []), ([3, 0], ["d", "a"]), ([2, 1], [None, "b"]), ([NOWHERE, 3, NOWHERE], [None, "d", None])],
)
def test_values_at_places(places: list[int], expected: list[str | None]) -> None:
    assert at(TEXTS, np.array(places, dtype=np.int64)).to_list() == expected


def test_any_place_tells_one_of_each_number_and_nowhere_for_the_others() -> None:
    found = any_place(np.array([4, 1, 4]), np.array([10, 11, 12]), 5)
    assert found.tolist()[:4] == [NOWHERE, 11, NOWHERE, NOWHERE]
    assert found[4] in (10, 12)


def test_spread_leaves_the_other_places_empty() -> None:
    assert spread(4, np.array([2, 0]), pl.Series([7, 8])).to_list() == [8, None, 7, None]
    assert spread(2, np.array([], dtype=np.int64), pl.Series([], dtype=pl.Date)).to_list() == [None, None]
    assert spread(2, np.array([], dtype=np.int64), pl.Series([], dtype=pl.Date)).dtype == pl.Date


def test_differing() -> None:
    assert differing(TEXTS, np.array([0, 1]), np.array([0, 3])).tolist() == [False, True]


def test_ordinals_are_signed_whatever_the_column_is() -> None:
    assert ordinals(pl.Series([3, 0], dtype=pl.UInt32)).tolist() == [3, 0]
    assert ordinals(pl.Series([3, 0], dtype=pl.UInt32)).dtype == np.int64


def test_results_come_in_the_order_of_the_tasks() -> None:
    assert side_by_side([lambda n=n: n * n for n in range(20)]) == [n * n for n in range(20)]
    assert side_by_side([]) == []


def test_what_a_task_raises_is_raised() -> None:
    def fails() -> int:
        raise ValueError("a task")

    with pytest.raises(ValueError, match="a task"):
        side_by_side([lambda: 1, fails])
