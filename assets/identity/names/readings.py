"""How characters are read: pinyin without tones, all usual readings of a character, surnames' own; sounds near.

What belongs here: readings of single characters and surnames, and which syllables dialects confuse. What does not:
comparing names.
"""

from functools import cache

import polars as pl
from pypinyin import lazy_pinyin

from assets.identity.names.normal_form import characters_of, reference

Readings = tuple[str, ...]

# f and h before u are one sound in the south; what f- becomes as hu-.
_LABIAL = {
    **{"fa": "hua", "fan": "huan", "fang": "huang", "fei": "hui", "fen": "hun"},
    **{"feng": "hong", "fo": "huo", "fu": "hu"},
}


@cache
def _usual_readings() -> dict[str, Readings]:
    return {c: tuple(text.split()) for c, text in reference("character_readings.csv").iter_rows()}


@cache
def readings(character: str) -> Readings:
    """The readings in use of one character, the usual one first; a character without any is its own reading.

    Toneless, ü is v. Source: data/reference/names/character_readings.csv for polyphones, pypinyin for all others.
    """
    return _usual_readings().get(character) or (lazy_pinyin(character)[0],)


@cache
def surname_readings() -> dict[str, Readings]:
    """Surnames of one character that are not read as the character elsewhere (单 shan, 乐 yue or le)."""
    table = reference("surname_readings.csv")
    return {surname: tuple(text.split()) for surname, text in table.iter_rows() if len(surname) == 1}


@cache
def compound_surnames() -> dict[str, Readings]:
    """Surnames of two characters that are not read as the characters elsewhere, one reading a character."""
    table = reference("surname_readings.csv")
    return {surname: tuple(text.split()) for surname, text in table.iter_rows() if len(surname) == 2}


def pinyin(folded: pl.Series) -> pl.Series:
    """The usual reading of each name, a space after each syllable, a surname's own reading where it has one."""
    usual = {c: f"{found} " for c in characters_of(folded) if (found := readings(c)[0]) != c}
    surnames = usual | {surname: f"{found[0]} " for surname, found in surname_readings().items()}
    compounds = {surname: f"{' '.join(found)} " for surname, found in compound_surnames().items()}
    name = pl.col("name")

    def spelled(places: int, table: dict[str, str]) -> pl.Expr:
        rest = name.str.slice(places)
        head = name.str.slice(0, places).str.replace_many(table) if table else name.str.slice(0, places)
        return head + (rest.str.replace_many(usual) if usual else rest)

    compound = name.str.slice(0, 2).is_in(list(compounds)) & (name.str.len_chars() > 2)
    frame = folded.rename("name").to_frame().with_columns(compound=compound, pinyin=spelled(1, surnames))
    if frame["compound"].any():
        frame = frame.with_columns(pinyin=pl.when("compound").then(spelled(2, compounds)).otherwise("pinyin"))
    return frame["pinyin"]


def near_sounds(syllable: str) -> set[tuple[str, str]]:
    """Keys of a syllable: two syllables are near if they share one, and then differ by one confusion of dialects.

    The confusions: zh z, ch c, sh s; n l; -n -ng; f h before u.
    """
    retroflex = syllable[0] + syllable[2:] if syllable[:2] in ("zh", "ch", "sh") else syllable
    nasal = "l" + syllable[1:] if syllable[:1] == "n" and len(syllable) > 1 else syllable
    final = syllable[:-1] if syllable.endswith("ng") else syllable
    labial = _LABIAL.get(syllable, syllable)
    return {("retroflex", retroflex), ("nasal", nasal), ("final", final), ("labial", labial)}
