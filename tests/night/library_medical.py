"""Planted cases of medical insurance, YB01 to YB09: one function an indicator, true cases beside near misses.

Lines: disposable income a head 25000 (农村) and 54000 (城镇) yuan a year. Recent own pay (YB04) is kept apart from that
of the months before wherever a case is not about it.
"""

from datetime import date, timedelta
from decimal import Decimal

from tests.night.foreign_files import Code
from tests.night.library_households import NIGHT, TM_TOWN, TM_VILLAGE, TOWN, VILLAGE, Library, M, Person, income, yuan

OUTPATIENT, CHRONIC, INPATIENT = "11", "14", "21"
HYPERTENSION = "I10.x00x002"


def settle(
    library: Library, person: Person, day: date, own: str, kind: str = OUTPATIENT, *, disease: str = HYPERTENSION,
    in_scope: str | None = None, assistance: str | None = None, days_in: int = 5,
) -> None:  # fmt: skip
    """A settlement of this own pay; the funds pay the same amount, a tenth of it as medical assistance.

    `in_scope` is the part of the own pay that lies within the policy's scope, a tenth where the case says nothing.
    A stay ends the day before it is settled.
    """
    paid = yuan(own)
    tenth = yuan(str(paid / 10))
    assisted = tenth if assistance is None else yuan(assistance)
    left = day - timedelta(days=1)
    library.add(
        "medical_insurance/settlements",
        person,
        settlement_no=f"S{len(library.rows['medical_insurance/settlements']) + 1:05d}",
        insurance_type=Code("390"),
        med_type=Code(kind),
        admit_date=left - timedelta(days=days_in) if kind == INPATIENT else None,
        discharge_date=left if kind == INPATIENT else None,
        settle_date=day,
        disease_code=disease,
        total_fee=paid * 2,
        in_scope_fee=paid + (tenth if in_scope is None else yuan(in_scope)),
        pooled_pay=paid - assisted,
        catastrophic_pay=Decimal("0.00"),
        assistance_pay=assisted,
        fund_pay=paid,
        personal_pay=paid,
    )


def yb01(library: Library) -> None:
    """Own pay since 1 January: half of the income a head for the low-income population, all of it for the others."""
    rural, misses = library.household("YB01-1", "120", VILLAGE, M("19600105M"), M("19620711F"))
    settle(library, rural, date(2026, 1, 8), "6000.00")
    settle(library, rural, date(2026, 2, 10), "6500.00")  # 12500.00, the line itself
    library.hit("YB01", "O", rural)
    settle(library, misses, date(2025, 12, 31), "20000.00")  # last year's
    settle(library, misses, date(2026, 2, 10), "12499.99")

    other, misses = library.household("YB01-2", "990", TOWN, M("19720303M"), M("19740504F"))
    settle(library, other, date(2026, 1, 1), "54000.00")
    library.hit("YB01", "O", other)
    settle(library, misses, date(2026, 1, 20), "53999.99")

    (misses,) = library.household("YB01-3", "650", TM_TOWN, M("19810909M"))
    settle(library, misses, date(2026, 2, 1), "26999.99")


def yb02(library: Library) -> None:
    """One stay with more than 50000 of own pay, settled in 90 days and not reversed; all in last year's December."""
    ages = (M("19710101M"), M("19730202F"), M("19500303M"), M("19520404F"), M("19760505M"))
    hit, line, early, reversed_, outpatient = library.household("YB02-1", "110", TOWN, *ages)
    settle(library, hit, date(2025, 12, 2), "50000.01", INPATIENT)  # the first of the 90 days
    library.hit("YB02", "R", hit)
    settle(library, line, date(2025, 12, 20), "50000.00", INPATIENT)
    settle(library, early, date(2025, 12, 1), "60000.00", INPATIENT)
    settle(library, reversed_, date(2025, 12, 10), "70000.00", INPATIENT)
    settle(library, reversed_, date(2025, 12, 10), "-70000.00", INPATIENT)
    settle(library, outpatient, date(2025, 12, 12), "55000.00", OUTPATIENT)

    unknown = library.outsider("19770707M")
    settle(library, unknown, date(2025, 12, 28), "51200.00", INPATIENT)
    library.hit("YB02", "R", unknown)


