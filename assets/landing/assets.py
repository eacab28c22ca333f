"""The landing stage as Dagster assets: one a feed, then the tables that feeds share. All work is in `deliver`."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import polars as pl

from assets.lake import Lake
from assets.lake.assets import NIGHTS, count_table, night_of, table_result
from assets.lake.errors import without_values
from assets.landing.containers import Unpacker
from assets.landing.deliver import CORRECTED, REPLACED, land_feed, save_shared
from assets.landing.guard.drift import DRIFT, HEADINGS
from assets.landing.guard.quality import QUALITY
from assets.landing.guard.volumes import VOLUMES
from assets.landing.inbox import read_inbox
from assets.landing.ledger import FEED_AGES, LEDGER, make_feed_ages, make_ledger
from assets.landing.operator.notes import ACCEPTANCES, CORRECTIONS, read_notes
from assets.landing.options import LandingOptions
from assets.vocabulary.feeds import Feed, load_feeds
from assets.vocabulary.tables import load_tables

_COUNTS = ("rows_read", "rows_loaded", "rows_quarantined", "rows_set_aside", "cells_marked")


def _metadata(ledger: pl.DataFrame) -> dict[str, dg.MetadataValue | int | float | str]:
    """Counts, and a table of files: names of files and counts, never a row's values."""
    tonight = ledger.filter(~pl.col("carried"))
    counts = {name.replace("_", " "): int(tonight[name].sum()) for name in _COUNTS}
    files = tonight.select("file", "sheet", "reason", "rows_quarantined", "rows_set_aside", "rows_loaded")
    header = ["file", "sheet", "refused because", "quarantined", "set aside", "loaded"]
    refused = int(tonight["refused"].sum())
    return {**counts, "files refused": refused, "files": count_table(header, files.fill_null("").rows())}


def _feed_asset(feed: Feed) -> dg.AssetsDefinition:
    mode = "each delivery replaces the one before" if feed.mode == "snapshot" else "deliveries accumulate"

    @dg.asset(
        key=["landing", feed.department, feed.name],
        group_name="g1_landing",
        partitions_def=NIGHTS,
        kinds={"polars", "csv"},
        description=f"Files of {feed.key} as typed rows and a quarantine; {mode}; stale after {feed.stale_after} days.",
    )
    @without_values
    def landed(
        context: dg.AssetExecutionContext,
        lake: dg.ResourceParam[Lake],
        inbox: dg.ResourceParam[Path],
        landing_options: dg.ResourceParam[LandingOptions],
    ) -> dg.MaterializeResult[None]:
        night = night_of(context, lake)
        notes = read_notes(inbox, night.night)
        files = read_inbox(inbox, Unpacker.of_night(night, landing_options)).of_feed(feed.key)
        ledger = land_feed(feed, files, night, options=landing_options, notes=notes)
        return table_result(night, f"landing/{feed.key}", _metadata(ledger))

    return landed


landed_feeds = [_feed_asset(feed) for feed in load_feeds().values()]


@dg.asset(
    key=["landing", "ledger"],
    group_name="g1_landing",
    partitions_def=NIGHTS,
    deps=[["landing", feed.department, feed.name] for feed in load_feeds().values()],
    kinds={"polars", "parquet"},
    description="One row a file and sheet: rows read, loaded, quarantined and set aside, or why it was refused.",
)
@without_values
def ledger(
    context: dg.AssetExecutionContext,
    lake: dg.ResourceParam[Lake],
    inbox: dg.ResourceParam[Path],
    landing_options: dg.ResourceParam[LandingOptions],
) -> dg.MaterializeResult[None]:
    """Gather what the feeds' assets left, and account for the files that belong to no feed."""
    night = night_of(context, lake)
    rows = make_ledger(night, read_inbox(inbox, Unpacker.of_night(night, landing_options)))
    night.save(LEDGER, rows)
    return table_result(night, LEDGER, _metadata(rows))


_SHARED = (REPLACED, CORRECTED, HEADINGS, DRIFT, CORRECTIONS, ACCEPTANCES, VOLUMES, QUALITY)


@dg.multi_asset(
    name="landing_shared",
    specs=[
        dg.AssetSpec(
            table.split("/"),
            deps=[["landing", "ledger"], *(["landing", feed.department, feed.name] for feed in load_feeds().values())],
            description=load_tables()[table].description,
            group_name="g1_landing",
            kinds={"polars", "parquet"},
        )
        for table in _SHARED
    ],
    partitions_def=NIGHTS,
)
@without_values
def shared(
    context: dg.AssetExecutionContext, lake: dg.ResourceParam[Lake], inbox: dg.ResourceParam[Path]
) -> Iterator[dg.MaterializeResult[None]]:
    """Gather what feeds left beside their rows: repeats, headings, corrections; compare with earlier deliveries."""
    night = night_of(context, lake)
    save_shared(night, night.read(LEDGER), read_notes(inbox, night.night))
    for table in _SHARED:
        yield table_result(night, table)


@dg.asset(
    key=["landing", "feed_ages"],
    group_name="g1_landing",
    partitions_def=NIGHTS,
    deps=[["landing", "ledger"], *(["landing", feed.department, feed.name] for feed in load_feeds().values())],
    kinds={"polars", "parquet"},
    description="How old each feed's last delivery is on this night: fresh, stale or missing.",
)
@without_values
def feed_ages(context: dg.AssetExecutionContext, lake: dg.ResourceParam[Lake]) -> dg.MaterializeResult[None]:
    """Ages by the ledger; what depends on a stale or missing feed is not assessed."""
    night = night_of(context, lake)
    ages = make_feed_ages(night, night.read(LEDGER))
    night.save(FEED_AGES, ages)
    states = ages.group_by("state").len().sort("state").rows()
    return table_result(night, FEED_AGES, {"feeds by state": count_table(["state", "feeds"], states)})
