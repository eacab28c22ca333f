"""Planted cases of employment, RS01 to RS08: one function an indicator, true cases beside near misses.

A household in which everybody able to work is registered unemployed would be RS04 as well: wherever a case is not about
that, somebody of working age is not registered. Full months: December, January, February.
"""

from datetime import date

from tests.night.foreign_files import Code, Month
from tests.night.library_households import TM_VILLAGE, TOWN, VILLAGE, Library, M, Person, income, months, yuan

FEBRUARY = Month(2026, 2)


def contribute(
    library: Library, person: Person, first: Month, last: Month, base: str = "4500", *, insurance: str = "110"
) -> None:
    """Contributions of every month from the first to the last, all arrived."""
    for month in months(first, last):
        terms = {"insurance_type": Code(insurance), "employer": "某某劳务有限公司", "month": month}
        library.add("employment/contributions", person, **terms, base=yuan(base), received=True)


def unemployed(library: Library, person: Person, registered: date, **cells: object) -> None:
    """A registration; `cells` are benefit_from, benefit_until, cancelled_date and refusals."""
    library.add("employment/unemployment", person, registered_date=registered, **cells)


def rs01(library: Library) -> None:
    """Registered in 30 days and not cancelled, of the low-income population."""
    ages = (M("19880808M", capacity="01"), M("19900909F"), M("19661010M"), M("19681111F"))
    hit, early, cancelled, _ = library.household("RS01-1", "600", TOWN, *ages)
    unemployed(library, hit, date(2026, 1, 31))  # the first of the 30 days
    library.hit("RS01", "Y", hit)
    unemployed(library, early, date(2026, 1, 30))
    unemployed(library, cancelled, date(2026, 2, 10), cancelled_date=date(2026, 2, 20))
    other, _ = library.household("RS01-2", "660", VILLAGE, M("19871212M"), M("19890113F"))
    unemployed(library, other, date(2026, 2, 5))


def rs02(library: Library) -> None:
    """Paid in 6 of the 12 months before December, in none since, no benefit in force, younger than 60."""
    ages = (M("19800214M"), M("19820315F"), M("19840416M"), M("19660301M"), M("19860517M"), M("19880618F"))
    hit, five, covered, sixty, late, resident = library.household("RS02-1", "990", TOWN, *ages)
    last = Month(2025, 11)
    contribute(library, hit, Month(2025, 6), last)
    library.hit("RS02", "O", hit)
    contribute(library, five, Month(2025, 7), last)
    contribute(library, covered, Month(2025, 6), last)
    benefit = {"benefit_from": Month(2025, 12), "benefit_until": Month(2026, 11)}
    unemployed(library, covered, date(2025, 12, 10), **benefit)
    contribute(library, sixty, Month(2024, 12), last)  # sixty today
    contribute(library, late, Month(2025, 6), Month(2025, 12))
    contribute(library, resident, Month(2024, 12), last, insurance="170")

    unknown = library.outsider("19750719F")
    contribute(library, unknown, Month(2024, 12), last)
    library.hit("RS02", "O", unknown)


def rs03(library: Library) -> None:
    """A benefit that ended in February or ends in March, and no contribution since."""
    ages = (M("19770820M"), M("19790921F"), M("19811022M"), M("19831123F"), M("19851224M", capacity="01"))
    ended, ending, long_ago, working, _ = library.household("RS03-1", "670", VILLAGE, *ages)
    for person, first, until in (
        (ended, Month(2025, 3), FEBRUARY),
        (ending, Month(2025, 4), Month(2026, 3)),
        (long_ago, Month(2025, 2), Month(2026, 1)),
        (working, Month(2025, 9), FEBRUARY),
    ):
        unemployed(library, person, date(2025, 2, 25), benefit_from=first, benefit_until=until)
    contribute(library, working, Month(2026, 3), Month(2026, 3))
    library.hit("RS03", "O", ended)
    library.hit("RS03", "O", ending)


