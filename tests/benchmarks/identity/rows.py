"""The records of one county: what each department wrote about each of its people, and the truth beside it.

Belongs here: putting a record together and its details. Does not belong here: what can be resolved (resolvable.py).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from data.synthetic.randomness import Draws, Keys
from tests.benchmarks.identity.alphabet import Names
from tests.benchmarks.identity.households import Flags, Index
from tests.benchmarks.identity.kinds import Bits, flag
from tests.benchmarks.identity.name_noise import misspell
from tests.benchmarks.identity.number_noise import write_numbers
from tests.benchmarks.identity.people import People
from tests.benchmarks.identity.sources import MOST_ROWS, SOURCES, draw_rows

FORMER_WRITTEN = 0.35
BIRTH_MISSING, BIRTH_WRONG, SEX_MISSING = 0.05, 0.006, 0.06
PHONE_MISSING, PHONE_CHANGED, CLERK_WRITTEN = 0.06, 0.12, 0.5
MOVED, TOWN_ONLY, ADDRESS_FORM = 0.04, 0.08, 0.3
HOUSEHOLD_MISSING, GUARDIAN_MISSING = 0.01, 0.08
RECORD_BITS = 48


@dataclass(frozen=True)
class Written:
    """One row a record; details as integers for comparing, -1 where not written."""

    frame: pl.DataFrame
    at: Index
    noise: Bits
    names: Names
    birth: Index
    phone: Index
    household: Index
    guardian: Index
    home: Index


def write_rows(draws: Draws, people: People, county: int) -> Written:
    at, source = draw_rows(draws, people)
    keys = people.person[at] * MOST_ROWS + source
    true = people.names.take(at)
    former = people.has_former[at] & draws.chance("noise/former", keys, FORMER_WRITTEN)
    names, noise = misspell(draws, keys, true.where(former, people.former.take(at)))
    numbers, on_numbers = write_numbers(draws, keys, at, source, people)
    noise = noise | on_numbers | flag(former, "name_former") | _circumstances(people, at)
    birth, on_birth = _births(draws, people, keys, at, _carries("birth_date", source))
    phone, on_phone = _phones(draws, people, keys, at, source)
    sex_lost = draws.chance("noise/sex", keys, SEX_MISSING) & _carries("sex", source)
    place, home, on_place = _places(draws, people, keys, at, source)
    household = _kept(draws, "household", keys, people.members.household[at], HOUSEHOLD_MISSING)
    household = np.where(_carries("household_no", source), household, -1)
    guardian = _kept(draws, "guardian", keys, people.guardian[at], GUARDIAN_MISSING)
    guardian = np.where(_carries("guardian_id_number", source), guardian, -1)
    noise |= on_birth | on_phone | on_place | flag(sex_lost, "sex_missing")
    sex = np.where(_carries("sex", source) & ~sex_lost, people.members.sex[at], -1)
    frame = pl.DataFrame(
        {
            "record_id": record_ids(draws, keys),
            "source": pl.Series([each.name for each in SOURCES]).gather(source),
            "name": names.spelled(),
            "id_number": numbers,
            "sex": _absent(sex, pl.Int8),
            "birth_date": _absent(birth, pl.Int32, below=-(1 << 30)).cast(pl.Date),
            "phone": _absent(phone, pl.Int64).cast(pl.String),
            **place,
            "household_no": _household_numbers(household, county),
            "guardian_id_number": people.number.gather(_absent(guardian, pl.UInt32)),
        }
    )
    return Written(frame, at, noise, names, birth, phone, household, guardian, home)


def record_ids(draws: Draws, keys: Keys) -> npt.NDArray[np.int64]:
    """The keys under a permutation of the integers below 2^48: each step has an inverse."""
    mask = np.uint64((1 << RECORD_BITS) - 1)
    mixed = (keys.astype(np.uint64) + draws.bits("record", np.zeros(1, dtype=np.int64))) & mask
    for odd in (0x9E3779B97F4B, 0xD1B54A32D193):
        mixed = (mixed * np.uint64(odd)) & mask
        mixed ^= mixed >> np.uint64(RECORD_BITS // 2)
    return mixed.astype(np.int64)


def _carries(column: str, source: Index) -> Flags:
    return np.array([column in each.carries for each in SOURCES])[source]


def _absent(values: Index, kind: type[pl.DataType], below: int = 0) -> pl.Series:
    """A series with null for negative values (or those below)."""
    series = pl.Series(values)
    return series.set(series < below, None).cast(kind)


def _kept(draws: Draws, what: str, keys: Keys, values: Index, missing: float) -> Index:
    return np.where(draws.chance(f"missing/{what}", keys, missing), -1, values)


def _circumstances(people: People, at: Index) -> Bits:
    twins = people.members.twin_of >= 0
    both = twins.copy()
    both[people.members.twin_of[twins]] = True
    noise = flag(both, "twin") | flag(people.sibling, "sibling") | flag(people.namesake, "namesake")
    return np.asarray(noise[at])


NO_BIRTH = -(1 << 31)


def _births(draws: Draws, people: People, keys: Keys, at: Index, carried: Flags) -> tuple[Index, Bits]:
    """Written days of birth; a wrong one is the day of the lunar calendar, about a month before, or another year."""
    missing = carried & draws.chance("missing/birth", keys, BIRTH_MISSING)
    wrong = carried & ~missing & draws.chance("noise/birth", keys, BIRTH_WRONG)
    lunar = -draws.integers("birth/lunar", keys, 20, 50)
    year = np.where(draws.chance("birth/earlier", keys, 0.5), -365, 365)
    shift = np.where(draws.chance("birth/year", keys, 0.3), year, lunar)
    born = people.members.born[at] + np.where(wrong, shift, 0)
    noise = flag(missing, "birth_missing") | flag(wrong, "birth_wrong")
    return np.where(carried & ~missing, born, NO_BIRTH), noise


def _phones(draws: Draws, people: People, keys: Keys, at: Index, source: Index) -> tuple[Index, Bits]:
    """A pupil's row has the guardian's number; some rows an old one or the village clerk's."""
    carried = _carries("phone", source)
    guardian = people.guardian[at]
    pupil = _carries("guardian_id_number", source) & ~_carries("household_no", source)
    phone = np.where(pupil & (guardian >= 0), people.phone[guardian], people.phone[at])
    old = draws.integers("phone/old", people.person[at], 13_000_000_000, 20_000_000_000)
    changed = carried & draws.chance("noise/phone", keys, PHONE_CHANGED)
    clerk = carried & ~pupil & (people.clerk_phone[at] >= 0) & draws.chance("noise/clerk", keys, CLERK_WRITTEN)
    missing = draws.chance("missing/phone", keys, PHONE_MISSING)
    phone = np.where(clerk, people.clerk_phone[at], np.where(changed, old, phone))
    shared = carried & ~clerk & ~changed & (phone == people.family_phone[at])
    written = carried & ~missing
    noise = flag(changed & ~clerk & written, "phone_changed") | flag(clerk & written, "phone_clerk")
    return np.where(written, phone, -1), noise | flag(shared & written, "phone_shared")


