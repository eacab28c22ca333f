"""What the stages' assets share of Dagster: the partitions, the night of a run, metadata in counts; and the last asset.

What belongs here: nothing that knows a stage's columns. Metadata are counts and figures, never a row's values.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import dagster as dg

from assets.lake.errors import without_values
from assets.lake.night import Lake, Night
from assets.lake.publish import night_tables, publish
from assets.vocabulary.column_words import words_of_table
from assets.vocabulary.tables import load_tables, table_schema

# Groups are named g1_landing … g7_published: the web page lists groups by name, and this is the order data flows in.
# A night is named by the calendar day on which it runs: the run at 01:30 on the 30th is the night of the 30th.
NIGHTS = dg.DailyPartitionsDefinition(start_date="2020-01-01", timezone="Asia/Shanghai", end_offset=1)


def night_of(context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext, lake: Lake) -> Night:
    """The night that a run's partition names."""
    return lake.night(date.fromisoformat(context.partition_key))


def count_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> dg.MarkdownMetadataValue:
    """A small Markdown table for an asset's metadata; the last column, if numbers, gets a bar beside it."""
    largest = max((row[-1] for row in rows if isinstance(row[-1], int | float)), default=0)
    lines = [f"| {' | '.join(header)} | |", f"|{' --- |' * (len(header) + 1)}"]
    for row in rows:
        last = row[-1]
        bar = "█" * round(20 * last / largest) if isinstance(last, int | float) and largest > 0 else ""
        lines.append(f"| {' | '.join(str(cell) for cell in row)} | {bar} |")
    return dg.MetadataValue.md("\n".join(lines))


def table_result(
    night: Night, key: str, extra: Mapping[str, dg.MetadataValue | int | float | str] | None = None
) -> dg.MaterializeResult[None]:
    """The result of an asset that made one table: its rows, size and column schema, and what the stage adds."""
    meanings = {column.name: f"{column.name_zh}: {column.meaning}" for column in words_of_table(key)}
    columns = [dg.TableColumn(name, str(dtype), meanings[name]) for name, dtype in table_schema(key).items()]
    metadata: dict[str, dg.MetadataValue | int | float | str] = {
        "dagster/row_count": night.rows(key),
        "bytes": night.path(key).stat().st_size,
        "dagster/column_schema": dg.TableSchema(columns=columns),  # type: ignore[dict-item]
        "night": str(night.night),
    }
    return dg.MaterializeResult(asset_key=key.split("/"), metadata=metadata | dict(extra or {}))


@dg.asset(
    key=["night", "published"],
    group_name="g7_published",
    partitions_def=NIGHTS,
    deps=[key.split("/") for key in (*load_tables(), *(k for k in night_tables() if k.startswith("landing/")))],
    kinds={"parquet", "duckdb"},
    description="Partitions moved into place, manifest, published.json in one rename, and the catalogue.",
)
@without_values
def published(context: dg.AssetExecutionContext, lake: dg.ResourceParam[Lake]) -> dg.MaterializeResult[None]:
    """Publish the night once every table is made and every blocking check has passed."""
    manifest = publish(night_of(context, lake))
    rows = [[key, entry["rows"]] for key, entry in manifest["tables"].items() if entry["rows"]]
    return dg.MaterializeResult(
        metadata={
            "tables": len(manifest["tables"]),
            "rows": sum(entry["rows"] for entry in manifest["tables"].values()),
            "already published, identical": manifest["identical"],
            "rows a table": count_table(["table", "rows"], rows),
        }
    )
