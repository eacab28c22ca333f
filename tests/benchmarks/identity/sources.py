"""The departments' lists: who is in each, and which columns each carries.

Belongs here: lists and their coverage. Does not belong here: what is written wrongly (name_noise.py, number_noise.py).
"""

from dataclasses import dataclass

import numpy as np

from data.synthetic.randomness import Draws
from tests.benchmarks.identity.households import CHILD, HEAD, Flags, Index
from tests.benchmarks.identity.people import People

ASSISTED_SHARE = 0.23


@dataclass(frozen=True)
class Source:
    """`carries`: columns beside name and number. `no_number`: share of rows without one."""

    name: str
    carries: frozenset[str]
    no_number: float


def _source(name: str, carries: str, no_number: float) -> Source:
    return Source(name, frozenset(carries.split()), no_number)


# A person has at most one row of each, so two entries of one name are two rows.
SOURCES = (
    _source("medical_insurance/enrolment|self", "division_code", 0.008),
    _source("medical_insurance/settlements|self", "", 0.012),
    _source("medical_insurance/settlements|self", "", 0.012),
    _source("civil_affairs/members|self", "sex birth_date phone household_no guardian_id_number", 0.035),
    _source("civil_affairs/households|head", "phone division_code address household_no", 0.03),
    _source("civil_affairs/disabled|self", "division_code", 0.02),
    _source("civil_affairs/leads|self", "phone division_code", 0.68),
    _source("education/students|self", "sex birth_date phone guardian_id_number division_code", 0.2),
    _source("education/students|guardian", "phone", 0.16),
    _source("housing/dangerous_houses|owner", "division_code address", 0.05),
    _source("employment/contributions|self", "", 0.012),
    _source("civil_affairs/visits|self", "", 0.12),
)
ENROLMENT = 0
MOST_ROWS = 16  # a person's rows are numbered below this


def draw_rows(draws: Draws, people: People) -> tuple[Index, Index]:
    """(row of the person, number of the source) of every record, in order of sources."""
    inside = _inside(draws, people)
    inside[ENROLMENT] |= ~np.any(inside, axis=0)
    source, person = np.nonzero(inside)
    return person.astype(np.int64), source.astype(np.int64)


def _inside(draws: Draws, people: People) -> Flags:
    """[source, person]: who is in which list."""
    person, members = people.person, people.members
    age = 2026 - members.years()
    family = person[members.head]
    assisted = draws.chance("source/assisted", family, ASSISTED_SHARE)

    def share(name: str, probability: float, among: Flags) -> Flags:
        return among & draws.chance(f"source/{name}", person, probability)

    everyone = np.ones(len(person), dtype=np.bool_)
    adult = (age >= 18) & (age < 62)
    settled = share("settlements", 0.36, everyone)
    student = share("students", 0.93, (age >= 6) & (age < 16)) | share("older students", 0.45, (age >= 16) & (age < 23))
    guardian = np.zeros(len(person), dtype=np.bool_)
    guardian[people.guardian[student & (people.guardian >= 0)]] = True
    return np.stack(
        [
            share("enrolment", 0.9, everyone),
            settled,
            share("settled again", 0.35, settled),
            share("members", 0.98, assisted),
            assisted & (members.role == HEAD),
            share("disabled", 0.06, everyone) | share("disabled old", 0.05, age > 60),
            share("leads", 0.045, members.role != CHILD),
            student,
            share("guardians", 0.8, guardian),
            share("houses", 0.12, (members.role == HEAD) & ~people.urban),
            share("contributions", 0.36, adult),
            share("visits", 0.08, (age > 60) | assisted),
        ]
    )
