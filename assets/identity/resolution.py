"""The public function of the stage: records in, persons with lasting tokens out.

What belongs here: the order of the tiers. What does not: any rule of a tier, files and Dagster.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np
import polars as pl

from assets.identity.clustering import REVIEWED
from assets.identity.details import owner_key
from assets.identity.exact import ByNumber, group_by_number
from assets.identity.inheritance import KEY_COLUMNS, inherited_keys
from assets.identity.lasting import assign
from assets.identity.matching import Decided, Matching, match
from assets.identity.model import Model
from assets.identity.persons import SAID, describe, said_of
from assets.identity.places import any_place, at, ordinals, spread
from assets.identity.preparation import Prepared, number_separate, prepare
from assets.identity.review import OF_ANOTHER, TWO_NAMES, review_table
from assets.identity.settings import IdentitySettings
from assets.identity.side_by_side import both, side_by_side
from assets.identity.weights import probability

METHODS = pl.Enum(["exact", "id_only", "repaired", "reviewed", "fuzzy", "same_details", "unlinked"])
LINKED = ("cluster", "method", "probability")
# What `said_of` reads of a record.
DESCRIBED = ("source", "rows", *SAID)


@dataclass(frozen=True)
class Resolution:
    """What a resolution gives.

    links: record_id, person_id, method, probability (with occurrence where the caller counted rows), by record_id.
    persons: person_id and what is known of them (see `persons.describe`).
    review: as the contract's identity/review.  events and registry: as identity/events and identity/registry.
    blocking: rule, pairs, blocks_left_out, pairs_left_out.  hubs: column, values, units: values of too many.
    model: the weights used.
    """

    links: pl.DataFrame
    persons: pl.DataFrame
    review: pl.DataFrame
    events: pl.DataFrame
    registry: pl.DataFrame
    blocking: pl.DataFrame
    hubs: pl.DataFrame
    model: Model


def resolve(
    records: pl.DataFrame,
    settings: IdentitySettings | None = None,
    previous: pl.DataFrame | None = None,
    night: date | None = None,
    *,
    model: Model | None = None,
    decided: Decided | None = None,
) -> Resolution:
    """Who is who among `records`, whatever their order.

    `records`: record_id (unique text or int), source, and name, id_number, sex (1, 2), birth_date, phone,
    division_code, address, household_no, guardian_id_number, any of which may be null or absent; optionally `rows`,
    how many rows a record stands for. `previous` is the registry of the night before, `night` is the first
    night of new persons. `model`: weights of an earlier night; without one they are estimated from the records.
    `decided`: what reviewers decided. Raises ValueError where a record_id repeats.
    """
    if records["record_id"].n_unique() != records.height:
        raise ValueError("record_id is not unique")
    # Handed over: where the caller does not hold them either, each column goes once it is prepared.
    held = [records]
    del records
    prepared = prepare(held.pop())
    prepared.records = number_separate(prepared.hand_over())
    return resolve_prepared(prepared, settings or IdentitySettings(), previous, night, model=model, decided=decided)


def resolve_prepared(
    prepared: Prepared,
    settings: IdentitySettings,
    previous: pl.DataFrame | None,
    night: date | None,
    *,
    model: Model | None = None,
    decided: Decided | None = None,
) -> Resolution:
    """As `resolve`, on prepared records with `ordinal` (and `occurrence`, which then is in the links)."""
    records, by_number = grouped(prepared)
    names, prepared.names = prepared.names, prepared.names.clear()
    matching = match(records, by_number, names, settings=settings, model=model, decided=decided, previous=previous)
    owners = _with_moved(by_number.owners, matching)
    records = _with_methods(records, matching, settings)
    own_keys = matching.records.select("node", "cluster").unique().join(matching.keys, on="node")
    loose_keys = own_keys.select("cluster", "identity_key", anchored=pl.lit(False), main=pl.lit(False)).unique()
    keys = pl.concat([_owner_keys(owners), loose_keys]).select(KEY_COLUMNS)
    if previous is not None:
        keys = pl.concat([keys, inherited_keys(keys, owners, records, names, previous)])
    shown: list[str] = [name for name in ("record_id", "occurrence") if name in records.columns]
    # What each step alone needs goes before the next: persons and registry are made beside what is left.
    numbers = by_number.numbers
    pairs = pl.concat([_two_names(owners, by_number.persons), matching.review], how="diagonal")
    pairs = pairs.with_columns(probability=probability(pl.col("weight")))
    del names, by_number, owners
    # Handed over to the step that reads them, so that each column goes when it is read.
    held = [records.select("cluster", *DESCRIBED)]
    records = records.select(*shown, *LINKED, "source")
    lasting, said = both(partial(assign, keys, previous, night), lambda: said_of(held.pop()))
    held.append(said)
    del keys, said
    tokens = lasting.tokens
    links = _links(records, tokens, shown)
    records = records.select("cluster", "source")
    persons = describe(held.pop(), numbers, tokens)
    review = review_table(pairs, records, persons, tokens)
    return Resolution(
        links,
        persons,
        review,
        lasting.events,
        lasting.registry,
        matching.blocking,
        matching.hubs,
        matching.model,
    )


def grouped(prepared: Prepared) -> tuple[pl.DataFrame, ByNumber]:
    """T1: the records (with record, and of those with a valid number id_group, cluster, similar) and their numbers.

    Those of id_group 0 stand first, so that they are a slice of the others and no copy. Neither `prepared` nor the
    numbers hold the records any longer.
    """
    by_number = group_by_number(prepared.records, prepared.names)
    records = prepared.hand_over().hstack(by_number.placed)
    by_number = replace(by_number, placed=by_number.placed.clear())
    owned = (records["id_group"] == 0).fill_null(False)
    order = pl.concat([owned.arg_true(), (~owned).arg_true()])
    columns = records.get_columns()[::-1]
    del records
    # Few columns at a time: each goes when its copy is there.
    ordered = side_by_side(partial(pl.Series.gather, columns.pop(), order) for _ in range(len(columns)))
    return pl.DataFrame(ordered).with_row_index("record"), by_number


def _links(records: pl.DataFrame, tokens: pl.DataFrame, shown: list[str]) -> pl.DataFrame:
    cluster, own = ordinals(records["cluster"]), ordinals(tokens["cluster"])
    token_of = any_place(own, np.arange(len(own)), int(own.max(initial=-1)) + 1)
    linked = records.with_columns(at(tokens["person_id"], token_of[cluster]))
    return linked.select(*shown, "person_id", "method", "probability").sort(shown)


def _owner_keys(owners: pl.DataFrame) -> pl.DataFrame:
    return owners.select(
        "cluster",
        identity_key=owner_key(),
        anchored=pl.col("name_key").is_not_null(),
        main=pl.col("id_group") == 0,
    )


def _with_moved(owners: pl.DataFrame, matching: Matching) -> pl.DataFrame:
    """`owners` with the cluster of whom a name under another's number was joined with."""
    if matching.moved.is_empty():
        return owners
    given = matching.moved.select(cluster="node", given="cluster")
    joined = owners.join(given, on="cluster", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("given", "cluster").alias("cluster")).drop("given")


