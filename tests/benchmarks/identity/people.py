"""The people of one county: true names, numbers, homes and telephones.

Belongs here: what is true. Does not belong here: what departments wrote (rows.py, name_noise.py, number_noise.py).
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from data.synthetic import identity_numbers
from data.synthetic.randomness import Draws, Keys
from tests.benchmarks.identity import alphabet
from tests.benchmarks.identity.alphabet import NOTHING, Names
from tests.benchmarks.identity.counties import County
from tests.benchmarks.identity.households import CHILD, SPOUSE, Flags, Index, Members, make_members

NAMESAKE_SHARE = 0.012
FORMER_NAME_SHARE = 0.003
STRANGER_SHARE = 0.15
# Sequence numbers below this are of people born where they live, the others of people born elsewhere.
LOCAL_SEQUENCES = 400
CLERK_VILLAGES, CLERK_SHARE = 12, 0.08
LIVES_WITH_PHONE = 0.7


@dataclass(frozen=True)
class People:
    """Rows as in `members`; `person` numbers them in the world."""

    person: Index
    members: Members
    names: Names
    former: Names
    has_former: Flags
    namesake: Flags
    sibling: Flags
    number: pl.Series
    phone: Index
    family_phone: Index
    clerk_phone: Index  # or -1
    guardian: Index  # row, or -1
    urban: Flags
    division: pl.Series
    address: pl.Series

    def birth_date(self) -> pl.Series:
        return pl.Series("birth_date", self.members.born.astype(np.int32)).cast(pl.Date)


def make_people(draws: Draws, county: County) -> People:
    person = county.first_person + np.arange(county.persons)
    members = make_members(draws, county.first_person, county.persons, county.villages.height)
    years = members.years()
    names, namesake = _names(draws, person, members)
    first, last = alphabet.draw_given(draws, person + (1 << 40), members.sex, years)
    has_former = draws.chance("name/former", person, FORMER_NAME_SHARE) & ~names.minority()
    minor = 2026 - years < 18
    grown = members.first_with(~minor)
    sibling = _siblings(members)
    place = county.villages[members.village]
    family_phone = _phones(draws, county.first_person + members.head)
    own = draws.chance("phone/own", person, LIVES_WITH_PHONE) & ~minor
    return People(
        person=person,
        members=members,
        names=names,
        former=replace(names, first=first, last=last),
        has_former=has_former,
        namesake=namesake,
        sibling=sibling,
        number=_numbers(draws, county, person, members),
        phone=np.where(own, _phones(draws, person), family_phone),
        family_phone=family_phone,
        clerk_phone=_clerks(draws, county, members.village),
        guardian=np.where(minor & (grown >= 0), grown, -1),
        urban=place["urban"].to_numpy(),
        division=place["code"].alias("division_code"),
        address=place["address"] + _door(members.household),
    )


def _names(draws: Draws, person: Keys, members: Members) -> tuple[Names, Flags]:
    """Names with the family's surname, siblings' and twins' shared characters, and namesakes in a village."""
    family = person[members.head]
    surname = alphabet.draw_surnames(draws, person)
    father = _father_row(members)
    inherits = (members.role == CHILD) | ((members.role > SPOUSE) & draws.chance("name/inherits", person, 0.5))
    surname = np.where(inherits, surname[father], surname).astype(np.int32)
    first, last = alphabet.draw_given(draws, person, members.sex, members.years())
    shared = (members.role == CHILD) & draws.chance("name/shared", family, 0.35)
    eldest = members.first_with(members.role == CHILD)
    first = np.where(shared & (eldest >= 0), first[eldest], first)
    first, last = _twin_characters(draws, person, members, first, last)
    names = Names(surname, np.zeros(len(person), dtype=np.int32), first.astype(np.int32), last.astype(np.int32))
    names = alphabet.with_minority(draws, names, person, family)
    names = alphabet.told_apart(names, members.household)
    named_after = _namesakes(draws, person, members)
    return names.take(np.where(named_after >= 0, named_after, np.arange(len(person)))), _both(named_after)


def _father_row(members: Members) -> Index:
    """The head where a man, else the head's husband, else the head."""
    adult_men = (members.sex == 1) & (members.role <= SPOUSE)
    row = members.first_with(adult_men)
    return np.where(row >= 0, row, members.head)


