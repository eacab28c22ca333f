"""What a sender sees of a cell again: tables by the type of the column, and that nothing whole is ever left."""

import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.vocabulary.masking import mask_cell, mask_digits, mask_phone

TABLE: dict[str, list[tuple[str | None, str | None]]] = {
    "name": [
        ("张伟", "张*"),
        ("王　强", "王*"),
        (" 张小明\n", "张*明"),
        ("王?", "王*"),
        ("??", "??"),
        ("张小明371082199001011234", "张****4"),
        ("", ""),
        (None, None),
    ],
    "id_number": [
        ("371082199001011234", "371***********1234"),
        ("37108219900101123x", "371***********123x"),
        ("371082 19900101 1234", "371***********1234"),
        ("３７１０８２１９９００１０１１２３Ｘ", "３７１***********１２３Ｘ"),
        ("371082900101123", "371***********1123"),
        ("3.71082E+17", "3.71082E+17"),
        ("13812345678", "138****5678"),
        ("张小明", "***"),
        ("无", "无"),
    ],
    "phone": [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138**** 5678"),
        ("13812345678/13912345678", "138****5678/139****5678"),
        ("13812345678.0", "138****678.0"),
        ("5221234", "52***34"),
    ],
    "date": [
        ("2026年13月", "2026年13月"),
        ("20261301", "20261301"),
        ("2026-13-45", "2026-13-45"),
        ("二〇二四年一月", "二〇二四年一月"),
        ("371082199001011234", "371***********1234"),
        ("张小明", "***"),
    ],
    "money": [("1,234.5O", "1,234.5O"), ("12万左右", "12万**"), ("#DIV/0!", "#DIV/0!"), ("#VALUE!", "#VALUE!")],
    "division": [("3710820010", "3710820010"), ("13812345678", "138****5678"), ("荣成市", "***")],
    "code": [
        ("一般困难户", "一般困难户"),
        ("计生特扶家庭", "计生特*家庭"),
        ("王小明", "王*明"),
        ("丛日红", "丛*红"),
        ("Zhang Wei", "Zh*** Wei"),
        ("张小明（户主）", "*小明（户主）"),
    ],
    "yesno": [("不详", "不详"), ("Y/N", "Y/N")],
    "sex": [("男孩", "男*"), ("王强", "王*")],
    "text": [
        ("荣成市宁津街道1号", "荣***"),
        ("独居老人无人照料", "独居***"),
        ("张伟已外出", "张***"),
        ("HH0001", "HH0001"),
        ("37108219900101123X41", "371***********123X41"),
        ("ÕÅÎ°", "***°"),
    ],
    "a type of later": [("独居老人无人照料", "独居***"), ("13812345678", "138****5678")],
}


def _masked(values: list[str | None], kind: str | None) -> list[str | None]:
    frame = pl.DataFrame({"value": values}, schema={"value": pl.String})
    return frame.select(mask_cell(pl.col("value"), pl.lit(kind, pl.String))).to_series().to_list()


@pytest.mark.parametrize("kind", list(TABLE))
def test_cells_by_the_type_of_their_column(kind: str) -> None:
    values = [value for value, _ in TABLE[kind]]
    assert _masked(values, kind) == [masked for _, masked in TABLE[kind]]


def test_a_cell_without_a_type_is_masked_as_free_text() -> None:
    assert _masked(["张伟已外出", "13812345678"], None) == ["张***", "138****5678"]


def test_phones_and_runs_of_digits() -> None:
    frame = pl.DataFrame({"value": ["13812345678", "12345", "123456", "a20240131b"]})
    assert frame.select(mask_phone(pl.col("value"))).to_series().to_list()[0] == "138****5678"
    assert frame.select(mask_digits(pl.col("value"))).to_series().to_list() == [
        "138****5678",
        "12345",
        "12***56",
        "a20***31b",
    ]
    assert frame.select(mask_digits(pl.col("value"), 9)).to_series().to_list()[3] == "a20240131b"


KINDS = ["name", "id_number", "sex", "date", "month", "money", "int", "number", "code", "text", "phone", "division"]
KINDS += ["yesno", "something else"]
NUMBERS = st.from_regex(r"\A[1-9][0-9]{16}[0-9Xx]\Z")
MOBILES = st.from_regex(r"\A1[3-9][0-9]{9}\Z")
NAMES = st.builds(
    lambda surname, given_name: surname + given_name,
    st.sampled_from(["张", "王", "李", "刘", "丛", "欧阳", "肖", "上官", "慈", "隋"]),
    st.text(alphabet="伟强明丽红军小芳国建平春成", min_size=1, max_size=2),
)
NOISE = st.text(alphabet="-— .,，;：号户主电话住()（）a#x×\n\t\u200b", max_size=4)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NOISE, NUMBERS, NOISE, MOBILES, NOISE), min_size=1, max_size=20))
def test_no_number_is_ever_whole(parts: list[tuple[str, str, str, str, str]]) -> None:
    values: list[str | None] = [f"{a}{number}{b};{mobile}{c}" for a, number, b, mobile, c in parts]
    for kind in KINDS:
        for masked, (_, number, _, mobile, _) in zip(_masked(values, kind), parts, strict=True):
            digits = re.sub(r"[^0-9Xx*]", "", masked or "")
            assert number not in digits
            assert mobile not in digits


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=20))
def test_no_name_is_ever_whole_in_a_column_of_its_own_or_another(names: list[str]) -> None:
    for kind in KINDS:
        for name, masked in zip(names, _masked(list(names), kind), strict=True):
            assert name not in (masked or ""), kind
    for name, masked in zip(names, _masked([f"{name}已外出务工" for name in names], "text"), strict=True):
        assert name not in (masked or "")
