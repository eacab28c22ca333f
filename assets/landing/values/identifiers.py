"""Identity numbers as landed: normal form, and what spreadsheets do to 18 digits. Validity is not judged here."""

from dataclasses import dataclass

import polars as pl

from assets.landing.values.cells import Parsed, Reader, parse_cells, without_placeholders
from assets.vocabulary import identity_number

LONGEST = 32
_PLAIN = r"^[1-9][0-9]{16}[0-9X]$"
_OLD_FORM = r"^[0-9]{15}$"
# What is left when a spreadsheet kept 15 of the 18 digits.
_LAST_THREE_ZERO = r"^[0-9]{15}000$"
# Digits of other scripts: no number on an identity card has them, and arithmetic on digits does not know them.
_FOREIGN_DIGIT = r"[\p{Nd}--[0-9]]"
_SCIENTIFIC = r"^[0-9](\.[0-9]+)?E\+?[0-9]*$"
_NUMBER = r"[0-9]"
_ANY_NUMBER = r"\p{Nd}"
# Ten digits and more, but not those of an identity card; a number with stars, or with words around it. Passports and
# permits are shorter, or have letters.
_INCOMPLETE = r"^[0-9]{10,}X?$|[*\p{Han}]"
# Fifteen digits of somebody born in 1920 or before are the first fifteen of eighteen: 371082 2005 0312 1.
_CUT = r"^[0-9]{6}([01][0-9]|20)[0-9]{7}$"
_WHOLE = r"^([0-9]{15}|[0-9]{17}[0-9X])$"


@dataclass(frozen=True)
class IdCounts:
    """How many cells hold something, and how many of those hold no number in the form of an identity card."""

    filled: int
    malformed: int


def _clean(text: pl.Expr) -> pl.Expr:
    return identity_number.clean(without_placeholders(text))


def _extended(texts: pl.Series) -> pl.Series:
    """Fifteen digits with century and check character, other texts as they are.

    The checksum refers to its text seventeen times: that text is to be a column, and only of the few old numbers.
    """
    old = texts.str.contains(_OLD_FORM)
    if not old.any():
        return texts
    number = pl.col("number")
    body = pl.concat_str(number.str.slice(0, 6), pl.lit("19"), number.str.slice(6, 9))
    numbers = texts.filter(old).to_frame("number").select(body=body)
    whole = numbers.select(pl.concat_str("body", identity_number.check_character(pl.col("body")))).to_series()
    return texts.clone().scatter(old.arg_true(), whole)


def _careful(text: pl.Expr) -> pl.Expr:
    unsound = (text.str.len_chars() > LONGEST) | text.str.contains(_SCIENTIFIC) | text.str.contains(_FOREIGN_DIGIT)
    unsound = unsound | text.str.contains(_CUT)
    return (
        pl.when(~unsound & text.str.contains(_NUMBER))
        .then(text)
        .map_batches(_extended, return_dtype=pl.String, is_elementwise=True)
    )


def _quick(raw: pl.Expr) -> pl.Expr:
    return pl.when(raw.str.contains(_PLAIN)).then(raw)


def _reason(text: pl.Expr) -> pl.Expr:
    lost = pl.when(text.str.contains(_SCIENTIFIC)).then(pl.lit("digits_lost"))
    cut = lost.when(text.str.contains(_CUT)).then(pl.lit("id_cut"))
    return cut.when(text.str.contains(_ANY_NUMBER)).then(pl.lit("id_unreadable")).otherwise(pl.lit("id_no_number"))


def _doubt(text: pl.Expr) -> pl.Expr:
    doubtful = text.str.contains(_INCOMPLETE) & ~text.str.contains(_WHOLE) & (text.str.len_chars() <= LONGEST)
    return pl.when(doubtful).then(pl.lit("id_incomplete"))


ID_NUMBER = Reader(pl.String, _clean, _careful, _reason, _quick, _doubt, of_digits=True)


def parse_id_numbers(raw: pl.Series) -> Parsed:
    """Ids in normal form. Where ids that end in 000 fail their checksum, the column was stored as numbers: all that end

    in 000 have lost their digits then, those that pass by chance (one in eleven) as well.
    """
    parsed = parse_cells(raw, ID_NUMBER)
    ending = parsed.values.str.ends_with("000").fill_null(False)
    if not ending.any():
        return parsed
    suspects = parsed.values.filter(ending).unique().to_frame("id").filter(pl.col("id").str.contains(_LAST_THREE_ZERO))
    if suspects.select(identity_number.is_valid(pl.col("id")).all()).item():
        return parsed
    ending = ending & parsed.values.str.contains(_LAST_THREE_ZERO)
    columns = pl.DataFrame({"value": parsed.values, "ending": ending})
    columns = columns.with_columns(problem=parsed.problems if parsed.problems is not None else pl.lit(None, pl.String))
    lost = columns.select(
        value=pl.when(~pl.col("ending")).then("value"),
        problem=pl.when("ending").then(pl.lit("digits_lost")).otherwise("problem"),
    )
    return Parsed(lost["value"].alias(raw.name), lost["problem"], parsed.patient)


def count_ids(parsed: Parsed) -> IdCounts:
    """Count the cells of a parsed column of ids. What the quick form took is well formed: the rest is looked at."""
    unread = 0 if parsed.problems is None else int((parsed.problems.is_not_null() & parsed.values.is_null()).sum())
    filled = len(parsed.values) - parsed.values.null_count() + unread
    others = parsed.values if parsed.patient is None else parsed.values.gather(parsed.patient)
    other_form = (~others.drop_nulls().str.contains(_PLAIN)).sum()
    return IdCounts(filled, unread + int(other_form))
