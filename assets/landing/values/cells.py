"""How a column of text cells is parsed: a cheap strict form first, the patient form on what is left.

What belongs here: the two steps, empty cells, placeholders, a spreadsheet's errors. What does not: any kind of value.
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
    "na",
    "none",
    "nan",
    "nil",
    "<null>",
)
# A number that a spreadsheet shortened: 3.71082E+17.
SCIENTIFIC = r"^-?[0-9](\.[0-9]+)?[eE]\+?[0-9]*$"
# Superscripts, circled digits, fractions: half width makes plain digits of them, which join the number beside them.
_SMALL_DIGIT = r"\p{No}"
_SQUARE_METRES = r"[mM米]²"
_INVISIBLE = r"[\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}\x{FEFF}\x{00AD}]"
# What a spreadsheet shows where a formula failed. It says that something was to stand here, so it is no empty cell.
_CELL_ERROR = r"(?i)^#(N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|名称\?)$"
# What the reader of workbooks writes for a formula that was never calculated begins with this.
_NOT_CALCULATED = "#公式"


@dataclass(frozen=True)
class Reader:
    """How one kind of value is read.

    `quick` gives the value where a cheap test of the raw text is sure of it and null elsewhere; where it gives one,
    `careful` gives the same and `doubt` nothing. `prepare` brings tidy text into one form, computed once; `careful`,
    `reason` and `doubt` work on that form. `reason` gives the reason code for a text that has no value, null where that
    is no fault; `doubt` the reason code for a text whose value is kept though somebody should look at it. `of_digits`:
    digits are the value itself, so that a footnote's ² or ① beside them must not become one of them.
    """

    dtype: pl.DataType | type[pl.DataType]
    prepare: Callable[[pl.Expr], pl.Expr]
    careful: Callable[[pl.Expr], pl.Expr]
    reason: Callable[[pl.Expr], pl.Expr]
    quick: Callable[[pl.Expr], pl.Expr] | None = None
    doubt: Callable[[pl.Expr], pl.Expr] | None = None
    of_digits: bool = False


@dataclass(frozen=True)
class Parsed:
    """A column's values and the reason codes of its cells; `problems` is None where there is none.

    A problem beside a value says that the value is kept and doubtful. `patient` are the places of the cells that the
    quick form left, ascending; None where there is no quick form.
    """

    values: pl.Series
    problems: pl.Series | None
    patient: pl.Series | None = None


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


def compact(text: pl.Expr) -> pl.Expr:
    """A tidy text without any spaces, null where it is one of the words for nothing."""
    return without_placeholders(text).str.replace_all(r"\s", "")


def constant(code: str) -> Callable[[pl.Expr], pl.Expr]:
    """A reader's `reason` that is always the same."""
    return lambda text: pl.lit(code)


def parse_cells(raw: pl.Series, reader: Reader) -> Parsed:
    """Parse a column. Each distinct text that the quick form leaves is parsed once."""
    if reader.quick is None:
        return _patiently(raw, reader)
    values = raw.to_frame("raw").select(reader.quick(pl.col("raw"))).to_series().alias(raw.name)
    if values.null_count() == raw.null_count():
        return Parsed(values, None, pl.Series("patient", [], pl.UInt32))
    left = values.is_null() & raw.is_not_null()
    rest = _patiently(raw.filter(left), reader)
    # Each place's ordinal among those left; at the other places the number is not used.
    ordinal = (left.cum_sum().cast(pl.Int64) - 1).clip(0)
    problems = None
    if rest.problems is not None:
        problems = pl.select(pl.when(left).then(rest.problems.gather(ordinal))).to_series().alias("problem")
    values = pl.select(pl.when(left).then(rest.values.gather(ordinal)).otherwise(values)).to_series()
    return Parsed(values.alias(raw.name), problems, left.arg_true())


def _patiently(raw: pl.Series, reader: Reader) -> Parsed:
    """Every cell by the careful form."""
    cells = raw.to_frame("raw")
    joined = cells.join(read_distinct(raw.unique(), reader), on="raw", how="left", maintain_order="left")
    problems = joined["problem"]
    return Parsed(joined["careful"].alias(raw.name), problems if problems.null_count() < problems.len() else None)


def read_distinct(texts: pl.Series, reader: Reader) -> pl.DataFrame:
    """raw, careful, problem: the value of each text by the careful form, or why it has none. The texts are distinct."""
    text = pl.col("text")
    broken = pl.col("tidy").str.contains(_CELL_ERROR)
    waiting = pl.col("tidy").str.starts_with(_NOT_CALCULATED)
    no_value = pl.col("careful").is_null() & without_placeholders(pl.col("tidy")).is_not_null()
    doubt = reader.doubt(text) if reader.doubt is not None else pl.lit(None, pl.String)
    small = pl.col("raw").str.replace_all(_SQUARE_METRES, "").str.contains(_SMALL_DIGIT) & pl.lit(reader.of_digits)
    problem = (
        pl.when(waiting)
        .then(pl.lit("formula_empty"))
        .when(broken)
        .then(pl.lit("cell_error"))
        .when(small.fill_null(False))
        .then(pl.lit("small_digits"))
        .when(no_value)
    ).then(reader.reason(text))
    return (
        texts.to_frame("raw")
        .with_columns(tidy=tidy(pl.col("raw")))
        .with_columns(text=reader.prepare(pl.col("tidy")))
        .with_columns(careful=pl.when(~(broken | waiting | small)).then(reader.careful(text)).cast(reader.dtype))
        .select("raw", "careful", problem=problem.otherwise(doubt).cast(pl.String))
    )
