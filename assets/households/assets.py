"""The households stage for Dagster: load, call, save. Nothing is computed here but counts for the metadata."""

from collections.abc import Iterator

import dagster as dg
import polars as pl

from assets.households.build import build
from assets.lake import Lake, Night
from assets.lake.assets import NIGHTS, count_table, night_of, table_result
from assets.lake.errors import without_values

DEPENDS_ON = (
    ["landing", "civil_affairs", "households"],
    ["landing", "civil_affairs", "members"],
    ["identity", "links"],
    ["identity", "persons"],
    ["identity", "person_details"],
)

DESCRIPTIONS = {
    "members": "Who lives in which household; a person in none is a household of one.",
    "economy": "One row a household: its state in the ledger and its income a head; unknown stays unknown.",
    "registry": "Which household number each lasting household_id stands for.",
    "relations": "Who is whose spouse, parent or guardian, with the row that says so.",
}


@dg.multi_asset(
    name="households",
    specs=[
        dg.AssetSpec(
            key=["households", name],
            deps=[list(key) for key in DEPENDS_ON],
            group_name="g3_households",
            kinds={"duckdb", "parquet"},
            description=description,
            partitions_def=NIGHTS,
        )
        for name, description in DESCRIPTIONS.items()
    ],
)
@without_values
def households(context: dg.AssetExecutionContext, lake: dg.ResourceParam[Lake]) -> Iterator[dg.MaterializeResult[None]]:
    """Make the four household tables of the run's night."""
    night = night_of(context, lake)
    build(night)
    yield table_result(night, "households/members", {"members a tier": _by_tier(night, "households/members")})
    yield table_result(night, "households/economy", {"households a tier": _by_tier(night, "households/economy")})
    yield table_result(night, "households/registry")
    relations = night.scan("households/relations").group_by("relation").len().sort("relation").collect()
    told = {"relations by kind": count_table(["relation", "rows"], relations.rows())}
    yield table_result(night, "households/relations", told)


def _by_tier(night: Night, key: str) -> dg.MarkdownMetadataValue:
    counts = night.scan(key).group_by("tier", "in_force").len().collect().sort("tier", "in_force", nulls_last=True)
    rows = [
        [row["tier"] or "in no ledger", "in force" if row["in_force"] else "not in force", row["len"]]
        for row in counts.with_columns(pl.col("len").cast(pl.Int64)).to_dicts()
    ]
    return count_table(["tier", "state", "rows"], rows)
