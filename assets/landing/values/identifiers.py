"""Identity numbers as landed: normal form, and what spreadsheets do to 18 digits. Validity is not judged here."""

import polars as pl

from assets.landing.values.cells import Parsed, Reader, meaningful, parse_cells
from assets.vocabulary import identity_number

LONGEST = 32
_PLAIN = r"^[1-9][0-9]{16}[0-9X]$"
# What is left when a spreadsheet kept 15 of the 18 digits.
_LAST_THREE_ZERO = r"^[0-9]{15}000$"
# Digits of other scripts: no number on an identity card has them, and arithmetic on digits does not know them.
_FOREIGN_DIGIT = r"[\p{Nd}--[0-9]]"
_SCIENTIFIC = r"^[0-9](\.[0-9]+)?E\+?[0-9]*$"


def _clean(raw: pl.Expr) -> pl.Expr:
    return identity_number.clean(meaningful(raw))


def _careful(text: pl.Expr) -> pl.Expr:
    unsound = (text.str.len_chars() > LONGEST) | text.str.contains(_SCIENTIFIC) | text.str.contains(_FOREIGN_DIGIT)
    return identity_number.normalise(pl.when(~unsound).then(text))


def _quick(raw: pl.Expr) -> pl.Expr:
    return pl.when(raw.str.contains(_PLAIN)).then(raw)


def _reason(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(_SCIENTIFIC)).then(pl.lit("digits_lost")).otherwise(pl.lit("id_unreadable"))


ID_NUMBER = Reader(pl.String, _clean, _careful, _reason, _quick)


def parse_id_numbers(raw: pl.Series) -> Parsed:
    """Ids in normal form. Where ids that end in 000 fail their checksum, the column was stored as numbers: all that end

    in 000 have lost their digits then, those that pass by chance (one in eleven) as well.
    """
    parsed = parse_cells(raw, ID_NUMBER)
    ending = parsed.values.str.ends_with("000") & parsed.values.str.contains(_LAST_THREE_ZERO)
    if not ending.any():
        return parsed
    suspects = parsed.values.filter(ending).unique().to_frame("id")
    if suspects.select(identity_number.is_valid(pl.col("id")).all()).item():
        return parsed
    columns = pl.DataFrame({"value": parsed.values, "ending": ending.fill_null(False)})
    columns = columns.with_columns(problem=parsed.problems if parsed.problems is not None else pl.lit(None, pl.String))
    lost = columns.select(
        value=pl.when(~pl.col("ending")).then("value"),
        problem=pl.when("ending").then(pl.lit("digits_lost")).otherwise("problem"),
    )
    return Parsed(lost["value"].alias(raw.name), lost["problem"])
