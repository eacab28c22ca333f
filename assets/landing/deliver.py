"""Landing a night: all feeds, then the ledger and the ages. The two functions that a test or the command line calls.

What belongs here: the order of steps. What does not: any step's work, and Dagster (that is assets.py).
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from assets.lake import Night
from assets.landing.inbox import InboxFile, read_inbox
from assets.landing.ledger import FEED_AGES, LEDGER, ledger_rows, make_feed_ages, make_ledger, save_piece
from assets.landing.merge import write_tables
from assets.landing.plan import kept_ledger, plan_feed
from assets.landing.tonight import Progress, Tonight, read_tonight
from assets.vocabulary.feeds import Feed, load_feeds


@dataclass(frozen=True)
class LandingSummary:
    """Tonight's files and rows, without what was carried over; `feeds` counts fresh, stale and missing ones."""

    files: int
    files_refused: int
    rows_read: int
    rows_loaded: int
    rows_quarantined: int
    rows_set_aside: int
    cells_marked: int
    feeds: dict[str, int]


def land(inbox: Path, night: Night, progress: Progress | None = None) -> LandingSummary:
    """Land all feeds of an inbox into a night: landed tables, quarantines, `landing/ledger`, `landing/feed_ages`.

    Raises EmptyInboxError where no file belongs to a feed, ConservationError where rows do not add up.
    """
    found = read_inbox(inbox)
    for feed in load_feeds().values():
        land_feed(feed, found.of_feed(feed.key), night, progress)
    ledger = make_ledger(night, found)
    night.save(LEDGER, ledger)
    ages = make_feed_ages(night, ledger)
    night.save(FEED_AGES, ages)
    return summarise(ledger, ages)


def land_feed(feed: Feed, files: list[InboxFile], night: Night, progress: Progress | None = None) -> pl.DataFrame:
    """Land one feed: its table and its quarantine. Gives its rows of the ledger, also left as a piece for the ledger.

    A feed without new files keeps the previous night's table; so does a snapshot all of whose files are refused.
    """
    earlier = night.previous_scan(LEDGER).filter(pl.col("feed") == feed.key).collect()
    plan = plan_feed(feed, files, earlier, night.night)
    scratch = _scratch(night, feed)
    try:
        tonight = read_tonight(feed, plan.to_read, scratch, progress) if plan.to_read else None
        rows = ledger_rows(feed, tonight.sheets if tonight else [])
        kept = kept_ledger(feed, earlier, rows)
        kept = _write(feed, night, tonight, kept)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    ledger = pl.concat([rows, kept.select(rows.columns)])
    save_piece(night, feed, ledger)
    return ledger


def _write(feed: Feed, night: Night, tonight: Tonight | None, kept: pl.DataFrame) -> pl.DataFrame:
    """Gives the carried part of the ledger as the table now holds it."""
    if tonight is None or all(result.reason is not None for result in tonight.sheets):
        night.keep_previous(f"landing/{feed.key}")
        night.keep_previous(f"quarantine/{feed.key}")
        return kept
    return write_tables(feed, night, tonight, kept)


def _scratch(night: Night, feed: Feed) -> Path:
    """A private folder in staging for drafts and for UTF-8 copies of files."""
    night.lake.prepare()
    night.target(f"landing/{feed.key}")
    scratch = night.staging / "landing_scratch" / feed.department / feed.name
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    return scratch


def summarise(ledger: pl.DataFrame, ages: pl.DataFrame) -> LandingSummary:
    """Counts of what was read tonight."""
    tonight = ledger.filter(~pl.col("carried"))
    files = tonight.group_by("feed", "file").agg(pl.col("refused").all())
    states = dict(ages.group_by("state").len().sort("state").iter_rows())
    return LandingSummary(
        files=files.height,
        files_refused=files.filter(pl.col("refused")).height,
        rows_read=int(tonight["rows_read"].sum()),
        rows_loaded=int(tonight["rows_loaded"].sum()),
        rows_quarantined=int(tonight["rows_quarantined"].sum()),
        rows_set_aside=int(tonight["rows_set_aside"].sum()),
        cells_marked=int(tonight["cells_marked"].sum()),
        feeds=states,
    )
