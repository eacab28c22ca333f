"""The bounds of volumes, read from `data/reference/contracts/volumes.yml`.

What belongs here: numbers by feed. What does not: counting rows, comparing.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl
import yaml

from assets.vocabulary.feeds import Feed, load_feeds
from assets.vocabulary.paths import REFERENCE

BOUNDS_SCHEMA = pl.Schema(
    {
        "feed": pl.String,
        "whole": pl.Boolean,
        "earlier": pl.Int64,
        "smallest": pl.Float64,
        "stop_below": pl.Float64,
        "warn_below": pl.Float64,
        "warn_above": pl.Float64,
        "stop_above": pl.Float64,
        "vanished": pl.Float64,
        "below_all": pl.Boolean,
    }
)


@dataclass(frozen=True)
class Bounds:
    """Shares of the usual rows; None is never crossed. The other bounds are as the file explains them."""

    smallest: float
    stop_below: float | None = None
    warn_below: float | None = None
    warn_above: float | None = None
    stop_above: float | None = None
    vanished: float | None = None
    below_all: bool = False


@dataclass(frozen=True)
class FeedBounds:
    """The bounds of a feed as a whole and of each of its counties; `earlier` deliveries must lie before."""

    earlier: int
    feed: Bounds
    county: Bounds


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((REFERENCE / "contracts" / "volumes.yml").read_text(encoding="utf-8"))
    return document


def bounds_of(feed: Feed) -> FeedBounds:
    """The bounds of one feed: its mode's, with its own in their place. Raises TypeError on a word that is no bound."""
    mode: dict[str, Any] = _document()["modes"][feed.mode]
    own: dict[str, Any] = _document()["feeds"].get(feed.key, {})
    return FeedBounds(
        own.get("earlier", mode["earlier"]),
        Bounds(**(mode["feed"] | own.get("feed", {}))),
        Bounds(**(mode["county"] | own.get("county", {}))),
    )


def bounds_table() -> pl.DataFrame:
    """feed, whole (the feed, or each of its counties), and the bounds: what volumes are joined with."""
    rows = []
    for feed in load_feeds().values():
        bounds = bounds_of(feed)
        for whole, numbers in ((True, bounds.feed), (False, bounds.county)):
            rows.append({"feed": feed.key, "whole": whole, "earlier": bounds.earlier} | vars(numbers))
    return pl.DataFrame(rows, schema=BOUNDS_SCHEMA)
