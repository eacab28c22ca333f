"""The files of each night, and their share of unreadable identity numbers against their feed's history.

What belongs here: shares and medians. What does not: judging a cell.
"""

import polars as pl

from assets.lake import Night
from assets.vocabulary.tables import empty

QUALITY = "landing/quality"


def make_quality(night: Night, ledger: pl.DataFrame) -> pl.DataFrame:
    """landing/quality of the night: tonight's files, and the rows of the nights before, up to sixty."""
    return empty(QUALITY)
