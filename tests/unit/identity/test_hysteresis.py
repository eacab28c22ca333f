"""Hysteresis on small tables: which pairs stand higher than they weigh, and what that changes."""

import polars as pl
import pytest

from assets.identity.clustering import Bounds, cluster
from assets.identity.hysteresis import with_standing

BOUNDS = Bounds(sure=10, review=4, tie_margin=3)
PERSONS = 10
NO_PAIRS = pl.DataFrame(schema={"left": pl.UInt32, "right": pl.UInt32})
# Nodes 1 and 2 have valid numbers; 20 and 21 have none. Yesterday 20 was 1, 21 was alone.
KEYS = pl.DataFrame(
    {"identity_key": ["id1", "id2", "a", "b", "c"], "side": [1, 2, 20, 20, 21]},
    schema_overrides={"side": pl.UInt32},
)
YESTERDAY = pl.DataFrame(
    {"identity_key": ["id1", "a", "id2", "c", "gone"], "person_id": ["P1", "P1", "P2", "P3", "P1"]}
)


def edges(*given: tuple[int, int, float, str | None]) -> pl.DataFrame:
    schema = {"left": pl.UInt32, "right": pl.UInt32, "weight": pl.Float64, "doubt": pl.String}
    frame = pl.DataFrame(given, schema=schema, orient="row")
    return frame.with_columns(pair=pl.int_range(pl.len(), dtype=pl.UInt32), kind=pl.lit("fuzzy"))


def standing(previous: pl.DataFrame | None, withdrawn: pl.DataFrame = NO_PAIRS) -> list[float]:
    table = edges((20, 1, 8.0, None), (20, 2, 8.0, None), (21, 1, 8.0, None), (21, 20, 8.0, None))
    return with_standing(table, KEYS, previous, withdrawn, 2.0)["standing"].to_list()


def test_only_who_was_one_person_before_stands_higher() -> None:
    assert standing(YESTERDAY) == [10.0, 8.0, 8.0, 8.0]
    assert standing(None) == [8.0] * 4


@pytest.mark.parametrize("pair", [(20, 1), (1, 20)])
def test_what_a_reviewer_took_back_stands_as_it_weighs(pair: tuple[int, int]) -> None:
    assert standing(YESTERDAY, pl.DataFrame([pair], schema=NO_PAIRS.schema, orient="row")) == [8.0] * 4


CASES = [
    ("below the bound to join, above that to part", [(20, 1, 8.5, None)], {20: 1}),
    ("below both", [(20, 1, 7.9, None)], {20: 20}),
    ("never joined before", [(21, 1, 9.9, None)], {21: 21}),
    ("a doubt parts whatever was", [(20, 1, 30.0, "fuzzy_birth_conflict")], {20: 20}),
    ("a rival that fits as well, a little better even", [(20, 1, 9.5, None), (20, 2, 8.4, None)], {20: 1}),
    ("a rival that fits far better", [(20, 1, 9.5, None), (20, 2, 15.0, None)], {20: 2}),
    ("two that fit alike", [(20, 1, 9.5, None), (20, 2, 11.0, None)], {20: 20}),
]


@pytest.mark.parametrize(("given", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_becomes_one(given: list[tuple[int, int, float, str | None]], expected: dict[int, int]) -> None:
    told = with_standing(edges(*given), KEYS, YESTERDAY, NO_PAIRS, 2.0)
    places = cluster(told, PERSONS, BOUNDS, NO_PAIRS, NO_PAIRS).places
    found = dict(places.select("node", "cluster").rows())
    assert {node: found[node] for node in expected} == expected


def test_a_reviewer_who_parts_is_heard() -> None:
    parted = pl.DataFrame([(20, 1)], schema=NO_PAIRS.schema, orient="row")
    told = with_standing(edges((20, 1, 12.0, None)), KEYS, YESTERDAY, NO_PAIRS, 2.0)
    places = cluster(told, PERSONS, BOUNDS, parted, NO_PAIRS).places
    assert places["node"].to_list() == places["cluster"].to_list()


def test_what_is_told_is_the_weight_itself() -> None:
    told = with_standing(edges((20, 1, 8.5, None)), KEYS, YESTERDAY, NO_PAIRS, 2.0)
    places = cluster(told, PERSONS, BOUNDS, NO_PAIRS, NO_PAIRS).places
    assert places.filter(node=20)["weight"].to_list() == [8.5]
