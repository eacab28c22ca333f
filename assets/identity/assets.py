"""The identity stage's assets: thin, load, call, save. No rule of matching is here."""

from collections.abc import Iterator

import dagster as dg
import polars as pl

from assets.identity.churn import Published, churn_table
from assets.identity.rows import person_feeds
from assets.identity.settings import IdentitySettings
from assets.identity.stage import IdentityTables, resolve_night
from assets.lake.assets import NIGHTS, count_table, night_of, table_result
from assets.lake.errors import without_values
from assets.lake.night import Lake, Night
from assets.vocabulary.identity_words import DECISIONS_FEED

TABLES = {
    "links": "Which person a group of columns in a row names.",
    "persons": "One row a person, without anything that names them.",
    "person_details": "One row a person with what names them; restricted.",
    "registry": "What each token was known by, so that it lasts to the next night; restricted.",
    "review": "Pairs that a person must judge, masked; restricted.",
    "review_pairs": "Which two sides every number of the review stands for; restricted.",
    "decisions": "What staff decided about pairs; restricted.",
    "decision_errors": "Answers about pairs that could not be taken or are contradicted; restricted.",
    "weights": "The match weights in force and the night that estimated them.",
    "events": "Tokens minted, absorbed, merged and split on this night.",
    "churn": "How many persons and rows have another person_id than the night before.",
}

Metadata = dict[str, dg.MetadataValue | int | float | str]


def _counts(frame: pl.DataFrame, column: str) -> dg.MarkdownMetadataValue:
    counted = frame.group_by(column).len().sort(column)
    return count_table([column, "rows"], counted.rows())


def _weights(weights: pl.DataFrame) -> dg.MarkdownMetadataValue:
    """A row a level with its weight as a bar, against it to the left, for it to the right."""
    shown = weights.select("comparison", "level", "m", "u", "weight").rows()
    lines = ["| comparison | level | m | u | bits | | |", "|---|---|---:|---:|---:|---:|:---|"]
    for comparison, level, m, u, bits in shown:
        against, towards = "█" * round(max(-bits, 0)), "█" * round(max(bits, 0))
        lines.append(f"| {comparison} | {level} | {m:.2g} | {u:.2g} | {bits:.1f} | {against} | {towards} |")
    return dg.MetadataValue.md("\n".join(lines))


def _metadata(tables: IdentityTables) -> dict[str, Metadata]:
    by_method = tables.rows_by_feed_and_method.group_by("method").agg(pl.col("rows").sum()).sort("method")
    unlinked = tables.rows_by_feed_and_method.filter(pl.col("method") == "unlinked").select("feed", "rows")
    rules = tables.blocking.select("rule", "blocks_left_out", "pairs_left_out", "pairs")
    return {
        "links": {
            "links by method": count_table(["method", "rows"], by_method.rows()),
            "unlinkable rows by feed": count_table(["feed", "rows"], unlinked.rows()),
            "candidate pairs by blocking rule": count_table(rules.columns, rules.rows()),
            "values of too many to mean one": count_table(tables.hubs.columns, tables.hubs.rows()),
        },
        "persons": {
            "persons": tables.persons.height,
            "with a valid id": int(tables.persons["has_valid_id"].sum()),
        },
        "review": {"review by reason": _counts(tables.review, "reason_code")},
        "decisions": {"decisions": _counts(tables.decisions, "decision")},
        "decision_errors": {"answers by reason": _counts(tables.decision_errors, "reason_code")},
        "weights": {"match weights in bits": _weights(tables.weights)},
        "events": {"events by kind": _counts(tables.events, "event")},
    }


def _churn(night: Night, tables: IdentityTables) -> pl.DataFrame:
    before = Published(night.previous_scan("identity/persons").collect(), night.previous_path("identity/links"))
    tonight = Published(tables.persons, night.path("identity/links"))
    return churn_table(night.night, before, tonight, tables.events, IdentitySettings().churn_bound)


class IdentityConfig(dg.Config):
    """estimate_weights: estimate the match weights on this night's pairs and keep them from now on."""

    estimate_weights: bool = False


@dg.multi_asset(
    name="identity",
    group_name="g2_identity",
    partitions_def=NIGHTS,
    specs=[
        dg.AssetSpec(
            key=["identity", table],
            # Volumes, so that a night whose deliveries are halved stops before the long stages.
            deps=[
                ["landing", "volumes"],
                ["landing", *DECISIONS_FEED.split("/")],
                *(["landing", *feed.key.split("/")] for feed in person_feeds()),
            ],
            kinds={"polars", "parquet"},
            description=description,
        )
        for table, description in TABLES.items()
    ],
)
@without_values
def identity(
    context: dg.AssetExecutionContext, config: IdentityConfig, lake: dg.ResourceParam[Lake]
) -> Iterator[dg.MaterializeResult[None]]:
    """Resolve every person group of every landed feed."""
    night = night_of(context, lake)
    landed = {feed.key: night.path(f"landing/{feed.key}") for feed in person_feeds()}
    previous = night.previous_scan("identity/registry").collect()
    answers, pairs = night.read(f"landing/{DECISIONS_FEED}"), night.previous_scan("identity/review_pairs").collect()
    weights = night.previous_scan("identity/weights").collect()
    tables = resolve_night(
        landed,
        previous,
        night.night,
        night.target("identity/links"),
        answers=answers,
        known_pairs=pairs,
        known_weights=weights.clear() if config.estimate_weights else weights,
    )
    churn = _churn(night, tables)
    figures = churn.select("measure", "of", "share", "bound", "number")
    metadata = _metadata(tables) | {"churn": {"since the night before": count_table(figures.columns, figures.rows())}}
    for table in TABLES:
        if table == "churn":
            night.save("identity/churn", churn)
        elif table != "links":
            night.save(f"identity/{table}", getattr(tables, table))
        yield table_result(night, f"identity/{table}", metadata.get(table, {}))
