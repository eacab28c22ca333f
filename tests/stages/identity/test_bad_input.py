"""Deliveries of which little can be made: bounded work, what was left out is counted, what cannot be linked is told.

Bounds are on pairs, not on seconds. Nobody is linked on such input whom nothing tells from the others.
"""

from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest

from assets.identity import IdentitySettings, Resolution, resolve
from tests.stages.identity.people import valid_id

ROWS = 100_000
BORN = date(1990, 1, 1)
X = valid_id(BORN, 123)
FAMILY, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平"


def rows(count: int, columns: Mapping[str, object | pl.Series]) -> pl.DataFrame:
    """`count` records of one source with constant columns, or given ones."""
    frame = pl.DataFrame({"record_id": pl.int_range(count, eager=True)}).with_columns(source=pl.lit("x|self"))
    constant = [pl.lit(value).alias(name) for name, value in columns.items() if not isinstance(value, pl.Series)]
    given = [value.alias(name) for name, value in columns.items() if isinstance(value, pl.Series)]
    return frame.with_columns(*constant, *given)


def names(count: int) -> pl.Series:
    """Eight thousand names, each borne by as many as any other."""
    numbers = range(count)
    return pl.Series([FAMILY[n % 20] + GIVEN[n // 20 % 20] + GIVEN[n // 400 % 20] for n in numbers], dtype=pl.String)


def compared(found: Resolution) -> int:
    return int(found.blocking["pairs"].sum())


def left_out(found: Resolution) -> int:
    return int(found.blocking["pairs_left_out"].sum())


def not_linkable(found: Resolution) -> int:
    return found.links.filter(pl.col("method").cast(pl.String) == "unlinked").height


def assert_bounded(found: Resolution, count: int) -> None:
    """Of each rule no block is above the bound, so a rule has at most that many pairs for each record."""
    assert found.blocking.filter(pl.col("pairs") > count * IdentitySettings().pairs_per_block).is_empty()
    assert found.links.height == count


def test_all_numbers_missing_and_nothing_but_names() -> None:
    found = resolve(rows(ROWS, {"name": names(ROWS)}))
    assert_bounded(found, ROWS)
    assert compared(found) == 0
    assert (not_linkable(found), found.persons.height) == (ROWS, ROWS)


def test_all_numbers_missing_with_a_village() -> None:
    """A name in a village is at most a question: of twelve of one name a block, of a county's name none."""
    found = resolve(rows(ROWS, {"name": names(ROWS), "division_code": "371082001001"}))
    assert_bounded(found, ROWS)
    assert not_linkable(found) == ROWS


def test_all_numbers_missing_with_births_and_telephones_are_still_people() -> None:
    """Two rows of each: what is there suffices."""
    half = ROWS // 2
    births = pl.Series([date(1940 + n // 340 % 70, 1 + n % 12, 1 + n // 12 % 28) for n in range(half)])
    phones = pl.Series([f"138{n:08d}" for n in range(half)])
    details = {"name": names(half), "birth_date": births, "phone": phones}
    found = resolve(rows(ROWS, {name: pl.concat([values, values]) for name, values in details.items()}))
    assert found.persons.height == half
    assert not_linkable(found) == 0


@pytest.mark.parametrize("number", [X, X[:15] + "000", "371082", "E12345678", "37108219900101123"])
def test_one_number_on_every_row(number: str) -> None:
    """Valid, rounded, a piece, of another kind, broken: eight thousand names, a fee clerk's number."""
    found = resolve(rows(ROWS, {"name": names(ROWS), "id_number": number}))
    assert_bounded(found, ROWS)
    assert compared(found) < ROWS
    # Whoever shares neither a character nor the sound of the name is never one person.
    told = found.links.join(rows(ROWS, {"name": names(ROWS)}), on="record_id")
    surnames = told.group_by("person_id").agg(names=pl.col("name").n_unique())
    assert int(surnames["names"].max() or 0) < 100
    assert found.persons.height > 500


@pytest.mark.parametrize("shared", ["birth_date", "phone", "household_no", "guardian_id_number", "address"])
def test_one_value_on_every_row(shared: str) -> None:
    values: dict[str, object] = {
        "birth_date": BORN,
        "phone": "13812345678",
        "household_no": "H1",
        "guardian_id_number": X,
        "address": "东村3组5号",
    }
    count = ROWS // 2
    found = resolve(rows(count, {"name": names(count), shared: values[shared]}))
    assert_bounded(found, count)
    # Six or seven rows bear each name: they alone are compared, by name and by reading.
    assert compared(found) <= 2 * count * 7
    # The block of all rows is left out, and told; a value that all share is left out before.
    assert left_out(found) > count or int(found.hubs["values"].sum()) > 0
    assert found.persons.height >= names(count).n_unique()


@pytest.mark.parametrize("length", [1, 40])
def test_names_of_one_character_and_of_forty(length: int) -> None:
    characters = [chr(0x4E00 + n % 500) for n in range(ROWS)]
    long = pl.Series([character + "阿" * (length - 1) for character in characters])
    found = resolve(rows(ROWS, {"name": long, "id_number": pl.Series([X, *[None] * (ROWS - 1)], dtype=pl.String)}))
    assert_bounded(found, ROWS)
    assert found.persons.height == ROWS
    assert compared(found) <= ROWS


def test_long_names_under_one_number() -> None:
    long = pl.Series(["阿" * (n % 30) + FAMILY[n % 20] * (40 - n % 30) for n in range(ROWS)])
    found = resolve(rows(ROWS, {"name": long, "id_number": X}))
    assert_bounded(found, ROWS)
    assert found.persons.height > 1


@pytest.mark.parametrize("columns", [{}, {"name": "不详"}, {"name": "？？？", "id_number": "无", "phone": "000"}])
def test_a_feed_with_no_usable_identity(columns: dict[str, object]) -> None:
    found = resolve(rows(ROWS, columns))
    assert_bounded(found, ROWS)
    assert compared(found) == 0
    assert (not_linkable(found), found.persons.height) == (ROWS, ROWS)
    assert found.review.is_empty()


def test_names_in_letters_of_one_word_each() -> None:
    """Keys of words and of left-out characters are bounded as any other."""
    count = 20_000
    letters = pl.Series([f"JOHN {GIVEN[n % 20]}SMITH".replace(GIVEN[n % 20], "") for n in range(count)])
    numbers = pl.Series([f"P{n % 1000:06d}" for n in range(count)])
    found = resolve(rows(count, {"name": letters, "id_number": numbers}))
    assert_bounded(found, count)
    assert left_out(found) > count
    assert found.persons.height == 1000
