"""One night of the identity stage over landed files: tables in, tables out, no Dagster.

What belongs here: the order of the steps and the shape of the tables. What does not: any rule of matching.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from assets.identity.decisions import judge_answers, undecided
from assets.identity.matching import Decided
from assets.identity.model import Model
from assets.identity.preparation import Prepared, prepare, spread_separate
from assets.identity.resolution import Resolution, resolve_prepared
from assets.identity.review_pairs import remember_pairs
from assets.identity.rows import GroupOfFeed, distinct_records, first_records, groups_of, write_links
from assets.identity.settings import IdentitySettings
from assets.vocabulary.divisions import county_code

# So many matches make weights that are kept from night to night.
LEAST_MATCHES = 1_000


@dataclass(frozen=True)
class IdentityTables:
    """The stage's tables but for links, which are on disk, and what is told about the night in counts."""

    persons: pl.DataFrame
    person_details: pl.DataFrame
    registry: pl.DataFrame
    review: pl.DataFrame
    review_pairs: pl.DataFrame
    decisions: pl.DataFrame
    decision_errors: pl.DataFrame
    weights: pl.DataFrame
    events: pl.DataFrame
    rows_by_feed_and_method: pl.DataFrame
    blocking: pl.DataFrame
    hubs: pl.DataFrame


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


def _rest_on_enough(weights: pl.DataFrame) -> bool:
    """Whether weights are to be kept: those of a trial with a few files are estimated again the next night."""
    return bool(weights.filter(pl.col("comparison") == "name")["matches"].sum() >= LEAST_MATCHES)


def _weights(model: Model, known: pl.DataFrame, night: date) -> pl.DataFrame:
    """identity/weights: frozen from the night that estimated them until they are estimated anew on purpose."""
    return known if _rest_on_enough(known) else model.table().with_columns(estimated_on=pl.lit(night))


def resolve_night(
    landed: Mapping[str, Path],
    previous: pl.DataFrame,
    night: date,
    links_path: Path,
    *,
    answers: pl.DataFrame,
    known_pairs: pl.DataFrame,
    known_weights: pl.DataFrame,
    settings: IdentitySettings | None = None,
) -> IdentityTables:
    """Resolve all landed feeds (feed key → Parquet file), write the links to `links_path`, give the other tables.

    `previous` is the registry of the night before and `known_pairs` its identity/review_pairs, empty on the first;
    `answers` is landing/feedback/identity; `known_weights` the weights in force, empty where they are to be estimated.
    """
    groups = groups_of(landed)
    answered = judge_answers(answers, known_pairs)
    prepared, firsts = _prepared(groups)
    model = Model.of_table(known_weights) if _rest_on_enough(known_weights) else None
    decided = Decided(answered.decisions, known_pairs, answered.withdrawn)
    used = settings or IdentitySettings()
    resolution: Resolution = resolve_prepared(prepared, used, previous, night, model=model, decided=decided)
    remembered = remember_pairs(resolution.review, resolution.registry, known_pairs, night)
    counts = write_links(groups, firsts, resolution.links, links_path)
    return IdentityTables(
        persons_table(resolution.persons),
        person_details_table(resolution.persons),
        resolution.registry,
        undecided(remembered.review, answered.decisions),
        remembered.pairs,
        answered.decisions,
        answered.errors,
        _weights(resolution.model, known_weights, night),
        resolution.events,
        counts,
        resolution.blocking,
        resolution.hubs,
    )
