"""Names of persons as landed: one written form, kept where characters are lost, marked where somebody should look.

What belongs here: the written name of one cell. What does not: comparing names (that is identity).

A name with a lost character is worth more than none: 王? still tells the bearer of an id from a stranger.
"""

import polars as pl

from assets.landing.values.cells import Reader, without_placeholders

_PLAIN = r"^[\x{4E00}-\x{9FFF}]{2,20}$"
# The dots that stand between the parts of a minority name, after width is normalised.
_DOTS = r"\s*[·•.‧・∙⋅●▪˙]\s*"
# Characters that stand where one could not be shown: question marks, the replacement character, boxes and circles,
# asterisks and crosses, private use. U+25CB is a circle; the numeral U+3007 (〇) is a character of real names.
_LOST = r"[?\x{FFFD}□■▢◻◼○◯◎*×\x{E000}-\x{F8FF}\x{F0000}-\x{FFFFD}\x{100000}-\x{10FFFD}]"
_REPLACEMENT = "\ufffd"
# A run of digits that is a number of something, not the 2 of a second 王强2.
_NUMBER_WITHIN = r"[0-9]{6,}"
# Two lines of two characters and more may be two persons: 张三, 李四. One character may be half of a name.
_TWO_LINES = r"[\p{L}·.]{2,}\s*[\r\n\x0B\x0C\x{85}\x{2028}\x{2029}]+\s*[\p{L}·.]{2,}"
LONGEST = 40


def _letters(text: pl.Expr) -> pl.Expr:
    """The text with what stands for lost characters taken out."""
    return text.str.replace_all(_LOST, "")


def _nothing_left(text: pl.Expr) -> pl.Expr:
    return ~_letters(text).str.contains(r"[\p{L}\p{M}]")


def _careful(text: pl.Expr) -> pl.Expr:
    """Null where no letter is left, where a long number is in it: that is no name but another column's value; and

    where two names may stand below each other.
    """
    chinese = text.str.contains(r"\p{Han}") | text.str.contains(_LOST)
    joined = text.str.replace_all(_DOTS, "·").str.replace_all(r"\s", "")
    spaced = text.str.replace_all(r"\s+", " ")
    name = pl.when(chinese).then(joined).otherwise(spaced).str.replace_all(_REPLACEMENT, "?", literal=True)
    several = text.str.contains(_NUMBER_WITHIN) | text.str.contains(_TWO_LINES)
    return pl.when(~_nothing_left(text) & ~several).then(name)


def _reason(text: pl.Expr) -> pl.Expr:
    """Why a cell holds no name: nothing but lost characters, or something that is no name."""
    lost = text.str.contains(_LOST) & ~text.str.contains(r"[0-9]")
    lines = pl.when(text.str.contains(_TWO_LINES) & ~_nothing_left(text)).then(pl.lit("name_two_lines"))
    return lines.when(lost).then(pl.lit("name_placeholder")).otherwise(pl.lit("name_implausible"))


def _doubt(text: pl.Expr) -> pl.Expr:
    """Why a name that is kept should be looked at."""
    implausible = text.str.contains("[0-9]") | (text.str.len_chars() >= LONGEST)
    return (
        pl.when(_nothing_left(text))
        .then(pl.lit(None, pl.String))
        .when(text.str.contains(_TWO_LINES))
        .then(pl.lit(None, pl.String))
        .when(text.str.contains(_LOST))
        .then(pl.lit("name_placeholder"))
        .when(implausible)
        .then(pl.lit("name_implausible"))
    )


def _quick(raw: pl.Expr) -> pl.Expr:
    return pl.when(raw.str.contains(_PLAIN)).then(raw)


NAME = Reader(pl.String, without_placeholders, _careful, _reason, _quick, _doubt)
