"""Which records a careful clerk, with all other records at hand, could give to their person for sure.

Belongs here: the definition, on true persons and written details. Does not belong here: any matcher's thinking.

Words. A number is *intact* where all of the person's own number can be read (15 digits, a small x, spaces and an
apostrophe included). A name is *read* where nothing but its form differs (script, other form of a character, spaces,
dots), *near* where a character was mistaken, exchanged, lost or cut off. A *detail* is the birth date (written, or
within an intact number), the telephone unless it is the village clerk's, the household's number, the guardian's number,
the home's address. The clerk knows their own number on many people's rows: it says no more than the village.

A person's *file* begins with the records of rule 1; where there are none with those of an intact number and a former
name, and where there are none of these either with the largest group of rule 4. Other records come to it one by one,
each by what it shares with a record that is in the file already: two records may be one person's for sure and yet not
the person's whose number is on a third.

A record is resolvable where it is in its person's file:
 1. The number is intact and the name is read or near.
 2. The number is intact and the name is a former one, and a detail other than the birth date is also in the file
    (without it nobody knows whether the number or the name is another's).
 3. The number has one wrong digit, two exchanged, lost its last or was rounded to 15 digits; the name is read, no
    other person in the world bears that name and birth date, and another record of the person has its number intact and
    its name read.
 4. The number is missing, damaged or another's; the name is read; and name with one detail, as written, is in the file
    and on no record of anybody else (name with birth date: of nobody in the world).
 5. As 4 with a near name, where the person is no twin, and the birth date and one more detail are each in the file.
Name and village alone never suffice: most who live in a village are not in the world. Everybody else's records are
those of the same county, but for names with birth dates, which are compared in the whole world.
"""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class _Details:
    """Of each record by detail: a hash of name and value that is nobody else's, and one of person and value; or 0."""

    named: dict[str, Hashes]
    owned: dict[str, Hashes]


def resolvable(people: People, written: Written, common: Hashes) -> Flags:
    """`common`: names with birth dates that more than one person in the world has."""
    noise, person = written.noise, written.at
    damaged, former, near = has(noise, *DAMAGED), has(noise, "name_former"), has(noise, *NEAR)
    intact, read = ~damaged & ~has(noise, *UNUSABLE), ~near & ~former
    details = _details(people, written, intact, common)
    anchored = _people_with(intact & read, person)
    true_birth = mixed(read_names(written.names), people.members.born[person])
    mended = damaged & read & anchored & ~_among(true_birth, common)
    by_name, by_details = ~intact & read, ~intact & near & ~former & ~has(noise, "twin")
    file = _beginning(details, person, intact, former) | mended
    while True:
        named = np.logical_or.reduce([_also_in(file, hashes) for hashes in details.named.values()])
        again = {detail: _also_in(file, hashes) for detail, hashes in details.owned.items()}
        others = again["phone"] | again["household"] | again["guardian"] | again["home"]
        grown = file | (intact & former & others) | (by_name & named) | (by_details & again["birth"] & others)
        if np.array_equal(grown, file):
            return file
        file = grown


def _details(people: People, written: Written, intact: Flags, common: Hashes) -> _Details:
    noise, person, name = written.noise, written.at, read_names(written.names)
    birth = np.where(written.birth == NO_BIRTH, np.where(intact, people.members.born[person], NO_BIRTH), written.birth)
    values = {
        "birth": (birth, birth != NO_BIRTH),
        "phone": (written.phone, (written.phone >= 0) & ~has(noise, "phone_clerk")),
        "household": (written.household, written.household >= 0),
        "guardian": (written.guardian, written.guardian >= 0),
        "home": (written.home, written.home >= 0),
    }
    named, owned = {}, {}
    for detail, (value, there) in values.items():
        of_name = mixed(name, value)
        alone = there & ~has(noise, "name_former") & _alone(of_name, person)
        alone &= ~_among(of_name, common) if detail == "birth" else True
        named[detail] = np.where(alone, of_name, 0)
        owned[detail] = np.where(there, mixed(person, value), 0)
    return _Details(named, owned)


def _beginning(details: _Details, person: Index, intact: Flags, former: Flags) -> Flags:
    """The records with which each person's file begins."""
    file = intact & ~former
    file |= intact & former & ~_people_with(file, person)
    begun = _people_with(file, person)
    shared = pl.concat(
        pl.DataFrame({"row": rows, "person": person[rows], "hash": hashes[rows]})
        for hashes in details.named.values()
        for rows in (np.flatnonzero((hashes > 0) & ~begun),)
    )
    sized = shared.with_columns(size=pl.len().over("hash")).filter(pl.col("size") > 1)
    largest = sized.sort("person", "size", "hash", descending=[False, True, False])
    file[largest.filter(pl.col("hash") == pl.col("hash").first().over("person"))["row"].to_numpy()] = True
    return file


def _people_with(records: Flags, person: Index) -> Flags:
    """For each record whether its person has any of `records`."""
    return np.asarray(np.isin(person, person[records]))


def _also_in(file: Flags, hashes: Hashes) -> Flags:
    return np.asarray((hashes > 0) & np.isin(hashes, hashes[file]))


def _among(hashes: Hashes, ordered: Hashes) -> Flags:
    if not len(ordered):
        return np.zeros(len(hashes), dtype=np.bool_)
    place = np.minimum(np.searchsorted(ordered, hashes), len(ordered) - 1)
    return np.asarray(ordered[place] == hashes)


def _alone(hashes: Hashes, person: Index) -> Flags:
    """Where the hash is on no record of anybody else."""
    frame = pl.DataFrame({"hash": hashes, "person": person})
    alone = frame.select(pl.col("person").min().over("hash") == pl.col("person").max().over("hash"))
    return np.asarray(alone.to_series().to_numpy())
