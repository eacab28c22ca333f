"""The public function of the stage: records in, persons with lasting tokens out.

What belongs here: the order of the tiers. What does not: any rule of a tier, files and Dagster.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.identity.blocking import Anchors, candidate_pairs
from assets.identity.decision import DECISION_SCHEMA, decide
from assets.identity.details import group_units, identity_tokens, make_units
from assets.identity.exact import group_by_id
from assets.identity.inheritance import KEY_COLUMNS, inherited_keys
from assets.identity.lasting import assign
from assets.identity.persons import describe
from assets.identity.preparation import Prepared, beside, number_separate, prepare
from assets.identity.review import TWO_NAMES, review_table
from assets.identity.scoring import compare, score
from assets.identity.settings import IdentitySettings
from assets.vocabulary import identity_number

METHODS = pl.Enum(["exact", "id_only", "fuzzy", "same_details", "unlinked"])
LINKED = ("cluster", "method", "probability")
# What `describe` and the review read of a record.
DESCRIBED = ("source", "rows", "name", "id_text", "sex", "birth_date", "phone", "division_code", "address")
ANCHOR_VALUES = ("phone", "guardian_id", "household_no", "division_code")


@dataclass(frozen=True)
class Resolution:
    """What a resolution gives.

    links: record_id, person_id, method, probability (with occurrence where the caller counted rows), by record_id.
    persons: person_id and what is known of them (see `persons.describe`).
    review: as the contract's identity/review.  events and registry: as identity/events and identity/registry.
    blocking: rule, pairs, blocks_left_out, pairs_left_out.
    """

    links: pl.DataFrame
    persons: pl.DataFrame
    review: pl.DataFrame
    events: pl.DataFrame
    registry: pl.DataFrame
    blocking: pl.DataFrame


@dataclass(frozen=True)
class _Loose:
    """Records without a valid id: record → cluster, the clusters' keys, their links and what goes to review."""

    clusters: pl.DataFrame
    keys: pl.DataFrame
    links: pl.DataFrame
    review: pl.DataFrame
    blocking: pl.DataFrame


def resolve(
    records: pl.DataFrame,
    settings: IdentitySettings | None = None,
    previous: pl.DataFrame | None = None,
    night: date | None = None,
) -> Resolution:
    """Who is who among `records`, whatever their order.

    `records`: record_id (unique text or int), source, and name, id_number, sex (1, 2), birth_date, phone,
    division_code, address, household_no, guardian_id_number, any of which may be null or absent; optionally `rows`,
    how many rows a record stands for. `previous` is the registry of the night before, `night` is the first
    night of new persons. Raises ValueError where a record_id repeats.
    """
    if records["record_id"].n_unique() != records.height:
        raise ValueError("record_id is not unique")
    prepared = prepare(records)
    numbered = Prepared(number_separate(prepared.records), prepared.names)
    return resolve_prepared(numbered, settings or IdentitySettings(), previous, night)


def resolve_prepared(
    prepared: Prepared, settings: IdentitySettings, previous: pl.DataFrame | None, night: date | None
) -> Resolution:
    """As `resolve`, on prepared records with `ordinal` (and `occurrence`, which then is in the links)."""
    names = prepared.names
    groups = group_by_id(prepared.records, names)
    owners = _owners(groups)
    by_id = {"id_text": "id_text", "name_key": "name_key"}
    records = beside(prepared.hand_over().with_row_index("record"), owners, by_id, ["id_group", "cluster", "similar"])
    loose = _resolve_loose(records, groups, owners, names, settings)
    records = _with_methods(records, loose, settings)
    keys = pl.concat([_owner_keys(owners), loose.keys]).select(KEY_COLUMNS)
    if previous is not None:
        keys = pl.concat([keys, inherited_keys(keys, owners, records, names, previous)])
    shown: list[str] = [name for name in ("record_id", "occurrence") if name in records.columns]
    # What only matching needed goes before the registry and the persons are made beside it.
    records = records.select(*shown, *LINKED, *DESCRIBED)
    lasting = assign(keys, previous, night)
    del groups, keys
    numbers = owners.filter(pl.col("id_group") == 0).select("cluster", number="id_text").unique()
    persons = describe(records, numbers, lasting.tokens)
    pairs = pl.concat([_two_names(owners), loose.review])
    review = review_table(pairs, records, persons, lasting.tokens)
    records = records.select(*shown, *LINKED)
    links = _links(records, lasting.tokens, shown)
    return Resolution(links, persons, review, lasting.events, lasting.registry, loose.blocking)


def _links(records: pl.DataFrame, tokens: pl.DataFrame, shown: list[str]) -> pl.DataFrame:
    linked = records.join(tokens.select("cluster", "person_id"), on="cluster")
    return linked.select(*shown, "person_id", "method", "probability").sort(shown)


def _owners(groups: pl.DataFrame) -> pl.DataFrame:
    """id_text, name_key, id_group, cluster of the valid ids: a cluster is an id with the names consistent under it."""
    valid = groups.filter("id_valid").select("id_text", "name_key", "id_group", "similar")
    clusters = valid.select("id_text", "id_group").unique().with_row_index("cluster")
    return valid.join(clusters, on=["id_text", "id_group"])