def yb03(library: Library) -> None:
    """Own pay of the household in 12 months above 0.40 of its income of 40000; the income must be known."""
    known = income("40000")  # 1666.67 a head, above both lines
    one, other = library.household("YB03-1", "990", VILLAGE, M("19790606M"), M("19800707F"), **known)
    settle(library, one, date(2025, 5, 6), "8000.00")
    settle(library, other, date(2025, 9, 9), "8000.01")
    library.household_hit("YB03", "O", "YB03-1")

    one, other = library.household("YB03-2", "990", VILLAGE, M("19780808M"), M("19770909F"), **known)
    settle(library, one, date(2025, 4, 1), "16000.00")  # 0.40 and no more
    settle(library, other, date(2025, 3, 31), "9000.00")  # the day before the 12 months

    some = {**income("10000"), "income_complete": False}
    (one,) = library.household("YB03-3", "670", VILLAGE, M("19751010M"), **some)
    settle(library, one, date(2025, 6, 6), "9000.00")


def yb04(library: Library) -> None:
    """The last three months' mean three times that of the 12 before, 3000 yuan, and somebody who was ill before."""
    ages = (M("19660708M"), M("19680809F"), M("19910910M"), M("19931011F"))
    hit, ratio, small, healthy = library.household("YB04-1", "670", VILLAGE, *ages)
    for person, recent in ((hit, "1500.00"), (ratio, "1500.00"), (small, "1499.99")):
        settle(library, person, date(2026, 1, 12), "1500.00")
        settle(library, person, date(2026, 2, 12), recent)
    settle(library, hit, date(2025, 6, 10), "4000.00")  # 1000 a month = 3 × 333.33
    library.hit("YB04", "Y", hit)
    settle(library, ratio, date(2025, 6, 10), "4000.04")  # 1000 < 3 × 333.3367
    settle(library, small, date(2025, 6, 10), "2000.00")  # 2999.99 in the three months
    settle(library, healthy, date(2024, 11, 30), "500.00")  # before the 12 months
    settle(library, healthy, date(2026, 1, 15), "9000.00")


def yb05(library: Library) -> None:
    """The first settlement with a serious disease in 30 days; red in T3 to T5."""
    hit, known, early = library.household("YB05-1", "650", VILLAGE, M("19700707M"), M("19720812F"), M("19950917M"))
    settle(library, hit, date(2026, 1, 31), "300.00", disease="C34.900x001")  # the first of the 30 days
    library.hit("YB05", "R", hit)
    settle(library, known, date(2025, 3, 5), "300.00", disease="C50.900")
    settle(library, known, date(2026, 2, 10), "300.00", disease="C50.900")
    settle(library, early, date(2026, 1, 30), "300.00", disease="C34.900")

    hit, usual = library.household("YB05-2", "120", TM_VILLAGE, M("19640404M"), M("19660507F"))
    settle(library, hit, date(2026, 2, 20), "300.00", disease="I63.900")
    library.hit("YB05", "O", hit)
    settle(library, usual, date(2026, 2, 21), "300.00")


def yb06(library: Library) -> None:
    """Chronic outpatient care of 500 and more in each of December, January and February."""
    hit, misses, general = library.household("YB06-1", "990", TM_TOWN, M("19690101M"), M("19710202F"), M("19890303M"))
    for day, own in ((date(2025, 12, 31), "500"), (date(2026, 1, 5), "250"), (date(2026, 1, 25), "250")):
        settle(library, hit, day, own, CHRONIC)
    settle(library, hit, date(2026, 2, 28), "500", CHRONIC)
    library.hit("YB06", "Y", hit)
    for day, own in ((date(2025, 12, 9), "500"), (date(2026, 1, 9), "499.99"), (date(2026, 2, 9), "500")):
        settle(library, misses, day, own, CHRONIC)
    settle(library, misses, NIGHT, "900", CHRONIC)  # no full month
    for day in (date(2025, 12, 9), date(2026, 1, 9), date(2026, 2, 9)):
        settle(library, general, day, "600", OUTPATIENT)


