"""The indicators stage for Dagster: load, call, save. Nothing is computed here but counts for the metadata."""

from collections.abc import Iterator

import dagster as dg
import polars as pl

from assets.indicators.catalogue import load_catalogue
from assets.indicators.run import Outcome, run
from assets.indicators.session import USED_FEEDS
from assets.lake import Lake, Night
from assets.lake.assets import NIGHTS, count_table, night_of, table_result
from assets.lake.errors import without_values

DEPENDS_ON = [
    *(["landing", *feed.split("/")] for feed in USED_FEEDS),
    ["landing", "feed_ages"],
    ["identity", "links"],
    ["identity", "person_details"],
    ["identity", "registry"],
    ["households", "members"],
    ["households", "economy"],
    ["households", "registry"],
    ["households", "relations"],
]

DESCRIPTIONS = {
    "parameters": "The policy parameters of the night, resolved for each county, urban and rural.",
    "placeholders": "The shipped example values that counties still go by, for them to replace with their own.",
    "not_assessed": "What could not be assessed because a feed is missing or too old; never 'no difficulty'.",
    "due_grants": "What each dibao household is due a month by difference, and why that is not known where it is not.",
    "hits": "Each indicator and person or household found, with the rows, parameters and links it rests on.",
    "withheld": "Adverse findings on an identity link weaker than exact: for clerical review, pushed to nobody.",
}


@dg.multi_asset(
    name="indicators",
    specs=[
        dg.AssetSpec(
            key=["indicators", name],
            deps=DEPENDS_ON,
            group_name="g4_indicators",
            kinds={"duckdb", "parquet"},
            description=description,
            partitions_def=NIGHTS,
        )
        for name, description in DESCRIPTIONS.items()
    ],
)
@without_values
def indicators(context: dg.AssetExecutionContext, lake: dg.ResourceParam[Lake]) -> Iterator[dg.MaterializeResult[None]]:
    """Run every indicator of the run's night."""
    night = night_of(context, lake)
    outcome = run(night)
    yield table_result(night, "indicators/parameters")
    yield table_result(night, "indicators/placeholders", _placeholders(night))
    yield table_result(night, "indicators/not_assessed", {"not assessed": _not_assessed(night)})
    yield table_result(night, "indicators/due_grants")
    yield table_result(
        night,
        "indicators/hits",
        {"hits by code": _by_code(outcome), "hits by tier": _by_tier(night), "seconds by code": _seconds(outcome)},
    )
    yield table_result(night, "indicators/withheld")


def _by_code(outcome: Outcome) -> dg.MarkdownMetadataValue:
    catalogue = load_catalogue()
    rows = [[code, entry.name_zh, outcome.hits.get(code, "not assessed")] for code, entry in sorted(catalogue.items())]
    return count_table(["code", "indicator", "hits"], rows)


def _by_tier(night: Night) -> dg.MarkdownMetadataValue:
    counts = dict(night.scan("indicators/hits").group_by("tier").len().collect().iter_rows())
    return count_table(["tier", "hits"], [[tier, int(counts.get(tier, 0))] for tier in "ROYB"])


def _seconds(outcome: Outcome) -> dg.MarkdownMetadataValue:
    return count_table(["step", "seconds"], [[step, round(spent, 2)] for step, spent in outcome.seconds.items()])


def _placeholders(night: Night) -> dict[str, dg.MetadataValue | int | float | str]:
    table = night.read("indicators/placeholders")
    counties = table.group_by("name").agg(pl.col("county_code").n_unique()).sort("name").rows()
    return {"parameters": len(counties), "counties by parameter": count_table(["parameter", "counties"], counties)}


def _not_assessed(night: Night) -> dg.MarkdownMetadataValue:
    gaps = night.read("indicators/not_assessed").with_columns(pl.col("feeds").list.join(", "))
    return count_table(["code", "reason", "feeds"], gaps.select("code", "reason_code", "feeds").rows())
