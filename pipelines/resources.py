"""What the assets are handed: the lake, held by one run at a time, and the inbox."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import dagster as dg

from assets.lake import Lake
from assets.landing.options import LandingOptions
from pipelines.settings import Settings


@dg.resource(description="The lake, locked for the run: a second run at the same time is told so and stops.")
def lake_resource(context: dg.InitResourceContext) -> Iterator[Lake]:
    """The lake of the settings, its lock held until the run ends. Raises LakeBusyError."""
    lake = Settings().open_lake()
    partition = (context.run.tags if context.run else {}).get("dagster/partition", str(date.min))
    night = date.fromisoformat(partition)
    with lake.locked(night):
        lake.sweep(night)
        yield lake


@dg.resource(description="Passwords and limits of reading files.")
def landing_options_resource(_context: dg.InitResourceContext) -> LandingOptions:
    """The landing's options of the settings."""
    return Settings().landing_options()


@dg.resource(description="The folder with one folder a department.")
def inbox_resource(_context: dg.InitResourceContext) -> Path:
    """The inbox of the settings."""
    return Settings().inbox.resolve()
