"""The planted facts as rows of the feeds, by standard column name, before anybody writes them to a file.

What belongs here: one function a feed. What does not: the facts (foreign_people, foreign_facts) and their files.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from tests.night import foreign_facts as facts
from tests.night.foreign_files import Code, Month, Name, Number, Row
from tests.night.foreign_people import HOUSEHOLDS, NUMBERS, Household

LOW_INCOME_KINDS = ("110", "120", "131", "132", "600", "650", "670")
# Month and kind of the regular payments; what is paid to whom stands in foreign_facts.
PAID_MONTHS = ((2025, 12), (2026, 1), (2026, 2))
PAID_KINDS = ("110", "120", "131", "132")


def person(name: str, prefix: str = "") -> dict[str, object]:
    """The two columns that name somebody."""
    return {f"{prefix}name": Name(name), f"{prefix}id_number": Number(NUMBERS[name])}


def optional_month(month: tuple[int, int] | None) -> Month | None:
    return Month(*month) if month else None


def months_from(first: tuple[int, int], count: int) -> Iterator[Month]:
    """So many months in a row."""
    start = first[0] * 12 + first[1] - 1
    for place in range(start, start + count):
        yield Month(place // 12, place % 12 + 1)


def of_county(*prefixes: str) -> list[Household]:
    """The households whose division begins so."""
    return [household for household in HOUSEHOLDS if household.division.startswith(prefixes)]


def households(listed: list[Household]) -> list[Row]:
    """civil_affairs/households."""
    rows: list[Row] = []
    for place, household in enumerate(listed):
        address = f"{household.division[6:9]}片区{place + 1}组\n（原{place + 11}号）"
        rows.append(
            {
                "household_no": household.number,
                **person(household.members[0].name, "head_"),
                "assistance_type": Code(household.kind),
                "support_mode": household.mode,
                "member_count": len(household.members),
                "division_code": household.division,
                "urban_rural": household.urban_rural,
                "start_month": Month(2021, place % 12 + 1),
                "end_month": Month(2025, 11) if household.status == "退出" else None,
                "status": Code(household.status),
                "last_review_date": household.review,
                "annual_income": household.income,
                "employment_cost": household.cost,
                "income_complete": household.complete,
                "property_ok": household.property_ok,
                "phone": f"1380000{place + int(household.division[:2]) * 100:04d}.0",
                "address": address,
            }
        )
    return rows


def members(listed: list[Household]) -> list[Row]:
    """civil_affairs/members; the marital status of one is no known code."""
    return [
        {
            "household_no": household.number,
            **person(member.name),
            "relation": member.relation,
            "marital_status": "77" if member.name == "程万里" else None,
            "work_capacity": Code(member.capacity) if member.capacity else None,
            "in_school": member.in_school,
            "serious_illness": member.serious,
        }
        for household in listed
        for member in household.members
    ]


def payments() -> list[Row]:
    """civil_affairs/payments: the head or person of each household in force for three months, then the others."""
    regular = [
        (household.members[0].name, household.number, month, household.kind, "成功")
        for month in PAID_MONTHS
        for household in HOUSEHOLDS
        if household.kind in PAID_KINDS and household.status in ("在保", "渐退")
    ]
    return [
        {
            "pay_month": Month(*month),
            "household_no": number,
            **person(name),
            "assistance_type": Code(kind),
            "amount_due": Decimal("1126.00"),
            "amount_paid": Decimal("1126.00") if state == "成功" else Decimal("0.00"),
            "pay_status": Code(state),
        }
        for name, number, month, kind, state in (*regular, *facts.OTHER_PAYMENTS)
    ]


def disabled() -> list[Row]:
    """civil_affairs/disabled."""
    return [
        {
            **person(name),
            "certificate_no": f"{NUMBERS[name]}{category}{grade}",
            "category": Code(category),
            "grade": Code(grade),
            "issue_date": date(2019, 5, 20),
            "living_subsidy": name == "涂小宝",
            "care_subsidy": grade in "12",
        }
        for name, category, grade in facts.DISABLED
    ]


def deaths() -> list[Row]:
    """civil_affairs/deaths."""
    return [{**person(name), "death_date": died, "cremation_date": burnt} for name, died, burnt in facts.DEATHS]


def enrolment() -> list[Row]:
    """medical_insurance/enrolment: everybody in a low-income household in force but the planted, once."""
    named = [name for name, *_ in facts.OTHER_ENROLMENTS if name != "胡春生"]
    covered = {
        member.name: ("390", 2026, "1")
        for household in HOUSEHOLDS
        if household.kind in LOW_INCOME_KINDS and household.status in ("在保", "渐退")
        for member in household.members
        if member.name not in (*facts.NOT_ENROLLED, *named, "胡春生")
    }
    return [
        {**person(name), "insurance_type": Code(insurance), "year": year, "status": Code(status)}
        for name, insurance, year, status in (
            *((name, *terms) for name, terms in covered.items()),
            *facts.OTHER_ENROLMENTS,
        )
    ]


def settlements(*prefixes: str) -> list[Row]:
    """medical_insurance/settlements whose number begins so; the funds pay as much as the patient."""
    rows: list[Row] = []
    for entry in facts.SETTLEMENTS:
        if not entry.number.startswith(prefixes):
            continue
        own_pay = Decimal(entry.own_pay)
        tenth = (own_pay / 10).quantize(Decimal("0.01"))
        inpatient = entry.med_type == "21"
        rows.append(
            {
                "settlement_no": entry.number,
                **person(entry.name),
                "insurance_type": Code("390"),
                "med_type": Code(entry.med_type),
                "admit_date": entry.settled - timedelta(days=6) if inpatient else None,
                "discharge_date": entry.settled - timedelta(days=1) if inpatient else None,
                "settle_date": entry.settled,
                "disease_code": "I10.x00x002",
                "total_fee": own_pay * 2,
                "in_scope_fee": own_pay + tenth,
                "pooled_pay": own_pay - tenth,
                "assistance_pay": tenth,
                "fund_pay": own_pay,
                "personal_pay": own_pay,
            }
        )
    return rows


def students() -> list[Row]:
    """education/students; the hardship of one is no known code."""
    return [
        {
            "student_no": f"G{NUMBERS[name]}",
            **person(name),
            "stage": Code(stage),
            "student_status": Code(status),
            "home_teaching": taught,
            "hardship": "火星" if name == "马思佳" else None,
            **(person(guardian, "guardian_") if guardian else {}),
        }
        for name, stage, status, taught, guardian in facts.STUDENTS
    ]


def aid(listed: tuple[tuple[str, str, str, str], ...]) -> list[Row]:
    """education/aid."""
    return [
        {
            "student_no": f"G{NUMBERS[name]}",
            **person(name),
            "school_year": year,
            "term": Code(term),
            "aid_item": "家庭经济困难学生生活补助",
            "amount": Decimal(amount),
        }
        for name, year, term, amount in listed
    ]


def houses() -> list[Row]:
    """housing/dangerous_houses."""
    return [
        {
            "house_no": number,
            **person(owner, "owner_"),
            "grade": Code(grade),
            "appraised_date": appraised,
            "occupied": occupied,
            "renovation_month": optional_month(renovation),
            "completed_date": completed,
            "disaster_damage": damage,
        }
        for number, owner, grade, appraised, occupied, renovation, completed, damage in facts.HOUSES
    ]


def contributions() -> list[Row]:
    """employment/contributions, one row a person and month."""
    return [
        {
            **person(name),
            "insurance_type": Code(insurance),
            "employer": "某某劳务有限公司",
            "month": month,
            "base": Decimal("4242.00"),
            "received": month != missing,
        }
        for name, insurance, first, count, missing in facts.CONTRIBUTIONS
        for month in months_from(first, count)
    ]


def unemployment() -> list[Row]:
    """employment/unemployment."""
    return [
        {
            **person(name),
            "registered_date": registered,
            "unemployed_date": None,
            "benefit_from": optional_month(start),
            "benefit_until": optional_month(until),
            "cancelled_date": cancelled,
        }
        for name, registered, start, until, cancelled in facts.UNEMPLOYMENT
    ]


def month_of(row: Row, column: str) -> Month:
    """A row's month. Raises TypeError where there is none."""
    month = row[column]
    if not isinstance(month, Month):
        raise TypeError(f"{column} is no month")
    return month


