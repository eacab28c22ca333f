"""Every number of policy is a parameter: what the metadata names is read, and a hit carries the value it rests on."""

from functools import cache
from pathlib import Path

import polars as pl
import pytest
from sqlglot import exp

from assets.indicators.catalogue import load_catalogue
from assets.indicators.parameters import read_parameters, resolve
from assets.indicators.session import FACTS
from assets.indicators.slope import TIED_BENEFITS
from assets.vocabulary.paths import SQL
from tests.stages.indicators.full_town import everything
from tests.stages.indicators.small_town import NIGHT, VILLAGE, find, with_own
from tests.unit.indicators.test_sql import facts_read, parsed

CATALOGUE = load_catalogue()
COUNTY = VILLAGE[:6]
PLACE = {"county_code", "urban_rural"}
# How far back a fact holds rows at all, by the longest of all places: it decides nothing in any one place.
LOOK_BACK = "widest"
# The county's own values differ from the shipped ones by so little that every finding stands,
NUDGE = -1e-6
NUDGED_UP = {"benefit_end_months"}
# or by whole months, where months are counted one by one.
WHOLE = {"base_recent_months": 2.0, "chronic_months": 2.0}


@cache
def read_by(path: Path) -> frozenset[str]:
    """The parameters that a file reads for the place of each row."""
    statement = parsed(path).copy()
    for part in list(statement.find_all(exp.CTE)):
        if part.alias == LOOK_BACK:
            part.pop()
    read = {column.name for column in statement.find_all(exp.Column) if column.table == "policy"}
    return frozenset(read - PLACE)


@cache
def with_facts(path: Path) -> frozenset[Path]:
    """A file and all facts that it reads, itself or through other facts."""
    facts = [SQL / "indicators" / "facts" / f"{fact}.sql" for fact in facts_read(path)]
    return frozenset({path}).union(*(with_facts(fact) for fact in facts))


def read_through_facts(code: str) -> frozenset[str]:
    return frozenset().union(*(read_by(path) for path in with_facts(SQL / "indicators" / f"{code}.sql")))


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_named_parameter_is_read(code: str) -> None:
    assert CATALOGUE[code].parameters
    assert set(CATALOGUE[code].parameters) <= read_through_facts(code)


def test_no_parameter_is_read_by_nothing() -> None:
    """The worth of what comes with a benefit is for the replay's slope; nobody's finding rests on it."""
    read = frozenset().union(*(read_through_facts(code) for code in CATALOGUE))
    named = {name for entry in CATALOGUE.values() for name in entry.parameters}
    shipped = set(read_parameters()["name"])
    assert shipped - read == set(TIED_BENEFITS)
    assert shipped - named == set(TIED_BENEFITS)
    assert read | named <= shipped


def test_a_look_back_is_what_it_is_taken_for() -> None:
    """Only facts look back as far as any place does, and nothing but months is read there."""
    paths = [path for path in sorted((SQL / "indicators").rglob("*.sql")) if LOOK_BACK in path.read_text("utf-8")]
    looking = {path.stem: part for path in paths for part in parsed(path).find_all(exp.CTE) if part.alias == LOOK_BACK}
    assert looking and set(looking) <= set(FACTS)
    for part in looking.values():
        assert all("month" in column.name for column in part.find_all(exp.Column))
        assert [projection.alias for projection in part.this.selects] == ["months"]


def test_a_hit_carries_the_values_of_its_county(tmp_path: Path) -> None:
    """Each parameter of each indicator has another value in the county, and every hit there says which."""
    shipped = resolve(read_parameters(), [COUNTY], NIGHT).filter(pl.col("county_code") == COUNTY)
    own = {
        (name, kind): WHOLE.get(name, value - NUDGE if name in NUDGED_UP else value + NUDGE)
        for name, kind, value in shipped.select("name", "urban_rural", "value").rows()
    }
    changed = [
        {"name": name, "urban_rural": kind, "region": COUNTY, "value": value} for (name, kind), value in own.items()
    ]
    night = find(everything(tmp_path), values=with_own(*changed))
    places = night.read("households/economy").select("household_id", "urban_rural")
    hits = night.read("indicators/hits").join(places, on="household_id")
    assert set(hits["code"]) == set(CATALOGUE)
    for row in hits.to_dicts():
        kind = row["urban_rural"]
        expected = {name: (own[name, kind], COUNTY, "a decree") for name in CATALOGUE[row["code"]].parameters}
        carried = {each["name"]: (each["value"], each["region"], each["source"]) for each in row["parameters"]}
        assert carried == expected
        assert all(carried[name][0] != value for name, value in _shipped(shipped, kind).items() if name in carried)


def _shipped(shipped: pl.DataFrame, kind: str) -> dict[str, float]:
    return dict(shipped.filter(pl.col("urban_rural") == kind).select("name", "value").rows())
