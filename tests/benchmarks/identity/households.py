"""Who lives with whom in one county: positions in households, sexes, birth dates, twins, homes and telephones.

Belongs here: columns of persons that need neither names nor identity numbers. Does not belong here: people.py's rest.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.synthetic.randomness import Draws, Keys, pair

Index = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

THIS_YEAR = 2026
SIZES = np.array([0.24, 0.22, 0.2, 0.19, 0.1, 0.05])
# Watched persons of one village, out of the 1,600 or so who live in it.
VILLAGE_PERSONS = 169
HEAD, SPOUSE, CHILD, PARENT = range(4)
OLDEST = 101
TWIN_SHARE = 0.025
DAYS = 365.25


@dataclass(frozen=True)
class Members:
    """One row a person. `household` counts from 0 in the county, `head` is the row of the household's head."""

    household: Index
    position: Index
    head: Index
    role: Index
    sex: npt.NDArray[np.int8]
    born: Index  # days since 1970-01-01
    twin_of: Index  # the row of the elder twin, or -1
    village: Index  # the county's villages in use, from 0

    def first_with(self, chosen: Flags) -> Index:
        """For each row the household's first chosen row, or -1."""
        count = int(self.household[-1]) + 1
        first = np.full(count, -1, dtype=np.int64)
        rows = np.flatnonzero(chosen)[::-1]
        first[self.household[rows]] = rows
        return first[self.household]

    def years(self) -> Index:
        return (1970 + self.born / DAYS).astype(np.int64)


def make_members(draws: Draws, first_person: int, count: int, villages: int) -> Members:
    """`count` people in households of 1 to 6, spread over the villages in order."""
    person = first_person + np.arange(count)
    sizes = 1 + draws.pick("household/size", person, SIZES)
    ends = np.cumsum(sizes)
    used = int(np.searchsorted(ends, count)) + 1
    household = np.repeat(np.arange(used), sizes[:used])[:count]
    head = np.concatenate([[0], ends])[household]
    position = np.arange(count) - head
    role = _roles(draws, first_person, household, position)
    sex = _sexes(draws, person, head, role)
    born = _births(draws, person, head, role)
    twin_of = _twins(draws, person, role, position)
    twins = twin_of >= 0
    born = np.where(twins, born[twin_of], born)
    sex = np.where(twins & draws.chance("twin/alike", person, 0.55), sex[twin_of], sex)
    village = household * villages // used
    return Members(household, position, head, role, sex.astype(np.int8), born, twin_of, village)


def _roles(draws: Draws, first_person: int, household: Index, position: Index) -> Index:
    key = first_person + household
    married = draws.chance("household/married", key, 0.78)
    drawn = np.where(draws.chance("role/child", pair(key, position), 0.78), CHILD, PARENT)
    role = np.where((position == 1) & married, SPOUSE, drawn)
    return np.where(position == 0, HEAD, role)


def _sexes(draws: Draws, person: Keys, head: Index, role: Index) -> Index:
    """1 male, 2 female."""
    of_head = np.where(draws.chance("sex/head", person, 0.68), 1, 2)
    alone = np.where(draws.chance("sex/alone", person, 0.52), 1, 2)
    return np.where(role == HEAD, of_head, np.where(role == SPOUSE, 3 - of_head[head], alone))


def _births(draws: Draws, person: Keys, head: Index, role: Index) -> Index:
    """Days since 1970: heads of 21 to 86 years, spouses near them, children and parents a generation off."""
    age = draws.uniform("age", person)
    head_age = 21 + 65 * (0.5 * age + 0.5 * draws.uniform("age/second", person))
    of_head = head_age[head]
    spouse = of_head + 8 * age - 4
    child = of_head - 21 - 15 * age
    newborn = 18 * draws.uniform("age/late", person)
    parent = of_head + 20 + 14 * age
    years = np.select([role == SPOUSE, role == CHILD, role == PARENT], [spouse, child, parent], head_age)
    years = np.where((role == CHILD) & (years < 0.1), newborn, years)
    # Parents of the old would be older than anybody: without this many were born on one day.
    years = np.where(years > OLDEST, OLDEST - 25 * age, np.maximum(years, 0.1))
    return ((THIS_YEAR + 0.4 - 1970 - years) * DAYS).astype(np.int64)


def _twins(draws: Draws, person: Keys, role: Index, position: Index) -> Index:
    """The row before, for children who are the twin of the child before them."""
    rows = np.arange(len(person))
    before = np.maximum(rows - 1, 0)
    both = (role == CHILD) & (role[before] == CHILD) & (position > 1)
    twin = both & draws.chance("twin", person, TWIN_SHARE)
    twin &= ~twin[before]
    return np.where(twin, before, -1)
