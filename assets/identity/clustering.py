"""T5: which nodes become one person, under constraints, and which pairs go to review.

What belongs here: thresholds, ties, the order of merging. What does not: weights, and vetoes on one pair (doubts).

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
from assets.identity.doubts import BIRTH_CONFLICT, NAME_DIFFERS, doubt, unasked

TIE, BETWEEN = "fuzzy_tie", "fuzzy_between"
# What holds a node in its cluster, the weakest last.
KINDS: Final = ("reviewed", "repaired", "fuzzy")
REVIEWED: Final = KINDS[0]
MOST_ROUNDS: Final = 60
# A pair of two births that are one person's all the same: what clears one row clears the others of the person.
CLEARED: Final = "cleared"

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


def edges_of(scored: pl.DataFrame, units: pl.DataFrame, review: float) -> pl.DataFrame:
    """Best pair of each two nodes worth a review: left (a unit's node), right, weight, doubt, kind, pair, CLEARED."""
    near_number = (pl.col("id_number_level") == "one_edit") & (pl.col("rules") & rule_bit(REPAIR) > 0)
    kind = pl.when(near_number.fill_null(False)).then(pl.lit("repaired")).otherwise(pl.lit("fuzzy"))
    table = scored.with_row_index("pair").with_columns(doubt=doubt(scored), kind=kind)
    other_birth = (pl.col("birth_date_level") == "different").fill_null(False)
    table = table.with_columns((other_birth & pl.col("doubt").is_null()).alias(CLEARED))
    table = table.filter((pl.col("weight") >= review) & ~unasked())
    table = table.join(units.select("unit", left="node"), on="unit", maintain_order="left")
    best = table.sort(
        "left", "node", "weight", "doubt", "kind", "unit", descending=[False, False, True, False, True, False]
    )
    best = best.unique(["left", "node"], keep="first", maintain_order=True)
    return best.select("left", "weight", "doubt", "kind", "pair", CLEARED, right="node")


def cluster(edges: pl.DataFrame, persons: int, bounds: Bounds, parted: pl.DataFrame, joined: pl.DataFrame) -> Clusters:
    """Clusters of the nodes that `edges` (see `edges_of`) and the reviewers' `joined` pairs (left, right) touch.

    Nodes below `persons` have a valid number. `parted`: pairs (left, right) that are never one. A cluster is named by
    its smallest node, so that one with a valid number bears that person's. Without `standing` it is the weight, without
    `cleared` no pair is.
    """
    if "standing" not in edges.columns:
        edges = edges.with_columns(standing="weight")
    if CLEARED not in edges.columns:
        edges = edges.with_columns(pl.lit(False).alias(CLEARED))
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

    Of two clusters the best edge stands for all; its doubt is a conflict of births where any of them has one and none
    is cleared.
    """
    named = state.select("node", "cluster")
    there = edges.join(named.rename({"node": "left", "cluster": "from"}), on="left").join(
        named.rename({"node": "right", "cluster": "to"}), on="right"
    )
    said = ("weight", "standing", "doubt", "kind", "pair", CLEARED)
    there = there.filter(pl.col("from") != pl.col("to")).select("from", "to", *said)
    back = there.select("to", "from", *said).rename({"to": "from", "from": "to"})
    both = pl.concat([there, back.select(there.columns)])
    if not parted.is_empty():
        sides = [named.rename({"node": side, "cluster": f"{side}_cluster"}) for side in ("left", "right")]
        never = parted.join(sides[0], on="left").join(sides[1], on="right")
        pairs = [("left_cluster", "right_cluster"), ("right_cluster", "left_cluster")]
        vetoes = pl.concat([never.select(pl.col(a).alias("from"), pl.col(b).alias("to")) for a, b in pairs])
        both = both.join(vetoes, on=["from", "to"], how="anti")
    conflict = ((pl.col("doubt") == BIRTH_CONFLICT).any() & ~pl.col(CLEARED).any()).over("from", "to")
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
        .with_columns(rivals=rival.fill_null(False).cum_sum().cast(pl.Int64), rival=rival.fill_null(False))
        # Counted over all, less those before the first of the same: a count of its own for each is many times as slow.
        .with_columns(place=pl.when("rival").then(pl.col("rivals") - _before().first().over("from")))
        .drop("rivals", "rival")
    )
    best = pl.col("standing").filter(pl.col("place") == 1).first().over("from")
    next_best = pl.col("standing").filter(pl.col("place") == 2).first().over("from")
    tied = (pl.col("place") <= 2) & (best - next_best < bounds.tie_margin)
    judged = ranked.with_columns(tied=tied.fill_null(False), second=(pl.col("place") > 1).fill_null(False))
    sure = pl.col("doubt").is_null() & (pl.col("standing") >= bounds.sure) & ~pl.col("tied") & ~pl.col("second")
    return judged.with_columns(sure=sure)


def _before() -> pl.Expr:
    """How many rivals stand before a row, of all clusters."""
    return pl.col("rivals") - pl.col("rival").cast(pl.Int64)


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
