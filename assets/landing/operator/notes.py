"""The operator's files of an inbox: corrections and acceptances, read and judged usable or not.

What belongs here: files of the folder `operator`. What does not: applying a correction (corrector), volumes (guard).
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from assets.vocabulary.tables import empty

OPERATOR = "operator"
CORRECTIONS = "landing/corrections"
ACCEPTANCES = "landing/acceptances"


@dataclass(frozen=True)
class OperatorNotes:
    """`corrections` and `acceptances` in their tables' columns; what is applied tonight is counted later."""

    corrections: pl.DataFrame
    acceptances: pl.DataFrame


def read_notes(inbox: Path, night: date) -> OperatorNotes:
    """What the operator left in `<inbox>/operator` for this night; empty tables where there is nothing."""
    return OperatorNotes(empty(CORRECTIONS), empty(ACCEPTANCES))
