"""What people paid themselves adds up: by person, by household, by county, to the fen.

The rules of own payment run with lines so low that everybody is over them: a finding's value is then everybody's sum.
The truth is added up in plain Python from the rows as they were written.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from assets.households import build
from assets.indicators.parameters import read_parameters, resolve
from assets.indicators.session import open_session
from assets.vocabulary.paths import read_sql
from tests.stages.indicators.small_town import NIGHT, Town

COUNTIES = ("371082", "371083", "370102")
YEAR = (date(2026, 1, 1), NIGHT)
TWELVE_MONTHS = (date(2025, 7, 1), NIGHT)
# Own payments are compared as whole 分.
Fen = int


@dataclass
class World:
    """A town, whose household everybody is counted in, where that is, and each settlement of a person."""

    town: Town
    household_of: dict[str, str] = field(default_factory=dict)
    county_of: dict[str, str] = field(default_factory=dict)
    paid: list[tuple[str, date, Decimal]] = field(default_factory=list)

    def sums(self, first: date, last: date) -> dict[str, Fen]:
        made: dict[str, Fen] = defaultdict(int)
        for who, on, amount in self.paid:
            if first <= on <= last:
                made[who] += int(amount * 100)
        return dict(made)


def settle(world: World, random: Random, who: str) -> None:
    """Settlements of one person from before the window to after the night; some are taken back, some lack an amount."""
    for _ in range(random.randint(0, 5)):
        on = date(2025, 5, 20) + timedelta(days=random.randint(0, 430))
        amount = Decimal(random.randint(0, 900_000)) / 100
        rows: list[tuple[date, Decimal | None]] = [(on, amount)]
        if random.random() < 0.3:
            rows.append((on + timedelta(days=random.randint(0, 40)), -amount))
        if random.random() < 0.1:
            rows.append((on, None))
        for day, pay in rows:
            values: dict[str, Any] = {"med_type": random.choice(["11", "14", "21"]), "settle_date": day}
            world.town.add("medical_insurance/settlements", who, personal_pay=pay, **values)
            if pay is not None:
                world.paid.append((who, day, pay))


def place_of(random: Random, county: str) -> str:
    return f"{county}{random.choice(['100201', '101001'])}"


def random_world(root: Path, seed: int) -> World:
    """Households of one to five, some of whose members also belong to a second one; people in no ledger."""
    random, world = Random(seed), World(Town(root))
    for number in range(150):
        household, county = f"h{number:03}", random.choice(COUNTIES)
        members = [f"{household} {member}" for member in range(random.randint(1, 5))]
        for who in members:
            world.town.person(who, division_code=place_of(random, county))
            world.household_of[who], world.county_of[who] = household, county
            settle(world, random, who)
        known = {"annual_income": Decimal(random.randint(1, 90_000)), "income_complete": True}
        values = {"division_code": place_of(random, county), "assistance_type": random.choice(["110", "600", "990"])}
        world.town.household(household, *members, **known, **values)
    for number, who in enumerate(random.sample(sorted(world.household_of), 40)):
        second = {"assistance_type": "990", "status": "退出", "division_code": place_of(random, "370203")}
        world.town.household(f"left{number:02}", who, **second)
    for number in range(60):
        who, county = f"alone {number:02}", random.choice(COUNTIES)
        world.town.person(who, division_code=place_of(random, county))
        world.household_of[who], world.county_of[who] = f"S{who}", county
        settle(world, random, who)
    for _ in range(40):
        pay = Decimal(random.randint(0, 900_000)) / 100
        values = {"med_type": "11", "settle_date": date(2026, 3, 1), "personal_pay": pay}
        world.town.add("medical_insurance/settlements", None, **values)
    return world


@dataclass
class Found:
    """What the rules made of a world: by rule, each person or household with its place and its sum in 分."""

    world: World
    year: dict[str, tuple[str, str, Fen]]
    households: dict[str, tuple[str, Fen]]


@pytest.fixture(scope="module", params=[1, 2], ids=["seed_1", "seed_2"])
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    world = random_world(tmp_path_factory.mktemp("own_pay"), request.param)
    night = world.town.write()
    build(night)
    lines = {"own_pay_ratio_low_income": -1e6, "own_pay_ratio_others": -1e6, "own_pay_income_ratio": -1e6}
    values = read_parameters()
    low = values.with_columns(value=values["name"].replace_strict(lines, default=None).fill_null(values["value"]))
    counties = night.read("households/economy")["county_code"].drop_nulls().unique()
    with open_session(night, resolve(low, counties, night.night)) as connection:
        yield Found(world, _by_person(connection), _by_household(connection))


def _by_person(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str, Fen]]:
    rows = _with_places(connection, "YB01")
    return {person: (number, county, _fen(facts)) for person, number, county, facts in rows}


def _by_household(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, Fen]]:
    return {number: (county, _fen(facts)) for _, number, county, facts in _with_places(connection, "YB03")}


def _with_places(connection: duckdb.DuckDBPyConnection, code: str) -> list[tuple[str, str, str, str]]:
    query = (
        "select found.person_id, coalesce(registry.household_no, found.household_id), economy.county_code, found.facts "
        f"from ({read_sql(f'indicators/{code}')}) as found join households.economy using (household_id) "
        "left join registry using (household_id)"
    )
    return connection.execute(query).fetchall()


def _fen(facts: str) -> Fen:
    """The own payment that a finding's facts name, read without a binary fraction."""
    return int(json.loads(facts, parse_float=Decimal)["own_pay"] * 100)


