"""What a unit may be the same person as: the persons with a valid number, and the other groups of units.

What belongs here: the values that a node's records carry, fetched for the nodes that are asked for. What does not:
which pairs are compared, and how alike they are.

A node's number is its cluster's: the persons with a valid number come first, the groups of units after them. Nothing
is gathered for all nodes at once: most persons of a province meet no unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from assets.vocabulary import identity_number

# Columns of which a node may have several values, each compared with a unit's one.
VALUES: Final = ("phone", "guardian_id", "household_no", "division_code", "address")
# A value that stands for many says nothing of one.
SHARED_VALUES: Final = ("phone", "guardian_id", "household_no", "address")
# Above this a household is an institution, or its column holds something else.
LARGEST_HOUSEHOLD: Final = 20
HUB_SCHEMA = pl.Schema({"column": pl.String, "values": pl.Int64, "units": pl.Int64})


@dataclass(frozen=True)
class Nodes:
    """Some nodes.

    people: node, sex.  names: node, name_key.  numbers: node, number.  births: node, birth.  values: for each of
    `VALUES` node and value. A person's numbers and births are what the valid number says.
    """

    people: pl.DataFrame
    names: pl.DataFrame
    numbers: pl.DataFrame
    births: pl.DataFrame
    values: dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Population:
    """All nodes and where their values are.

    owned: records of the persons with a valid number: node, id_text, name_key, sex, birth_date and `VALUES`.
    named: the distinct node, id_text and name_key of these (see `named_of`).
    units: the same columns of the units without one, with unit and the node of their group.
    persons: how many nodes have a valid number.
    """

    owned: pl.DataFrame
    named: pl.DataFrame
    units: pl.DataFrame
    persons: int

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return self.persons + self.units["node"].n_unique()

    def nodes(self, wanted: pl.Series) -> Nodes:
        """All values of the nodes `wanted`."""
        of = wanted.unique().rename("node").to_frame()
        owned, named, grouped = (
            table.join(of, on="node", how="semi") for table in (self.owned, self.named, self.units)
        )
        both = [owned, grouped]
        values = {column: _distinct(both, column) for column in VALUES}
        values["guardian_id"] = pl.concat([values["guardian_id"], self._household_ids(owned)]).unique()
        numbers = named.select("node", number="id_text").unique()
        births = numbers.select("node", birth=identity_number.birth_date(pl.col("number")))
        people = numbers.select("node", sex=identity_number.sex(pl.col("number")))
        return Nodes(
            people=pl.concat([people, grouped.group_by("node").agg(pl.col("sex").min())]),
            names=_distinct([named, grouped], "name_key"),
            numbers=pl.concat([numbers, _distinct([grouped], "id_text").rename({"id_text": "number"})]),
            births=pl.concat([births, _distinct([grouped], "birth_date").rename({"birth_date": "birth"})]),
            values=values,
        )

    def _household_ids(self, owned: pl.DataFrame) -> pl.DataFrame:
        """(node, guardian_id): the numbers of those who live with a person; any of them may be the guardian."""
        homes = owned.select("node", "household_no").drop_nulls().unique()
        members = self.owned.select("household_no", member="node").join(homes, on="household_no", how="semi")
        found = homes.join(members.unique(), on="household_no").filter(pl.col("node") != pl.col("member"))
        few = found.filter(pl.len().over("node") <= LARGEST_HOUSEHOLD)
        numbers = self.named.select("id_text", member="node").join(few.select("member"), on="member", how="semi")
        few = few.join(numbers.unique(), on="member")
        # Null for a number that no row states as its guardian's: it equals none.
        stated = self.units["guardian_id"].dtype
        return few.select("node", guardian_id=pl.col("id_text").cast(stated, strict=False))


def named_of(owned: pl.DataFrame) -> pl.DataFrame:
    """node, id_text and name_key, distinct, of records of persons with a valid number."""
    return owned.select("node", "id_text", "name_key").unique()


def _distinct(tables: Sequence[pl.DataFrame], column: str) -> pl.DataFrame:
    return pl.concat([table.select("node", column) for table in tables]).drop_nulls().unique()


def without_hubs(units: pl.DataFrame, owned: pl.DataFrame, limit: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`units` without the values that more than `limit` names share, and how many there were (HUB_SCHEMA).

    A village clerk's phone on everybody's row, an institution's number as guardian, 'third group' as address. Names are
    counted over units and persons alike.
    """
    told = []
    for column in SHARED_VALUES:
        wanted = units.select(column).drop_nulls().unique()
        shared = (
            pl.concat([table.select(column, "name_key") for table in (units, owned)])
            .join(wanted, on=column, how="semi")
            .group_by(column)
            .agg(names=pl.col("name_key").n_unique())
            .filter(pl.col("names") > limit)
        )
        taken = units.select(column).join(
            shared.select(column, taken=True), on=column, how="left", maintain_order="left"
        )["taken"]
        told.append({"column": column, "values": shared.height, "units": taken.count()})
        units = units.with_columns(pl.when(taken.is_null()).then(column).alias(column))
    return units, pl.DataFrame(told, schema=HUB_SCHEMA)
