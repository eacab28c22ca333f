"""One night of the identity stage over landed files: tables in, tables out, no Dagster.

What belongs here: the order of the steps and the shape of the tables. What does not: any rule of matching.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from assets.identity.preparation import Prepared, prepare, spread_separate
from assets.identity.resolution import Resolution, resolve_prepared
from assets.identity.rows import GroupOfFeed, distinct_records, first_records, groups_of, write_links
from assets.identity.settings import IdentitySettings
from assets.vocabulary.divisions import county_code


@dataclass(frozen=True)
class IdentityTables:
    """The stage's tables but for links, which are on disk, and what is told about the night in counts."""

    persons: pl.DataFrame
    person_details: pl.DataFrame
    registry: pl.DataFrame
    review: pl.DataFrame
    events: pl.DataFrame
    rows_by_feed_and_method: pl.DataFrame
    blocking: pl.DataFrame


def persons_table(persons: pl.DataFrame) -> pl.DataFrame:
    """identity/persons: what names nobody."""
    return persons.select(
        "person_id",
        "sex",
        birth_year=pl.col("birth_date").dt.year().cast(pl.Int64),
        county_code=county_code(pl.col("division_code")),
        has_valid_id="id_valid",
        rows="rows",
        feeds="feeds",
        first_night="first_night",
    )


def person_details_table(persons: pl.DataFrame) -> pl.DataFrame:
    """identity/person_details: what names them."""
    return persons.select(
        *("person_id", "name", "id_number", "id_valid", "sex", "birth_date", "phone", "division_code", "address")
    )


def _prepared(groups: list[GroupOfFeed]) -> tuple[Prepared, dict[str, int]]:
    """Tonight's records, prepared and spread, and the first record_id of each source; what was read is let go."""
    prepared = prepare(distinct_records(groups))
    firsts = first_records(prepared.records)
    prepared.records = spread_separate(prepared.records)
    return prepared, firsts


def resolve_night(
    landed: Mapping[str, Path],
    previous: pl.DataFrame,
    night: date,
    links_path: Path,
    settings: IdentitySettings | None = None,
) -> IdentityTables:
    """Resolve all landed feeds (feed key → Parquet file), write the links to `links_path`, give the other tables.

    `previous` is the registry of the night before, empty on the first.
    """
    groups = groups_of(landed)
    prepared, firsts = _prepared(groups)
    resolution: Resolution = resolve_prepared(prepared, settings or IdentitySettings(), previous, night)
    counts = write_links(groups, firsts, resolution.links, links_path)
    return IdentityTables(
        persons_table(resolution.persons),
        person_details_table(resolution.persons),
        resolution.registry,
        resolution.review,
        resolution.events,
        counts,
        resolution.blocking,
    )
