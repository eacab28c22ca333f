"""Planted cases of education, JY01 to JY07: one function an indicator, true cases beside near misses.

The school year is 2025-2026 and its second term is in force. Compulsory age: born 2010-03-02 … 2019-08-31.
"""

from typing import Any

from tests.night.foreign_files import Code, Month
from tests.night.library_households import TM_TOWN, TM_VILLAGE, TOWN, VILLAGE, Library, M, yuan


def fees(tuition: str, boarding: str, books: str) -> dict[str, Any]:
    """What a school asks for the year."""
    return {"tuition": yuan(tuition), "boarding": yuan(boarding), "books": yuan(books)}


def jy01(library: Library) -> None:
    """Of compulsory age in a watched household, in no school and not taught at home."""
    children = (M("20190831M"), M("20190901F"), M("20100301M", in_school=False))
    _, unknown, _, grown = library.household("JY01-1", "120", VILLAGE, M("19600808F"), *children)
    library.hit("JY01", "R", unknown)  # six on 31 August itself, no row at all; the next one turned six a day later
    library.pupil(grown, "初中", "03")  # sixteen today

    children = (M("20120505F"), M("20130606M"), M("20100302M"))
    _, lost, taught, oldest = library.household("JY01-2", "990", TOWN, M("19820909F"), *children)
    library.pupil(lost, "初中", "06", home_teaching=False)
    library.hit("JY01", "R", lost)
    library.pupil(taught, "小学", "02", home_teaching=True)
    library.pupil(oldest, "初中", "15")  # fifteen until tomorrow
    library.hit("JY01", "R", oldest)

    library.pupil(library.outsider("20120707M"), "初中", "03")  # in no watched household


def jy02(library: Library) -> None:
    """In school and without aid of the term in force, in T1, T2, T4 or T5."""
    children = (M("20111010M", school="初中", aided=False), M("20131111F", school="小学"), M("20090101M"))
    _, hit, _, suspended = library.household("JY02-1", "110", TM_TOWN, M("19830105F"), *children)
    library.aid(hit, "625", "2025-2026", "1")
    library.aid(hit, "625", "2024-2025", "2")
    library.hit("JY02", "O", hit)
    library.pupil(suspended, "普通高中", "02")

    _, hit = library.household("JY02-2", "650", VILLAGE, M("19750206M"), M("20090307F", school="普通高中", aided=False))
    library.hit("JY02", "O", hit)
    library.household(
        "JY02-3", "670", VILLAGE, M("19760307M"), M("20100408F", school="初中")
    )  # T3: no aid row, none due


def jy03(library: Library) -> None:
    """Fees less aid of the school year above 10000, beyond compulsory school."""
    children = (M("20061010F", in_school=True), M("20110711M", in_school=True))
    _, hit, compulsory = library.household("JY03-1", "990", TM_TOWN, M("19780408M"), *children)
    library.pupil(hit, "本科", **fees("8000", "1500", "1000.01"))  # 10500.01 − 500
    library.aid(hit, "500")
    library.aid(hit, "5000", "2024-2025")  # of another school year
    library.hit("JY03", "Y", hit)
    library.pupil(compulsory, "初中", **fees("20000", "4000", "500"))

    _, misses = library.household("JY03-2", "990", TM_VILLAGE, M("19790509F"), M("20091112M", in_school=True))
    library.pupil(misses, "普通高中", **fees("9000", "2000", "500"))  # 11500 − 1000 − 500 = 10000
    library.aid(misses, "1000", term="1")
    library.aid(misses, "500")

    unknown = library.outsider("20050808F")
    library.pupil(unknown, "高职专科", **fees("12000", "0", "0"))
    library.hit("JY03", "Y", unknown)


def jy04(library: Library) -> None:
    """A member in college or university, in T4 or T5."""
    library.household("JY04-1", "600", TOWN, M("19770610M"), M("20060112F", school="高职专科"))
    library.household_hit("JY04", "Y", "JY04-1")
    ages = (M("19750711M"), M("20020213M", school="研究生"), M("20050314F", in_school=False))
    _, _, suspended = library.household("JY04-2", "650", TOWN, *ages)
    library.pupil(suspended, "本科", "02")
    library.household("JY04-3", "670", VILLAGE, M("19760812M"), M("20050415M", school="本科"))


def jy05(library: Library) -> None:
    """Two members in school beyond compulsory age."""
    children = (M("20090516F", school="普通高中"), M("20050617M", school="本科"))
    library.household("JY05-1", "990", VILLAGE, M("19770913M"), *children)
    library.household_hit("JY05", "Y", "JY05-1")
    three = (M("20090718M", school="普通高中"), M("20120819F", school="初中"), M("20050920M", in_school=False))
    *_, suspended = library.household("JY05-2", "990", VILLAGE, M("19781014F"), *three)
    library.pupil(suspended, "本科", "02")


def jy06(library: Library) -> None:
    """A pupil in hardship whose household is not of the low-income population."""
    _, pupil = library.household("JY06-1", "990", VILLAGE, M("19841115M"), M("20150121M", in_school=True))
    library.pupil(pupil, "小学", hardship=Code("残疾学生"))
    library.household_hit("JY06", "Y", "JY06-1")
    _, pupil = library.household("JY06-2", "660", VILLAGE, M("19851216F"), M("20140222F", in_school=True))
    library.pupil(pupil, "小学", hardship=Code("其他困难"))
    library.household_hit("JY06", "Y", "JY06-2")  # T6 is not of that population
    library.household("JY06-3", "990", VILLAGE, M("19860117M"), M("20130323M", school="小学"))  # 否
    _, pupil = library.household("JY06-4", "670", VILLAGE, M("19870218F"), M("20120424F", in_school=True))
    library.pupil(pupil, "初中", hardship=Code("脱贫不稳定"))


def jy07(library: Library) -> None:
    """A member of T1 counted as in school who has left it, or will within 90 days (until 2026-05-30)."""
    children = (
        M("20060525M", in_school=True),
        M("20040626F", in_school=True),
        M("20110727M", in_school=True),
        M("20070828M", in_school=False),
    )
    _, left, leaving, later, told = library.household("JY07-1", "110", TOWN, M("19790319M"), *children)
    library.pupil(left, "高职专科", "07", graduation_month=Month(2026, 1))
    library.hit("JY07", "B", left)
    library.pupil(leaving, "本科", graduation_month=Month(2026, 4))
    library.hit("JY07", "B", leaving)
    library.pupil(later, "初中", graduation_month=Month(2026, 7))
    library.pupil(told, "普通高中", "07", graduation_month=Month(2025, 7))  # the ledger knows
    library.aid(leaving, "1650")
    library.aid(later, "625")
    # T4: leaving school changes nothing of a grant.
    _, other = library.household("JY07-2", "600", TOWN, M("19800420F"), M("20080129M", in_school=True))
    library.pupil(other, "普通高中", graduation_month=Month(2026, 4))
    library.aid(other, "1000")


CASES = (jy01, jy02, jy03, jy04, jy05, jy06, jy07)
