"""Names: normal form, variant folding, pinyin reading, and how two names compare.

What belongs here: everything about the written name alone. What does not: ids, dates, and who is who.

All work is done on distinct names and distinct characters; comparators count code points, never bytes.
"""

from functools import cache
from typing import Any

import polars as pl
from opencc import OpenCC
from pypinyin import lazy_pinyin
from rapidfuzz import process
from rapidfuzz.distance import OSA, Hamming

from assets.vocabulary.paths import REFERENCE

# What is written where no name is known, after normalisation.
PLACEHOLDERS = (
    *("无名", "无名氏", "不详", "未知", "无", "空", "暂无", "未填", "未填写", "姓名", "某某", "某", "本人", "同上"),
    *("NULL", "NONE", "NA", "N/A", "NAN", "UNKNOWN", "X", "XX", "XXX"),
)
# Spaces, separators of minority and foreign names in all their code points, quotes, hyphens, invisible characters.
SEPARATORS = r"[\s\p{Z}\p{Cf}·•․‧∙⋅・･●.。,，、'’‘`\"“”\-‐‑–—_*]"
# The dots that mark a compound name; such names are cut off by narrow columns.
COMPOUND_MARK = r"[·•․‧∙⋅・･●．。.]"
# Stands in a normal form for a character that was lost on the way (王? for 王䶮); what may stand for one as written.
LOST = "?"
_LOST_CHARACTER = r"[?\x{FFFD}□■▢◻◼○◯◎*×\p{Co}]"
# Levels at which two names may be one person's where the id is the same.
CONSISTENT_LEVELS = ("equal", "variant", "pinyin", "truncated", "one_character", "lost_character", "missing")
# Of these the close ones that are not the same: a row may count for a person by them, never against one.
SIMILAR_LEVELS = ("pinyin", "one_character", "lost_character")

NAME_TABLE_SCHEMA = pl.Schema({"name_key": pl.String, "folded": pl.String, "pinyin": pl.String, "compound": pl.Boolean})


@cache
def _reference(file: str) -> dict[str, str]:
    table = pl.read_csv(REFERENCE / "names" / file)
    return dict(zip(table.to_series(0), table.to_series(1), strict=True))


def variant_characters() -> dict[str, str]:
    """Character → the character it stands for in comparisons (common use, not orthographic equality)."""
    return _reference("variant_characters.csv")


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _simplified(character: str) -> str:
    text: str = _converter().convert(character)
    return text


@cache
def _reading(character: str) -> str:
    return lazy_pinyin(character)[0]


def _characters(texts: pl.Series) -> list[str]:
    """The distinct characters beyond ASCII, sorted."""
    found = texts.str.split("").explode().drop_nulls().unique().sort()
    return [character for character in found.to_list() if character and ord(character) > 0x7F]


def normal_form(names: pl.Series) -> pl.Series:
    """NFKC, upper case, without separators, simplified characters; placeholders and letterless text become null.

    What stands for a lost character is `LOST`.
    """
    shown = pl.col("name").str.normalize("NFKC").str.replace_all(_LOST_CHARACTER, LOST)
    table = names.rename("name").to_frame().select(shown.str.replace_all(SEPARATORS, "").str.to_uppercase())
    characters = _characters(table.to_series())
    changes = {c: s for c in characters if (s := _simplified(c)) != c}
    text = pl.col("name").str.replace_many(changes) if changes else pl.col("name")
    usable = text.str.contains(r"\p{L}") & ~text.is_in(PLACEHOLDERS)
    return table.select(pl.when(usable).then(text).alias("name_key")).to_series()


