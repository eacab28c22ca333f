"""The one Definitions of the code location: every stage's assets, the checks, the job, the schedule, the resources."""

import logging

import dagster as dg

from assets.households import assets as households
from assets.identity import assets as identity
from assets.indicators import assets as indicators
from assets.lake import assets as lake
from assets.landing import assets as landing
from assets.queues import assets as queues
from assets.warnings import assets as warnings
from checks.definitions import CHECKS
from pipelines.nightly import NIGHTLY, nightly_schedule
from pipelines.progress import LOGGER_NAME
from pipelines.resources import inbox_resource, lake_resource, landing_options_resource

step_logger = dg.LoggerDefinition(
    lambda _context: logging.getLogger(LOGGER_NAME),
    description="Hands the ends of steps to the command line; says nothing itself.",
)
STAGES = (landing, identity, households, indicators, warnings, queues, lake)

defs = dg.Definitions(
    assets=dg.load_assets_from_modules(STAGES),
    asset_checks=CHECKS,
    jobs=[NIGHTLY],
    schedules=[nightly_schedule],
    resources={"lake": lake_resource, "inbox": inbox_resource, "landing_options": landing_options_resource},
    loggers={"steps": step_logger, "console": dg.colored_console_logger},
    # One process a night: 2 cores are kept busy by Polars and DuckDB themselves, and one process bounds the memory.
    executor=dg.in_process_executor,
)
