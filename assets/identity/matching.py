"""T2 to T5 for the records without a valid number: which group of them is which person.

What belongs here: the order of blocking, comparison, weights and clustering. What does not: any rule of one of them.
"""

from dataclasses import dataclass, replace
from functools import partial

import polars as pl

from assets.identity.blocking import candidate_pairs
from assets.identity.chance import chance_levels
from assets.identity.clustering import Bounds, cluster, edges_of
from assets.identity.comparison import COMPARISONS, LEVEL_COLUMNS, compare
from assets.identity.coverage import with_known_elsewhere
from assets.identity.decisions import bound_sides
from assets.identity.details import connected, group_units, identity_tokens, make_units, owner_key
from assets.identity.estimation import estimate
from assets.identity.exact import ByNumber, shared_numbers
from assets.identity.hysteresis import with_standing
from assets.identity.model import Model
from assets.identity.nodes import VALUES, Population, without_hubs
from assets.identity.settings import IdentitySettings
from assets.identity.side_by_side import both
from assets.identity.weights import WEIGHT_COLUMNS, score
from assets.vocabulary import identity_number
from assets.vocabulary.identity_words import WITHDRAWN

NODE_COLUMNS = ("id_text", "name_key", "sex", "birth_date", *VALUES)
SIDES = ("left", "right")


@dataclass(frozen=True)
class Decided:
    """What reviewers decided: `decisions` and `pairs` as in the contracts of identity/decisions and review_pairs.

    withdrawn: as decisions, of pairs whose last answer takes the one before it back.
    """

    decisions: pl.DataFrame
    pairs: pl.DataFrame
    withdrawn: pl.DataFrame | None = None

    def bound(self, keys: pl.DataFrame, decision: str) -> pl.DataFrame:
        """left, right: tonight's sides of `keys` (identity_key, side) that are `decision` (see identity_words)."""
        told = self.decisions if decision != WITHDRAWN else self.withdrawn
        if told is None:
            return pl.DataFrame(schema=dict.fromkeys(SIDES, pl.UInt32))
        bound = bound_sides(told, self.pairs, keys).filter(pl.col("decision") == decision)
        return bound.select(pl.col(SIDES).cast(pl.UInt32)).unique().sort(SIDES)


@dataclass(frozen=True)
class Matching:
    """What the matching gives.

    records: record, node (the group), cluster, weight and kind (null where nothing links the group).
    moved: node and cluster of the names under another's number (see `ByNumber`) that were joined with somebody.
    keys: node, identity_key of the groups without a valid number.
    review: clusters left and right, reason_code, weight, comparisons.
    """

    records: pl.DataFrame
    moved: pl.DataFrame
    keys: pl.DataFrame
    review: pl.DataFrame
    blocking: pl.DataFrame
    hubs: pl.DataFrame
    model: Model


def match(
    records: pl.DataFrame,
    by_number: ByNumber,
    names: pl.DataFrame,
    *,
    settings: IdentitySettings,
    model: Model | None,
    decided: Decided | None,
    previous: pl.DataFrame | None = None,
) -> Matching:
    """Match the records without a valid number, and those whose name is not the one of their number.

    `records`: record, rows, source, ordinal, separate, id_valid, details, and of those with a valid number id_group and
    cluster, as `by_number` has them; those of id_group 0 stand first. Without a `model` one is estimated from the
    pairs. `previous`: the registry of the night before.
    """
    gathered = gather(records, by_number, names, settings.hub_names)
    population, unit_of, keys = gathered.population, gathered.unit_of, gathered.keys
    owners, persons = by_number.owners, population.persons
    scored, counts, model = _scored(population, names, settings, model)
    joined, parted = _decisions(decided, owners, keys)
    edges = edges_of(scored, population.units, settings.review_weight)
    edges = _with_standing(edges, owners, keys, decided=decided, previous=previous, margin=settings.kept_margin)
    bounds = Bounds(settings.sure_weight, settings.review_weight, settings.tie_margin)
    clusters = cluster(edges, persons, bounds, parted, joined)
    held = unit_of.join(population.units.select("unit", "node"), on="unit")
    held = held.join(clusters.places, on="node", how="left")
    return Matching(
        held.select("record", "node", pl.coalesce("cluster", "node").alias("cluster"), "weight", "kind"),
        clusters.places.filter((pl.col("node") < by_number.clusters) & (pl.col("node") != pl.col("cluster"))),
        keys,
        _with_levels(clusters.review, scored),
        counts,
        gathered.hubs,
        model,
    )


