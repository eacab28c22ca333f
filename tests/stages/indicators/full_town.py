"""A town in which every indicator fires at least once. What belongs here: its rows. What does not: any test."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.stages.indicators.grant_rows import pay
from tests.stages.indicators.medical_rows import settle
from tests.stages.indicators.small_town import NIGHT, Place, Town
from tests.stages.indicators.work_rows import contribute, months_back

MAY = date(2026, 5, 1)


def everything(root: Path, night: date = NIGHT) -> Town:
    """A town in which every indicator fires on the night that its rows are made for; any other may be run too."""
    town = Town(root, night)
    settle_in(Place(town, "x"))
    return town


def settle_in(place: Place) -> None:
    """A corner in which every indicator fires, with rows in every feed that the rules read."""
    died = date(2026, 3, 1)
    place.household("a", "b", assistance_type="990", annual_income=Decimal(5000), income_complete=True)
    place.add("medical_insurance/settlements", "a", med_type="21", settle_date=MAY, personal_pay=Decimal(60000))
    place.add("housing/dangerous_houses", "a", grade="D", appraised_date=MAY, occupied=True)
    place.household("c", number="2", assistance_type="990", annual_income=Decimal(12000), income_complete=True)
    place.add("employment/unemployment", "c", registered_date=date(2026, 1, 1))
    place.person("pupil", date(2014, 1, 1))
    place.person("dropout", date(2014, 1, 1))
    values = {"assistance_type": "600", "last_review_date": date(2024, 1, 1)}
    place.household("d", "pupil", "dropout", "gone", number="3", **values)
    place.member("d", number="3", serious_illness=True)
    place.add("education/students", "pupil", student_status="01", stage="小学", student_no=place.named("S1"))
    place.add("civil_affairs/deaths", "gone", death_date=died)
    place.add("employment/unemployment", "d", registered_date=date(2026, 6, 10))
    for month in range(7, 13):
        values = {"insurance_type": "110", "month": date(2025, month, 1), "received": True}
        place.add("employment/contributions", "e", **values)
    fall_ill(place)
    go_to_school(place)
    lack_housing(place)
    lose_and_find_work(place)
    receive_grants(place)
    need_relief(place)
    want_care(place)
    keep_covered(place)


def fall_ill(place: Place) -> None:
    """Illness of `c`, whose household's income is known, and a bill of `d` of the margin household."""
    for month in (3, 4, 5):
        settle(place, "500", date(2026, month, 5), "c", med_type="14")
    stay = {"med_type": "21", "admit_date": date(2026, 3, 1), "discharge_date": MAY}
    settle(place, "5000", date(2026, 6, 10), "c", disease_code="C34.900", **stay)
    unaided = {"in_scope_fee": Decimal(4000), "fund_pay": Decimal(0), "assistance_pay": Decimal(0)}
    settle(place, "4000", MAY, "d", **unaided)


def go_to_school(place: Place) -> None:
    """Two students of a margin household, one of them dear; a watched pupil in hardship; a graduate in dibao."""
    place.household("parent", "freshman", "senior", number="4", assistance_type="600")
    dear = {"tuition": Decimal(12000), "boarding": Decimal(0), "books": Decimal(0)}
    place.add("education/students", "freshman", student_status="01", stage="本科", student_no=place.named("S2"), **dear)
    place.add("education/students", "senior", student_status="01", stage="普通高中", student_no=place.named("S3"))
    place.household("aunt", "niece", number="5", assistance_type="990")
    place.add(
        "education/students",
        "niece",
        student_status="01",
        stage="小学",
        student_no=place.named("S4"),
        hardship="其他低收入",
    )
    place.household("mother", "graduate", number="6")
    place.member("graduate", number="6", in_school=True)
    place.add("education/students", "graduate", student_status="07", stage="本科", student_no=place.named("S5"))


def lack_housing(place: Place) -> None:
    """A renovation that is late, a house that collapsed, an urban household short of room, one with two dwellings."""
    late = {"renovation_month": date(2025, 1, 1), "grade": "C", "appraised_date": date(2024, 12, 1), "occupied": False}
    place.add("housing/dangerous_houses", "late", **late)
    place.add("housing/dangerous_houses", "lost", disaster_damage="倒塌", disaster_date=MAY)
    known = {"annual_income": Decimal(20000), "income_complete": True, "urban_rural": "城镇"}
    place.household("tenant", number="7", **known)
    rented = {"support_type": "无", "status": "登记", "area_per_head": Decimal(9), "monthly_rent": Decimal(900)}
    place.add("housing/public_rental", "tenant", **rented)
    place.household("owner", number="8")
    for title in ("t1", "t2"):
        dwelling = {
            "title_no": place.named(title),
            "usage": "住宅",
            "status": "现势",
            "registered_date": date(2010, 1, 1),
        }
        place.add("housing/property", "owner", **dwelling)


