"""Landing a night: all feeds, then the tables they share. The functions that a test or the command line calls.

What belongs here: the order of steps. What does not: any step's work, and Dagster (that is assets.py).
"""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from assets.lake import Night
from assets.landing.containers import Unpacker
from assets.landing.guard.drift import DRIFT, HEADINGS, heading_rows, make_drift
from assets.landing.guard.quality import QUALITY, make_quality
from assets.landing.guard.volumes import VOLUMES, make_volumes
from assets.landing.in_force.kept_corrections import corrections_changed
from assets.landing.in_force.plan import plan_feed, what_is_kept
from assets.landing.in_force.settle import settle
from assets.landing.in_force.unusable import refuse_unusable
from assets.landing.inbox import InboxFile, read_inbox
from assets.landing.ledger import FEED_AGES, LEDGER, ledger_rows, make_feed_ages, make_ledger
from assets.landing.operator.corrector import Corrector
from assets.landing.operator.notes import ACCEPTANCES, CORRECTIONS, OperatorNotes, read_notes
from assets.landing.operator.outcome import correction_outcomes
from assets.landing.options import LandingOptions
from assets.landing.pieces import gather, save_gathered, save_piece
from assets.landing.tonight import Progress, Reading, read_tonight
from assets.vocabulary.feeds import Feed, load_feeds
from assets.vocabulary.tables import empty

REPLACED = "landing/replaced"
CORRECTED = "landing/corrected"


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


def land(
    inbox: Path, night: Night, progress: Progress | None = None, options: LandingOptions | None = None
) -> LandingSummary:
    """Land all feeds of an inbox into a night: landed tables, quarantines, and the tables that feeds share.

    Raises EmptyInboxError where no file belongs to a feed, ConservationError where rows do not add up.
    """
    found = read_inbox(inbox, Unpacker.of_night(night, options))
    notes = read_notes(inbox, night.night)
    for feed in load_feeds().values():
        land_feed(feed, found.of_feed(feed.key), night, progress=progress, options=options, notes=notes)
    ledger = make_ledger(night, found)
    night.save(LEDGER, ledger)
    save_shared(night, ledger, notes)
    ages = make_feed_ages(night, ledger)
    night.save(FEED_AGES, ages)
    return summarise(ledger, ages)


def land_feed(
    feed: Feed,
    files: list[InboxFile],
    night: Night,
    *,
    progress: Progress | None = None,
    options: LandingOptions | None = None,
    notes: OperatorNotes | None = None,
) -> pl.DataFrame:
    """Land one feed: its table and its quarantine. Gives its rows of the ledger; pieces are left for shared tables.

    A feed without new files keeps the previous night's table; so does a snapshot all of whose files are refused.
    """
    earlier = night.previous_scan(LEDGER).filter(pl.col("feed") == feed.key).collect()
    corrector = Corrector(feed, notes.corrections) if notes is not None else Corrector.idle(feed)
    plan = plan_feed(feed, files, earlier, night.night, corrections_changed(night, corrector))
    scratch = _scratch(night, feed)
    try:
        reading = Reading(scratch, corrector, options or LandingOptions(), progress)
        tonight = read_tonight(feed, plan.to_read, reading) if plan.to_read else None
        if tonight is not None:
            sheets = refuse_unusable(feed, tonight.sheets, earlier, plan.taken_over, night.night)
            tonight = replace(tonight, sheets=sheets)
        kept = what_is_kept(feed, earlier, ledger_rows(feed, tonight.sheets if tonight else []), plan)
        settled = settle(feed, night, tonight, kept, corrector)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    rows = ledger_rows(feed, settled.sheets)
    ledger = pl.concat([rows, settled.kept.select(rows.columns)])
    before = night.previous_scan(HEADINGS).filter(pl.col("feed") == feed.key).collect()
    save_piece(night, feed, LEDGER, ledger)
    save_piece(night, feed, CORRECTED, settled.corrected)
    save_piece(night, feed, CORRECTIONS, (notes.corrections if notes else empty(CORRECTIONS)).filter(feed=feed.key))
    save_piece(night, feed, HEADINGS, heading_rows(feed, settled.sheets, settled.kept, before))
    return ledger


def save_shared(night: Night, ledger: pl.DataFrame, notes: OperatorNotes) -> None:
    """Save the tables that are made of all feeds' pieces, but for the ledger and the ages."""
    save_gathered(night, REPLACED)
    for table in (CORRECTED, HEADINGS):
        night.save(table, gather(night, table))
    night.save(DRIFT, make_drift(night, night.read(HEADINGS)))
    night.save(CORRECTIONS, correction_outcomes(night, _corrections(night, notes), night.read(CORRECTED)))
    night.save(ACCEPTANCES, notes.acceptances)
    night.save(VOLUMES, make_volumes(night, ledger, notes.acceptances))
    night.save(QUALITY, make_quality(night, ledger))


def _corrections(night: Night, notes: OperatorNotes) -> pl.DataFrame:
    """The corrections that the feeds looked for, and those of `notes` that are of no feed.

    A line that was written while the night ran is not told as looked for where its feed had landed: it would never be
    looked for again. It is the next night's.
    """
    of_no_feed = notes.corrections.filter(~pl.col("feed").is_in(list(load_feeds())))
    return pl.concat([gather(night, CORRECTIONS), of_no_feed]).sort("correction_id")


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
