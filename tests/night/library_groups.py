"""Planted cases of civil affairs about groups of people, MZ01 to MZ10: true cases beside near misses.

The dead, the disabled, people in extreme hardship, children. Grants and reviews stand in library_grants.
"""

from datetime import date

from tests.night.foreign_files import Code, Month
from tests.night.library_households import (
    LAST_MONTHS,
    TM_TOWN,
    TM_VILLAGE,
    TOWN,
    VILLAGE,
    Library,
    M,
    Person,
    income,
)
from tests.night.library_work import FEBRUARY, contribute

DECEMBER, JANUARY, _ = LAST_MONTHS


def mz01(library: Library) -> None:
    """Dead, and paid for a later month or in force more than 30 days after. The dead are enrolled nowhere."""

    def died(person: Person, day: date) -> None:
        library.add("civil_affairs/deaths", person, death_date=day, cremation_date=day)

    (paid,) = library.household("MZ01-1", "132", VILLAGE, M("19460812F", enrolled=False))
    died(paid, date(2025, 12, 10))
    library.hit("MZ01", "O", paid)
    _, mother = library.household("MZ01-2", "120", TM_VILLAGE, M("19560105M"), M("19350206F", enrolled=False))
    died(mother, date(2026, 1, 29))  # 31 days ago
    library.hit("MZ01", "O", mother)

    _, mother = library.household("MZ01-3", "110", TM_TOWN, M("19570307M"), M("19360408F", enrolled=False))
    died(mother, date(2026, 1, 30))  # 30 days ago
    payments = ((DECEMBER, "1100", "成功"), (JANUARY, "1100", "成功"), (FEBRUARY, "1100", "失败"))
    (unpaid,) = library.household("MZ01-4", "132", VILLAGE, M("19400509M", enrolled=False), paid=payments)
    died(unpaid, date(2026, 1, 31))  # paid for the month of the death; the payment for February failed
    (left,) = library.household("MZ01-5", "120", VILLAGE, M("19410610F"), status="退出", end_month=Month(2025, 10))
    died(left, date(2025, 10, 6))
    library.pay(left, "120", Month(2025, 10), "1100")


def mz02(library: Library) -> None:
    """Low-income support and support in extreme hardship of one month; that and a recognised orphan's."""
    (double,) = library.household("MZ02-1", "132", VILLAGE, M("19560701M"))
    library.pay(double, "120", FEBRUARY, "560")
    library.hit("MZ02", "O", double)
    (orphan,) = library.household("MZ02-2", "131", TOWN, M("20100110M", school="普通高中"))
    parents = {"father_status": Code("死亡"), "mother_status": Code("死亡"), "status_since": Month(2023, 10)}
    library.add("civil_affairs/children", orphan, child_category=Code("孤儿"), start_month=Month(2024, 1), **parents)
    library.hit("MZ02", "O", orphan)

    (changed,) = library.household(
        "MZ02-3", "132", VILLAGE, M("19580802F"), start_month=FEBRUARY, paid=((FEBRUARY, "1100", "成功"),)
    )
    for month in (DECEMBER, JANUARY):  # low-income support until the month before
        library.pay(changed, "120", month, "560")


def mz03(library: Library) -> None:
    """T4 and severely disabled, of grade 3 in mind or psyche, or seriously ill; not in low-income support."""
    ages = (M("19700903M"), M("20001004M"), M("19720105F", serious=True), M("19980206F", serious=False))
    limb, psyche, _, other = people = library.household("MZ03-1", "600", TOWN, *ages)
    library.certificate(limb, "4", "2")
    contribute(library, limb, DECEMBER, FEBRUARY)  # at work: no MZ04
    library.certificate(psyche, "6", "3")
    library.certificate(other, "4", "3")
    for person in people[:3]:
        library.hit("MZ03", "R", person)
    (t5,) = library.household("MZ03-2", "650", VILLAGE, M("19710307M", serious=True))
    library.certificate(t5, "5", "3")


def mz04(library: Library) -> None:
    """Of age, severely disabled, without contributions (110, 120) in 12 months, neither T1 nor T2."""
    ages = (M("19730408M"), M("19750509F"), M("20080302M"), M("19970610F"))
    hit, worker, minor, third = library.household("MZ04-1", "650", VILLAGE, *ages)
    library.certificate(hit, "1", "1")
    contribute(library, hit, DECEMBER, FEBRUARY, insurance="170")
    library.hit("MZ04", "O", hit)
    library.certificate(worker, "4", "2")
    contribute(library, worker, Month(2025, 4), Month(2025, 4))  # the first of the 12 months
    library.certificate(minor, "5", "1")  # eighteen tomorrow
    library.certificate(third, "6", "3")
    (receiving,) = library.household("MZ04-2", "120", VILLAGE, M("19740711M"))
    library.certificate(receiving, "4", "1")
    unknown = library.outsider("19760812M")
    library.certificate(unknown, "2", "1")
    library.hit("MZ04", "O", unknown)


def mz05(library: Library) -> None:
    """Alone, sixty or disabled as extreme hardship asks, below 838 a month (10056 a year), which is ZH01 as well."""
    disabled = {"MZ05-2": ("6", "3"), "MZ05-5": ("4", "3"), "MZ05-6": ("5", "3")}
    for number, birth_sex, year, hits in (
        ("MZ05-1", "19660301M", "10055", ("MZ05", "ZH01")),  # sixty today
        ("MZ05-2", "19850913F", "9600", ("MZ05", "ZH01")),
        ("MZ05-3", "19660302M", "9600", ("ZH01",)),  # sixty tomorrow
        ("MZ05-4", "19600115F", "10056", ("ZH02",)),  # the standard itself
        ("MZ05-5", "19860216M", "9600", ("ZH01",)),
        ("MZ05-6", "19870317F", "9600", ("MZ05", "ZH01")),
    ):
        known = income(year)
        (person,) = library.household(number, "990", VILLAGE, M(birth_sex), **known)
        if number in disabled:
            library.certificate(person, *disabled[number])
        for code in hits:
            if code == "MZ05":
                library.hit(code, "R", person)
            else:
                library.household_hit(code, {"ZH01": "R", "ZH02": "Y"}[code], number)


