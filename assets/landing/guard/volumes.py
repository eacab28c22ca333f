"""Rows of each delivery by feed and county, against the deliveries before it.

What belongs here: counting, comparing with bounds. What does not: stopping the night (that is a check).
"""

import polars as pl

from assets.lake import Night
from assets.vocabulary.tables import empty

VOLUMES = "landing/volumes"


def make_volumes(night: Night, ledger: pl.DataFrame, acceptances: pl.DataFrame) -> pl.DataFrame:
    """landing/volumes of the night, from the landed tables, the ledger and the volumes of the night before."""
    return empty(VOLUMES)