def _places(
    draws: Draws, people: People, keys: Keys, at: Index, source: Index
) -> tuple[dict[str, pl.Series], Index, Bits]:
    """division_code and address as written, the home as an integer, and the noise."""
    with_division, with_address = _carries("division_code", source), _carries("address", source)
    moved = (with_division | with_address) & draws.chance("noise/moved", keys, MOVED)
    elsewhere = draws.integers("place/elsewhere", people.person[at], 0, max(1, len(people.person)))
    where = np.where(moved, elsewhere, at)
    division = people.division.gather(where)
    town = pl.Series(draws.chance("place/town", keys, TOWN_ONLY))
    division = (division.str.slice(0, 9) + "000").zip_with(town, division)
    address = people.address.gather(np.where(with_address, where, 0))
    other = with_address & draws.chance("noise/address", keys, ADDRESS_FORM)
    short = address.str.replace(r"^.*?[县市区]", "").str.replace("组", "社")
    address = short.zip_with(pl.Series(other), address)
    nothing = pl.Series([None], dtype=pl.String)
    columns = {
        "division_code": division.zip_with(pl.Series(with_division), nothing),
        "address": address.zip_with(pl.Series(with_address), nothing),
    }
    home = np.where(with_address, people.members.household[where], -1)
    return columns, home, flag(moved, "moved") | flag(other, "address_form")


def _household_numbers(household: Index, county: int) -> pl.Series:
    number = (county * 1_000_000 + household) * 7 + 10_000_000
    written = _absent(np.where(household >= 0, number, -1), pl.Int64).cast(pl.String)
    return pl.select(pl.lit("H") + written).to_series()
