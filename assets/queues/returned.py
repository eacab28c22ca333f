"""Feedback that could not be taken tonight, for the department that sent it: which file and row, and why.

What belongs here: gathering the refusals of a department's files. What does not: judging (landing, warnings) and cells
(workbook). Never a raw value: a warning number is told only where it has the form of one.
"""

from datetime import date

import polars as pl

from assets.vocabulary.feeds import ADDRESS, load_feeds
from assets.vocabulary.warning_words import department_of_file

FEED = "feedback/results"
RETURNED_SHEET = "退回"
# Heading and width in characters. The row number counts the rows of data below the header.
RETURNED_COLUMNS = (("文件", 40), ("工作表", 16), ("行号(不含表头)", 9), ("预警编号", 20), ("栏目", 12), ("原因", 70))
_NAMES = ("file", "sheet", "row_no", "warning_id", "column", "reason")
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
    own = (pl.col("delivery") == night) & (department_of_file(pl.col("file")) == department).fill_null(value=False)
    headings = {column.name: column.headings[0] for column in load_feeds()[FEED].columns}
    numbers = landed.filter(own).select(*ADDRESS, "warning_id")
    cells = quarantine.filter(own).join(numbers, on=ADDRESS, how="left")
    tonight = landing_ledger.filter(own & (pl.col("feed") == FEED))
    whole = tonight.filter(pl.col("refused").all().over("file"))
    number = pl.col("warning_id").str.replace_all(r"\s", "")
    parts = [
        feedback_errors.filter(own).with_columns(column=pl.lit("")),
        cells.with_columns(pl.col("column").replace(headings)),
        whole.with_columns(row_no=pl.lit(None, pl.Int64), warning_id=pl.lit(None, pl.String), column=pl.lit("")),
    ]
    told = pl.concat([part.select(_NAMES) for part in parts]).with_columns(
        pl.col("column", "reason").fill_null(""),
        warning_id=pl.when(number.str.contains(_WARNING_NUMBER)).then(number).otherwise(pl.lit("")),
    )
    return told.unique().sort(_NAMES)
