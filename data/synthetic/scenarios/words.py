"""Short words to write planted cases with: members, extra rows, expectations.

Belongs here: constructors shared by the cases. Does not belong here: a case.
"""

from dataclasses import replace
from datetime import date, timedelta

from data.synthetic.dates import Dates
from data.synthetic.plan import CHILD, FOREVER, HEAD, SPOUSE, Expectation, Fact, HouseholdPlan, MemberPlan, Scenario

FARMER = MemberPlan(HEAD, (40, 50), sex=1, job="farmer")
WIFE = MemberPlan(SPOUSE, (38, 48), sex=2, job="farmer")
PUPIL = MemberPlan(CHILD, (9, 12), job="pupil")
TEENAGER = MemberPlan(CHILD, (17, 17.8), job="pupil")
ELDER = MemberPlan(HEAD, (65, 75))
ELDER_HUSBAND = MemberPlan(HEAD, (66, 76), sex=1)
ELDER_WIFE = MemberPlan(SPOUSE, (64, 74), sex=2)
WORKER = MemberPlan(HEAD, (35, 50), sex=1, job="worker")
FAMILY = (FARMER, WIFE, PUPIL)
COUPLE = (FARMER, WIFE)
ELDERS = (ELDER_HUSBAND, ELDER_WIFE)


def settled(
    member: int,
    ordinal: int,
    when: date,
    yuan: float,
    med_type: str = "21",
    *,
    reverses: bool = False,
    from_day: int = 0,
) -> Fact:
    """A settlement with own-pay in yuan; a reversal repeats the ordinal of the row it takes back."""
    values = {
        "ordinal": ordinal,
        "settle_date": when,
        "med_type": med_type,
        "cents": round(yuan * 100),
        "reverses": reverses,
    }
    return Fact("settlements", member, values, from_day)


def enrolment(
    member: int,
    year: int,
    status: str = "1",
    insurance_type: str = "390",
    *,
    from_day: int = 0,
    until_day: int = FOREVER,
    noise: str | None = None,
) -> Fact:
    """An enrolment row."""
    values = {"year": year, "insurance_type": insurance_type, "status": status}
    return Fact("enrolment", member, values, from_day, until_day, noise)


def student(
    member: int,
    status: str,
    *,
    home_teaching: bool = False,
    variant: int = 0,
    from_day: int = 0,
    until_day: int = FOREVER,
    missing: bool = False,
) -> Fact:
    """A student row; `missing` leaves the person's own id out (the guardian's stays)."""
    values = {"student_status": status, "home_teaching": home_teaching, "variant": variant, "missing": missing}
    return Fact("students", member, values, from_day, until_day, "missing_id" if missing else None)


def aid(member: int, year: str, term: str, from_day: int = 0) -> Fact:
    """A row of student aid."""
    return Fact("aid", member, {"school_year": year, "term": term}, from_day)


def death(member: int, when: date, noise: str | None = None) -> Fact:
    """A death row."""
    return Fact("deaths", member, {"death_date": when}, noise=noise)


def house(
    member: int,
    grade: str,
    appraised: date,
    *,
    occupied: bool = True,
    renovation: date | None = None,
    completed: date | None = None,
    from_day: int = 0,
    until_day: int = FOREVER,
) -> Fact:
    """An appraised house owned by the member."""
    values = {
        "grade": grade,
        "appraised_date": appraised,
        "occupied": occupied,
        "renovation_month": renovation,
        "completed_date": completed,
    }
    return Fact("dangerous_houses", member, values, from_day, until_day)


def registered(
    member: int,
    when: date,
    *,
    cancelled: date | None = None,
    benefit: tuple[date, date] | None = None,
    from_day: int = 0,
    until_day: int = FOREVER,
) -> Fact:
    """An unemployment registration."""
    values = {
        "registered_date": when,
        "cancelled_date": cancelled,
        "benefit_from": benefit[0] if benefit else None,
        "benefit_until": benefit[1] if benefit else None,
    }
    return Fact("unemployment", member, values, from_day, until_day)


def contributed(
    member: int, dates: Dates, offsets: range, insurance_type: str = "110", received: bool = True
) -> tuple[Fact, ...]:
    """Contributions for months counted from the first night's month."""
    return tuple(
        Fact(
            "contributions",
            member,
            {"insurance_type": insurance_type, "month": dates.month(offset), "received": received},
        )
        for offset in offsets
    )


def paid(member: int, dates: Dates, offsets: range, status: str = "成功") -> tuple[Fact, ...]:
    """Benefit payments to the member for months counted from the first night's month."""
    values = [{"pay_month": dates.month(offset), "pay_status": status} for offset in offsets]
    return tuple(Fact("payments", member, value) for value in values)


def hit(
    code: str, member: int | None, tier: str, case: str, *, first: date | None = None, last: date | None = None
) -> Expectation:
    """The rule must fire."""
    return Expectation("hit", code, member, tier, case, first, last)


def near(code: str, member: int | None, case: str, first: date | None = None, last: date | None = None) -> Expectation:
    """The rule must not fire, though little is missing."""
    return Expectation("near", code, member, "", case, first, last)


def plan(assistance_type: str, *members: MemberPlan, **attributes: object) -> HouseholdPlan:
    """A household; those of kinds 660 and 990 are watched, others in force, unless a status is given."""
    watched = {"status": "关注"} if assistance_type in {"", "660", "990"} else {}
    town = {"urban": True} if assistance_type in {"110", "131"} else {}
    return HouseholdPlan(assistance_type, members, **(watched | town | attributes))  # type: ignore[arg-type]


def planted(household: HouseholdPlan, *parts: Fact | Expectation | tuple[Fact, ...], common: bool = False) -> Scenario:
    """A scenario of facts and expectations in any order."""
    facts: list[Fact] = []
    expected: list[Expectation] = []
    for part in parts:
        if isinstance(part, Expectation):
            expected.append(part)
        elif isinstance(part, Fact):
            facts.append(part)
        else:
            facts.extend(part)
    return Scenario(household, tuple(facts), tuple(expected))


def common(household: HouseholdPlan, *parts: Fact | Expectation | tuple[Fact, ...]) -> Scenario:
    """The same of a case that happens often: it is planted more times."""
    return replace(planted(household, *parts), common=True)


def still_listed_after_death(member: int, died: date) -> tuple[Expectation, Expectation]:
    """A dead member of a household in force: nothing until 30 days after the death, MZ01 from the 31st on."""
    late = died + timedelta(days=31)
    return (
        near("MZ01", member, "dead 30 days at most, nothing paid after", last=died + timedelta(days=30)),
        hit("MZ01", member, "O", "still in force more than 30 days after death", first=late),
    )
