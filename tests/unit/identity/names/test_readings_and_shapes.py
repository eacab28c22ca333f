"""Readings of characters and surnames, near sounds, and which characters look alike."""

import numpy as np
import polars as pl
import pytest

from assets.identity.names.normal_form import reference
from assets.identity.names.readings import compound_surnames, near_sounds, pinyin, readings, surname_readings
from assets.identity.names.shapes import look_alike

PINYIN = [
    ("张伟", "zhang wei "),
    ("单军", "shan jun "),
    ("小单", "xiao dan "),
    ("仇英", "qiu ying "),
    ("任华", "ren hua "),
    ("尉迟恭", "yu chi gong "),
    ("尉迟", "wei chi "),
    ("万俟红", "mo qi hong "),
    ("长孙明", "zhang sun ming "),
    ("吕绿", "lv lv "),
    ("𠮷田", "𠮷tian "),
    ("王A", "wang A"),
    ("JOHN", "JOHN"),
]
NEAR = [
    ("zhang", "zang", True),
    ("chen", "cheng", True),
    ("shan", "san", True),
    ("nan", "lan", True),
    ("ling", "lin", True),
    ("fu", "hu", True),
    ("fei", "hui", True),
    ("zhang", "zan", False),
    ("zeng", "ceng", False),
    ("zhang", "chang", False),
    ("na", "la", True),
    ("n", "l", False),
    ("fa", "ha", False),
    ("ming", "lin", False),
]
ALIKE = [
    *("己已", "己巳", "未末", "戊戌", "戌戍", "晴睛", "暖暧", "日曰", "人入", "土士", "淼焱", "芸云", "宇字", "祎袆"),
    *("玥钥", "冼洗", "侯候", "孟盂", "季李", "博搏", "汨汩", "徽微"),
]
UNLIKE = ["洁清", "琳琪", "海梅", "国军", "伟强", "丽红", "淼鑫", "建国", "𠮷明", "AB", "芳芬"]


@pytest.mark.parametrize(("name", "expected"), PINYIN)
def test_pinyin(name: str, expected: str) -> None:
    assert pinyin(pl.Series([name])).to_list() == [expected]


def test_readings_in_use() -> None:
    assert set(readings("长")) == {"chang", "zhang"}
    assert readings("红") == ("hong",)
    assert readings("𠮷") == ("𠮷",)
    expected = {"单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "盖": "ge", "区": "ou", "乐": "yue"}
    assert {surname: surname_readings()[surname][0] for surname in expected} == expected
    assert compound_surnames()["尉迟"] == ("yu", "chi")


@pytest.mark.parametrize(("left", "right", "expected"), NEAR)
def test_near_sounds(left: str, right: str, expected: bool) -> None:
    assert bool(near_sounds(left) & near_sounds(right)) is expected


@pytest.mark.parametrize(("pair", "expected"), [*((p, True) for p in ALIKE), *((p, False) for p in UNLIKE)])
def test_look_alike(pair: str, expected: bool) -> None:
    left, right = (np.array([ord(character)], dtype=np.uint32) for character in pair)
    assert look_alike(left, right).tolist() == look_alike(right, left).tolist() == [expected]


def test_each_pair_of_similar_characters_stands_once() -> None:
    pairs = [(c, other) for c, others in reference("similar_characters.csv").iter_rows() for other in others]
    assert len(set(pairs)) == len(pairs)
    assert all(left < right for left, right in pairs)