def name_table(names: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Distinct written names → (name, name_key), and for each name_key its folded form, pinyin and compound mark.

    `pinyin` is toneless, a space after each syllable, a surname's own reading where it has one (单 → shan).
    """
    written = names.drop_nulls().unique().sort().rename("name")
    forms = pl.DataFrame({"name": written, "name_key": normal_form(written)}).with_columns(
        compound=pl.col("name").str.contains(COMPOUND_MARK)
    )
    keys = forms.drop_nulls("name_key").group_by("name_key").agg(pl.col("compound").any()).sort("name_key")
    folded = keys["name_key"].str.replace_many(variant_characters())
    readings = {c: f"{reading} " for c in _characters(folded) if (reading := _reading(c)) != c}
    surnames = {surname: f"{reading} " for surname, reading in _reference("surname_readings.csv").items()}
    first, rest = folded.str.slice(0, 1), folded.str.slice(1)
    pinyin = first.str.replace_many(readings | surnames) + (rest.str.replace_many(readings) if readings else rest)
    table = keys.with_columns(folded=folded, pinyin=pinyin)
    return forms.select("name", "name_key"), table.select(NAME_TABLE_SCHEMA.names())


def _truncation() -> pl.Expr:
    """One name is the beginning of the other, which is a compound name or has five characters or more."""

    def cut(short: str, long: str) -> pl.Expr:
        length = pl.col(f"{short}_name_key").str.len_chars()
        is_long = pl.col(f"{long}_compound") | (pl.col(f"{long}_name_key").str.len_chars() >= 5)
        return (length >= 2) & is_long & pl.col(f"{long}_name_key").str.starts_with(pl.col(f"{short}_name_key"))

    return cut("left", "right") | cut("right", "left")


def _has_lost(side: str) -> pl.Expr:
    return pl.col(f"{side}_name_key").str.contains(LOST, literal=True)


def _lost_characters(side: str) -> pl.Expr:
    return pl.col(f"{side}_name_key").str.count_matches(LOST, literal=True).cast(pl.Int64)


def with_name_level(pairs: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """`pairs` (left_name_key, right_name_key) with `name_level`, in the same order.

    Levels: equal, variant, pinyin, truncated, one_character (one edit or swap, both names of three characters or more),
    lost_character (one name has lost characters, all others agree in their places), missing, different. Two names that
    have both lost characters say nothing of each other: different, even where they look the same.
    """
    described = pairs
    for side in ("left", "right"):
        described = described.join(
            names.rename(lambda name, side=side: f"{side}_{name}"),  # type: ignore[misc]
            on=f"{side}_name_key",
            how="left",
            maintain_order="left",
        )
    level = (
        pl.when(pl.col("left_name_key").is_null() | pl.col("right_name_key").is_null())
        .then(pl.lit("missing"))
        .when(_has_lost("left") | _has_lost("right"))
        .then(None)
        .when(pl.col("left_name_key") == pl.col("right_name_key"))
        .then(pl.lit("equal"))
        .when(pl.col("left_folded") == pl.col("right_folded"))
        .then(pl.lit("variant"))
        .when(pl.col("left_pinyin") == pl.col("right_pinyin"))
        .then(pl.lit("pinyin"))
        .when(_truncation())
        .then(pl.lit("truncated"))
    )
    described = described.with_columns(name_level=level, _place=pl.int_range(pl.len(), dtype=pl.UInt32))
    return pairs.with_columns(described.sort("_place")["name_level"].fill_null(_by_edits(described)))


def _by_edits(described: pl.DataFrame) -> pl.Series:
    """lost_character, one_character or different for the pairs without a level; null elsewhere.

    Distances count code points.
    """
    open_pairs = described.filter(pl.col("name_level").is_null())
    left, right = open_pairs["left_name_key"], open_pairs["right_name_key"]
    edits: Any = process.cpdist(left.to_list(), right.to_list(), scorer=OSA.distance, score_cutoff=1)
    places: Any = process.cpdist(left.to_list(), right.to_list(), scorer=Hamming.distance)
    compared = open_pairs.with_columns(
        edits=pl.Series(edits, dtype=pl.Int64),
        places=pl.Series(places, dtype=pl.Int64),
        lost=_lost_characters("left") + _lost_characters("right"),
    )
    long_enough = pl.min_horizontal(pl.col("left_name_key", "right_name_key").str.len_chars()) >= 3
    same_length = pl.col("left_name_key").str.len_chars() == pl.col("right_name_key").str.len_chars()
    fits = (_has_lost("left") != _has_lost("right")) & same_length & (pl.col("places") <= pl.col("lost"))
    found = compared.select(
        "_place",
        level=pl.when(fits)
        .then(pl.lit("lost_character"))
        .when((pl.col("lost") == 0) & (pl.col("edits") <= 1) & long_enough)
        .then(pl.lit("one_character"))
        .otherwise(pl.lit("different")),
    )
    return described.select("_place").join(found, on="_place", how="left", maintain_order="left")["level"]
