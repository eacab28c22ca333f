"""The judge of links on tables small enough to count by hand."""

from datetime import date

import polars as pl
import pytest

from tests.benchmarks.identity.kinds import BIT
from tests.benchmarks.identity.quality import by_kind, errors_by_group, judged, pairs, wilson, wrong_exact

# Person 1 has records 1 2 3, person 2 has 4 5, person 3 has 6. Linked: {1 2} {3 4 5} {6}.
TRUTH = pl.DataFrame(
    {
        "record_id": [1, 2, 3, 4, 5, 6],
        "person": [1, 1, 1, 2, 2, 3],
        "noise": [0, 0, BIT["number_missing"], 0, BIT["twin"], 0],
        "resolvable": [True, True, False, True, True, True],
    }
)
LINKS = pl.DataFrame(
    {
        "record_id": [6, 5, 4, 3, 2, 1],
        "person_id": ["c", "b", "b", "b", "a", "a"],
        "method": ["unlinked", "exact", "exact", "exact", "exact", "exact"],
    }
)
PEOPLE = pl.DataFrame(
    {
        "person": [1, 2, 3],
        "sex": [1, 2, 2],
        "birth_date": [date(2020, 1, 1), date(1990, 1, 1), date(1940, 1, 1)],
        "urban_rural": ["rural", "rural", "urban"],
        "minority": [False, False, True],
        "name_length": [3, 2, 5],
    }
)


def test_pairs_of_all_records() -> None:
    counted = pairs(judged(LINKS, TRUTH))
    # True: 12 13 23 45. Found: 12 34 35 45. Both: 12 45.
    assert (counted.true, counted.found, counted.right) == (4, 4, 2)
    assert (counted.precision, counted.recall, counted.f1) == (0.5, 0.5, 0.5)


def test_pairs_of_resolvable_records_leave_the_others_out_of_both_sides() -> None:
    counted = pairs(judged(LINKS, TRUTH).filter("resolvable"))
    assert (counted.true, counted.found, counted.right) == (2, 2, 2)
    assert counted.f1 == 1.0


def test_no_pairs_at_all_are_no_error() -> None:
    counted = pairs(judged(LINKS, TRUTH).filter(pl.col("record_id") == 1))
    assert (counted.true, counted.precision, counted.recall, counted.f1) == (0, 1.0, 1.0, 1.0)


@pytest.mark.parametrize("links", [LINKS.head(5), pl.concat([LINKS, LINKS.head(1)])])
def test_each_record_is_linked_once(links: pl.DataFrame) -> None:
    with pytest.raises(ValueError, match="record"):
        judged(links, TRUTH)


def test_kinds_count_the_pairs_that_they_touch() -> None:
    kinds = by_kind(judged(LINKS, TRUTH)).filter(pl.col("records") > 0).sort("kind")
    # Record 3 lost 13 and 23 and gained 34 and 35; record 5 kept 45 and gained 35.
    assert kinds.select("kind", "true_pairs", "missed", "wrong", "recall").rows() == [
        ("number_missing", 2, 2, 2, 0.0),
        ("twin", 1, 0, 1, 1.0),
    ]


def test_errors_of_groups_count_people() -> None:
    errors = errors_by_group(judged(LINKS, TRUTH), PEOPLE)
    counted = {row[:3]: row[3:5] for row in errors.select("dimension", "error", "group", "people", "errors").rows()}
    assert counted["sex", "split", "1"] == (1, 1)
    assert counted["sex", "split", "2"] == (1, 0)  # person 3 has one record and cannot be split
    assert counted["sex", "merged", "1"] == (1, 1)
    assert counted["sex", "merged", "2"] == (2, 1)
    assert counted["age", "merged", "06+"] == (1, 1)
    assert counted["minority", "merged", "true"] == (1, 0)


def test_wilson_interval() -> None:
    # By hand for 1 of 10: centre (0.1 + 0.19207) / 1.38415, half 1.95996 / 1.38415 × √(0.009 + 0.0096036).
    made = pl.DataFrame({"errors": [1, 0, 4], "people": [10, 10, 4]}).with_columns(*wilson("errors", "people"))
    assert made["rate"].to_list() == [0.1, 0.0, 1.0]
    assert made["low"].to_list() == pytest.approx([0.017876, 0.0, 0.510109], abs=1e-6)
    assert made["high"].to_list() == pytest.approx([0.404150, 0.277533, 1.0], abs=1e-6)


def test_exact_rows_under_another_person() -> None:
    # In {3 4 5} person 2 has most rows, so the exact row 3 is under another person.
    assert wrong_exact(judged(LINKS, TRUTH))["record_id"].to_list() == [3]
    # In {3 4} each has one: the smaller number counts as the cluster's.
    assert wrong_exact(judged(LINKS, TRUTH).filter(pl.col("record_id") < 5))["record_id"].to_list() == [4]


def test_a_row_without_a_number_makes_no_exact_row_wrong() -> None:
    # Of {3 4 5} only 4 is exact, and it is person 2's.
    links = LINKS.with_columns(method=pl.Series(["unlinked", "fuzzy", "exact", "fuzzy", "exact", "exact"]))
    assert wrong_exact(judged(links, TRUTH)).is_empty()