def _two_names(owners: pl.DataFrame, persons: int) -> pl.DataFrame:
    """A review pair for every group of names that contradicts its number's majority and that nobody joined with it.

    Where the rest of it named somebody with a number of their own (below `persons`), that one stands on the right.
    """
    others = owners.filter(pl.col("id_group") > 0).select("id_text", right="cluster").unique()
    main = owners.filter(pl.col("id_group") == 0).select("id_text", left="cluster")
    pairs = main.join(others.select("id_text"), on="id_text", how="semi").unique().join(others, on="id_text")
    apart = pairs.filter(pl.col("left") != pl.col("right"))
    reason = pl.when(pl.col("right") < persons).then(pl.lit(OF_ANOTHER)).otherwise(pl.lit(TWO_NAMES))
    return apart.select("left", "right", reason_code=reason, weight=pl.lit(None, pl.Float64))


def _with_methods(records: pl.DataFrame, matching: Matching, settings: IdentitySettings) -> pl.DataFrame:
    """`records` with cluster, method and probability.

    A record under a number whose majority name contradicts it is never linked by that number: it is held like a record
    without a valid one by a reviewer, by what was found for it, by its identical details, or alone. Exact is an equal
    number with the same name in some writing; with a name that is missing or only similar it is `id_only`.
    """
    rows = ordinals(matching.records["record"])
    of_loose = {"loose_cluster": matching.records["cluster"], "weight": matching.records["weight"]}
    of_loose["kind"] = matching.records["kind"].cast(METHODS)
    table = records.with_columns(**{name: spread(records.height, rows, values) for name, values in of_loose.items()})
    table = table.with_columns(cluster=pl.coalesce("loose_cluster", "cluster"))
    owned = pl.col("id_group") == 0
    method = (
        pl.when(owned & pl.col("name_key").is_not_null() & ~pl.col("similar").fill_null(False))
        .then(pl.lit("exact", METHODS))
        .when(owned)
        .then(pl.lit("id_only", METHODS))
        .when(pl.col("kind").is_not_null())
        .then(pl.col("kind"))
        .when(_of_several_rows(table))
        .then(pl.lit("same_details", METHODS))
        .otherwise(pl.lit("unlinked", METHODS))
    )
    table = table.with_columns(method=method).drop("loose_cluster", "kind")
    given = {
        "exact": 1.0,
        "id_only": settings.id_only_probability,
        REVIEWED: 1.0,
        "same_details": settings.same_details_probability,
        "unlinked": 1.0,
    }
    fixed = pl.Series([given.get(name) for name in METHODS.categories], dtype=pl.Float64)
    fixed = fixed.gather(table["method"].to_physical())
    return table.with_columns(probability=pl.coalesce(fixed, probability(pl.col("weight")))).drop("weight")


def _of_several_rows(records: pl.DataFrame) -> pl.Series:
    """Whether a record's cluster holds more than one row."""
    of = ordinals(records["cluster"])
    return pl.Series(np.bincount(of, weights=records["rows"].to_numpy())[of] > 1)
