"""How a column of text cells is parsed: a cheap strict form first, the patient form on what is left.

What belongs here: the two steps, empty cells and placeholders. What does not: any one kind of value.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

# What departments write for "nothing", compared in lower case after `tidy`.
PLACEHOLDERS = (
    "无",
    "-",
    "--",
    "---",
    "—",
    "——",
    "–",
    "/",
    "//",
    "\\",
    "null",
    "(null)",
    "空",
    "n/a",
    "#n/a",
    "na",
    "none",
    "nan",
    "nil",
    "<null>",
)
# A number that a spreadsheet shortened: 3.71082E+17.
SCIENTIFIC = r"^-?[0-9](\.[0-9]+)?[eE]\+?[0-9]*$"
_INVISIBLE = r"[\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}\x{FEFF}\x{00AD}]"


@dataclass(frozen=True)
class Reader:
    """How one kind of value is read.

    `quick` gives the value where a cheap test of the raw text is sure of it and null elsewhere; where it gives one,
    `careful` gives the same. `prepare` brings the raw text into one form, computed once; `careful` and `reason` work on
    that form. `reason` gives the reason code for a text that has no value, null where that is no fault.
    """

    dtype: pl.DataType | type[pl.DataType]
    prepare: Callable[[pl.Expr], pl.Expr]
    careful: Callable[[pl.Expr], pl.Expr]
    reason: Callable[[pl.Expr], pl.Expr]
    quick: Callable[[pl.Expr], pl.Expr] | None = None


@dataclass(frozen=True)
class Parsed:
    """A column's values and, where a text was no value, its reason code; `problems` is None where there is none."""

    values: pl.Series
    problems: pl.Series | None


def tidy(raw: pl.Expr) -> pl.Expr:
    """Half width, no invisible characters, no spaces around, no apostrophe before; null where nothing is left.

    A text written as a formula so that a spreadsheet keeps its digits, ="0123", is the text.
    """
    text = raw.str.normalize("NFKC").str.replace_all(_INVISIBLE, "").str.strip_chars()
    text = text.str.replace(r"^['`](\S)", "${1}").str.replace(r'^="(.*)"$', "${1}").str.strip_chars()
    return pl.when(text.str.len_bytes() > 0).then(text)


def without_placeholders(text: pl.Expr) -> pl.Expr:
    """A tidy text, null where it is one of the words for nothing."""
    return pl.when(~text.str.to_lowercase().is_in(PLACEHOLDERS)).then(text)


def meaningful(raw: pl.Expr) -> pl.Expr:
    """Tidy text that is not a placeholder."""
    return without_placeholders(tidy(raw))


def compact(raw: pl.Expr) -> pl.Expr:
    """Meaningful text without any spaces."""
    return meaningful(raw).str.replace_all(r"\s", "")


def constant(code: str) -> Callable[[pl.Expr], pl.Expr]:
    """A reader's `reason` that is always the same."""
    return lambda text: pl.lit(code)


def parse_cells(raw: pl.Series, reader: Reader) -> Parsed:
    """Parse a column. Each distinct text that the quick form leaves is parsed once."""
    cells = raw.alias("raw").to_frame()
    if reader.quick is None:
        joined = cells.join(
            read_distinct(raw.alias("raw").unique(), reader), on="raw", how="left", maintain_order="left"
        )
        values = joined["careful"]
    else:
        cells = cells.with_columns(value=reader.quick(pl.col("raw")))
        if cells["value"].null_count() == raw.null_count():
            return Parsed(cells["value"].alias(raw.name), None)
        left = cells.filter(pl.col("raw").is_not_null() & pl.col("value").is_null())["raw"].unique()
        joined = cells.join(read_distinct(left, reader), on="raw", how="left", maintain_order="left")
        values = joined.select(pl.coalesce("value", "careful")).to_series()
    problems = joined["problem"]
    return Parsed(values.alias(raw.name), problems if problems.null_count() < problems.len() else None)


def read_distinct(texts: pl.Series, reader: Reader) -> pl.DataFrame:
    """raw, careful, problem: the value of each text by the careful form, or why it has none. The texts are distinct."""
    text = pl.col("text")
    no_value = pl.col("careful").is_null() & pl.col("meant").is_not_null()
    return (
        texts.alias("raw")
        .to_frame()
        .with_columns(text=reader.prepare(pl.col("raw")), meant=meaningful(pl.col("raw")))
        .with_columns(careful=reader.careful(text).cast(reader.dtype))
        .select("raw", "careful", problem=pl.when(no_value).then(reader.reason(text)).cast(pl.String))
    )
