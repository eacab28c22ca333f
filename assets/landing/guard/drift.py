"""Headings of tonight's files against the last delivery of their feed: new, missing, renamed.

What belongs here: comparing headings. What does not: recognising them (files/headings).
"""

import polars as pl

from assets.lake import Night
from assets.landing.tonight import SheetResult
from assets.vocabulary.feeds import Feed
from assets.vocabulary.tables import empty

HEADINGS = "landing/headings"
DRIFT = "landing/drift"


def heading_rows(feed: Feed, sheets: list[SheetResult], kept: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """landing/headings of one feed: tonight's sheets, and of `earlier` those whose file and sheet `kept` still has."""
    return empty(HEADINGS)


def make_drift(night: Night, headings: pl.DataFrame) -> pl.DataFrame:
    """landing/drift of the night, from its headings and those of the night before."""
    return empty(DRIFT)
