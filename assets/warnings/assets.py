"""The Dagster asset of the warnings: load, call, save. All rules are in the functions beside it."""

from collections.abc import Iterator

import dagster as dg
import polars as pl

from assets.lake import Lake, Night
from assets.lake.assets import NIGHTS, count_table, night_of, table_result
from assets.lake.errors import without_values
from assets.vocabulary.warning_words import tier_rank
from assets.warnings.life_cycle import WarningsOfNight, advance
from assets.warnings.parameters import load_parameters

STAGE = "warnings"
INPUTS = (
    ["indicators", "hits"],
    ["indicators", "withheld"],
    ["indicators", "not_assessed"],
    ["identity", "events"],
    ["landing", "feedback", "results"],
)
DESCRIPTIONS = {
    "ledger": "One warning a household and lane, with its tier, deadlines and state.",
    "items": "The indicators and persons inside each warning, with the evidence of the last hit.",
    "events": "The append-only chain of what happened to each warning.",
    "feedback_errors": "Feedback rows that could not be taken, with the reason.",
}


def make_warnings(night: Night) -> WarningsOfNight:
    """Read what the night needs, carry the warnings over it and save the four tables."""
    made = advance(
        night.read("indicators/hits"),
        night.read("indicators/not_assessed"),
        night.read("landing/feedback/results"),
        withheld=night.read("indicators/withheld"),
        identity_events=night.read("identity/events"),
        previous_ledger=night.previous_scan("warnings/ledger").collect(),
        previous_items=night.previous_scan("warnings/items").collect(),
        previous_events=night.previous_scan("warnings/events").collect(),
        parameters=load_parameters(),
        night=night.night,
    )
    for name in DESCRIPTIONS:
        night.save(f"{STAGE}/{name}", getattr(made, name))
    return made


def _counted(frame: pl.DataFrame, *by: str) -> dg.MarkdownMetadataValue:
    counts = frame.group_by(by).len().sort(by)
    return count_table([*by, "warnings"], counts.rows())


def _metadata(made: WarningsOfNight, night: Night) -> dict[str, dict[str, dg.MetadataValue | int | float | str]]:
    """What each of the four assets shows: counts only."""
    standing = made.ledger.filter(pl.col("state") != "closed")
    tonight = made.events.filter(pl.col("night") == night.night)
    return {
        "ledger": {
            "open by tier": count_table(
                ["tier", "warnings"], standing.group_by("tier").len().sort(tier_rank(pl.col("tier"))).rows()
            ),
            "by state": _counted(made.ledger, "state"),
            "overdue": int(standing["overdue"].sum()),
        },
        "items": {"by state": _counted(made.items, "state")},
        "events": {"events of this night": _counted(tonight, "event")},
        "feedback_errors": {"by reason": _counted(made.feedback_errors, "reason_code")},
    }


@dg.multi_asset(
    name="warnings",
    group_name="g5_warnings",
    partitions_def=NIGHTS,
    specs=[
        dg.AssetSpec([STAGE, name], deps=list(INPUTS), description=description, kinds={"polars", "parquet"})
        for name, description in DESCRIPTIONS.items()
    ],
)
@without_values
def warnings(context: dg.AssetExecutionContext, lake: dg.ResourceParam[Lake]) -> Iterator[dg.MaterializeResult[None]]:
    """Carry the warnings over the night."""
    night = night_of(context, lake)
    made = make_warnings(night)
    for name, metadata in _metadata(made, night).items():
        yield table_result(night, f"{STAGE}/{name}", metadata)
