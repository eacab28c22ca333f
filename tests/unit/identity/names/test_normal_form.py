"""Normal form, variants and the table of names: tables of input and expected."""

import polars as pl
import pytest

from assets.identity.names import NAME_TABLE_SCHEMA, name_table, normal_form, variant_characters
from assets.identity.names.normal_form import folded_form

NORMAL_FORMS = [
    ("王　强", "王强"),
    (" 张 伟 ", "张伟"),
    ("張偉", "张伟"),
    ("閆麗", "闫丽"),
    ("買買提·艾力", "买买提艾力"),
    ("买买提•艾力", "买买提艾力"),
    ("买买提．艾力", "买买提艾力"),
    ("买买提・艾力", "买买提艾力"),
    ("买买提‧艾力", "买买提艾力"),
    ("ｊｏｈｎ smith", "JOHNSMITH"),
    ("O'Brien-Smith", "OBRIENSMITH"),
    ("䶮雪", "䶮雪"),
    ("𠮷 田", "𠮷田"),
    ("王?", "王?"),
    ("王？", "王?"),
    ("王\ufffd", "王?"),
    ("王\ue000明", "王?明"),
    ("王□", "王?"),
    ("张*明", "张?明"),
    ("??", None),
    ("无名", None),
    ("不详", None),
    (" 未 知 ", None),
    ("null", None),
    ("999", None),
    ("—", None),
    ("", None),
]
FOLDED = [
    ("肖红", "萧红"),
    ("王肖", "王肖"),
    ("王兰", "王兰"),
    ("兰兰", "蓝兰"),
    ("髙髙", "高高"),
    ("王栢", "王柏"),
    ("JOSÉ", "JOSE"),
    ("김민수", "김민수"),
    ("ガク", "ガク"),
    ("हिना", "हिना"),
    ("É王", "É王"),
    ("王?", "王?"),
]
WORDS = [
    ("John  Smith", "JOHN SMITH"),
    ("Smith, John", "SMITH JOHN"),
    ("Anna-Maria O'Neill", "ANNA MARIA ONEILL"),
    ("买买提·艾力", "买买提 艾力"),
    ("買買提 • 艾力", "买买提 艾力"),
    ("José Pérez", "JOSE PEREZ"),
    ("JOHN", None),
    ("王 强", None),
    ("张伟", None),
]


@pytest.mark.parametrize(("written", "expected"), NORMAL_FORMS)
def test_normal_form(written: str, expected: str | None) -> None:
    assert normal_form(pl.Series([written])).to_list() == [expected]


@pytest.mark.parametrize(("key", "expected"), FOLDED)
def test_folded_form(key: str, expected: str) -> None:
    assert folded_form(pl.Series([key])).to_list() == [expected]


@pytest.mark.parametrize(("written", "expected"), WORDS)
def test_words(written: str, expected: str | None) -> None:
    _, names = name_table(pl.Series([written]))
    assert names["words"].to_list() == [expected]


def test_one_row_a_normal_form() -> None:
    written = pl.Series(["JOHNSMITH", "John Smith", "张 伟", "張偉", "不详", None, "买买提·艾力", "买买提艾力"])
    forms, names = name_table(written)
    assert names.schema == NAME_TABLE_SCHEMA
    assert names["name_key"].to_list() == ["JOHNSMITH", "买买提艾力", "张伟"]
    assert names["words"].to_list() == ["JOHN SMITH", "买买提 艾力", None]
    assert names["compound"].to_list() == [False, True, False]
    assert forms.height == 7 and forms.filter(name="不详")["name_key"].to_list() == [None]


def test_no_names_make_an_empty_table() -> None:
    forms, names = name_table(pl.Series([None, "不详"], dtype=pl.String))
    assert (forms.height, names.height, names.schema) == (1, 0, NAME_TABLE_SCHEMA)


def test_no_variant_leads_to_another_variant() -> None:
    table = variant_characters()
    assert not set(table) & set(table.values())
    assert all(len(written) == 1 and len(target) == 1 for written, target in table.items())
    targets = pl.Series(sorted(set(table.values())))
    assert normal_form(targets).to_list() == targets.to_list()
