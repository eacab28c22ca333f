"""T5: which nodes become one person, under constraints, and which pairs go to review.

What belongs here: thresholds, ties, vetoes, the order of merging. What does not: weights.

Not connected components: a chain of good pairs may join two persons with valid numbers. In each round every cluster
looks at its best partner; clusters that are each other's best become one, and a cluster without a valid number joins
the one with a number that is clearly its best. Whatever holds two valid numbers, or what a reviewer parted, never
becomes one.

What is held against the thresholds is a pair's `standing`: its weight, and more where it was one person before (see
hysteresis); what is told of it is its weight.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from assets.identity.blocking import REPAIR, rule_bit
from assets.identity.details import connected

# Why a pair is not sure whatever its weight, in the order in which it is asked.
NAME_DIFFERS, BIRTH_CONFLICT, NAME_ALONE = "fuzzy_name_differs", "fuzzy_birth_conflict", "fuzzy_name_alone"
TIE, BETWEEN = "fuzzy_tie", "fuzzy_between"
# What holds a node in its cluster, the weakest last.
KINDS: Final = ("reviewed", "repaired", "fuzzy")
REVIEWED: Final = KINDS[0]
MOST_ROUNDS: Final = 60

REVIEW_SCHEMA = pl.Schema(
    {"left": pl.UInt32, "right": pl.UInt32, "reason_code": pl.String, "weight": pl.Float64, "pair": pl.UInt32}
)


@dataclass(frozen=True)
class Bounds:
    """In bits: from where a pair is sure, from where it is reviewed, and how far apart two candidates must be."""

    sure: float
    review: float
    tie_margin: float


@dataclass(frozen=True)
class Clusters:
    """places: node, cluster, weight (of the weakest pair that holds the node), kind (fuzzy, repaired).

    review: REVIEW_SCHEMA, left and right are clusters, pair is the row of the edge.
    """

    places: pl.DataFrame
    review: pl.DataFrame


def doubt() -> pl.Expr:
    """The reason why a pair must not be linked by itself, null where there is none.

    Given names must be the same: those of twins and siblings differ by one character, or in writing alone. What excuses
    a name that is spelled by ear or cut off is a number that is equal or one slip away; what excuses another name, or
    none, is an equal number with an equal birth date. Nobody shares their full name and two of phone,
    guardian, household and address with somebody of another birth: there the date is wrong. A name alone never merges,
    nor a name with a place.
    """
    home = pl.sum_horizontal(_equal(what).cast(pl.Int8) for what in ("phone", "guardian", "household", "address"))
    support = _equal("birth_date") | (home > 0) | _is("id_number", "equal", "one_edit", "same_head")
    other_birth = _is("birth_date", "different") & ~(_is("name", "equal", "variant") & (home >= 2))
    return (
        pl.when(~(_same_name() | _excused_name()))
        .then(pl.lit(NAME_DIFFERS))
        .when(other_birth)
        .then(pl.lit(BIRTH_CONFLICT))
        .when(~support)
        .then(pl.lit(NAME_ALONE))
    )


def _same_name() -> pl.Expr:
    """Words in another order, or cut off, are the same name where it is written with letters."""
    letters = ~pl.col("node_name").str.contains(r"\p{Han}").fill_null(True)
    return _is("name", "equal", "variant", "typo") | (letters & _is("name", "swapped", "truncated"))


def _excused_name() -> pl.Expr:
    near_number = _is("id_number", "equal", "one_edit")
    by_ear = near_number & _is("name", "pinyin", "similar_character", "truncated", "swapped")
    unnamed = pl.col("name_level").is_null()
    same_person = near_number & _equal("birth_date") & _equal("sex")
    own_number = _equal("id_number") & _equal("birth_date")
    return by_ear | (unnamed & same_person) | ((unnamed | _is("name", "different", "one_character")) & own_number)


def _is(comparison: str, *levels: str) -> pl.Expr:
    return pl.col(f"{comparison}_level").is_in(levels).fill_null(False)


def _equal(comparison: str) -> pl.Expr:
    return _is(comparison, "equal")


def edges_of(scored: pl.DataFrame, units: pl.DataFrame, review: float) -> pl.DataFrame:
    """The best pair of each two nodes worth a review: left (a unit's node), right, weight, doubt, kind, pair."""
    near_number = (pl.col("id_number_level") == "one_edit") & (pl.col("rules") & rule_bit(REPAIR) > 0)
    table = scored.with_row_index("pair").join(units.select("unit", left="node"), on="unit", maintain_order="left")
    table = table.filter(pl.col("weight") >= review).with_columns(
        doubt=doubt(), kind=pl.when(near_number.fill_null(False)).then(pl.lit("repaired")).otherwise(pl.lit("fuzzy"))
    )
    best = table.sort(
        "left", "node", "weight", "doubt", "kind", "unit", descending=[False, False, True, False, True, False]
    )
    best = best.unique(["left", "node"], keep="first", maintain_order=True)
    return best.select("left", "weight", "doubt", "kind", "pair", right="node")


def cluster(edges: pl.DataFrame, persons: int, bounds: Bounds, parted: pl.DataFrame, joined: pl.DataFrame) -> Clusters:
    """Clusters of the nodes that `edges` (see `edges_of`) and the reviewers' `joined` pairs (left, right) touch.

    Nodes below `persons` have a valid number. `parted`: pairs (left, right) that are never one. A cluster is named by
    its smallest node, so that one with a valid number bears that person's. Without `standing` it is the weight.
    """
    if "standing" not in edges.columns:
        edges = edges.with_columns(standing="weight")
    state = _start(edges, persons, joined)
    for _ in range(MOST_ROUNDS):
        mergers = _mergers(_between(state, edges, parted), persons, bounds)
        if mergers.is_empty():
            break
        state = _merge(state, _one_a_parted_pair(mergers, state, parted), persons)
    return Clusters(state, _review(_between(state, edges, parted), persons, bounds))


def _start(edges: pl.DataFrame, persons: int, joined: pl.DataFrame) -> pl.DataFrame:
    """places of all nodes, those that a reviewer joined as one already."""
    ends = [pl.concat([frame.select(node="left"), frame.select(node="right")]) for frame in (edges, joined)]
    nodes = pl.concat(ends).unique().sort("node")
    alone = nodes.select("node", cluster="node", weight=pl.lit(None, pl.Float64), kind=pl.lit(None, pl.String))
    if joined.is_empty():
        return alone
    numbered = joined.with_row_index("token")
    groups = connected(pl.concat([numbered.select("token", unit=side) for side in ("left", "right")]))
    names = groups.select(node="unit", name=pl.col("unit").min().over("group"))
    told = pl.col("name").is_not_null() & (pl.col("node") >= persons)
    return alone.join(names, on="node", how="left").select(
        "node",
        cluster=pl.coalesce("name", "cluster"),
        weight="weight",
        kind=pl.when(told).then(pl.lit(REVIEWED)).otherwise("kind"),
    )


def _between(state: pl.DataFrame, edges: pl.DataFrame, parted: pl.DataFrame) -> pl.DataFrame:
    """Edges in both directions between clusters that may become one, best first.

    from, to, weight, standing, doubt, kind, pair.

    Of two clusters the best edge stands for all; its doubt is a conflict of births where any of them has one.
    """
    named = state.select("node", "cluster")
    there = edges.join(named.rename({"node": "left", "cluster": "from"}), on="left").join(
        named.rename({"node": "right", "cluster": "to"}), on="right"
    )
    said = ("weight", "standing", "doubt", "kind", "pair")
    there = there.filter(pl.col("from") != pl.col("to")).select("from", "to", *said)
    back = there.select("to", "from", *said).rename({"to": "from", "from": "to"})
    both = pl.concat([there, back.select(there.columns)])
    if not parted.is_empty():
        sides = [named.rename({"node": side, "cluster": f"{side}_cluster"}) for side in ("left", "right")]
        never = parted.join(sides[0], on="left").join(sides[1], on="right")
        pairs = [("left_cluster", "right_cluster"), ("right_cluster", "left_cluster")]
        vetoes = pl.concat([never.select(pl.col(a).alias("from"), pl.col(b).alias("to")) for a, b in pairs])
        both = both.join(vetoes, on=["from", "to"], how="anti")
    conflict = (pl.col("doubt") == BIRTH_CONFLICT).any().over("from", "to")
    both = both.with_columns(doubt=pl.when(conflict).then(pl.lit(BIRTH_CONFLICT)).otherwise("doubt"))
    order = ["from", "to", "standing", "doubt", "kind", "pair"]
    return both.sort(order, descending=[False, False, True, False, True, False]).unique(
        ["from", "to"], keep="first", maintain_order=True
    )


def _judged(between: pl.DataFrame, persons: int, bounds: Bounds) -> pl.DataFrame:
    """`between` of clusters without a valid number, with tied (two persons fit alike), second (worse) and sure.

    Only persons with valid numbers tie: two clusters without one may both belong to the cluster that they fit. Whose
    given name differs comes after all others, whatever else they share: a twin shares it all.
    """
    open_ended = between.filter((pl.col("from") >= persons) | (pl.col("to") >= persons))
    differs = (pl.col("doubt") == NAME_DIFFERS).fill_null(False)
    rival = (pl.col("to") < persons) & (pl.col("from") >= persons) & ~pl.col("differs")
    ranked = (
        open_ended.with_columns(differs=differs)
        .sort(["from", "differs", "standing", "to"], descending=[False, False, True, False])
        .with_columns(place=pl.when(rival).then(rival.cum_sum().over("from")))
    )
    best = pl.col("standing").filter(pl.col("place") == 1).first().over("from")
    next_best = pl.col("standing").filter(pl.col("place") == 2).first().over("from")
    tied = (pl.col("place") <= 2) & (best - next_best < bounds.tie_margin)
    judged = ranked.with_columns(tied=tied.fill_null(False), second=(pl.col("place") > 1).fill_null(False))
    sure = pl.col("doubt").is_null() & (pl.col("standing") >= bounds.sure) & ~pl.col("tied") & ~pl.col("second")
    return judged.with_columns(sure=sure)


def _mergers(between: pl.DataFrame, persons: int, bounds: Bounds) -> pl.DataFrame:
    """from, to, weight, kind: clusters that go into another in this round."""
    sure = _judged(between, persons, bounds).filter(pl.col("sure") & (pl.col("from") >= persons))
    best = sure.sort(["from", "standing", "to"], descending=[False, True, False]).unique(
        "from", keep="first", maintain_order=True
    )
    mutual = best.select(pl.col("to").alias("from"), pl.col("from").alias("to"))
    to_person = best.filter(pl.col("to") < persons)
    pairs = best.filter(pl.col("to") >= persons).join(mutual, on=["from", "to"], how="semi")
    both = pl.concat([to_person, pairs.filter(pl.col("from") > pl.col("to"))])
    return both.select("from", "to", "weight", "kind").sort("from")


def _one_a_parted_pair(mergers: pl.DataFrame, state: pl.DataFrame, parted: pl.DataFrame) -> pl.DataFrame:
    """Of clusters that a reviewer parted and that go into the same one, the best goes now; the others see it then."""
    if parted.is_empty():
        return mergers
    named = state.select("node", "cluster")
    clusters = pl.concat(
        [
            parted.select(node=side).join(named, on="node").select(pl.col("cluster").alias("from"))
            for side in ("left", "right")
        ]
    ).unique()
    touchy = mergers.join(clusters, on="from", how="semi").sort(
        ["to", "weight", "from"], descending=[False, True, False]
    )
    first = touchy.unique("to", keep="first", maintain_order=True)
    return pl.concat([mergers.join(clusters, on="from", how="anti"), first]).sort("from")


def _merge(state: pl.DataFrame, mergers: pl.DataFrame, persons: int) -> pl.DataFrame:
    """places after the mergers; what holds a node is as weak as the weakest pair on its way.

    A cluster without a valid number that takes another in rests on the same pair.
    """
    taking = mergers.filter(pl.col("to") >= persons)
    moved = pl.concat([mergers, taking.with_columns(pl.col("to").alias("from"))])
    inward = moved.rename({"from": "cluster", "weight": "by", "kind": "how"})
    return state.join(inward, on="cluster", how="left", maintain_order="left").select(
        "node",
        cluster=pl.coalesce("to", "cluster"),
        weight=pl.min_horizontal("weight", "by"),
        kind=_weaker(pl.col("kind"), pl.col("how")),
    )


def _weaker(before: pl.Expr, now: pl.Expr) -> pl.Expr:
    order = pl.Enum(KINDS)
    weaker = pl.max_horizontal(before.cast(order).to_physical(), now.cast(order).to_physical())
    return weaker.replace_strict(dict(enumerate(KINDS)), default=None, return_dtype=pl.String)


def _review(between: pl.DataFrame, persons: int, bounds: Bounds) -> pl.DataFrame:
    """For each cluster without a valid number its best pair, and where two persons tie both."""
    judged = _judged(between, persons, bounds).filter(pl.col("from") >= persons)
    first = pl.int_range(pl.len()).over("from") == 0
    shown = judged.filter(first | pl.col("tied"))
    reason = (
        pl.when("tied").then(pl.lit(TIE)).when(pl.col("doubt").is_not_null()).then("doubt").otherwise(pl.lit(BETWEEN))
    )
    rows = shown.select(
        left=pl.max_horizontal("from", "to"),
        right=pl.min_horizontal("from", "to"),
        reason_code=reason,
        weight="weight",
        pair="pair",
    )
    return (
        rows.sort("left", "right", "reason_code")
        .unique(["left", "right"], keep="first", maintain_order=True)
        .select(REVIEW_SCHEMA.names())
    )
