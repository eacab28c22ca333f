"""Normal form and comparison levels of names: tables of input and expected."""

import polars as pl
import pytest

from assets.identity.names import name_table, normal_form, variant_characters, with_name_level

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

LEVELS = [
    ("张伟", "張偉", "equal"),
    ("萧红", "肖红", "variant"),
    ("傅小明", "付小明", "variant"),
    ("闫丽", "阎丽", "variant"),
    ("戴军", "代军", "variant"),
    ("邱实", "丘实", "variant"),
    ("於洋", "于洋", "equal"),
    ("张玮", "张伟", "pinyin"),
    ("单军", "山军", "pinyin"),
    ("曾丽", "增丽", "pinyin"),
    ("曾丽", "层丽", "different"),
    ("张小明", "张小亮", "one_character"),
    ("张小明", "张明小", "one_character"),
    ("买买提·艾力", "买买提", "truncated"),
    ("阿依古丽买买提", "阿依古丽买", "truncated"),
    ("张伟", "张强", "different"),
    ("张小明", "李小红", "different"),
    ("张小明", "张小", "different"),
    ("张伟", None, "missing"),
    ("王䶮", "王?", "lost_character"),
    ("王小明", "王?明", "lost_character"),
    ("王小明", "王□□", "lost_character"),
    ("李明", "王?", "different"),
    ("王小明", "王?红", "different"),
    ("王小明", "王?", "different"),
    ("王?", "王？", "different"),
    ("王?", None, "missing"),
    ("JOHN SMITH", "John  Smith", "equal"),
    ("JON SMITH", "JOHN SMITH", "one_character"),
    ("MARY JONES", "JOHN SMITH", "different"),
]


@pytest.mark.parametrize(("written", "expected"), NORMAL_FORMS)
def test_normal_form(written: str, expected: str | None) -> None:
    assert normal_form(pl.Series([written])).to_list() == [expected]


@pytest.mark.parametrize(("left", "right", "expected"), LEVELS)
def test_levels_are_symmetric(left: str, right: str | None, expected: str) -> None:
    keys = dict(name_table(pl.Series([left, right], dtype=pl.String))[0].iter_rows())
    _, names = name_table(pl.Series([left, right], dtype=pl.String))
    one, other = keys[left], keys.get(right)
    pairs = pl.DataFrame(
        {"left_name_key": [one, other], "right_name_key": [other, one]},
        schema={"left_name_key": pl.String, "right_name_key": pl.String},
    )
    assert with_name_level(pairs, names)["name_level"].to_list() == [expected, expected]


def test_levels_keep_the_order_of_the_pairs() -> None:
    _, names = name_table(pl.Series(["张伟", "张强", "张玮"]))
    pairs = pl.DataFrame({"left_name_key": ["张伟"] * 4, "right_name_key": ["张强", "张伟", "张玮", "张强"]})
    assert with_name_level(pairs, names)["name_level"].to_list() == ["different", "equal", "pinyin", "different"]


def test_no_variant_leads_to_another_variant() -> None:
    table = variant_characters()
    assert not set(table) & set(table.values())
    assert all(len(written) == 1 and len(target) == 1 for written, target in table.items())
