"""One form for what is the same name: width, case, separators, simplified characters, lost characters, variants.

What belongs here: the forms `name_key` and `folded` of a name. What does not: how a name is read, and what is only
similar.
"""

import re
from collections.abc import Iterable
from functools import cache

import numpy as np
import polars as pl
from opencc import OpenCC

from assets.identity.places import mended
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
# Characters that are no letters, marks or compatible forms of others: of these nothing is left out or changed.
PLAIN_NAME = r"^[一-鿿]+$"
# A name in letters: one letter more or less is a slip there, where in a name of characters it is another name.
_CHARACTER_SCRIPTS = r"[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}〇⺀-⻿]"
# Accents of Latin, Greek and Cyrillic letters, vowel signs of Arabic: left out on one form and not on the next.
_MARKS = r"[\x{0300}-\x{036F}\x{064B}-\x{0652}\x{0670}\x{0640}]"


@cache
def reference(file: str) -> pl.DataFrame:
    """A table of the folder of names, as it stands there, all columns text."""
    return pl.read_csv(REFERENCE / "names" / file, infer_schema=False)


@cache
def variant_characters(place: str | None = None) -> dict[str, str]:
    """Character → the character it stands for in comparisons (common use, not orthographic equality).

    `place`: 'any' for those that hold in any place of a name; without it also those that hold for surnames alone.
    Source: data/reference/names/variant_characters.csv.
    """
    table = reference("variant_characters.csv")
    chosen = table if place is None else table.filter(pl.col("place") == place)
    return dict(chosen.select("written", "stands_for").iter_rows())


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _simplified(character: str) -> str:
    text: str = _converter().convert(character)
    return text


def characters_of(texts: pl.Series) -> list[str]:
    """The distinct characters beyond ASCII, sorted."""
    together: str = texts.str.join("").item()
    codes = np.frombuffer(together.encode("utf-32-le"), dtype=np.uint32)
    return [chr(code) for code in np.flatnonzero(np.bincount(codes)).tolist() if code > 0x7F]


def _any_of(characters: Iterable[str]) -> str:
    """A pattern for texts that have any of the characters."""
    return f"[{''.join(map(re.escape, characters))}]"


def is_alphabetic(text: pl.Expr) -> pl.Expr:
    """True for a name without any character of Chinese, Japanese or Korean script."""
    return ~text.str.contains(_CHARACTER_SCRIPTS)


def simplified(texts: pl.Series) -> pl.Series:
    """Each traditional character as its simplified one."""
    changes = {c: s for c in characters_of(texts) if (s := _simplified(c)) != c}
    if not changes:
        return texts
    return mended(texts, texts.str.contains(_any_of(changes)), lambda text: text.str.replace_many(changes))


def _shown(name: pl.Expr) -> pl.Expr:
    marked = name.str.normalize("NFKC").str.replace_all(_LOST_CHARACTER, LOST)
    return marked.str.replace_all(SEPARATORS, "").str.to_uppercase()


def normal_form(names: pl.Series) -> pl.Series:
    """NFKC, upper case, without separators, simplified characters; placeholders and letterless text become null.

    What stands for a lost character is `LOST`. Any text is accepted; the result is named name_key, in the same order.
    """
    odd = ~names.str.contains(PLAIN_NAME)
    text = pl.col("name_key")
    usable = text.str.contains(r"\p{L}") & ~text.is_in(PLACEHOLDERS)
    table = simplified(mended(names, odd, _shown)).to_frame("name_key")
    return table.select(pl.when(usable).then(text).alias("name_key")).to_series()


def without_accents(text: pl.Expr) -> pl.Expr:
    """The letters of an alphabetic name alone; anything else stays as it is."""
    bare = text.str.normalize("NFD").str.replace_all(_MARKS, "").str.normalize("NFC")
    return pl.when(text.str.contains(r"[^\x{00}-\x{7F}]") & is_alphabetic(text)).then(bare).otherwise(text)


def folded_form(keys: pl.Series) -> pl.Series:
    """Normal forms with variant characters folded, those of surnames in the first place alone; accents left out."""
    other = ~keys.str.contains(PLAIN_NAME) | keys.str.contains(_any_of(variant_characters()))
    return mended(keys, other, _folded).rename("folded")


def _folded(name: pl.Expr) -> pl.Expr:
    first, rest = name.str.slice(0, 1), name.str.slice(1)
    text = first.str.replace_many(variant_characters()) + rest.str.replace_many(variant_characters("any"))
    return without_accents(text)
