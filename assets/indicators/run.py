"""One night's indicators: parameters resolved, what cannot be assessed named, every rule run, its hits finished.

What belongs here: the order of the steps. What does not: any rule (sql/indicators) or Dagster.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import perf_counter

import duckdb
import polars as pl

from assets.indicators.catalogue import Indicator, load_catalogue
from assets.indicators.finishing import name_tables
from assets.indicators.gaps import not_assessed, not_runnable
from assets.indicators.parameters import read_parameters, resolve
from assets.indicators.placeholders import placeholders
from assets.indicators.session import open_session
from assets.lake import Night
from assets.vocabulary.paths import read_sql


@dataclass
class Outcome:
    """What a run made: rows by table key; hits and seconds by indicator that was run (0 for one that found nothing)."""

    rows: dict[str, int] = field(default_factory=dict)
    hits: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def run(night: Night, values: pl.DataFrame | None = None) -> Outcome:
    """Make indicators/parameters, placeholders, not_assessed, due_grants, hits and withheld of this night.

    `values` are policy parameters as `read_parameters` gives them, by default those of the reference data.
    Raises ParameterError on a parameter without a value, FileNotFoundError on a table that is not made.
    """
    catalogue = load_catalogue()
    outcome = Outcome()
    counties = night.scan("households/economy").select(pl.col("county_code").drop_nulls().unique()).collect()
    resolved = resolve(read_parameters() if values is None else values, counties["county_code"], night.night)
    outcome.rows["indicators/parameters"] = night.save("indicators/parameters", resolved)
    outcome.rows["indicators/placeholders"] = night.save("indicators/placeholders", placeholders(resolved, night.night))
    ages = night.read("landing/feed_ages")
    gaps = not_assessed(ages, catalogue, night.night)
    outcome.rows["indicators/not_assessed"] = night.save("indicators/not_assessed", gaps)
    left_out = not_runnable(ages, catalogue)
    started = perf_counter()
    with open_session(night, resolved) as connection:
        outcome.seconds["facts"] = perf_counter() - started
        name_tables(connection, catalogue.values(), resolved, ages)
        for built_on_others in (False, True):
            entries = [
                entry
                for entry in catalogue.values()
                if entry.code not in left_out and bool(entry.built_on) is built_on_others
            ]
            _find(connection, entries, outcome)
        _count(connection, catalogue.keys() - left_out, outcome)
        for name in ("due_grants", "hits", "withheld"):
            key = f"indicators/{name}"
            outcome.rows[key] = night.save_query(key, connection, read_sql(f"indicators/steps/{name}"))
    return outcome


def _find(connection: duckdb.DuckDBPyConnection, entries: Iterable[Indicator], outcome: Outcome) -> None:
    """Run the rules and add their judged hits.

    Raises RuntimeError where a hit rests on no row of its person or household, or goes to no department.
    """
    connection.execute("delete from raw_hits")
    for entry in entries:
        started = perf_counter()
        rule = f"with rule as (select * from catalogue where code = '{entry.code}'), rule_rows as ("
        query = f"{rule}{read_sql(f'indicators/{entry.code}')}) {read_sql('indicators/steps/raw_hits')}"
        connection.execute(f"insert into raw_hits by name {query}")
        outcome.seconds[entry.code] = perf_counter() - started
    connection.execute("delete from weakest_links")
    connection.execute(f"insert into weakest_links by name {read_sql('indicators/steps/weakest_links')}")
    connection.execute(f"insert into judged_hits by name {read_sql('indicators/steps/judged_hits')}")
    unfounded = "judged_hits where link_method is null"
    _require(connection, unfounded, "hits that rest on no row of their person or household")
    unrouted = (
        "judged_hits semi join (from catalogue where is_routed) using (code) "
        "anti join routed using (code, household_id, person_id)"
    )
    _require(connection, unrouted, "hits whose words lead to no department (pushes_by)")


def _require(connection: duckdb.DuckDBPyConnection, broken: str, fault: str) -> None:
    """Raise RuntimeError naming the indicators of the broken hits, if there are any."""
    rows = connection.execute(f"select distinct code from {broken} order by code").fetchall()
    codes = [str(code) for (code,) in rows]
    if codes:
        raise RuntimeError(f"{fault}: {', '.join(codes)}")


def _count(connection: duckdb.DuckDBPyConnection, codes: Iterable[str], outcome: Outcome) -> None:
    found = dict(connection.execute("select code, count(*) from finished_hits group by code").fetchall())
    outcome.hits = {code: int(found.get(code, 0)) for code in sorted(codes)}