def mz06(library: Library) -> None:
    """T2, eighteen within 90 days (until 2026-05-30) and not in school."""
    ages = (M("20080430M", in_school=False), M("20080430F", school="普通高中"), M("20080615M", in_school=False))
    hit, *_ = library.household("MZ06-1", "132", TM_VILLAGE, *ages)
    library.hit("MZ06", "B", hit)
    # T1: its grant does not end with the birthday.
    library.household("MZ06-2", "120", TM_VILLAGE, M("19590418F"), M("20080501M", in_school=False))


def mz07(library: Library) -> None:
    """T2 at home without an agreement at the last visit, or without a visit in 30 days."""
    ages = (M("19530519M"), M("19550620M"), M("19570721M"), M("19590822M"))
    brothers = library.household("MZ07-1", "132", VILLAGE, *ages, visited=False, support_mode="分散")
    long_ago, without, cared, never = brothers
    library.visit(long_ago, date(2026, 1, 30), agreement=True)
    library.visit(without, date(2026, 2, 5), agreement=True)
    library.visit(without, date(2026, 2, 20), agreement=False)
    library.visit(cared, date(2025, 12, 20), agreement=False)
    library.visit(cared, date(2026, 1, 31), agreement=True)  # the first of the 30 days
    for person in (long_ago, without, never):
        library.hit("MZ07", "O", person)
    library.household("MZ07-2", "132", VILLAGE, M("19540923F"), visited=False)  # lives in an institution


def mz08(library: Library) -> None:
    """A first certificate in 30 days, or a graver grade than on the earlier delivery."""
    ages = (M("19810124M"), M("19830225F"), M("19620326M"), M("19640427F"))
    first, early, reissued, replaced = library.household("MZ08-1", "990", VILLAGE, *ages)
    library.certificate(first, "4", "3", date(2026, 1, 31))
    library.hit("MZ08", "O", first)
    library.certificate(early, "4", "3", date(2026, 1, 30))
    library.certificate(reissued, "2", "3", date(2015, 6, 1))
    library.certificate(reissued, "2", "3", date(2026, 2, 10), reissue="B1")  # not the first
    # Known on the earlier delivery, which this one replaces by the certificate issued anew.
    library.certificate(replaced, "3", "4", date(2014, 6, 1), still_listed=False)
    library.certificate(replaced, "3", "4", date(2026, 2, 12), reissue="B1")

    couple = (M("19650528F"), M("19670629M"))
    graver, lighter, same = library.household("MZ08-2", "120", TM_VILLAGE, *couple, M("19690730F"))
    library.certificate(graver, "4", "3", before="4")
    library.hit("MZ08", "O", graver)
    library.certificate(lighter, "4", "4", before="3")
    library.certificate(same, "6", "3")


def mz09(library: Library) -> None:
    """T1 and disabled without the living subsidy, or of grade 1 or 2 without the care subsidy."""
    living, care, both = library.household("MZ09-1", "110", TOWN, M("19740831M"), M("19760102F"), M("19990203M"))
    library.certificate(living, "2", "4", living=False)
    library.hit("MZ09", "Y", living)
    library.certificate(care, "4", "2", care=False)
    library.hit("MZ09", "Y", care)
    library.certificate(both, "5", "1")
    parent, child = library.household("MZ09-2", "990", VILLAGE, M("19860304M"), M("20150405F", school="小学"))
    library.certificate(child, "6", "1", living=False, care=False)
    library.hit("MZ09", "Y", child)
    library.certificate(parent, "4", "3", living=False, care=False)


def mz10(library: Library) -> None:
    """A child, not recognised: both parents dead, or each of them unable to care (some grounds for six months)."""
    cases: tuple[tuple[str, str, str, str, Month, bool], ...] = (
        ("20210607M", "排查", "死亡", "死亡", Month(2026, 2), True),
        ("20200708F", "排查", "服刑", "失联", Month(2025, 8), True),
        ("20211010M", "排查", "死亡", "重残", Month(2026, 1), True),  # neither ground needs six months
        ("20200909M", "排查", "服刑", "失联", Month(2025, 10), False),
        ("20210810F", "排查", "死亡", "正常", Month(2025, 1), False),
        ("20200911F", "孤儿", "死亡", "死亡", Month(2024, 1), False),
        ("20211012F", "事实无人抚养", "重病", "重残", Month(2024, 1), False),
        ("20080301M", "排查", "死亡", "死亡", Month(2025, 1), False),  # eighteen today
    )
    ages = [M(birth_sex) for birth_sex, *_ in cases]
    _, *children = library.household("MZ10-1", "990", VILLAGE, M("19600113F"), *ages)
    for child, (_, category, father, mother, since, hit) in zip(children, cases, strict=True):
        known = {"father_status": Code(father), "mother_status": Code(mother), "status_since": since}
        started = None if category == "排查" else Month(2024, 2)
        library.add("civil_affairs/children", child, child_category=Code(category), start_month=started, **known)
        if hit:
            library.hit("MZ10", "R", child)


CASES = (mz01, mz02, mz03, mz04, mz05, mz06, mz07, mz08, mz09, mz10)