def _owner_keys(owners: pl.DataFrame) -> pl.DataFrame:
    return owners.select(
        "cluster",
        identity_key=pl.concat_str("id_text", pl.col("name_key").fill_null(""), separator="|"),
        anchored=pl.col("name_key").is_not_null(),
        main=pl.col("id_group") == 0,
    )


def _two_names(owners: pl.DataFrame) -> pl.DataFrame:
    """A review pair for every group of names that contradicts its id's majority."""
    clusters = owners.select("id_text", "id_group", "cluster").unique()
    others = clusters.filter(pl.col("id_group") > 0).select("id_text", right="cluster")
    pairs = clusters.filter(pl.col("id_group") == 0).select("id_text", left="cluster").join(others, on="id_text")
    nothing = pl.lit(None, pl.Float64)
    return pairs.select("left", "right", reason_code=pl.lit(TWO_NAMES), weight=nothing, probability=nothing)


def _anchors(records: pl.DataFrame, owners: pl.DataFrame) -> Anchors:
    """The persons with a valid id; those who only stand under another's number are none."""
    main = owners.filter(pl.col("id_group") == 0)
    number = pl.col("id_text")
    people = main.select(
        "id_text", anchor="cluster", birth_date=identity_number.birth_date(number), sex=identity_number.sex(number)
    ).unique()
    owned = records.lazy().filter(pl.col("id_group") == 0)
    values = {
        column: owned.select(anchor="cluster", value=column).drop_nulls().unique().rename({"value": column}).collect()
        for column in ANCHOR_VALUES
    }
    return Anchors(people, main.drop_nulls("name_key").select("name_key", anchor="cluster"), values)


def _resolve_loose(
    records: pl.DataFrame, groups: pl.DataFrame, owners: pl.DataFrame, names: pl.DataFrame, settings: IdentitySettings
) -> _Loose:
    shared = groups.filter(~pl.col("id_valid")).select("id_text", "name_key", shared_group="id_group")
    loose = records.filter(~pl.col("id_valid")).drop("id_group")
    loose = loose.join(shared, on=["id_text", "name_key"], how="left", nulls_equal=True)
    units, unit_of = make_units(loose.rename({"shared_group": "id_group"}))
    unit_groups = group_units(units)
    links, review, counts = _matches(units, unit_groups, _anchors(records, owners), names, settings)
    first = owners["cluster"].n_unique()
    place = unit_groups.join(links.select("group", "anchor"), on="group", how="left").with_columns(
        own=pl.col("group") + pl.lit(first, pl.UInt32)
    )
    place = place.with_columns(cluster=pl.coalesce("anchor", "own"))
    keys = identity_tokens(units).join(place, on="unit").select("cluster", identity_key="token").unique()
    shifted = review.select(
        "reason_code", "weight", "probability", left=pl.col("group") + pl.lit(first, pl.UInt32), right="anchor"
    )
    return _Loose(
        unit_of.join(place.select("unit", "group", "cluster"), on="unit"),
        keys.with_columns(anchored=pl.lit(False), main=pl.lit(False)),
        links,
        shifted.select("left", "right", "reason_code", "weight", "probability"),
        counts,
    )


def _matches(
    units: pl.DataFrame, unit_groups: pl.DataFrame, anchors: Anchors, names: pl.DataFrame, settings: IdentitySettings
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """(links, review, counts of the blocking rules) of the units without a valid id."""
    pairs, counts = candidate_pairs(units, anchors, names, settings.pairs_per_block)
    if pairs.is_empty():
        return pl.DataFrame(schema=DECISION_SCHEMA), pl.DataFrame(schema=DECISION_SCHEMA), counts
    scored = score(compare(pairs, units, anchors, names), anchors, names, settings)
    links, review = decide(scored, unit_groups, anchors.people, settings)
    return links, review, counts


def _with_methods(records: pl.DataFrame, loose: _Loose, settings: IdentitySettings) -> pl.DataFrame:
    """`records` with cluster, method and probability.

    A record under a number whose majority name contradicts it was never linked by that number: like a record without a
    valid id it is held by its identical details, or alone. Exact is an equal number with the same name in some writing;
    with a name that is missing or only similar it is `id_only`.
    """
    linked = loose.clusters.join(loose.links.select("group", link="probability"), on="group", how="left")
    table = beside(
        records,
        linked.select("record", "link", loose_cluster="cluster"),
        {"record": "record"},
        ["link", "loose_cluster"],
    ).with_columns(cluster=pl.coalesce("cluster", "loose_cluster"))
    owned = pl.col("id_group") == 0
    several = pl.col("rows").sum().over("cluster") > 1
    method = (
        pl.when(owned & pl.col("name_key").is_not_null() & ~pl.col("similar").fill_null(False))
        .then(pl.lit("exact"))
        .when(owned)
        .then(pl.lit("id_only"))
        .when(pl.col("link").is_not_null())
        .then(pl.lit("fuzzy"))
        .when(several)
        .then(pl.lit("same_details"))
        .otherwise(pl.lit("unlinked"))
    )
    table = table.with_columns(method=method.cast(METHODS)).drop("loose_cluster")
    given = {
        "exact": 1.0,
        "id_only": settings.id_only_probability,
        "same_details": settings.same_details_probability,
        "unlinked": 1.0,
    }
    fixed = pl.col("method").replace_strict(given, default=None, return_dtype=pl.Float64)
    return table.with_columns(probability=pl.coalesce(fixed, "link")).drop("link")
