"""The people of the world of known truth: what must hold of them whatever a matcher does."""

import polars as pl

from data.synthetic.randomness import Draws
from tests.benchmarks.identity.counties import make_counties
from tests.benchmarks.identity.people import make_people

PERSONS = 60_000


def test_no_two_people_have_one_number_and_no_day_is_many_peoples() -> None:
    draws = Draws(1)
    people = [make_people(draws, county) for county in make_counties(draws, PERSONS)]
    assert pl.concat([each.number for each in people]).is_duplicated().sum() == 0
    births = pl.concat([each.birth_date() for each in people])
    assert births.len() == PERSONS
    # One in 37,000 days; some years are five times as full.
    assert births.value_counts()["count"].max() < PERSONS / 1_000
