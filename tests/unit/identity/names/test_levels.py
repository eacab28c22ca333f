"""The level of pairs of names: a table of left, right and expected, and what holds for any two names."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.identity.names import CONSISTENT_LEVELS, LEVELS, NAME_LEVELS, SIMILAR_LEVELS, name_table, with_name_level
from tests.unit.identity.names.levels_table import TABLE

ROWS = [(left, right, level) for level, rows in TABLE.items() for left, right in rows]
# Few characters, so that drawn names are near each other: polyphones, look-alikes, a surname folded, rare planes.
ALPHABET = "张王萧肖单山晴睛林玲小明䶮言𠮷?AB·é "
NAMES = st.text(st.sampled_from(ALPHABET), max_size=6)


def levels(pairs: list[tuple[str | None, str | None]]) -> list[str]:
    """The levels of written names, each pair also the other way round."""
    written = pl.Series([name for pair in pairs for name in pair], dtype=pl.String)
    forms, names = name_table(written)
    keys = dict(forms.iter_rows())
    both = [(keys.get(left), keys.get(right)) for left, right in pairs]
    both += [(right, left) for left, right in both]
    schema = {"left_name_key": pl.String, "right_name_key": pl.String}
    return with_name_level(pl.DataFrame(both, schema=schema, orient="row"), names)["name_level"].to_list()


@pytest.mark.parametrize(("left", "right", "expected"), ROWS)
def test_level(left: str, right: str | None, expected: str) -> None:
    assert levels([(left, right)]) == [expected, expected]


def test_a_level_does_not_depend_on_the_other_pairs() -> None:
    expected = [level for _, _, level in ROWS]
    assert levels([(left, right) for left, right, _ in ROWS]) == expected * 2


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=8))
def test_any_two_names_have_one_level_from_either_side(pairs: list[tuple[str, str]]) -> None:
    found = levels(pairs)
    assert found[: len(pairs)] == found[len(pairs) :]
    assert set(found) <= set(LEVELS)
    assert found == levels(pairs)


@settings(max_examples=100, deadline=None)
@given(NAMES)
def test_a_name_is_equal_to_itself_unless_it_has_lost_characters(name: str) -> None:
    (level, _) = levels([(name, name)])
    assert level in (("missing", "different") if "?" in name else ("missing", "equal"))


def test_pairs_keep_their_order_and_their_other_columns() -> None:
    _, names = name_table(pl.Series(["张伟", "张强", "张玮"]))
    pairs = pl.DataFrame(
        {"who": [4, 3, 2, 1], "left_name_key": ["张伟"] * 4, "right_name_key": ["张强", "张伟", "张玮", "张强"]}
    )
    found = with_name_level(pairs, names)
    assert found.drop("name_level").equals(pairs)
    assert found["name_level"].to_list() == ["different", "equal", "pinyin", "different"]


def test_no_pairs_have_no_levels() -> None:
    _, names = name_table(pl.Series(["张伟"]))
    pairs = pl.DataFrame(schema={"left_name_key": pl.String, "right_name_key": pl.String})
    assert with_name_level(pairs, names).columns == ["left_name_key", "right_name_key", "name_level"]


def test_a_name_that_the_table_lacks_is_told_without_being_named() -> None:
    _, names = name_table(pl.Series(["张伟"]))
    pairs = pl.DataFrame({"left_name_key": ["张伟"], "right_name_key": ["王红"]})
    with pytest.raises(ValueError, match=r"^1 names of the pairs are not in the table of names$"):
        with_name_level(pairs, names)


def test_the_levels_of_one_person() -> None:
    assert set(LEVELS) - set(CONSISTENT_LEVELS) == {"some_words", "different"}
    assert set(CONSISTENT_LEVELS) - set(SIMILAR_LEVELS) == {"equal", "variant", "truncated", "missing"}
    assert all(level.meaning for level in NAME_LEVELS)
