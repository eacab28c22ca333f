"""Reading plain numbers by their bytes gives what reading their texts gives."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.vocabulary import identity_number
from assets.vocabulary.plain_numbers import READ_SCHEMA, read_plain

number = st.one_of(
    st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True),
    st.from_regex(r"371082(19|20)[0-9]{2}(0[1-9]|1[0-3])([0-2][0-9]|3[0-2])[0-9]{3}[0-9X]", fullmatch=True),
)


@settings(deadline=None)
@given(st.lists(number, max_size=40))
def test_bytes_and_texts_agree(numbers: list[str]) -> None:
    texts = pl.Series("number", numbers, dtype=pl.String)
    column = pl.col("number")
    expected = texts.to_frame().select(
        valid=identity_number.is_valid(column),
        birth_date=identity_number.birth_date(column),
        sex=identity_number.sex(column),
    )
    assert read_plain(texts).equals(expected)
    assert read_plain(texts).schema == READ_SCHEMA


def test_a_part_of_a_series_is_read_from_its_own_place() -> None:
    texts = pl.Series(["37108219900101123X", "371082199902291234", "110101200002290011"])
    assert read_plain(texts[1:]).equals(read_plain(texts)[1:])
    assert read_plain(texts)["birth_date"].is_null().to_list() == [False, True, False]
