"""Planted cases of civil affairs about grants, reviews and leads, MZ11 to MZ19: true cases beside near misses."""

from datetime import date

from tests.night.foreign_files import Code, Month
from tests.night.library_households import LAST_MONTHS, TM_VILLAGE, TOWN, VILLAGE, Library, M, Person, income, yuan
from tests.night.library_medical import INPATIENT, settle
from tests.night.library_schools import fees

DECEMBER, JANUARY, FEBRUARY = LAST_MONTHS
ELDERS = (M("19550107M"), M("19570208F"))


def mz11(library: Library) -> None:
    """Left low-income support in 12 months, and a member has YB01, YB02 or JY03."""
    for number, kind, end in (
        ("MZ11-1", "120", Month(2025, 5)),
        ("MZ11-2", "120", Month(2025, 2)),  # longer ago
        ("MZ11-3", "600", Month(2025, 10)),  # was never in low-income support
    ):
        (ill,) = library.household(number, kind, VILLAGE, M("19700309M"), status="退出", end_month=end)
        settle(library, ill, date(2025, 12, 20), "60000.00", INPATIENT)
        library.hit("YB02", "R", ill)
    library.household_hit("MZ11", "O", "MZ11-1")

    ages = (M("19790410F"), M("20060511M", in_school=True))
    _, student = library.household("MZ11-4", "110", TOWN, *ages, status="退出", end_month=Month(2025, 10))
    library.pupil(student, "本科", **fees("12000", "1200", "300"))
    library.hit("JY03", "Y", student)
    library.household_hit("MZ11", "O", "MZ11-4")
    (healthy,) = library.household("MZ11-5", "120", VILLAGE, M("19710612M"), status="退出", end_month=Month(2025, 8))
    settle(library, healthy, date(2025, 12, 21), "4000.00", INPATIENT)


def mz12(library: Library) -> None:
    """What was recognised, or the taper, ends within 30 days."""
    library.household("MZ12-1", "600", VILLAGE, M("19720713M"), valid_until=date(2026, 3, 20))
    library.household_hit("MZ12", "B", "MZ12-1")
    ending, reviewed = date(2026, 3, 28), date(2024, 1, 1)  # MZ13 asks for households in force
    library.household(
        "MZ12-2", "110", TOWN, M("19730814F"), status="渐退", valid_until=ending, last_review_date=reviewed
    )
    library.household_hit("MZ12", "B", "MZ12-2")
    library.household("MZ12-3", "650", VILLAGE, M("19740915M"), valid_until=date(2026, 4, 15))


def mz13(library: Library) -> None:
    """In force and reviewed more than 12 months ago; 6 months with a member able to work."""
    able = (M("19800116M", capacity="01"), M("19560217F"))
    unable = (M("19800116M", capacity="03"), M("19560217F"))
    for number, kind, members, reviewed in (
        ("MZ13-1", "120", ELDERS, date(2025, 2, 28)),
        ("MZ13-2", "120", ELDERS, date(2025, 3, 1)),  # twelve months
        ("MZ13-3", "120", able, date(2025, 8, 31)),
        ("MZ13-4", "600", able, date(2025, 9, 1)),  # six months
        ("MZ13-5", "110", unable, date(2025, 6, 1)),
    ):
        library.household(number, kind, TM_VILLAGE, *members, last_review_date=reviewed)
    library.household_hit("MZ13", "B", "MZ13-1")
    library.household_hit("MZ13", "B", "MZ13-3")


def mz14(library: Library) -> None:
    """A payment that failed and was not made good, or none at all for two full months."""
    failing = ((DECEMBER, "1100", "成功"), (JANUARY, "1100", "成功"), (FEBRUARY, "1100", "失败"))
    head, _ = library.household("MZ14-1", "120", VILLAGE, *ELDERS, paid=failing)
    library.hit("MZ14", "O", head)
    (person,) = library.household("MZ14-2", "132", VILLAGE, M("19500318M"), paid=failing[:1])
    library.hit("MZ14", "O", person)
    made_good = ((DECEMBER, "1100", "成功"), (JANUARY, "1100", "失败"), (FEBRUARY, "2200", "成功"))
    library.household("MZ14-3", "110", TOWN, *ELDERS, paid=made_good)
    (left,) = library.household("MZ14-4", "120", VILLAGE, M("19510419F"), status="退出", end_month=Month(2025, 11))
    library.pay(left, "120", Month(2025, 11), "1100")


