"""A delivery that lies in the inbox once more the next night is not read again and changes nothing."""

import tempfile
from dataclasses import replace
from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from assets.vocabulary.feeds import load_feeds
from tests.fuzz.budget import nights
from tests.fuzz.files import MadeFile, make_file
from tests.fuzz.plans import PLANS, FilePlan
from tests.stages.landing.deliveries import FIRST, SECOND, World

FILES = 8
FIGURES = ("rows_read", "rows_loaded", "rows_quarantined", "rows_set_aside", "cells_marked")
KEYS = [f"{part}/{feed}" for feed in load_feeds() for part in ("landing", "quarantine")]


def _deliver(world: World, files: list[MadeFile]) -> None:
    for file in files:
        world.write_bytes(f"{file.folder}/{file.name}", file.data)


def _read_sheets(ledger: pl.DataFrame) -> pl.DataFrame:
    """The figures of what was read; a sheet that was refused is told each night until it is mended."""
    return ledger.filter(~pl.col("refused")).sort("feed", "file", "sheet").select("feed", "file", "sheet", *FIGURES)


@nights(4)
@given(plans=st.lists(PLANS, min_size=FILES, max_size=FILES))
def test_the_same_delivery_again(plans: list[FilePlan]) -> None:
    open_plans = [replace(plan, archive="" if plan.archive == "password" else plan.archive) for plan in plans]
    files = [make_file(plan, ordinal) for ordinal, plan in enumerate(open_plans)]
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        _deliver(world, files)
        world.land_and_seal(FIRST)
        before = {key: pl.read_parquet(world.lake.partition(key, FIRST)) for key in (*KEYS, "landing/ledger")}
        _deliver(world, files)
        night, summary = world.land(SECOND)
        assert summary.rows_read == 0
        assert [key for key in KEYS if not night.read(key).equals(before[key])] == []
        assert _read_sheets(night.read("landing/ledger")).equals(_read_sheets(before["landing/ledger"]))