def lose_and_find_work(place: Place) -> None:
    """A benefit that ended, wages that fell and wages owed; a dibao household with one at work and one refusing it."""
    ended = {"registered_date": date(2025, 12, 1), "benefit_from": date(2026, 1, 1), "benefit_until": MAY}
    place.add("employment/unemployment", "idle", **ended)
    contribute(place, months_back(1, 2, 3), "fallen", base=Decimal(3000))
    contribute(place, months_back(*range(4, 16)), "fallen", base=Decimal(8000))
    place.add("employment/wage_arrears", "unpaid", status="在办", amount=Decimal(9000), filed_date=MAY)
    place.household("worker", "refuser", number="9", annual_income=Decimal(2400), income_complete=True)
    contribute(place, months_back(1), "worker", base=Decimal(5000))
    place.add("employment/unemployment", "refuser", registered_date=date(2025, 5, 1), refusals=3)


def receive_grants(place: Place) -> None:
    """A grant that is too small, one that is too large, one that did not arrive; a recognition that runs out."""
    known = {"annual_income": Decimal(2400), "income_complete": True}
    place.household("short", number="10", **known)
    pay(place, 1, "100", "short", "10")
    place.household("long", number="11", **known)
    for back in (1, 2):
        pay(place, back, "900", "long", "11")
    place.household("unpaid", number="12", valid_until=date(2026, 7, 15))
    pay(place, 0, who="unpaid", number="12", pay_status="失败")


def need_relief(place: Place) -> None:
    """Somebody ill after leaving dibao, somebody old and alone; aid twice, a lead, and a car in a dibao household."""
    place.household("former", number="13", status="退出", end_month=date(2026, 2, 1))
    settle(place, "60000", MAY, "former", med_type="21")
    place.person("old", date(1940, 1, 1))
    place.household("old", number="14", assistance_type="990")
    place.member("old", number="14", self_care_lost=2)
    for on in (date(2026, 1, 10), MAY):
        place.add("civil_affairs/temporary_aid", "aided", aid_date=on, amount=Decimal(500))
    lead = {
        "lead_no": place.named("L1"),
        "received_date": date(2026, 6, 20),
        "demand_category": "医疗",
        "channel": "网格员",
    }
    place.add("civil_affairs/leads", "led", **lead)
    place.household("driver", number="15")
    row = {"vehicles": 1, "disability_vehicle": False, "verified_date": MAY}
    place.add("civil_affairs/verification", "driver", **row)


def want_care(place: Place) -> None:
    """Benefits and care of the weakest: two benefits at once, disabilities, tekun, a child without parents."""
    place.household("twice", number="20")
    place.household("twice", number="21", assistance_type="132", support_mode="分散")
    certificate = {"category": "4", "grade": "1", "living_subsidy": False, "care_subsidy": False}
    place.add("civil_affairs/disabled", "severe", issue_date=date(2026, 6, 20), **certificate)
    place.person("aged", date(1950, 1, 1))
    place.household("aged", number="22", assistance_type="990", annual_income=Decimal(3000), income_complete=True)
    place.person("nearly", date(2008, 8, 1))
    place.household("nearly", number="23", assistance_type="132", support_mode="集中")
    place.person("child", date(2016, 1, 1))
    states = {"father_status": "死亡", "mother_status": "死亡"}
    place.add("civil_affairs/children", "child", child_category="排查", **states)


def keep_covered(place: Place) -> None:
    """Rows of the feeds whose lack is the finding: an enrolment, a student's aid, a visit with a care agreement."""
    covered = {"insurance_type": "310", "year": 2026, "status": "1"}
    place.add("medical_insurance/enrolment", "parent", **covered)
    aid = {"school_year": "2025-2026", "term": "2", "amount": Decimal(1000)}
    place.add("education/aid", "freshman", student_no=place.named("S2"), **aid)
    place.household("visited", number="24", assistance_type="132", support_mode="分散")
    visit = {"visit_type": "探访", "care_agreement": True}
    place.add("civil_affairs/visits", "visited", visit_date=date(2026, 6, 20), **visit)
