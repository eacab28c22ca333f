"""Made-up names: surnames by weight, given names by sex and generation, a few rare characters and names with ·.

Belongs here: drawing name codes and spelling them. Does not belong here: misspellings (noise.py).
A name is held as three small integers (surname, first, last) until a block of the world is written.
"""

import itertools

import numpy as np
import numpy.typing as npt
import polars as pl

from data.synthetic import name_parts
from data.synthetic.randomness import Draws, pair

Codes = npt.NDArray[np.int32]
MINORITY = -2
ABSENT = -1
ONE_CHARACTER_SHARE = 0.22
RARE_SHARE = 0.002
MINORITY_SHARE = 0.003

_SURNAMES = pl.read_csv(name_parts.SURNAMES_FILE)
_CHARACTERS = sorted(set(itertools.chain(*name_parts.FIRST_CHARACTERS.values(), *name_parts.LAST_CHARACTERS.values())))
_ALPHABET = pl.Series([*_CHARACTERS, *name_parts.RARE_CHARACTERS])
_POSITION = {character: index for index, character in enumerate(_CHARACTERS)}


def _table(parts: dict[tuple[int, int], str]) -> npt.NDArray[np.int32]:
    """Alphabet positions as a table [sex 1..2, generation, n], shorter lists repeated to the longest."""
    width = max(len(characters) for characters in parts.values())
    table = np.zeros((3, 3, width), dtype=np.int32)
    for (sex, generation), characters in parts.items():
        codes = [_POSITION[character] for character in characters]
        table[sex, generation] = np.resize(np.array(codes, dtype=np.int32), width)
    return table


_FIRST = _table(name_parts.FIRST_CHARACTERS)
_LAST = _table(name_parts.LAST_CHARACTERS)


def draw_names(
    draws: Draws, person: Codes, family: Codes, *, own_surname: npt.NDArray[np.bool_], sex: Codes, birth_year: Codes
) -> tuple[Codes, Codes, Codes]:
    """Name codes (surname, first, last): those who are not `own_surname` share their family's surname."""
    # Keys of persons and of families are kept apart so that a person's own surname is not some family's.
    keys = np.where(own_surname, pair(person, 1), pair(family, 2))
    surname = draws.pick("name/surname", keys, _SURNAMES["weight"].to_numpy()).astype(np.int32)
    generation = np.where(birth_year < 1970, 0, np.where(birth_year < 2000, 1, 2))
    first = _FIRST[sex, generation, draws.integers("name/first", person, 0, _FIRST.shape[2])]
    last = _LAST[sex, generation, draws.integers("name/last", person, 0, _LAST.shape[2])]
    first = np.where(draws.chance("name/one", person, ONE_CHARACTER_SHARE), ABSENT, first)
    rare = len(_CHARACTERS) + draws.integers("name/which rare", person, 0, len(name_parts.RARE_CHARACTERS))
    last = np.where(draws.chance("name/rare", person, RARE_SHARE), rare, last)
    minority = draws.chance("name/minority", person, MINORITY_SHARE)
    first = np.where(minority, draws.integers("name/m1", person, 0, len(name_parts.MINORITY_FIRST)), first)
    last = np.where(minority, draws.integers("name/m2", person, 0, len(name_parts.MINORITY_LAST)), last)
    surname = np.where(minority, MINORITY, surname)
    return surname.astype(np.int32), first.astype(np.int32), last.astype(np.int32)


def spell(codes: pl.DataFrame) -> pl.Series:
    """Names written out from columns surname, first, last."""
    minority = codes["surname"] == MINORITY
    plain = codes.select(
        pl.col("surname").clip(0).replace_strict(dict(enumerate(_SURNAMES["surname"])), return_dtype=pl.String)
        + pl.when(pl.col("first") == ABSENT).then(pl.lit("")).otherwise(_letters("first"))
        + _letters("last")
    ).to_series()
    if not minority.any():
        return plain.alias("name")
    dotted = codes.select(_part("first", name_parts.MINORITY_FIRST) + "·" + _part("last", name_parts.MINORITY_LAST))
    return plain.zip_with(~minority, dotted.to_series()).alias("name")


def _letters(column: str) -> pl.Expr:
    return pl.col(column).clip(0).replace_strict(dict(enumerate(_ALPHABET)), return_dtype=pl.String)


def _part(column: str, parts: tuple[str, ...]) -> pl.Expr:
    return pl.col(column).replace_strict(dict(enumerate(parts)), default="", return_dtype=pl.String)
