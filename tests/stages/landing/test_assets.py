"""The assets make the same tables as `land`, and tell counts and file names only."""

import json

import dagster as dg
import polars as pl

from assets.landing import assets as landing_assets
from assets.landing.options import LandingOptions
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import load_tables
from tests.stages.landing.deliveries import DEATHS, FIRST, World


def _run(world: World) -> dg.ExecuteInProcessResult:
    definitions = dg.Definitions(
        assets=dg.load_assets_from_modules([landing_assets]),
        resources={"lake": world.lake, "inbox": world.inbox, "landing_options": LandingOptions()},
    )
    job = definitions.resolve_implicit_global_asset_job_def()
    return job.execute_in_process(partition_key=str(FIRST), raise_on_error=False)


def test_the_assets_land_the_night(world: World) -> None:
    world.write(
        "civil_affairs/deaths.csv", DEATHS, [["欧阳无名", "371082199001011234", "2024-01-01"], ["乙", "", "坏"]]
    )
    world.write("police/x.csv", ["a"], [])
    result = _run(world)
    assert result.success
    night = world.lake.night(FIRST)
    shared = [key.removeprefix("landing/") for key in load_tables() if key.startswith("landing/")]
    by_assets = {key: night.path(f"landing/{key}").read_bytes() for key in (*load_feeds(), *shared)}
    again, _ = world.land()
    assert {key: again.path(f"landing/{key}").read_bytes() for key in by_assets} == by_assets
    made = {tuple(event.asset_key.path) for event in result.get_asset_materialization_events() if event.asset_key}
    assert made == {("landing", *key.split("/")) for key in by_assets}


def test_metadata_hold_counts_and_no_values(world: World) -> None:
    world.write(
        "civil_affairs/deaths.csv", DEATHS, [["欧阳无名", "371082199001011234", "2024-01-01"], ["乙", "", "坏日期"]]
    )
    result = _run(world)
    materialised = result.asset_materializations_for_node("landing__civil_affairs__deaths")[0]
    metadata = {key: str(value.value) for key, value in materialised.metadata.items()}
    assert (metadata["rows read"], metadata["rows loaded"], metadata["rows quarantined"]) == ("2", "1", "1")
    assert "deaths.csv" in metadata["files"]
    told = json.dumps([str(event) for event in result.all_events], ensure_ascii=False)
    assert not any(value in told for value in ("欧阳无名", "371082199001011234", "坏日期"))


def test_an_empty_inbox_fails_the_run(world: World) -> None:
    world.inbox.mkdir()
    assert not _run(world).success


def test_landed_tables_are_private(world: World) -> None:
    world.write("civil_affairs/deaths.csv", DEATHS, [["甲", "371082199001011234", "2024-01-01"]])
    night, _ = world.land()
    assert night.staging.stat().st_mode & 0o077 == 0
    assert not list((night.staging / "landing_scratch").rglob("*.parquet"))
    assert pl.read_parquet(night.path("landing/civil_affairs/deaths")).height == 1
