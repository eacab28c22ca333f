"""What became of the operator's corrections on a night, once all feeds have landed."""

import polars as pl

from assets.lake import Night


def correction_outcomes(night: Night, corrections: pl.DataFrame, corrected: pl.DataFrame) -> pl.DataFrame:
    """landing/corrections with states and counts: applied, not needed any more, or not found."""
    return corrections
