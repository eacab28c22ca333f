"""Clustering on small tables of edges: what becomes one, what a veto keeps apart, what is reviewed."""

import polars as pl
import pytest

from assets.identity.clustering import Bounds, Clusters, cluster

BOUNDS = Bounds(sure=10, review=4, tie_margin=3)
PERSONS = 10
NOTHING = [pl.DataFrame(schema={"left": pl.UInt32, "right": pl.UInt32})] * 2
Edge = tuple[int, int, float] | tuple[int, int, float, str]
NO_PAIRS: list[tuple[int, int]] = []


def edges(*given: Edge) -> pl.DataFrame:
    """left, right, weight and a doubt where one is named; nodes below PERSONS have a valid number."""
    rows = [
        (left, right, float(weight), rest[0] if rest else None, "fuzzy", pair)
        for pair, (left, right, weight, *rest) in enumerate(given)
    ]
    schema = {
        "left": pl.UInt32,
        "right": pl.UInt32,
        "weight": pl.Float64,
        "doubt": pl.String,
        "kind": pl.String,
        "pair": pl.UInt32,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def clustered(
    given: list[Edge], parted: list[tuple[int, int]] = NO_PAIRS, joined: list[tuple[int, int]] = NO_PAIRS
) -> Clusters:
    tables = [
        pl.DataFrame(pairs, schema={"left": pl.UInt32, "right": pl.UInt32}, orient="row") for pairs in (parted, joined)
    ]
    return cluster(edges(*given), PERSONS, BOUNDS, *tables)


def groups(found: Clusters) -> set[frozenset[int]]:
    together = found.places.group_by("cluster").agg("node")["node"].to_list()
    return {frozenset(nodes) for nodes in together if len(nodes) > 1}


def reviews(found: Clusters) -> list[tuple[int, int, str]]:
    return sorted(found.review.select("left", "right", "reason_code").rows())


JOINS: list[tuple[str, list[Edge], list[set[int]]]] = [
    ("a sure pair", [(20, 1, 12)], [{1, 20}]),
    ("not sure", [(20, 1, 9.9)], []),
    ("two groups of one person", [(20, 1, 12), (21, 1, 15)], [{1, 20, 21}]),
    ("through another group", [(20, 1, 12), (21, 20, 11)], [{1, 20, 21}]),
    ("groups without a person", [(21, 20, 11), (22, 21, 12), (22, 20, 5)], [{20, 21, 22}]),
    ("the clearly better person", [(20, 1, 20), (20, 2, 12)], [{1, 20}]),
    ("a doubt, whatever its weight", [(20, 1, 40, "fuzzy_name_alone")], []),
    ("a twin with all the family's values", [(20, 1, 12), (20, 2, 30, "fuzzy_name_differs")], [{1, 20}]),
    ("a long chain", [(n + 1, n, 20) for n in range(20, 40)], [set(range(20, 41))]),
    ("never two valid numbers", [(20, 1, 30), (21, 2, 30), (21, 20, 29)], [{1, 20}, {2, 21}]),
    ("a chain between two valid numbers", [(20, 1, 30), (21, 2, 30), (21, 20, 12)], [{1, 20}, {2, 21}]),
    ("two groups of other births", [(21, 20, 30, "fuzzy_birth_conflict"), (20, 1, 12)], [{1, 20}]),
]


@pytest.mark.parametrize(("given", "expected"), [case[1:] for case in JOINS], ids=[case[0] for case in JOINS])
def test_what_becomes_one(given: list[Edge], expected: list[set[int]]) -> None:
    assert groups(clustered(given)) == {frozenset(nodes) for nodes in expected}
    assert groups(clustered(given[::-1])) == {frozenset(nodes) for nodes in expected}


REVIEWS: list[tuple[str, list[Edge], list[tuple[int, int, str]]]] = [
    ("between", [(20, 1, 9)], [(20, 1, "fuzzy_between")]),
    ("a tie", [(20, 1, 20), (20, 2, 18)], [(20, 1, "fuzzy_tie"), (20, 2, "fuzzy_tie")]),
    ("a doubt", [(20, 1, 40, "fuzzy_name_alone")], [(20, 1, "fuzzy_name_alone")]),
    ("only the best doubtful one", [(20, 1, 9), (20, 2, 4.5)], [(20, 1, "fuzzy_between")]),
    ("nothing more once it is sure", [(20, 1, 20)], []),
    ("two groups once", [(21, 20, 9)], [(21, 20, "fuzzy_between")]),
]


@pytest.mark.parametrize(("given", "expected"), [case[1:] for case in REVIEWS], ids=[case[0] for case in REVIEWS])
def test_what_is_reviewed(given: list[Edge], expected: list[tuple[int, int, str]]) -> None:
    assert reviews(clustered(given)) == sorted(expected)


def test_what_reviewers_parted_never_becomes_one_nor_is_asked_again() -> None:
    found = clustered([(20, 1, 30)], parted=[(1, 20)])
    assert groups(found) == set()
    assert reviews(found) == []


def test_parted_groups_do_not_meet_in_a_third() -> None:
    given: list[Edge] = [(20, 1, 30), (21, 1, 20)]
    assert groups(clustered(given, parted=[(20, 21)])) == {frozenset({1, 20})}


def test_what_reviewers_joined_is_one_with_or_without_a_weight() -> None:
    found = clustered([(20, 1, 5)], joined=[(20, 1), (2, 3)])
    assert groups(found) == {frozenset({1, 20}), frozenset({2, 3})}
    assert dict(found.places.filter(pl.col("node") == 20).select("node", "kind").iter_rows()) == {20: "reviewed"}


def test_a_node_is_as_weak_as_the_weakest_pair_on_its_way() -> None:
    found = clustered([(20, 1, 12), (21, 20, 30)])
    weights = dict(found.places.select("node", "weight").iter_rows())
    assert (weights[1], weights[20], weights[21]) == (None, 12.0, 12.0)


def test_what_clears_one_pair_of_two_births_clears_the_persons_others() -> None:
    """One row has the right birth and one a wrong one; the wrong one is near its number, the other does not."""
    given = edges((20, 1, 26), (21, 20, 14), (21, 1, 12, "fuzzy_birth_conflict"))
    apart = cluster(given, PERSONS, BOUNDS, *NOTHING)
    assert groups(apart) == {frozenset({1, 20})}
    cleared = given.with_columns(cleared=pl.col("weight") == 26)
    # Only where the cleared pair stands between the same two clusters.
    beside = pl.concat([cleared, edges((22, 21, 30)).with_columns(cleared=pl.lit(False))])
    assert groups(cluster(beside, PERSONS, BOUNDS, *NOTHING)) == {frozenset({1, 20}), frozenset({21, 22})}
    both = edges((21, 20, 14), (20, 1, 26), (21, 1, 12, "fuzzy_birth_conflict"), (22, 1, 20), (22, 21, 25))
    both = both.with_columns(cleared=pl.col("weight") == 20)
    assert groups(cluster(both, PERSONS, BOUNDS, *NOTHING)) == {frozenset({1, 20, 21, 22})}
