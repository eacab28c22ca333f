"""The distinct texts of a column: tables of input and expected, told apart by hash and by the texts alike."""

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from assets.identity.distinct import by_hash, by_rank, distinct

CASES = {
    "none": [],
    "one": ["张伟"],
    "repeated": ["王红", "张伟", "王红", "", "张伟", "王红"],
    "long": ["37108219900307100X", "371082199003071000", "37108219900307100X"],
}


@pytest.mark.parametrize("texts", CASES.values(), ids=CASES)
@pytest.mark.parametrize("ways", [by_hash, by_rank])
def test_each_text_once_and_where_each_row_has_it(
    ways: Callable[[pl.Series], tuple[pl.Series, NDArray[np.uint32]]], texts: list[str]
) -> None:
    values, places = ways(pl.Series("text", texts, dtype=pl.String))
    assert sorted(values.to_list()) == sorted(set(texts))
    assert [values[place] for place in places.tolist()] == texts


def test_rows_without_a_text_have_none() -> None:
    found = distinct(pl.Series("text", [None, "乙", "甲", None, "乙"], dtype=pl.String))
    assert sorted(found.values.to_list()) == sorted(["乙", "甲"])
    said = found.values.replace_strict({"甲": 1, "乙": 2}, return_dtype=pl.Int64)
    assert found.of_rows(said).to_list() == [None, 2, 1, None, 2]


@pytest.mark.parametrize("rows", [0, 3])
def test_a_column_without_texts(rows: int) -> None:
    found = distinct(pl.Series("text", [None] * rows, dtype=pl.String))
    assert found.values.to_list() == []
    assert found.of_rows(pl.Series("text", [], dtype=pl.String)).to_list() == [None] * rows
