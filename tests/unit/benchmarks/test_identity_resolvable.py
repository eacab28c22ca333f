"""Which records count as resolvable, on records written by hand."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.benchmarks.identity.alphabet import Names
from tests.benchmarks.identity.kinds import BIT
from tests.benchmarks.identity.resolvable import resolvable
from tests.benchmarks.identity.rows import NO_BIRTH

NOBODY = np.array([], dtype=np.uint64)
Record = dict[str, int]


def column(records: list[Record], name: str, absent: int) -> npt.NDArray[np.int64]:
    return np.array([record.get(name, absent) for record in records], dtype=np.int64)


def found(records: list[Record]) -> list[bool]:
    """Each record: person, and as given noise, name (of the given name, 7 where not told) and details."""
    person = column(records, "person", 0)
    given = column(records, "name", 7).astype(np.int32)
    same = np.full(len(records), 5, dtype=np.int32)
    people: Any = SimpleNamespace(
        person=np.arange(person.max() + 1), members=SimpleNamespace(born=np.arange(person.max() + 1) * 400)
    )
    details = {name: column(records, name, -1) for name in ("phone", "household", "guardian", "home")}
    written: Any = SimpleNamespace(
        noise=column(records, "noise", 0),
        at=person,
        names=Names(same, same, given, same),
        birth=column(records, "birth", NO_BIRTH),
        **details,
    )
    return [bool(each) for each in resolvable(people, written, NOBODY)]


MISSING, FORMER, CLERK = BIT["number_missing"], BIT["name_former"], BIT["phone_clerk"]


def test_a_detail_on_the_record_of_the_number_finds_the_person() -> None:
    assert found([{"person": 0, "phone": 1}, {"person": 0, "noise": MISSING, "phone": 1}]) == [True, True]
    assert found([{"person": 0}, {"person": 0, "noise": MISSING, "phone": 1}]) == [True, False]


def test_two_records_that_know_each_other_do_not_know_the_person() -> None:
    """Name and telephone on both, and on no record with the number."""
    loose = {"person": 0, "noise": MISSING, "phone": 1}
    assert found([{"person": 0}, loose, loose]) == [True, False, False]
    assert found([loose, loose]) == [True, True]


def test_a_record_comes_to_the_file_by_way_of_another() -> None:
    between = {"person": 0, "noise": MISSING, "phone": 1, "household": 2}
    assert found([{"person": 0, "household": 2}, {"person": 0, "noise": MISSING, "phone": 1}, between]) == [True] * 3


def test_a_village_clerks_telephone_finds_nobody() -> None:
    anchor = {"person": 0, "phone": 1, "noise": CLERK}
    assert found([anchor, {"person": 0, "phone": 1, "noise": MISSING | CLERK}]) == [True, False]


def test_what_another_person_of_the_name_has_finds_nobody() -> None:
    loose = {"person": 0, "noise": MISSING, "phone": 1}
    assert found([{"person": 0, "phone": 1}, loose, {"person": 1, "phone": 1}]) == [True, False, True]


def test_a_former_name_under_the_number_needs_a_detail() -> None:
    anchor = {"person": 0, "household": 2}
    assert found([anchor, {"person": 0, "name": 9, "noise": FORMER}]) == [True, False]
    assert found([anchor, {"person": 0, "name": 9, "noise": FORMER, "household": 2}]) == [True, True]
    assert found([{"person": 0, "name": 9, "noise": FORMER}] * 2) == [True, True]
