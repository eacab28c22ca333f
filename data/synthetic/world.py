"""The world and its blocks: what every feed is made from.

Belongs here: assembling households and persons, spelling a block's names and numbers, planted facts of a block.
Does not belong here: rows of any feed (feeds/), files (delivery.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

from data.synthetic.dates import Dates
from data.synthetic.households import household_attributes
from data.synthetic.identity_numbers import identity_numbers
from data.synthetic.layout import lay_out
from data.synthetic.names import spell
from data.synthetic.persons import make_persons
from data.synthetic.places import Places, load_places
from data.synthetic.plan import FactTables, Scenario
from data.synthetic.randomness import Draws, pair
from data.synthetic.scenarios import all_scenarios
from data.synthetic.shapes import shape_plans

BLOCK_PERSONS = 125_000
PHONE_PREFIXES = (
    134,
    135,
    136,
    137,
    138,
    139,
    150,
    151,
    152,
    157,
    158,
    159,
    182,
    187,
    188,
    130,
    131,
    132,
    155,
    156,
    186,
    133,
    153,
    180,
    189,
)
SHARED_PHONE_SHARE = 0.01
Index = npt.NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """All households and persons of a seed on a night; `scenarios` are the plans from `first_planted` on."""

    draws: Draws
    dates: Dates
    places: Places
    households: pl.DataFrame
    persons: pl.DataFrame
    scenarios: list[Scenario]
    first_planted: int
    facts: FactTables

    def block_edges(self) -> list[tuple[int, int]]:
        """First and last (excluded) household of slices of about 125,000 persons each."""
        number = self.households["first_person"].to_numpy() // BLOCK_PERSONS
        edges = [0, *(np.flatnonzero(np.diff(number)) + 1).tolist(), len(number)]
        return list(pairwise(edges))

    def blocks(self) -> Iterator["Block"]:
        """The world in slices of whole households."""
        for start, stop in self.block_edges():
            yield Block(self, start, stop)


def make_world(persons: int, seed: int, night: date, day: int) -> World:
    """A world of `persons` persons on its first night, `day` days later.

    Raises ValueError for a world too small for one copy of each planted case, or a day outside the first night's term.
    """
    draws, dates, places = Draws(seed), Dates(night, day), load_places(persons)
    scenarios = all_scenarios(dates)
    shapes = shape_plans()
    plans = [*shapes, *(scenario.plan for scenario in scenarios)]
    layout = lay_out(draws, persons, plans, scenarios)
    households = household_attributes(draws, dates, places, layout, plans)
    people = make_persons(draws, dates, households, plans)
    facts = FactTables.of(scenarios, len(shapes))
    return World(draws, dates, places, households, people, scenarios, len(shapes), facts)


class Block:
    """A slice of the world with names, numbers, phones and addresses spelled; `row` is a person's position in it."""

    def __init__(self, world: World, start: int, stop: int) -> None:
        self.world, self.draws, self.dates = world, world.draws, world.dates
        self.households = self._spell_households(world.households.slice(start, stop - start))
        inside = world.persons.filter(pl.col("household").is_between(start, stop - 1))
        self.persons = self._spell_persons(inside.sort("household", "member_no")).with_row_index("row")

    @cached_property
    def person_ids(self) -> Index:
        """The person numbers of the rows."""
        return self.persons["person"].to_numpy()

    def planted(self, feed: str, append: bool = False) -> pl.DataFrame:
        """The feed's extra rows for this block's planted persons that tonight's delivery holds, with `row`.

        A snapshot holds what is true today; an appended feed what became known after the first night (on it: all till
        then).
        """
        day = self.dates.day
        facts = self.world.facts.frames[feed]
        if append:
            facts = facts.filter(
                (pl.col("from_day") > 0) & (pl.col("from_day") <= day) if day else pl.col("from_day") == 0
            )
        else:
            facts = facts.filter((pl.col("from_day") <= day) & (day < pl.col("until_day")))
        owners = self.persons.filter("planted").select("row", "plan", "member_no")
        joined = owners.join(facts, on=["plan", "member_no"], how="inner", maintain_order="left_right")
        return joined.drop("plan", "member_no", "from_day", "until_day")

    def _spell_households(self, frame: pl.DataFrame) -> pl.DataFrame:
        places, key = self.world.places, frame["household"].to_numpy()
        shared = self.draws.chance("household/shared phone", key, SHARED_PHONE_SHARE) & (key > 0)
        owner = pair(np.where(shared, key - 1, key), frame["phone_version"].to_numpy())
        door = self.draws.integers("household/door", pair(key, frame["address_version"].to_numpy()), 1, 400)
        village = places.villages.select(pl.all().gather(frame["village"]))
        county = places.counties.select(pl.all().gather(frame["county"]))
        kind = pl.col("assistance_type")
        return frame.with_columns(
            household_no=pl.when(kind != "").then(
                pl.Series(county["code"]) + pl.col("household").cast(pl.String).str.zfill(8)
            ),
            division_code=village["code"],
            county_name=county["name"],
            phone=_phones(self.draws, owner),
            address=village["address"] + _doors(frame["urban"], pl.Series(door)),
            in_force=kind.is_in(["110", "120", "131", "132", "600", "650", "670"])
            & pl.col("status").is_in(["在保", "渐退"]),
        )

    def _spell_persons(self, frame: pl.DataFrame) -> pl.DataFrame:
        code = self.world.places.counties["code"].gather(frame["county"])
        frame = frame.with_columns(
            name=spell(frame.select("surname", "first", "last")),
            id_number=identity_numbers(code, frame["birth_date"], frame["sequence"]),
            age_days=(pl.lit(self.dates.first) - pl.col("birth_date")).dt.total_days(),
        )
        columns = (
            "household_no",
            "assistance_type",
            "status",
            "urban",
            "in_force",
            "division_code",
            "county_name",
            "phone",
            "address",
            "paid",
        )
        family = self.households.select("household", "monthly_grant", "start_month", "end_month", *columns)
        return frame.drop("surname", "first", "last").join(family, on="household", how="left", maintain_order="left")


def _phones(draws: Draws, owner: Index) -> pl.Series:
    prefix = np.array(PHONE_PREFIXES, dtype=np.int64)[draws.integers("phone/prefix", owner, 0, len(PHONE_PREFIXES))]
    return pl.Series(prefix * 10**8 + draws.integers("phone/number", owner, 0, 10**8)).cast(pl.String)


def _doors(urban: pl.Series, door: pl.Series) -> pl.Series:
    return pl.select(
        pl.when(urban)
        .then(pl.format("{}号楼{}单元{}室", door // 20 + 1, door % 4 + 1, door % 6 * 100 + 101 + door % 2))
        .otherwise(pl.format("{}组{}号", door % 8 + 1, door))
    ).to_series()
