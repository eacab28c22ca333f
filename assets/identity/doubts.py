"""T4: what must not be linked by itself, whatever it weighs, and why.

What belongs here: the vetoes on one pair and their reasons. What does not: thresholds, ties, the order of merging.

Weights take the comparisons for independent; families are where they are not. Twins share birth, home, phone and
guardian and differ in the given name, children stand under a parent's number. So where the name differs, only what
relatives do not share can excuse it, or that the night's own pairs show no relatives at all.
"""

from typing import Final

import polars as pl

# Why a pair is not sure whatever its weight, in the order in which it is asked.
NAME_DIFFERS, BIRTH_CONFLICT, NAME_ALONE = "fuzzy_name_differs", "fuzzy_birth_conflict", "fuzzy_name_alone"
_HOME: Final = ("phone", "guardian", "household", "address")
# Of two people of one home and one family one pair in so many are twins; more than in any country.
_SIBLINGS_A_TWIN: Final = 40
# Where none was seen half a one is expected (the mean of Jeffreys's prior for a rate).
_UNSEEN: Final = 0.5
# What may be linked although a word of the name differs holds at most so many twins.
_TWINS: Final = 0.001


def doubt(compared: pl.DataFrame) -> pl.Series:
    """For each pair the reason why it must not be linked by itself, null where there is none.

    Given names must be the same: those of twins and siblings differ by one character, or in writing alone. What excuses
    a name that is spelled by ear or cut off is a number that is equal or one slip away; what excuses another name, or
    none, is an equal number with an equal birth date. Nobody shares their full name and two of number, phone,
    guardian, household and address with somebody of another birth: there the date is wrong. A name alone never merges,
    nor a name with a place.
    """
    some_words = pl.lit(without_relatives(compared)) & _some_words_excused()
    same_name = _same_name() | some_words
    support = _equal("birth_date") | (_home() > 0) | _near_number() | _is("id_number", "same_head") | _near_home()
    other_birth = _is("birth_date", "different") & ~((_full_name() | some_words) & (_home() + _number_at_home() >= 2))
    reason = (
        pl.when(~(same_name | _excused_name()))
        .then(pl.lit(NAME_DIFFERS))
        .when(other_birth)
        .then(pl.lit(BIRTH_CONFLICT))
        .when(~support)
        .then(pl.lit(NAME_ALONE))
    )
    return compared.select(doubt=reason).to_series()


def relatives() -> pl.Expr:
    """Pairs of another given name, birth and number, whatever home they share."""
    named = _is("name", "one_character", "some_words", "different")
    return named & ~_near_number() & _is("birth_date", "different")


def without_relatives(compared: pl.DataFrame) -> bool:
    """Whether who shares a home and a part of the name is, in this night's pairs, one person.

    Relatives are pairs of one home with another number and another birth. Where there are none, or so few that hardly
    any of the pairs of one birth can be twins, these are persons whose name was written differently.
    """
    shared = compared.filter(_is("name", "some_words") & (_somewhere() > 0) & ~_near_number())
    kin = shared.select(_is("birth_date", "different").sum()).item()
    of_one_birth = shared.select(_equal("birth_date").sum()).item()
    return bool((kin + _UNSEEN) / _SIBLINGS_A_TWIN <= _TWINS * of_one_birth)


def unasked() -> pl.Expr:
    """Pairs that share a word of the name, but neither number nor birth: nothing that a reviewer need be asked."""
    return _is("name", "some_words") & ~_near_number() & ~_is("birth_date", "equal", "near")


def _some_words_excused() -> pl.Expr:
    """Of such a night: the number, or a home and either the birth or nearly the number."""
    lacking = _is("name", "some_words") | (_letters() & _is("name", "truncated"))
    at_home = (_somewhere() > 0) & (_equal("birth_date") | _near_number())
    return lacking & (_equal("id_number") | at_home)


def _home() -> pl.Expr:
    return pl.sum_horizontal(_equal(what).cast(pl.Int8) for what in _HOME)


def _somewhere() -> pl.Expr:
    """As `_home`, a home that is written a little differently included."""
    return _home() + _is("address", "similar").cast(pl.Int8)


def _number_at_home() -> pl.Expr:
    """An equal number counts as much as a home, and with it a home that is written a little differently."""
    return pl.when(_near_number()).then(1 + _is("address", "similar").cast(pl.Int8)).otherwise(0)


def _near_home() -> pl.Expr:
    return _is("address", "similar") & _is("birth_date", "near")


def _near_number() -> pl.Expr:
    return _is("id_number", "equal", "one_edit")


def _letters() -> pl.Expr:
    return ~pl.col("node_name").str.contains(r"\p{Han}").fill_null(True)


def _same_name() -> pl.Expr:
    """Words in another order, or cut off, are the same name where it is written with letters."""
    return _full_name() | _is("name", "typo") | (_letters() & _is("name", "truncated"))


def _full_name() -> pl.Expr:
    return _is("name", "equal", "variant") | (_letters() & _is("name", "swapped", "typo"))


def _excused_name() -> pl.Expr:
    by_ear = _near_number() & _is("name", "pinyin", "similar_character", "truncated", "swapped")
    unnamed = pl.col("name_level").is_null()
    same_person = _near_number() & _equal("birth_date") & _equal("sex")
    own_number = _equal("id_number") & _equal("birth_date")
    another = unnamed | _is("name", "different", "some_words", "one_character")
    return by_ear | (unnamed & same_person) | (another & own_number)


def _is(comparison: str, *levels: str) -> pl.Expr:
    return pl.col(f"{comparison}_level").is_in(levels).fill_null(False)


def _equal(comparison: str) -> pl.Expr:
    return _is(comparison, "equal")
