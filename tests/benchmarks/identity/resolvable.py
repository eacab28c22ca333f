"""Which records a careful clerk, with all other records at hand, could give to their person for sure.

Belongs here: the definition, on true persons and written details. Does not belong here: any matcher's thinking.

Words. A number is *intact* where all of the person's own number can be read (15 digits, a small x, spaces and an
apostrophe included). A name is *read* where nothing but its form differs (script, other form of a character, spaces,
dots), *near* where a character was mistaken, exchanged, lost or cut off. A *detail* is the birth date (written, or
within an intact number), the telephone, the household's number, the guardian's number, the home's address.

A record is resolvable where one of these holds:
 1. The number is intact and the name is read or near.
 2. The number is intact and the name is a former one, and a detail other than the birth date is also on another
    record of the person (without it nobody knows whether the number or the name is another's).
 3. The number has one wrong digit, two exchanged, lost its last or was rounded to 15 digits; the name is read, no
    other person in the world bears that name and birth date, and another record of the person has its number intact and
    its name read.
 4. The number is missing, damaged or another's; the name is read; and name with one detail, as written, is on another
    record of the person and on no record of anybody else (name with birth date: of nobody in the world).
 5. As 4 with a near name, where the person is no twin, and the birth date and one more detail are each on another
    record of the person.
Name and village alone never suffice: most who live in a village are not in the world. Everybody else's records are
those of the same county, but for names with birth dates, which are compared in the whole world.
"""

import numpy as np
import numpy.typing as npt
import polars as pl

from tests.benchmarks.identity.households import Flags, Index
from tests.benchmarks.identity.kinds import has
from tests.benchmarks.identity.name_noise import read_names
from tests.benchmarks.identity.people import People
from tests.benchmarks.identity.rows import NO_BIRTH, Written

Hashes = npt.NDArray[np.uint64]

DAMAGED = ("number_digit", "number_swap", "number_short", "number_rounded")
UNUSABLE = ("number_float", "number_missing", "number_placeholder", "number_of_guardian", "number_of_another")
NEAR = ("name_sound", "name_shape", "name_swapped", "name_lost", "name_truncated")


def mixed(first: Index, second: Index) -> Hashes:
    """A hash of two integers."""
    with np.errstate(over="ignore"):
        value = first.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) ^ second.astype(np.uint64)
        value = (value ^ (value >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
        return np.asarray(value ^ (value >> np.uint64(29)))


def births_of_names(people: People) -> Hashes:
    """Name with birth date of each person, to be compared in the whole world."""
    return mixed(read_names(people.names), people.members.born)


def repeated(hashes: Hashes) -> Hashes:
    """Those that occur more than once, in order."""
    ordered = np.sort(hashes)
    return np.unique(ordered[1:][ordered[1:] == ordered[:-1]])


def resolvable(people: People, written: Written, common: Hashes) -> Flags:
    """`common`: names with birth dates that more than one person in the world has."""
    noise, person = written.noise, written.at
    name = read_names(written.names)
    damaged, former = has(noise, *DAMAGED), has(noise, "name_former")
    intact = ~damaged & ~has(noise, *UNUSABLE)
    near = has(noise, *NEAR)
    read = ~near & ~former
    birth = np.where(written.birth == NO_BIRTH, np.where(intact, people.members.born[person], NO_BIRTH), written.birth)
    details = {
        "birth": (birth, birth != NO_BIRTH),
        "phone": (written.phone, written.phone >= 0),
        "household": (written.household, written.household >= 0),
        "guardian": (written.guardian, written.guardian >= 0),
        "home": (written.home, written.home >= 0),
    }
    named = np.zeros(len(noise), dtype=np.bool_)
    again: dict[str, Flags] = {}
    for detail, (value, there) in details.items():
        alone, shared = _alone_and_shared(mixed(name, value), person, there & ~former)
        if detail == "birth":
            alone &= ~_among(mixed(name, value), common)
        named |= alone & shared
        again[detail] = _alone_and_shared(mixed(person, value), person, there)[1]
    others = again["phone"] | again["household"] | again["guardian"] | again["home"]
    anchored = np.bincount(person, weights=intact & read, minlength=len(people.person))[person] > 0
    true_birth = mixed(name, people.members.born[person])
    return (
        (intact & ~former)
        | (intact & former & others)
        | (damaged & read & anchored & ~_among(true_birth, common))
        | (~intact & read & named)
        | (~intact & near & ~former & ~has(noise, "twin") & again["birth"] & others)
    )


def _among(hashes: Hashes, ordered: Hashes) -> Flags:
    if not len(ordered):
        return np.zeros(len(hashes), dtype=np.bool_)
    place = np.minimum(np.searchsorted(ordered, hashes), len(ordered) - 1)
    return np.asarray(ordered[place] == hashes)


def _alone_and_shared(hashes: Hashes, person: Index, there: Flags) -> tuple[Flags, Flags]:
    """Where the key is nobody else's, and where it is on more than one record."""
    where = np.flatnonzero(there)
    grouped = pl.DataFrame({"hash": hashes[where], "person": person[where]}).select(
        alone=pl.col("person").min().over("hash") == pl.col("person").max().over("hash"),
        shared=pl.len().over("hash") > 1,
    )
    alone, shared = np.zeros(len(there), dtype=np.bool_), np.zeros(len(there), dtype=np.bool_)
    alone[where], shared[where] = grouped["alone"].to_numpy(), grouped["shared"].to_numpy()
    return alone, shared
