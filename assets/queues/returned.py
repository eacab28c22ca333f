"""Feedback that could not be taken tonight, for the department that sent it: which file and row, and why.

What belongs here: gathering the refusals of a department's files. What does not: judging (landing, warnings) and cells
(workbook). Never a raw value: a warning number is told only where it has the form of one.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.vocabulary.feeds import ADDRESS, load_feeds
from assets.vocabulary.warning_words import department_of_file

FEED = "feedback/results"
RETURNED_SHEET = "退回"
# Heading and width in characters. The row number counts the rows of data below the header.
RETURNED_COLUMNS = (("文件", 40), ("工作表", 16), ("行号(不含表头)", 9), ("预警编号", 20), ("栏目", 12), ("原因", 70))
_WARNING_NUMBER = r"^W[0-9]{14,}$"


def returned_feedback(
    department: str,
    feedback_errors: pl.DataFrame,
    *,
    quarantine: pl.DataFrame,
    landed: pl.DataFrame,
    landing_ledger: pl.DataFrame,
    night: date,
) -> pl.DataFrame:
    """file, sheet, row_no (null: the whole file), warning_id, column (heading, or empty), reason; sorted.

    Inputs are warnings/feedback_errors, quarantine/feedback/results, landing/feedback/results and landing/ledger; only
    what was delivered tonight, in files named after this department.
    """
    own = (department_of_file(pl.col("file")) == department).fill_null(value=False)
    refused = Refused(feedback_errors.filter(own), quarantine.filter(own), landed, landing_ledger.filter(own))
    return returned_rows(FEED, refused, ("warning_id", _WARNING_NUMBER), night)


@dataclass(frozen=True)
class Refused:
    """What a feed of answers left: answers that were judged and refused, and the feed's quarantine, rows and ledger."""

    errors: pl.DataFrame
    quarantine: pl.DataFrame
    landed: pl.DataFrame
    ledger: pl.DataFrame


def returned_rows(feed: str, refused: Refused, number: tuple[str, str], night: date) -> pl.DataFrame:
    """file, sheet, row_no, the column of the feed's number, column, reason of what was delivered tonight; sorted.

    `number` is the column of the number that a line is known by, and its form: nothing else of a row is repeated.
    """
    name, form = number
    names = ("file", "sheet", "row_no", name, "column", "reason")
    tonight = pl.col("delivery") == night
    headings = {column.name: column.headings[0] for column in load_feeds()[feed].columns}
    numbers = refused.landed.filter(tonight).select(*ADDRESS, name)
    cells = refused.quarantine.filter(tonight).join(numbers, on=ADDRESS, how="left")
    files = refused.ledger.filter(tonight & (pl.col("feed") == feed))
    whole = files.filter(pl.col("refused").all().over("file"))
    parts = [
        refused.errors.filter(tonight).with_columns(column=pl.lit("")),
        cells.with_columns(pl.col("column").replace(headings)),
        whole.with_columns(
            pl.lit(None, pl.Int64).alias("row_no"), pl.lit(None, pl.String).alias(name), column=pl.lit("")
        ),
    ]
    shown = pl.col(name).str.replace_all(r"\s", "")
    told = pl.concat([part.select(names) for part in parts]).with_columns(
        pl.col("column", "reason").fill_null(""),
        pl.when(shown.str.contains(form)).then(shown).otherwise(pl.lit("")).alias(name),
    )
    return told.unique().sort(names)
