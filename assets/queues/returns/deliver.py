"""Reading what the returns need and writing each department's files."""

import polars as pl

from assets.lake import Night
from assets.vocabulary.tables import empty

RETURNS = "queues/returns"


def make_returns(night: Night) -> pl.DataFrame:
    """Save queues/returns and write each department's list and card below the night's deliveries; gives the table."""
    table = empty(RETURNS)
    night.save(RETURNS, table)
    return table
