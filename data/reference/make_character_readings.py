"""Remake names/character_readings.csv: the characters that are read in several ways, and how.

Belongs here: the maintenance script of that table, and readings that are usual in names alone. Does not belong here:
readings of surnames (names/surname_readings.csv, written by hand); anything that reads the tables.

Usage: python data/reference/make_character_readings.py (pypinyin 0.55.0)

A dictionary lists readings that nobody uses (红 as gōng). Kept are the usual one and those that occur in at least two
phrases, and in two of a hundred, of pypinyin's phrases; tones are left out, ü is v.
"""

import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import polars as pl
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

TARGET = Path(__file__).parent / "names" / "character_readings.csv"
LEAST_PHRASES, LEAST_SHARE = 2, 0.02
# Usual in given names, the first one most.
IN_NAMES = {
    "晟": "sheng cheng",
    "茜": "qian xi",
    "娜": "na nuo",
    "莘": "xin shen",
    "隽": "jun juan",
    "颉": "jie xie",
    "柏": "bai bo",
    "曾": "zeng ceng",
    "盛": "sheng cheng",
    "翟": "zhai di",
    "解": "jie xie",
    "单": "dan shan",
    "查": "cha zha",
    "尉": "wei yu",
    "奇": "qi",
    "露": "lu",
    "大": "da",
}


def toneless(reading: str) -> str:
    letters = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def phrase_counts() -> dict[str, Counter[str]]:
    """For each character, in how many phrases it is read how."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, readings in PHRASES_DICT.items():
        if len(phrase) == len(readings):
            for character, reading in zip(phrase, readings, strict=True):
                counts[character][toneless(reading[0])] += 1
    return counts


def readings() -> dict[str, list[str]]:
    """Character → its readings, the usual one first, where there are several or pypinyin's usual one is not."""
    counts = phrase_counts()
    table = {}
    for code in PINYIN_DICT:
        character = chr(code)
        total = counts[character].total()
        usual = [lazy_pinyin(character)[0]]
        for reading, times in counts[character].most_common():
            if times >= max(LEAST_PHRASES, LEAST_SHARE * total) and reading not in usual:
                usual.append(reading)
        table[character] = usual
    table |= {character: text.split() for character, text in IN_NAMES.items()}
    return {c: found for c, found in sorted(table.items()) if len(found) > 1 or found != lazy_pinyin(c)}


if __name__ == "__main__":
    rows = [(character, " ".join(found)) for character, found in readings().items()]
    pl.DataFrame(rows, schema=["character", "readings"], orient="row").write_csv(TARGET)