def small_feeds() -> dict[str, list[Row]]:
    """Feeds of one or two rows that make no hit of the indicators looked at; one lead has no identity number."""
    child = {"child_category": Code("排查"), "father_status": "失联", "mother_status": "正常"}
    aided = {"aid_date": date(2026, 1, 6), "amount": Decimal(1500), "aid_type": Code("支出型")}
    visited = {"visit_type": "分散特困探访", "visit_date": date(2026, 3, 2), "care_agreement": True}
    call = {"lead_no": "12345-0007", "channel": Code("12345"), "received_date": date(2026, 3, 9)}
    seen = {"lead_no": "12345-0008", "channel": Code("网格员"), "received_date": date(2026, 3, 11)}
    return {
        "civil_affairs/children": [{**person("曾乐乐"), **child}],
        "civil_affairs/temporary_aid": [{**person("谭志远"), **aided}],
        "civil_affairs/visits": [{**person("黄土根"), **visited}],
        "civil_affairs/leads": [
            {"name": Name("皮三"), "content": "反映家中困难，\n盼回访", **call},
            {**person("丁一鸣"), "content": "住院", **seen},
        ],
    }


def verification() -> list[Row]:
    """civil_affairs/verification: nothing found; the identity number as an integer."""
    clear = {"vehicles": 0, "market_entity": False, "public_payroll": False, "in_prison": False}
    return [
        {"name": name, "id_number": int(NUMBERS[name]), "verified_date": date(2026, 1, 20), **clear}
        for name in ("夏勇", "文清")
    ]


def public_rental() -> list[Row]:
    """housing/public_rental: nobody without room."""
    return [
        {**person("徐凤英"), "application_no": "G-1", "support_type": "实物", "area_per_head": 38.5, "status": "在保"},
        {**person("谭志远"), "application_no": "G-2", "support_type": "无", "area_per_head": 30, "status": "登记"},
    ]
