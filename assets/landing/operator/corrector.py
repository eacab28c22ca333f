"""Finding the cells that an operator's corrections are about, in typed rows of one feed.

What belongs here: matching rows by key and wrong value. What does not: reading the operator's files (notes).
"""

from dataclasses import dataclass

import polars as pl

from assets.vocabulary.feeds import Feed
from assets.vocabulary.tables import empty


@dataclass(frozen=True)
class CorrectedCells:
    """Cells of one column to change: positions in the frame that was searched, the right values, and by what."""

    column: str
    positions: pl.Series
    values: pl.Series
    correction_ids: pl.Series


class Corrector:
    """The corrections of one feed that apply on this night; `corrections` has the columns of landing/corrections."""

    def __init__(self, feed: Feed, corrections: pl.DataFrame) -> None:
        self.feed = feed
        self.corrections = corrections.filter((pl.col("feed") == feed.key) & (pl.col("state") == "not_found"))

    @classmethod
    def idle(cls, feed: Feed) -> "Corrector":
        """A corrector without corrections."""
        return cls(feed, empty("landing/corrections"))

    @property
    def active(self) -> bool:
        return self.corrections.height > 0

    def find(self, values: pl.DataFrame) -> list[CorrectedCells]:
        """The cells to change in rows with (some of) the feed's landed columns, typed as landed."""
        return []
