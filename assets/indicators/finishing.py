"""The small tables that turn a rule's rows into hits: what each indicator is, its parameters, its feeds' ages.

What belongs here: what the SELECTs of sql/indicators/steps join. What does not: running a rule and writing a table.
"""

from collections.abc import Iterable

import duckdb
import polars as pl

from assets.indicators.catalogue import Indicator
from assets.vocabulary.paths import read_sql
from assets.vocabulary.tables import EVIDENCE, FEED_AGES, PARAMETERS

RAW_HITS: dict[str, pl.DataType | type[pl.DataType]] = {
    "code": pl.String,
    "household_id": pl.String,
    "person_id": pl.String,
    "value": pl.Float64,
    "threshold": pl.Float64,
    "tier": pl.String,
    "facts": pl.String,
    "evidence": EVIDENCE,
}

JUDGED_HITS = RAW_HITS | {
    "link_method": pl.String,
    "match_probability": pl.Float64,
    "lane": pl.String,
    "department": pl.String,
    "name_zh": pl.String,
    "withheld": pl.Boolean,
}


def name_tables(
    connection: duckdb.DuckDBPyConnection, entries: Iterable[Indicator], resolved: pl.DataFrame, ages: pl.DataFrame
) -> None:
    """Make the tables of what indicators are, the empty tables of hits, and the views over the judged ones."""
    entries = list(entries)
    catalogue = catalogue_table(entries)
    tables = {
        "catalogue": catalogue.drop("needs", "parameters"),
        "parameter_lists": parameter_lists(catalogue, resolved),
        "feed_age_lists": feed_age_lists(catalogue, ages),
        "routes": routes(entries),
        "raw_hits": pl.DataFrame(schema=RAW_HITS),
        "judged_hits": pl.DataFrame(schema=JUDGED_HITS),
    }
    for name, frame in tables.items():
        connection.register("incoming", frame.to_arrow())
        connection.execute(f"create temp table {name} as select * from incoming")
        connection.unregister("incoming")
    connection.execute("create view finished_hits as select * from judged_hits where not withheld")
    connection.execute(f"create view component_hits as {read_sql('indicators/steps/component_hits')}")
    connection.execute(f"create view routed as {read_sql('indicators/steps/routed')}")
    connection.execute(f"create temp table weakest_links as {read_sql('indicators/steps/weakest_links')}")


def catalogue_table(entries: Iterable[Indicator]) -> pl.DataFrame:
    """The indicators as a table, one row a code."""
    return pl.DataFrame(
        [
            {
                "code": entry.code,
                "name_zh": entry.name_zh,
                "level": entry.level,
                "lane": entry.lane,
                "department": entry.department,
                "disposition": entry.disposition,
                "entitled": list(entry.entitled),
                "departments": list(entry.pushes),
                "version": entry.version,
                "about_the_dead": entry.about_the_dead,
                "is_built_on_others": bool(entry.built_on),
                "built_on": list(entry.built_on),
                "is_routed": bool(entry.pushes_by),
                "needs": list(entry.needs),
                "parameters": list(entry.parameters),
            }
            for entry in entries
        ],
        schema_overrides={"built_on": pl.List(pl.String), "entitled": pl.List(pl.String)},
    )


def routes(entries: Iterable[Indicator]) -> pl.DataFrame:
    """Which departments a word of a hit leads to: one row a code, word and department."""
    rows = [
        {"code": entry.code, "word": word, "department": key}
        for entry in entries
        for word, keys in entry.pushes_by
        for key in keys
    ]
    return pl.DataFrame(rows, schema={"code": pl.String, "word": pl.String, "department": pl.String})


def parameter_lists(catalogue: pl.DataFrame, resolved: pl.DataFrame) -> pl.DataFrame:
    """For each code, county and kind of place the list of parameters that a hit carries, by name."""
    used = catalogue.select("code", pl.col("parameters").alias("name")).explode("name")
    return (
        used.join(resolved, on="name")
        .sort("code", "county_code", "urban_rural", "name")
        .group_by("code", "county_code", "urban_rural", maintain_order=True)
        .agg(parameters=pl.struct("name", "value", "region", pl.col("urban_rural"), "valid_from", "valid_to", "source"))
        .cast({"parameters": PARAMETERS})
    )


def feed_age_lists(catalogue: pl.DataFrame, ages: pl.DataFrame) -> pl.DataFrame:
    """For each code the ages of the feeds that it needs."""
    return (
        catalogue.select("code", pl.col("needs").alias("feed"))
        .explode("feed")
        .join(ages.select("feed", "delivery", "age_days"), on="feed", how="left")
        .sort("code", "feed")
        .group_by("code", maintain_order=True)
        .agg(feeds_age=pl.struct("feed", "delivery", "age_days"))
        .cast({"feeds_age": FEED_AGES})
    )
