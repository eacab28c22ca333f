"""Records of one number: who is the number's person, and who only stands under it."""

from collections.abc import Sequence

import polars as pl
import pytest

from assets.identity.exact import ByNumber, group_by_number, shared_numbers
from assets.identity.names import name_table

# Valid by GB 11643-1999, in ascending order.
A, B, C = "110101199003070134", "370786198706249130", "37108219900101003X"
Row = tuple[str | None, bool, str | None]


def by_number(rows: Sequence[Row]) -> ByNumber:
    _, names = name_table(pl.Series([name for _, _, name in rows], dtype=pl.String))
    return group_by_number(frame(rows), names)


def frame(rows: Sequence[Row]) -> pl.DataFrame:
    told = pl.DataFrame(
        rows, schema={"id_text": pl.String, "id_valid": pl.Boolean, "name_key": pl.String}, orient="row"
    )
    untold = ("phone", "division_code", "address", "household_no", "guardian_id")
    return told.with_columns(
        *(pl.lit(None, pl.String).alias(column) for column in untold),
        sex=pl.lit(None, pl.Int8),
        birth_date=pl.lit(None, pl.Date),
        birth_stated=pl.lit(False),
    )


CASES: list[tuple[str, list[Row], list[tuple[int | None, int | None, bool | None]]]] = [
    (
        "numbers in their order, not that of the rows",
        [(B, True, "张伟"), (A, True, "李娜")],
        [(0, 1, False), (0, 0, False)],
    ),
    ("one name on every row", [(A, True, "张伟"), (A, True, "张伟")], [(0, 0, False)] * 2),
    ("a row without a name goes with the number", [(A, True, "张伟"), (A, True, None)], [(0, 0, False)] * 2),
    ("only rows without a name", [(A, True, None), (B, True, None)], [(0, 0, False), (0, 1, False)]),
    (
        "a contradicting name is a cluster of its own, the majority is the number's",
        [(A, True, "李娜"), (A, True, "张伟"), (A, True, "张伟"), (B, True, "王芳")],
        [(1, 2, False), (0, 0, False), (0, 0, False), (0, 1, False)],
    ),
    (
        "a name that only sounds alike is similar",
        [(A, True, "张伟"), (A, True, "张伟"), (A, True, "张炜")],
        [(0, 0, False), (0, 0, False), (0, 0, True)],
    ),
    (
        "a row without a name beside two names goes with the majority",
        [(C, True, None), (C, True, "张伟"), (C, True, "张伟"), (C, True, "李娜")],
        [(0, 0, False), (0, 0, False), (0, 0, False), (1, 1, False)],
    ),
    (
        "records without a valid number are nowhere",
        [(None, False, "张伟"), ("12345", False, "张伟"), (A, True, "张伟")],
        [(None, None, None), (None, None, None), (0, 0, False)],
    ),
    ("no valid number at all", [(None, False, "张伟")], [(None, None, None)]),
]


@pytest.mark.parametrize(("rows", "placed"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_placed(rows: list[Row], placed: list[tuple[int | None, int | None, bool | None]]) -> None:
    assert by_number(rows).placed.select("id_group", "cluster", "similar").rows() == placed


def test_owners_and_numbers() -> None:
    rows: list[Row] = [(A, True, "李娜"), (A, True, "张伟"), (A, True, "张伟"), (A, True, None), (B, True, None)]
    found = by_number([*rows, (C, True, "王芳")])
    assert sorted(found.owners.select("id_text", pl.col("name_key").fill_null(""), "id_group", "cluster").rows()) == [
        (A, "", 0, 0),
        (A, "张伟", 0, 0),
        (A, "李娜", 1, 3),
        (B, "", 0, 1),
        (C, "王芳", 0, 2),
    ]
    assert found.numbers.rows() == [(0, A), (1, B), (2, C)]
    assert (found.persons, found.clusters) == (3, 4)


def test_numbers_that_are_not_valid_are_shared_by_consistent_names() -> None:
    rows: list[Row] = [("123", False, "张伟"), ("123", False, "张伟"), ("123", False, "李娜"), ("9", False, None)]
    _, names = name_table(pl.Series(["张伟", "李娜"]))
    shared = shared_numbers(frame([*rows, (A, True, "张伟")]), names)
    assert sorted(shared.select("id_text", pl.col("name_key").fill_null(""), "id_group").rows()) == [
        ("123", "张伟", 0),
        ("123", "李娜", 1),
        ("9", "", 0),
    ]
