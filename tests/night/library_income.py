"""Planted cases of income, property and of difficulties that pile up, ZH01 to ZH05: true cases beside near misses.

Lines: the standard 838 and 1010 yuan a head a month, the margin 1257 and 1515, the place's income a head 25000 and
54000 a year.
"""

from datetime import date

from tests.night.foreign_files import Code
from tests.night.library_households import TM_TOWN, TM_VILLAGE, TOWN, VILLAGE, Library, M, Person, Place, income, yuan
from tests.night.library_housing import dwelling, house, rental
from tests.night.library_medical import settle
from tests.night.library_schools import fees
from tests.night.library_work import unemployed

COUPLE = (M("19780103M", capacity="01"), M("19800204F"))


def zh01(library: Library) -> None:
    """Income a head below the standard, property in order or not checked, neither T1 nor T2."""
    costs = income("22000", "2000")  # 833.33
    library.household("ZH01-1", "600", VILLAGE, *COUPLE, **costs)
    library.household("ZH01-2", "660", TM_TOWN, *COUPLE, annual_income=yuan("24239"))  # 1009.96
    for number in ("ZH01-1", "ZH01-2"):
        library.household_hit("ZH01", "R", number)
    library.household("ZH01-3", "990", VILLAGE, *COUPLE, annual_income=yuan("18000"), property_ok=False)
    library.household("ZH01-4", "110", TOWN, *COUPLE, **income("18000"))
    library.household("ZH01-5", "990", VILLAGE, *COUPLE, annual_income=yuan("9000"), income_complete=False)


def zh02(library: Library) -> None:
    """Income a head from the standard to below 1.5 times of it, not of the low-income population."""
    for number, kind, place, year in (
        ("ZH02-1", "990", TOWN, "24240"),  # the standard itself
        ("ZH02-2", "660", TM_TOWN, "36359"),  # 1514.96
        ("ZH02-3", "990", TOWN, "36360"),  # 1515 itself
        ("ZH02-4", "670", VILLAGE, "24000"),
    ):
        library.household(number, kind, place, *COUPLE, **income(year))
    library.household_hit("ZH02", "Y", "ZH02-1")
    library.household_hit("ZH02", "Y", "ZH02-2")
    library.household("ZH02-5", "990", TOWN, *COUPLE, annual_income=yuan("30000"), property_ok=False)


def zh03(library: Library) -> None:
    """Own pay, education and rent above 0.60 of the income, which is below the income a head of the place.

    Own pay of 0.40 and less (YB03), fees of 10000 and less (JY03) and rent of 0.30 and less (ZJ04) on its own.
    """
    for number, own in (("ZH03-1", "14000.01"), ("ZH03-2", "14000.00")):
        known = income("40000")  # 0.60: 24000
        parent, student = library.household(number, "990", TOWN, COUPLE[0], M("20060305F", in_school=True), **known)
        settle(library, parent, date(2025, 7, 7), own)
        library.pupil(student, "本科", **fees("8000", "1500", "500"))
    library.household_hit("ZH03", "O", "ZH03-1")

    for number, kind, place, year, own, rent in (
        ("ZH03-3", "990", TOWN, "24000", "9600", "401"),  # 9600 + 12 × 401 = 14412 > 14400
        ("ZH03-4", "990", VILLAGE, "25000", "10000", "500"),  # 0.64, but the income is that of the place
        ("ZH03-5", "600", VILLAGE, "20000", "8000", "400"),  # 0.64, but T4
    ):
        known = income(year)
        (person,) = library.household(number, kind, place, COUPLE[0], **known)
        settle(library, person, date(2025, 6, 6), own)
        rental(library, person, "无", 30.0, rent)
    library.household_hit("ZH03", "O", "ZH03-3")


def zh04(library: Library) -> None:
    """Property or a position that does not go with the benefit: T1, T2, T4, T5."""

    def verified(person: Person, **found: object) -> None:
        nothing = {"vehicles": 0, "market_entity": False, "public_payroll": False, "in_prison": False}
        cells = {**nothing, **found}
        library.add("civil_affairs/verification", person, verified_date=date(2026, 1, 20), **cells)

    cases: tuple[tuple[str, str, Place, dict[str, object]], ...] = (
        ("ZH04-1", "120", VILLAGE, {"vehicles": 1}),
        ("ZH04-2", "600", TOWN, {"market_entity": True}),
        ("ZH04-3", "650", TM_VILLAGE, {"public_payroll": True}),
        ("ZH04-4", "110", TM_TOWN, {"in_prison": True}),
        ("ZH04-5", "120", VILLAGE, {"deposits": yuan("20224.01")}),  # with the other's 20000: 24 × 838 × 2 = 40224
    )
    for number, kind, place, found in cases:
        head, other = library.household(number, kind, place, *COUPLE)
        verified(head, deposits=yuan("20000"))
        verified(other, **found)
        library.household_hit("ZH04", "O", number)
    head, other = library.household("ZH04-6", "120", VILLAGE, *COUPLE)
    verified(head, vehicles=1, disability_vehicle=True, deposits=yuan("20000"))
    verified(other, deposits=yuan("20224.00"))
    head, _ = library.household("ZH04-7", "670", VILLAGE, *COUPLE)  # T3 is not asked for
    verified(head, vehicles=1, market_entity=True)


def zh05(library: Library) -> None:
    """Hits above blue in the help lane of three departments."""
    unaided = M("20150406M", school="小学", aided=False)
    head, _, child = library.household("ZH05-1", "120", VILLAGE, COUPLE[0]._replace(enrolled=False), COUPLE[1], unaided)
    unemployed(library, head, date(2026, 2, 10))
    library.hit("YB08", "O", head)
    library.hit("JY02", "O", child)
    library.hit("RS01", "Y", head)
    library.household_hit("ZH05", "R", "ZH05-1")

    known = income("20000")  # 833.33
    head, child = library.household("ZH05-2", "990", VILLAGE, COUPLE[0], M("20140507F", in_school=True), **known)
    library.pupil(child, "小学", hardship=Code("残疾学生"))
    house(library, head, "D", date(2025, 11, 11))
    for code, tier in (("JY06", "Y"), ("ZJ01", "R"), ("ZH01", "R"), ("ZH05", "R")):
        library.household_hit(code, tier, "ZH05-2")

    # The third department's is adverse (ZJ05), or blue (MZ13).
    head, child = library.household("ZH05-3", "120", VILLAGE, COUPLE[0]._replace(enrolled=False), unaided)
    dwelling(library, "P0101", head, date(2025, 10, 10))
    library.household_hit("ZJ05", "O", "ZH05-3")
    library.hit("YB08", "O", head)
    library.hit("JY02", "O", child)
    ages = (M("19560608F", enrolled=False), unaided)
    head, child = library.household("ZH05-4", "120", TM_VILLAGE, *ages, last_review_date=date(2025, 2, 1))
    library.household_hit("MZ13", "B", "ZH05-4")
    library.hit("YB08", "O", head)
    library.hit("JY02", "O", child)


CASES = (zh01, zh02, zh03, zh04, zh05)