def yb07(library: Library) -> None:
    """Three stays in 12 months, or sixty days in bed."""
    hit, misses = library.household("YB07-1", "990", VILLAGE, M("19610609M"), M("19630710F"))
    for person, first in ((hit, date(2025, 4, 9)), (misses, date(2025, 3, 20))):  # the latter is before the 12 months
        for day in (first, date(2025, 8, 9), date(2025, 11, 9)):
            settle(library, person, day, "900.00", INPATIENT)
    library.hit("YB07", "Y", hit)

    hit, misses = library.household("YB07-2", "650", TOWN, M("19670202M"), M("19690303F"))
    settle(library, hit, date(2025, 11, 30), "900.00", INPATIENT, days_in=60)
    library.hit("YB07", "Y", hit)
    settle(library, misses, date(2025, 11, 30), "900.00", INPATIENT, days_in=58)


def yb08(library: Library) -> None:
    """A member of the low-income population without an enrolment in force for 2026."""
    ages = [M(birth, enrolled=False) for birth in ("19580101M", "19600202F", "19860303M", "19880404F")]
    none, suspended, former, changed = library.household("YB08-1", "120", TM_VILLAGE, *ages)
    for person, insurance, year, status in (
        (suspended, "390", 2026, "2"),
        (former, "390", 2025, "1"),
        (changed, "310", 2026, "4"),
        (changed, "390", 2026, "1"),  # ended in one scheme, in force in the other
    ):
        terms = {"insurance_type": Code(insurance), "year": year, "status": Code(status)}
        library.add("medical_insurance/enrolment", person, **terms)
    for person in (none, suspended, former):
        library.hit("YB08", "O", person)

    library.household("YB08-2", "660", TM_VILLAGE, M("19830505M", enrolled=False))  # T6 is not of that population
    (tapering,) = library.household("YB08-3", "110", TOWN, M("19800606F", enrolled=False), status="渐退")
    library.hit("YB08", "O", tapering)


def yb09(library: Library) -> None:
    """In-scope own pay above the deductible and no assistance: 1250 and 2500 (农村), 2700 and 5400 (城镇)."""
    day = date(2025, 6, 18)
    hit, line, assisted = library.household("YB09-1", "120", VILLAGE, M("19550101M"), M("19570202F"), M("19820303M"))
    settle(library, hit, day, "2000.00", in_scope="1250.01", assistance="0")
    library.hit("YB09", "Y", hit)
    settle(library, line, day, "2000.00", in_scope="1250.00", assistance="0")
    settle(library, assisted, day, "4000.00", in_scope="3000.00", assistance="50.00")

    ages = (M("19540404M"), M("19560505F"), M("19840606M"), M("19860707F"))
    hit, line, outside, early = library.household("YB09-2", "600", TOWN, *ages)
    settle(library, hit, day, "9000.00", in_scope="5400.01", assistance="0")
    library.hit("YB09", "Y", hit)
    settle(library, line, day, "9000.00", in_scope="5400.00", assistance="0")
    settle(library, outside, day, "9000.00", in_scope="1000.00", assistance="0")
    settle(library, early, date(2025, 3, 31), "9000.00", in_scope="8000.00", assistance="0")
    # T5 has no deductible of its own.
    (other,) = library.household("YB09-3", "650", VILLAGE, M("19720808M"))
    settle(library, other, day, "9000.00", in_scope="8000.00", assistance="0")


CASES = (yb01, yb02, yb03, yb04, yb05, yb06, yb07, yb08, yb09)