def rs04(library: Library) -> None:
    """Everybody able to work is registered and without contributions in the three full months."""
    ages = (
        M("19780125M", capacity="01"),
        M("19800226F"),
        M("19990327M"),  # severely disabled
        M("20090428F", school="普通高中"),
        M("19600529M"),  # over 59
        M("20000630M", capacity="03"),
    )
    one, other, disabled, *_ = library.household("RS04-1", "120", TM_VILLAGE, *ages)
    library.certificate(disabled, "4", "2")
    unemployed(library, one, date(2025, 10, 1))
    unemployed(library, other, date(2025, 11, 1))
    library.household_hit("RS04", "R", "RS04-1")

    one, other = library.household("RS04-2", "990", VILLAGE, M("19790701M", capacity="01"), M("19810802F"))
    unemployed(library, one, date(2025, 10, 8))
    unemployed(library, other, date(2025, 8, 8))
    contribute(library, other, Month(2025, 12), FEBRUARY)
    (former,) = library.household("RS04-3", "990", VILLAGE, M("19820903M", capacity="01"))
    unemployed(library, former, date(2025, 6, 6), cancelled_date=date(2025, 12, 12))


def rs05(library: Library) -> None:
    """The base of the last three paid months at half of that of the 12 before, six of them paid."""
    hit, misses, short = library.household("RS05-1", "990", TOWN, M("19831004M"), M("19851105F"), M("19620706M"))
    contribute(library, hit, Month(2024, 12), Month(2025, 11), "6000")
    contribute(library, hit, Month(2025, 12), FEBRUARY, "3000")
    library.hit("RS05", "Y", hit)
    contribute(library, misses, Month(2024, 12), Month(2025, 11), "6000")
    contribute(library, misses, Month(2025, 12), FEBRUARY, "3000.01")
    contribute(library, short, Month(2025, 7), Month(2025, 11), "6000")  # five months
    contribute(library, short, Month(2025, 12), FEBRUARY, "2000")


def rs06(library: Library) -> None:
    """Wages owed of three standards and more (2514 and 3030) in a case that is open."""

    def owed(person: Person, amount: str, status: str = "在办") -> None:
        case = {"case_no": f"Q{len(library.rows['employment/wage_arrears']) + 1:03d}", "filed_date": date(2025, 11, 3)}
        library.add("employment/wage_arrears", person, **case, amount=yuan(amount), status=Code(status))

    hit, misses, settled = library.household("RS06-1", "990", VILLAGE, M("19841206M"), M("19860107F"), M("19610208M"))
    owed(hit, "2514.00")
    library.hit("RS06", "Y", hit)
    owed(misses, "2513.99")
    owed(settled, "9000", "办结")
    hit, misses = library.household("RS06-2", "110", TOWN, M("19850309M"), M("19870410F"))
    owed(hit, "3030.00")
    library.hit("RS06", "Y", hit)
    owed(misses, "3029.99")


def rs07(library: Library) -> None:
    """T1 with a member who began to contribute in 12 months and lifts the income a head above 838."""
    known = income("2112")  # (2112 + 12 × 1500) / 2 / 12 = 838
    for number, base, first in (
        ("RS07-1", "1510", Month(2025, 10)),
        ("RS07-2", "1500", Month(2025, 10)),
        ("RS07-3", "3000", Month(2025, 2)),  # begun before the 12 months
    ):
        worker, _ = library.household(number, "120", VILLAGE, M("19860511M", capacity="01"), M("19600612F"), **known)
        contribute(library, worker, first, FEBRUARY, base)
    library.household_hit("RS07", "B", "RS07-1")
    margin = income("21000")
    worker, _ = library.household("RS07-4", "600", VILLAGE, M("19870713M", capacity="01"), M("19610814F"), **margin)
    contribute(library, worker, Month(2025, 10), FEBRUARY, "4500")  # T4


def rs08(library: Library) -> None:
    """A member of T1 who refused work three times in a row."""
    ages = (M("19880915M", capacity="01"), M("19901016F", capacity="01"), M("19701117M"))
    hit, twice, _ = library.household("RS08-1", "120", VILLAGE, *ages)
    unemployed(library, hit, date(2025, 5, 6), refusals=3)
    library.hit("RS08", "B", hit)
    unemployed(library, twice, date(2025, 5, 6), refusals=2)
    other, _ = library.household("RS08-2", "990", VILLAGE, M("19890119M", capacity="01"), M("19910220F"))
    unemployed(library, other, date(2025, 5, 6), refusals=5)


CASES = (rs01, rs02, rs03, rs04, rs05, rs06, rs07, rs08)