@dataclass(frozen=True)
class Gathered:
    """Whom the night is about: all nodes, the unit of each record without a valid number, the keys of the groups."""

    population: Population
    unit_of: pl.DataFrame
    keys: pl.DataFrame
    hubs: pl.DataFrame


def gather(records: pl.DataFrame, by_number: ByNumber, names: pl.DataFrame, hub_names: int) -> Gathered:
    """The nodes of `records`; see `match` for its arguments."""
    persons = by_number.persons
    units, unit_of = _units(records, by_number, names)
    owned = records.head(int((records["id_group"] == 0).sum())).select(*NODE_COLUMNS, node="cluster")
    (told, hubs), (groups, keys) = both(
        partial(without_hubs, units, owned, hub_names), partial(_groups, units, by_number.clusters)
    )
    units = told.join(groups, on="unit", maintain_order="left")
    units = with_known_elsewhere(units, unit_of, records, persons)
    named = by_number.owners.filter(id_group=0).select("id_text", "name_key", node="cluster")
    return Gathered(Population(owned, named, units, persons), unit_of, keys, hubs)


def _groups(units: pl.DataFrame, first: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(unit and node of each unit; node, identity_key of the groups without a valid number).

    A name under another's number is the node that it is there; groups are numbered from `first`.
    """
    known = units.filter(pl.col("cluster").is_not_null()).select("unit", node="cluster")
    loose = units.filter(pl.col("cluster").is_null())
    tokens = identity_tokens(loose)
    groups = group_units(loose, tokens).select("unit", node=pl.col("group") + pl.lit(first, pl.UInt32))
    keys = tokens.join(groups, on="unit").select("node", identity_key="token").unique()
    return pl.concat([groups, known]), keys


def _units(records: pl.DataFrame, by_number: ByNumber, names: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Units (see `make_units`) of the records without a valid number, and of those whose number is another name's.

    Of the latter the number says nothing. `cluster` is theirs under that number, `number_of` the one whose it is, and
    `outvoted` as in `ByNumber`.
    """
    loose = records.filter(~pl.col("id_valid")).drop("id_group")
    shared = shared_numbers(loose, names)
    loose = loose.join(shared, on=["id_text", "name_key"], how="left", nulls_equal=True)
    others = records.filter(pl.col("id_group") > 0)
    others = others.with_columns(
        # What stands on the row itself, or may: of the sex nobody knows where it is the number's.
        birth_date=pl.when("birth_stated").then("birth_date"),
        sex=pl.when(pl.col("sex") != identity_number.sex(pl.col("id_text"))).then("sex"),
        id_text=pl.lit(None, pl.String),
    )
    units, unit_of = make_units(pl.concat([loose, others.select(loose.columns)]))
    place = units["cluster"] - pl.lit(by_number.persons, pl.UInt32)
    told = {"number_of": by_number.number_of, "outvoted": by_number.outvoted}
    return units.with_columns(**{name: values.gather(place) for name, values in told.items()}), unit_of


def _scored(
    population: Population, names: pl.DataFrame, settings: IdentitySettings, model: Model | None
) -> tuple[pl.DataFrame, pl.DataFrame, Model]:
    """Weighed candidate pairs, counts of the blocking rules, the model used."""
    pairs = partial(_compared, population, names, settings.pairs_per_block)
    if model:
        compared, counts = pairs()
    else:
        (compared, counts), others = both(pairs, partial(chance_levels, population, names))
        model = estimate(compared, population.units, names, others)
    floor = settings.population_floor
    return score(compared, population.units, population, names, model=model, population_floor=floor), counts, model


def _compared(population: Population, names: pl.DataFrame, limit: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Candidate pairs with their levels, counts of the blocking rules."""
    # A number that may be the row's own stands against everybody else.
    comparable = population.units.filter(pl.col("outvoted").fill_null(True))
    found = candidate_pairs(replace(population, units=comparable), names, limit)
    pairs = _without_the_numbers_own(found.pairs, population.units)
    nodes = population.nodes(pairs["node"])
    return compare(pairs, population.units, nodes, names), found.counts


def _without_the_numbers_own(pairs: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Whether a name is that of its number has been asked already: the pair is in the review."""
    own = units.select("unit", node="number_of").drop_nulls()
    return pairs.join(own, on=["unit", "node"], how="anti")


def _decisions(decided: Decided | None, owners: pl.DataFrame, keys: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(joined, parted): left, right of the nodes that reviewers decided.

    What would join two different valid numbers joins nobody: no source has said that a number was changed.
    """
    if decided is None or decided.decisions.is_empty():
        return (pl.DataFrame(schema=dict.fromkeys(SIDES, pl.UInt32)),) * 2
    own = owners.select("id_text", "id_group", identity_key=owner_key(), side="cluster")
    sides = pl.concat([own.select("identity_key", "side"), keys.select("identity_key", side="node")])
    joined, parted = (decided.bound(sides, decision) for decision in ("same", "different"))
    numbered = joined.with_row_index("token")
    groups = connected(pl.concat([numbered.select("token", unit=side) for side in SIDES]))
    valid = own.filter(pl.col("id_group") == 0).select("id_text", unit="side")
    numbers = groups.join(valid, on="unit").group_by("group").agg(pl.col("id_text").n_unique())
    several = groups.join(numbers.filter(pl.col("id_text") > 1), on="group", how="semi")
    return joined.join(several.select(left="unit"), on="left", how="anti"), parted


def _with_standing(
    edges: pl.DataFrame,
    owners: pl.DataFrame,
    keys: pl.DataFrame,
    *,
    decided: Decided | None,
    previous: pl.DataFrame | None,
    margin: float,
) -> pl.DataFrame:
    """`edges` with `standing`; only the nodes that they touch are looked up."""
    ends = pl.concat([edges.select(side=side) for side in SIDES]).unique()
    own = owners.join(ends, left_on="cluster", right_on="side", how="semi")
    sides = pl.concat([own.select(identity_key=owner_key(), side="cluster"), keys.select("identity_key", side="node")])
    withdrawn = decided.bound(sides, WITHDRAWN) if decided else edges.clear()
    return with_standing(edges, sides, previous, withdrawn, margin)


def _with_levels(review: pl.DataFrame, scored: pl.DataFrame) -> pl.DataFrame:
    """`review` with `comparisons`: of each pair what was compared, its level and weight in bits."""
    shown = review["pair"].unique().sort()
    wide = scored[shown].with_columns(pair=shown)
    said = [
        wide.select(
            "pair",
            place=pl.lit(place, pl.UInt8),
            comparison=pl.lit(comparison),
            level=LEVEL_COLUMNS[comparison],
            weight=pl.col(WEIGHT_COLUMNS[comparison]).round(2),
        )
        for place, comparison in enumerate(COMPARISONS)
    ]
    known = pl.concat(said).drop_nulls("level").sort("pair", "place")
    levels = known.group_by("pair", maintain_order=True).agg(comparisons=pl.struct("comparison", "level", "weight"))
    return review.join(levels, on="pair", how="left", maintain_order="left").drop("pair")
