"""T0 on single attributes: what becomes of ids, phones, divisions, and of numbers that are the guardian's."""

from datetime import date

import polars as pl
import pytest

from assets.identity.preparation import Prepared, number_separate, prepare, spread_separate

VALID = "11010519491231002X"  # the example of GB 11643-1999


def prepared(**values: object) -> dict[str, object]:
    frame = pl.DataFrame([{"record_id": 1, "source": "a", **values}])
    return prepare(frame).records.row(0, named=True)


@pytest.mark.parametrize(
    ("written", "text", "valid"),
    [
        (VALID, VALID, True),
        ("11010519491231002x", VALID, True),
        ("'110105 19491231 002Ｘ", VALID, True),
        ("110105491231002", VALID, True),
        ("110105194912310021", "110105194912310021", False),
        ("A1234567", "A1234567", False),
        ("111111111111111111", None, False),
        ("999999199001011234", None, False),
        ("4.30E+17", None, False),
        ("11010549123100\u0662", "11010549123100\u0662", False),
        ("1101051949123100\u0662X", "1101051949123100\u0662X", False),
        ("１１０１０５１９４９１２３１００２Ｘ", VALID, True),
        ("无", None, False),
        ("", None, False),
        (None, None, False),
    ],
)
def test_id_numbers(written: str | None, text: str | None, valid: bool) -> None:
    row = prepared(name="张伟", id_number=written)
    assert (row["id_text"], row["id_valid"]) == (text, valid)


def test_birth_and_sex_come_from_a_valid_number_where_the_record_has_none() -> None:
    row = prepared(id_number=VALID)
    assert (row["birth_date"], row["sex"]) == (date(1949, 12, 31), 2)
    own = prepared(id_number=VALID, birth_date=date(1950, 1, 1), sex=1)
    assert (own["birth_date"], own["sex"]) == (date(1950, 1, 1), 1)
    broken = prepared(id_number="110105194912310021")
    assert (broken["birth_date"], broken["sex"]) == (None, None)


def test_the_guardians_number_on_a_childs_row_is_not_the_childs() -> None:
    row = prepared(name="张小明", id_number=VALID, guardian_id_number=VALID.lower())
    assert (row["id_text"], row["id_valid"], row["guardian_id"], row["birth_date"]) == (None, False, VALID, None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("13812345678.0", "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        ("１３８12345678", "13812345678"),
        ("0631-5231234", "06315231234"),
        ("11111111111", None),
        ("无", None),
        ("12345", None),
    ],
)
def test_phones(written: str, expected: str | None) -> None:
    assert prepared(phone=written)["phone"] == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("371082001001", "371082001001"),
        ("371082001000", "371082001"),
        ("371082000000", "371082"),
        ("371082001", "371082001"),
        ("371082", "371082"),
        ("000000", None),
        ("未知", None),
    ],
)
def test_divisions_lose_the_zeros_that_say_nothing(written: str, expected: str | None) -> None:
    assert prepared(division_code=written)["division_code"] == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"name": "张伟"}, True),
        ({"name": "张伟", "birth_date": date(2010, 1, 1), "sex": 1}, True),
        ({"name": "张伟", "division_code": "371082001001"}, True),
        ({"id_number": "110105194912310021"}, True),
        ({"name": "不详", "phone": "13812345678"}, True),
        ({"name": "张伟", "phone": "13812345678"}, False),
        ({"name": "张伟", "division_code": "371082001001", "address": "三组5号"}, False),
        ({"name": "张伟", "id_number": "110105194912310021"}, False),
        ({"id_number": VALID}, False),
    ],
)
def test_what_carries_too_little_to_be_recognised_again(values: dict[str, object], expected: bool) -> None:
    assert prepared(**values)["separate"] is expected


def test_equal_separate_rows_become_so_many_records() -> None:
    frame = pl.DataFrame(
        {"record_id": [0, 1, 2], "source": ["a"] * 3, "name": ["张伟", "张 伟", "李四"], "rows": [2, 1, 3]}
    ).with_columns(phone=pl.Series([None, None, "13812345678"]))
    spread = spread_separate(prepare(frame).records).sort("record_id", "occurrence")
    found = spread.select("record_id", "occurrence", "ordinal", "rows").rows()
    assert found == [(0, 0, 0, 1), (0, 1, 1, 1), (1, 0, 2, 1), (2, 0, 0, 3)]


def test_separate_records_are_numbered_by_record_id_within_their_source() -> None:
    frame = pl.DataFrame({"record_id": [5, 3, 4], "source": ["a", "a", "b"], "name": ["张伟"] * 3})
    numbered = number_separate(prepare(frame).records)
    assert numbered["ordinal"].to_list() == [1, 0, 0]


def test_a_source_takes_a_byte_a_record_and_sorts_as_its_text() -> None:
    frame = pl.DataFrame({"record_id": [0, 1, 2], "source": ["b|self", "a|self", "b|self"], "name": ["张伟"] * 3})
    source = prepare(frame).records["source"]
    assert source.dtype == pl.Enum(["a|self", "b|self"])
    assert source.to_physical().dtype == pl.UInt8
    assert source.cast(pl.String).to_list() == ["b|self", "a|self", "b|self"]


def test_records_that_are_handed_over_are_held_no_longer() -> None:
    held = Prepared(pl.DataFrame({"name": ["张伟"]}), pl.DataFrame())
    assert held.hand_over().height == 1
    assert (held.records.height, held.records.columns) == (0, ["name"])
