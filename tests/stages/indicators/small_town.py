"""A few landed rows and their identity links in a lake, for tests of the stages after identity.

What belongs here: writing the tables that landing and identity would have made. What does not: any rule. Every row is
linked 'exact' unless the test says otherwise; a person is named by their person_id, there are no names or ids.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from assets.households import build
from assets.indicators import run
from assets.indicators.parameters import COLUMNS, read_parameters
from assets.lake import Lake, Night, publish
from assets.lake.night import table_folder
from assets.lake.publish import night_tables
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import empty, table_schema

NIGHT = date(2026, 6, 30)
VILLAGE = "371082100201"  # the village part 201 is a village committee: 农村
MAIN_ROLES = {"civil_affairs/households": "head", "housing/dangerous_houses": "owner"}

Row = dict[str, Any]


@dataclass
class Town:
    """Rows by feed, persons' details, ages of feeds, tokens that gave way; `write` puts them into a lake as one night.

    `deliveries` are the nights of feeds whose rows came earlier than this one.
    """

    root: Path
    night: date = NIGHT
    rows: dict[str, list[Row]] = field(default_factory=dict)
    details: dict[str, Row] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    gave_way: dict[str, str] = field(default_factory=dict)
    deliveries: dict[str, date] = field(default_factory=dict)

    def person(self, who: str, born: date | None = date(1980, 1, 1), **details: Any) -> str:
        self.details[who] = {"birth_date": born, "sex": 1, "division_code": VILLAGE} | details
        return who

    def add(
        self,
        feed: str,
        who: str | None,
        *,
        method: str = "exact",
        probability: float = 1.0,
        guardian: str | None = None,
        **values: Any,
    ) -> None:
        """One landed row about a person. A person not described before is made with default details."""
        if who is not None and who not in self.details:
            self.person(who)
        row = {"who": who, "method": method, "probability": probability, "guardian": guardian, **values}
        self.rows.setdefault(feed, []).append(row)

    def household(self, number: str, *members: str, assistance_type: str = "110", **values: Any) -> None:
        """A ledger row and its member rows; the first member is the head."""
        status = "关注" if assistance_type == "990" else "在保"
        defaults: Row = {
            "assistance_type": assistance_type,
            "status": status,
            "division_code": VILLAGE,
            "urban_rural": "农村",
            "member_count": len(members),
            "start_month": date(2024, 1, 1),
            "last_review_date": self.night,
        }
        self.add("civil_affairs/households", members[0], household_no=number, **(defaults | values))
        for place, who in enumerate(members):
            self.member(number, who, relation="01" if place == 0 else "99")

    def member(self, number: str, who: str, **values: Any) -> None:
        """A member row; a second call for the same member replaces the values of the first."""
        for row in self.rows.get("civil_affairs/members", []):
            if row["who"] == who and row["household_no"] == number:
                row.update(values)
                return
        self.add("civil_affairs/members", who, household_no=number, **values)

    def write(self, reverse: bool = False) -> Night:
        """Write the landed tables, the links and the persons; `reverse` turns every file upside down."""
        lake = Lake(self.root / "lake")
        night = lake.night(self.night)
        links: list[Row] = []
        for key, feed in load_feeds().items():
            rows = self.rows.get(key, [])[:: -1 if reverse else 1]
            addressed = [self._addressed(key, place, row) for place, row in enumerate(rows, start=1)]
            links += [link for row, place in zip(rows, addressed, strict=True) for link in _links(key, row, place)]
            frame = pl.DataFrame(addressed, schema=feed.schema(), strict=False)
            night.save(f"landing/{key}", frame)
        self._write_identity(night, links)
        return night

    def _addressed(self, feed: str, row_no: int, row: Row) -> Row:
        values = {name: value for name, value in row.items() if name in load_feeds()[feed].schema()}
        file = f"{feed.split('/')[1]}.csv"
        delivery = self.deliveries.get(feed, self.night)
        return values | {"feed": feed, "delivery": delivery, "file": file, "sheet": "", "row_no": row_no}

    def _write_identity(self, night: Night, links: list[Row]) -> None:
        persons = sorted(self.details.items())
        night.save("identity/links", _frame(links, "identity/links"))
        night.save(
            "identity/person_details",
            _frame([{"person_id": who, "id_valid": True, **row} for who, row in persons], "identity/person_details"),
        )
        facts = {"has_valid_id": True, "rows": 1, "feeds": 1, "first_night": self.night}
        night.save("identity/persons", _frame([{"person_id": who, **facts} for who, _ in persons], "identity/persons"))
        merged = [{"identity_key": f"merged|{old}", "person_id": new} for old, new in sorted(self.gave_way.items())]
        registry = [{**row, "first_night": self.night} for row in merged]
        night.save("identity/registry", _frame(registry, "identity/registry"))
        ages = [self._age(key) for key in load_feeds()]
        night.save("landing/feed_ages", _frame(ages, "landing/feed_ages"))

    def _age(self, feed: str) -> Row:
        state = self.states.get(feed, "fresh")
        age = {"fresh": 0, "stale": 999, "missing": None}[state]
        delivery = None if state == "missing" else self.night
        stale_after = load_feeds()[feed].stale_after
        return {
            "feed": feed,
            "delivery": delivery,
            "age_days": age,
            "stale_after": stale_after,
            "state": state,
            "rows": len(self.rows.get(feed, [])),
        }


@dataclass
class Place:
    """One case's corner of a town: names of persons and households carry the case's name."""

    town: Town
    name: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.town, name)

    def named(self, who: str) -> str:
        return f"{self.name}:{who}"

    def person(self, who: str, born: date | None = date(1980, 1, 1), **details: Any) -> None:
        self.town.person(self.named(who), born, **details)

    def add(self, feed: str, who: str, **values: Any) -> None:
        self.town.add(feed, self.named(who), **values)

    def household(self, *members: str, number: str = "h", **values: Any) -> None:
        self.town.household(self.named(number), *map(self.named, members), **values)

    def member(self, who: str, number: str = "h", **values: Any) -> None:
        self.town.member(self.named(number), self.named(who), **values)


@dataclass(frozen=True)
class Case:
    """What a rule must say about one corner: `expected` has a person (the head for a household's hit) and a tier."""

    name: str
    build: Callable[[Place], None]
    expected: dict[str, str] = field(default_factory=dict)


def find(town: Town, values: pl.DataFrame | None = None) -> Night:
    """Write the town and run the stages after identity; gives the night."""
    night = town.write()
    build(night)
    run(night, values)
    return night


def publish_before(town: Town) -> None:
    """Write the town and publish it as an earlier night; the tables of the stages after identity are empty."""
    night = town.write()
    for key in night_tables():
        if not (night.staging / table_folder(key)).exists():
            night.save(key, empty(key))
    publish(night)


def find_cases(root: Path, cases: list[Case], night: date = NIGHT, values: pl.DataFrame | None = None) -> Night:
    """All cases of a table in one town, each in its own corner; `values` are policy parameters other than shipped."""
    town = Town(root, night)
    for case in cases:
        case.build(Place(town, case.name))
    return find(town, values=values)


def with_own(*own: Row) -> pl.DataFrame:
    """The shipped parameters and a county's own ones: name, region, value and what else differs."""
    defaults = {"urban_rural": "", "valid_from": date(2020, 1, 1), "source": "a decree", "status": "local"}
    rows = pl.DataFrame([{**dict.fromkeys(COLUMNS), **defaults, **row} for row in own], schema=COLUMNS)
    return pl.concat([read_parameters(), rows])


def hits_of(night: Night, code: str, case: str, table: str = "indicators/hits") -> dict[str, str]:
    """Person (the head for a household's hit) → tier of one code's hits in one corner; '' where a table has no tier."""
    heads = night.read("households/economy").select("household_id", "head_person_id")
    hits = night.read(table).filter(pl.col("code") == code).join(heads, on="household_id")
    who = pl.when(pl.col("person_id") == "").then(pl.col("head_person_id")).otherwise(pl.col("person_id"))
    tier = pl.col("tier") if "tier" in hits.columns else pl.lit("")
    rows = hits.select(who=who, tier=tier).filter(pl.col("who").str.starts_with(f"{case}:")).rows()
    assert len(rows) == len(dict(rows))
    return {person.removeprefix(f"{case}:"): found for person, found in rows}


def _links(feed: str, row: Row, place: Row) -> list[Row]:
    address = {name: place[name] for name in ("feed", "delivery", "file", "sheet", "row_no")}
    made = []
    if row["who"] is not None:
        role = MAIN_ROLES.get(feed, "self")
        found = {"person_id": row["who"], "method": row["method"], "probability": row["probability"]}
        made.append({**address, "role": role, **found})
    if row["guardian"] is not None:
        made.append(
            {**address, "role": "guardian", "person_id": row["guardian"], "method": "exact", "probability": 1.0}
        )
    return made


def _frame(rows: list[Row], key: str) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=table_schema(key), strict=False)