def mz15(library: Library) -> None:
    """Eighty, alone, and something of self care is lost."""
    (hit,) = library.household("MZ15-1", "110", TOWN, M("19460301F", self_care_lost=1))  # eighty today
    library.hit("MZ15", "O", hit)
    library.household("MZ15-2", "990", TOWN, M("19460302M", self_care_lost=6))
    library.household("MZ15-3", "990", VILLAGE, M("19400520F", self_care_lost=2), M("19700621F"))
    library.household("MZ15-4", "990", VILLAGE, M("19410722M", self_care_lost=0))


def mz16(library: Library) -> None:
    """The grant is short by more than 50: due 838 × 2 − 6000 / 12 = 1176."""
    for number, due in (("MZ16-1", "1125"), ("MZ16-2", "1126")):
        known = income("7200", "1200")
        library.household(number, "120", VILLAGE, *ELDERS, due=due, **known)
    library.household_hit("MZ16", "Y", "MZ16-1")
    library.household("MZ16-3", "120", VILLAGE, *ELDERS, due="200")  # the income is not known


def mz17(library: Library) -> None:
    """The grant is more than 100 above the 1176 due, in two successive months."""
    once = ((DECEMBER, "1176", "成功"), (JANUARY, "1176", "成功"), (FEBRUARY, "1277", "成功"))
    known = income("6000")
    library.household("MZ17-1", "120", TM_VILLAGE, *ELDERS, due="1277", **known)
    library.household_hit("MZ17", "B", "MZ17-1")
    library.household("MZ17-2", "120", TM_VILLAGE, *ELDERS, due="1276", **known)
    library.household("MZ17-3", "120", TM_VILLAGE, *ELDERS, paid=once, **known)


def _aid(library: Library, person: Person, day: date, amount: str = "1500") -> None:
    kind = Code("急难型")
    library.add("civil_affairs/temporary_aid", person, aid_date=day, aid_type=kind, amount=yuan(amount))


def mz18(library: Library) -> None:
    """Two temporary aids in 12 months, not of the low-income population."""
    hit, early = library.household("MZ18-1", "990", VILLAGE, M("19760823M"), M("19780924F"))
    (margin,) = library.household("MZ18-2", "600", VILLAGE, M("19770125M"))
    unknown = library.outsider("19790226F")
    for person, first in (
        (hit, date(2025, 4, 1)),  # the first day of the 12 months
        (early, date(2025, 3, 31)),
        (margin, date(2025, 9, 9)),
        (unknown, date(2025, 7, 7)),
    ):
        _aid(library, person, first)
        _aid(library, person, date(2026, 1, 10), "2000")
    library.hit("MZ18", "Y", hit)
    library.hit("MZ18", "Y", unknown)


def mz19(library: Library) -> None:
    """A lead in 30 days of somebody who is not of the low-income population and was not aided since."""
    ages = (M("19800327M"), M("19820428F"), M("19640529M"), M("19660630F"))
    hit, early, aided, again = library.household("MZ19-1", "990", VILLAGE, *ages)
    (receiving,) = library.household("MZ19-2", "120", VILLAGE, M("19830731M"))
    unknown = library.outsider("19840801F")
    for person, received in (
        (hit, date(2026, 1, 31)),  # the first of the 30 days
        (early, date(2026, 1, 30)),
        (aided, date(2026, 2, 5)),
        (again, date(2026, 2, 15)),
        (receiving, date(2026, 2, 15)),
        (unknown, date(2026, 2, 16)),
    ):
        number = f"L{len(library.rows['civil_affairs/leads']) + 1:04d}"
        call = {"lead_no": number, "channel": Code("网格员"), "received_date": received}
        library.add("civil_affairs/leads", person, **call, demand_category=Code("生活"))
    _aid(library, aided, date(2026, 2, 10))
    _aid(library, again, date(2026, 2, 1))  # before the lead
    for person in (hit, again, unknown):
        library.hit("MZ19", "Y", person)


CASES = (mz11, mz12, mz13, mz14, mz15, mz16, mz17, mz18, mz19)
