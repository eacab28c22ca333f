"""A warning, and no more, where ids of persons changed more than they should."""

import polars as pl
import pytest

CASES = [
    ("another_id", 6, 1000, "few_persons_have_another_id"),
    ("split", 6, 1000, "few_persons_are_split"),
    ("rows_moved", 6, 1000, "few_unchanged_rows_lead_to_another_person"),
    ("another_id", 5, 1000, None),
    ("merged", 500, 1000, None),
    ("minted", 500, None, None),
]


@pytest.mark.parametrize(("measure", "number", "of", "rule"), CASES)
def test_the_bound_of_churn(tiny_night, measure: str, number: int, of: int | None, rule: str | None) -> None:
    row = {"measure": measure, "number": number, "of": of, "share": number / of if of else None}
    told = pl.DataFrame([{"night": tiny_night.night.night, "bound": 0.005 if of else None} | row])
    tiny_night.night.save("identity/churn", told)
    outcome = tiny_night.outcome("identity/churn", "few_ids_change")
    assert [(failure.rule, failure.count) for failure in outcome.failures] == ([(rule, number)] if rule else [])
    assert not outcome.blocking