def _twin_characters(
    draws: Draws, person: Keys, members: Members, first: alphabet.Codes, last: alphabet.Codes
) -> tuple[alphabet.Codes, alphabet.Codes]:
    """Nine in ten pairs of twins share the first or the last character of two."""
    elder = np.maximum(members.twin_of, 0)
    share = (members.twin_of >= 0) & draws.chance("twin/share", person, 0.9)
    by_first = draws.chance("twin/by first", person, 0.6) & (first[elder] != NOTHING)
    first = np.where(share & by_first, first[elder], first)
    by_last = share & ~by_first
    fallback = alphabet.codes_of("晓小文子")[draws.integers("twin/first", person, 0, 4)]
    first = np.where(by_last & (first == first[elder]), fallback, first)
    return first.astype(np.int32), np.where(by_last, last[elder], last).astype(np.int32)


def _namesakes(draws: Draws, person: Keys, members: Members) -> Index:
    """For a few, the row of a neighbour of the same sex whose name they bear, else -1."""
    rows = np.arange(len(person))
    chosen = draws.chance("name/namesake", person, NAMESAKE_SHARE) & (members.role != CHILD)
    other = rows - draws.integers("name/neighbour", person, 6, 40)
    fit = chosen & (other >= 0)
    other = np.maximum(other, 0)
    fit &= (members.village[other] == members.village) & (members.sex[other] == members.sex) & ~chosen[other]
    fit &= members.household[other] != members.household
    return np.where(fit, other, -1)


def _both(named_after: Index) -> Flags:
    """True for namesakes and for those whom they are named after."""
    flags = named_after >= 0
    flags[named_after[flags]] = True
    return flags


def _siblings(members: Members) -> Flags:
    children = np.bincount(members.household, weights=members.role == CHILD)
    return np.asarray((members.role == CHILD) & (children[members.household] > 1))


def _numbers(draws: Draws, county: County, person: Keys, members: Members) -> pl.Series:
    """Valid numbers, no two alike in the world: people from elsewhere have sequence numbers of their county's own."""
    born = pl.Series(members.born.astype(np.int32)).cast(pl.Date)
    away = draws.integers("number/elsewhere", person, 1, 100)
    place = np.where(draws.chance("number/stranger", person, STRANGER_SHARE), away, 0)
    place = _ranked(place, members)[0]
    place, rank = _ranked(place, members)
    start = draws.integers("number/start", pair_of_days(members.born), 0, LOCAL_SEQUENCES)
    local = (start + rank * 37) % LOCAL_SEQUENCES
    sequence = np.where(place > 0, LOCAL_SEQUENCES + place, local) * 2 + (members.sex == 1)
    # Places away wrap around the province's counties: a pair of counties meets at one offset only.
    code = pl.Series(county.all_codes).gather((county.number + place) % len(county.all_codes))
    return identity_numbers.identity_numbers(code, born, pl.Series(sequence))


def pair_of_days(born: Index) -> Keys:
    """Days of birth as keys, which may not be negative."""
    return born + (1 << 20)


def _ranked(place: Index, members: Members) -> tuple[Index, Index]:
    """Order among those of one place, birth date and sex; people from elsewhere who are not first become locals."""
    frame = pl.DataFrame({"place": place, "born": members.born, "sex": members.sex})
    rank = frame.select(pl.int_range(pl.len()).over("place", "born", "sex")).to_series().to_numpy()
    return np.where((place > 0) & (rank > 0), 0, place), rank


def _phones(draws: Draws, keys: Keys) -> Index:
    return draws.integers("phone", keys, 13_000_000_000, 20_000_000_000)


def _clerks(draws: Draws, county: County, village: Index) -> Index:
    """The clerk's number in a few runs of villages, where it stands for many people's."""
    group = county.number * 1000 + village // CLERK_VILLAGES
    clerk = _phones(draws, group + (1 << 42))
    return np.where(draws.chance("phone/clerk", group, CLERK_SHARE), clerk, -1)


def _door(household: Index) -> pl.Series:
    numbers = pl.DataFrame({"group": household // 15 % 12 + 1, "door": household % 170 + 1})
    return numbers.select(pl.format("{}组{}号", "group", "door")).to_series()
