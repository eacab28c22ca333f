"""Nights of one feed alone, for tests that land many small worlds: the other feeds are neither landed nor published."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from assets.lake import Lake, Night
from assets.landing import land_feed
from assets.landing.inbox import read_inbox
from assets.vocabulary.feeds import load_feeds
from tests.stages.landing.deliveries import FIRST, SECOND, THIRD, World

# The bytes of a night's files by their path in the inbox.
Deliveries = dict[str, bytes]


def _nothing_to_prepare(lake: Lake, night: date) -> None:
    """Leave the lake as it is."""


def land_nights(
    feed: str,
    root: Path,
    deliveries: list[Deliveries],
    prepare: Callable[[Lake, date], None] = _nothing_to_prepare,
) -> list[Night]:
    """Land up to three nights and publish each; `prepare` is given the lake and the published night before the next."""
    world = World(root)
    made = []
    for night, files in zip((FIRST, SECOND, THIRD), deliveries, strict=False):
        world.empty_inbox()
        # A file of another feed, so that the inbox is never empty.
        world.write_bytes("feedback/education.csv", b"\n")
        for name, data in files.items():
            world.write_bytes(name, data)
        tonight = world.lake.night(night)
        if tonight.previous is not None:
            prepare(world.lake, tonight.previous)
        ledger = land_feed(load_feeds()[feed], read_inbox(world.inbox).of_feed(feed), tonight)
        tonight.save("landing/ledger", ledger)
        _publish(world.lake, tonight, feed)
        made.append(tonight)
    return made


def _publish(lake: Lake, night: Night, feed: str) -> None:
    for key in (f"landing/{feed}", f"quarantine/{feed}", "landing/ledger"):
        target = lake.partition(key, night.night)
        target.parent.mkdir(parents=True)
        target.write_bytes(night.path(key).read_bytes())
    (lake.root / "nights").mkdir(exist_ok=True)
    manifest = json.dumps({"previous": str(night.previous) if night.previous else None})
    (lake.root / "nights" / f"{night.night}.json").write_text(manifest, encoding="utf-8")
    (lake.root / "published.json").write_text(json.dumps({"night": str(night.night)}), encoding="utf-8")


def replaced_of(night: Night, feed: str) -> pl.DataFrame:
    """The feed's rows of landing/replaced."""
    return pl.read_parquet(night.staging / "landing_pieces" / "landing/replaced" / f"{feed}.parquet")
