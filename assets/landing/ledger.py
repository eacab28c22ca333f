"""The ledger of files and the ages of feeds.

What belongs here: their rows. What does not: reading rows of files.
"""

import polars as pl

from assets.lake import Night
from assets.landing.files.encodings import fingerprint
from assets.landing.in_force.order import ConservationError
from assets.landing.inbox import Inbox, StrayFile
from assets.landing.pieces import gather
from assets.landing.tonight import SheetResult
from assets.vocabulary.feeds import Feed, load_feeds
from assets.vocabulary.tables import load_tables, table_schema

LEDGER = "landing/ledger"
_COUNTS = tuple(column.name for column in load_tables()["landing/ledger"].columns if column.type == "int")
FEED_AGES = "landing/feed_ages"


def ledger_rows(feed: Feed, sheets: list[SheetResult]) -> pl.DataFrame:
    """One row a sheet. Raises ConservationError where a sheet's rows do not add up."""
    rows = []
    for result in sheets:
        counts = result.counts
        if counts.read != counts.loaded + counts.quarantined + counts.set_aside:
            raise ConservationError(f"{feed.key}: rows of {result.source.name} do not add up: {counts}")
        rows.append(
            {
                "delivery": result.source.delivery,
                "feed": feed.key,
                "file": result.source.name,
                "sheet": result.sheet,
                "sha256": result.source.fingerprint.sha256,
                "bytes": result.source.fingerprint.size,
                "format": result.source.file.format,
                "encoding": result.encoding,
                "rows_read": counts.read,
                "rows_loaded": counts.loaded,
                "rows_quarantined": counts.quarantined,
                "rows_set_aside": counts.set_aside,
                "title_rows": result.title_rows,
                "header_rows": result.header_rows,
                "line_offset": result.line_offset,
                "rows_blank": counts.blank,
                "set_aside_totals": counts.totals,
                "set_aside_repeats": counts.repeats,
                "set_aside_replaced": counts.replaced,
                "cells_marked": counts.marked,
                "ids_filled": counts.ids_filled,
                "ids_malformed": counts.ids_malformed,
                "refused": result.reason is not None,
                "reason": result.reason,
                # Of a feed that grows nothing was delivered by a file that is read again for its corrections.
                "carried": result.source.again and feed.mode == "append",
            }
        )
    return pl.DataFrame(rows, schema=table_schema(LEDGER))


def _stray_row(stray: StrayFile, night: Night) -> dict[str, object]:
    mark = None if stray.path.is_dir() else fingerprint(stray.path)
    return dict.fromkeys(_COUNTS, 0) | {
        "delivery": night.night,
        "feed": stray.feed,
        "file": stray.name,
        "sheet": "",
        "sha256": mark.sha256 if mark else "",
        "bytes": mark.size if mark else 0,
        "format": stray.format,
        "encoding": "",
        "refused": True,
        "reason": stray.reason,
        "carried": False,
    }


def stray_rows(inbox: Inbox, night: Night) -> pl.DataFrame:
    """One refused row for each file that belongs to no feed."""
    return pl.DataFrame([_stray_row(stray, night) for stray in inbox.strays], schema=table_schema(LEDGER))


def make_ledger(night: Night, inbox: Inbox) -> pl.DataFrame:
    """All feeds' pieces and the files of no feed. Raises FileNotFoundError where a feed has not been landed."""
    return pl.concat([gather(night, LEDGER), stray_rows(inbox, night)]).sort("feed", "delivery", "file", "sheet")


def make_feed_ages(night: Night, ledger: pl.DataFrame) -> pl.DataFrame:
    """One row a feed: the night of the last delivery that was read, and whether it may still be built on."""
    last = ledger.filter(~pl.col("refused")).group_by("feed").agg(pl.col("delivery").max())
    feeds = list(load_feeds().values())
    table = pl.DataFrame(
        {
            "feed": [feed.key for feed in feeds],
            "stale_after": [feed.stale_after for feed in feeds],
            "rows": [night.rows(f"landing/{feed.key}") for feed in feeds],
        }
    )
    ages = table.join(last, on="feed", how="left").with_columns(
        age_days=(pl.lit(night.night) - pl.col("delivery")).dt.total_days()
    )
    too_old = pl.col("age_days") > pl.col("stale_after")
    state = pl.when(pl.col("delivery").is_null()).then(pl.lit("missing"))
    return ages.with_columns(state=state.when(too_old).then(pl.lit("stale")).otherwise(pl.lit("fresh")))
