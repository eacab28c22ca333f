"""Free text, numbers that join tables, telephones and division codes."""

import polars as pl

from assets.landing.values.cells import SCIENTIFIC, Parsed, Reader, compact, parse_cells, without_placeholders

# Text that needs no care: ASCII and Chinese characters of the basic block, no spaces, and no placeholder: one that is
# a Chinese word has one character, one that begins with a letter has four. It begins with a letter or, behind digits,
# with a Chinese character, or is all digits: so it is no shortened number, no spreadsheet's error, without apostrophe.
_PLAIN_TEXT = r"^([0-9]*[\x{4E00}-\x{9FFF}][!-~\x{4E00}-\x{9FFF}]+|[A-Za-z][!-~\x{4E00}-\x{9FFF}]{4,}|[0-9]+)$"
# The same without small letters: a number or name that joins tables.
_PLAIN_KEY = r"^([0-9]*[\x{4E00}-\x{9FFF}][!-`{-~\x{4E00}-\x{9FFF}]+|[A-Z][!-`{-~\x{4E00}-\x{9FFF}]{4,}|[0-9]+)$"
_PLAIN_PHONE = r"^1[3-9][0-9]{9}$"
_PLAIN_DIVISION = r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$"
_GARBLED = "\ufffd"
# A spreadsheet keeps fifteen digits of a number and shows the others as 0.
_LONG_NUMBER = r"^[1-9][0-9]{15,}$"
_LOOKS_ROUNDED = r"^[1-9][0-9]{14}0+$"
# How many 0 in a row are no chance any more (one in ten thousand), and how many are worth a look.
_CERTAINLY, _PERHAPS = 4, 3


def _careful_text(text: pl.Expr) -> pl.Expr:
    text = text.str.replace_all(r"\s*[\r\n\t]+\s*", " ")
    return pl.when(~text.str.contains(SCIENTIFIC) & ~text.str.contains(_GARBLED, literal=True)).then(text)


def _text_reason(text: pl.Expr) -> pl.Expr:
    garbled = text.str.contains(_GARBLED, literal=True)
    return pl.when(garbled).then(pl.lit("garbled")).otherwise(pl.lit("digits_lost"))


def _quick_text(raw: pl.Expr) -> pl.Expr:
    return pl.when(raw.str.contains(_PLAIN_TEXT)).then(raw)


def _careful_key(text: pl.Expr) -> pl.Expr:
    return _careful_text(text).str.replace(r"^([0-9]+)\.0+$", "${1}").str.to_uppercase()


def _quick_key(raw: pl.Expr) -> pl.Expr:
    return pl.when(raw.str.contains(_PLAIN_KEY)).then(raw)


def _careful_phone(text: pl.Expr) -> pl.Expr:
    text = text.str.replace(r"^([0-9]+)\.0+$", "${1}").str.replace_all(r"[-()—–]", "")
    digits = text.str.replace(r"^(\+|00)?86(1[3-9][0-9]{9})$", "${2}")
    return pl.when(digits.str.contains(r"^[0-9]{5,12}$")).then(digits)


def _quick_phone(raw: pl.Expr) -> pl.Expr:
    return pl.when(raw.str.contains(_PLAIN_PHONE)).then(raw)


def _phone_reason(text: pl.Expr) -> pl.Expr:
    lost = text.str.contains(SCIENTIFIC)
    return pl.when(lost).then(pl.lit("digits_lost")).otherwise(pl.lit("phone_unreadable"))


def _careful_division(text: pl.Expr) -> pl.Expr:
    digits = text.str.replace(r"^([0-9]+)\.0+$", "${1}")
    return pl.when(digits.str.contains(_PLAIN_DIVISION)).then(digits)


def _quick_division(raw: pl.Expr) -> pl.Expr:
    return pl.when(raw.str.contains(_PLAIN_DIVISION)).then(raw)


def _division_reason(text: pl.Expr) -> pl.Expr:
    lost = text.str.contains(SCIENTIFIC)
    return pl.when(lost).then(pl.lit("digits_lost")).otherwise(pl.lit("division_unreadable"))


TEXT = Reader(pl.String, without_placeholders, _careful_text, _text_reason, _quick_text)
# What joins a row to rows of other tables: one written form, whatever the spaces, letters and width a file has.
KEY = Reader(pl.String, compact, _careful_key, _text_reason, _quick_key)
PHONE = Reader(pl.String, compact, _careful_phone, _phone_reason, _quick_phone, of_digits=True)
DIVISION = Reader(pl.String, compact, _careful_division, _division_reason, _quick_division, of_digits=True)


def parse_keys(raw: pl.Series) -> Parsed:
    """Numbers that join tables, in one written form. One whose digits behind the fifteenth are all 0 may have lost them

    to a spreadsheet. It has, where there are four and more of them, or where every long number of the column looks so
    and together they have four; three alone are kept and marked.
    """
    parsed = parse_cells(raw, KEY)
    if not parsed.values.str.contains(_LOOKS_ROUNDED).any():
        return parsed
    longs = parsed.values.filter(parsed.values.str.contains(_LONG_NUMBER).fill_null(False)).unique()
    zeros = (longs.str.len_chars().cast(pl.Int64) - 15).filter(longs.str.contains(_LOOKS_ROUNDED))
    all_lost = zeros.len() == longs.len() and int(zeros.sum()) >= _CERTAINLY
    value = pl.col("value")
    behind = pl.when(value.str.contains(_LOOKS_ROUNDED)).then(value.str.len_chars().cast(pl.Int64) - 15)
    lost = (behind.is_not_null() & pl.lit(all_lost)) | (behind >= _CERTAINLY).fill_null(False)
    cells = pl.DataFrame({"value": parsed.values})
    cells = cells.with_columns(problem=parsed.problems if parsed.problems is not None else pl.lit(None, pl.String))
    read = cells.select(
        value=pl.when(~lost).then("value"),
        problem=pl.when(lost)
        .then(pl.lit("digits_lost"))
        .when(behind >= _PERHAPS)
        .then(pl.lit("digits_doubtful"))
        .otherwise("problem"),
    )
    return Parsed(read["value"].alias(raw.name), read["problem"], parsed.patient)