def added_up(amounts: dict[str, Fen], key: dict[str, str]) -> dict[str, Fen]:
    made: dict[str, Fen] = defaultdict(int)
    for who, amount in amounts.items():
        made[key[who]] += amount
    return dict(made)


def test_every_person_has_their_own_sum_once(found: Found) -> None:
    assert {who: amount for who, (_, _, amount) in found.year.items()} == found.world.sums(*YEAR)


def test_persons_of_two_households_count_in_one(found: Found) -> None:
    assert {who: number for who, (number, _, _) in found.year.items()} == {
        who: found.world.household_of[who] for who in found.year
    }


def test_a_household_is_the_sum_of_its_persons(found: Found) -> None:
    """Of the twelve months and of known income, as YB03 has it; who is in no ledger has no known income."""
    sums = {who: amount for who, amount in found.world.sums(*TWELVE_MONTHS).items() if not who.startswith("alone")}
    expected = added_up(sums, found.world.household_of)
    assert {number: amount for number, (_, amount) in found.households.items()} == expected


def test_a_county_is_the_sum_of_its_persons_and_of_its_households(found: Found) -> None:
    by_person: dict[str, Fen] = defaultdict(int)
    for _, county, amount in found.year.values():
        by_person[county] += amount
    assert by_person == added_up(found.world.sums(*YEAR), found.world.county_of)
    by_household: dict[str, Fen] = defaultdict(int)
    for county, amount in found.households.values():
        by_household[county] += amount
    twelve = found.world.sums(*TWELVE_MONTHS)
    listed = {who: amount for who, amount in twelve.items() if not who.startswith("alone")}
    assert by_household == added_up(listed, found.world.county_of)


def test_the_world_has_what_makes_it_hard(found: Found) -> None:
    world = found.world
    taken_back = sum(amount < 0 for _, _, amount in world.paid)
    assert taken_back > 50
    assert any(amount < 0 for amount in world.sums(*YEAR).values())
    assert set(world.sums(*YEAR)) != set(world.sums(*TWELVE_MONTHS))
    assert sum(row["who"] is None for row in world.town.rows["medical_insurance/settlements"]) == 40
    assert {on > NIGHT for _, on, _ in world.paid} == {True, False}
