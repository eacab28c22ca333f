"""The indicators for which the world plants no case, worked out slowly and plainly: an oracle for whole nights.

Belongs here: one function an indicator, written from the indicator library's text with the default parameters. Does
not belong here: any code of data.synthetic, the planted indicators (brute_force), how hits of a night are read.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta

from assets.vocabulary.paths import REFERENCE
from tests.unit.synthetic.brute_force import DISPOSABLE, STANDARD, Finding, Register, months_earlier
from tests.unit.synthetic.reading import Inbox, Row, month_number

BEYOND = {"普通高中", "中职", "高职专科", "本科", "研究生"}


def money(text: str | None) -> float:
    """A cell of money, 0 where it is empty."""
    return float(text or 0)


def ago(r: Register, day: str) -> int:
    """How many months before the night's month a date or month lies."""
    return r.month - month_number(day.replace("-", ""))


def place(r: Register, person: str) -> str:
    """城镇 or 农村."""
    house = r.house(person)
    return house["urban_rural"] if house else "城镇"


def settled(r: Register) -> dict[str, list[Row]]:
    """Settlements of the living up to the night, by person."""
    rows = r.inbox.by("medical_insurance/settlements")
    return {person: found for person, found in rows.items() if person not in r.death}


def own(rows: list[Row], r: Register, months: range, kind: str | None = None) -> float:
    """Own payment of the months."""
    counted = [row for row in rows if ago(r, row["settle_date"]) in months and kind in (None, row["med_type"])]
    return round(sum(money(row["personal_pay"]) for row in counted), 2)


def yb03(r: Register) -> Iterator[Finding]:
    """Own payment against the household's income."""
    rows = r.inbox.by("medical_insurance/settlements")
    for number, house in r.households.items():
        known = house["income_complete"] == "是" and money(house["annual_income"]) > 0
        paid = sum(own(rows.get(member["person"], []), r, range(12)) for member in r.members[number])
        if known and paid > 0.4 * money(house["annual_income"]):
            yield "YB03", number, ""


def yb04(r: Register) -> Iterator[Finding]:
    """Own payment risen sharply."""
    for person, rows in settled(r).items():
        recent, before = own(rows, r, range(3)), own(rows, r, range(3, 15))
        earlier = [money(row["personal_pay"]) for row in rows if ago(r, row["settle_date"]) in range(3, 15)]
        some = sum(1 if pay >= 0 else -1 for pay in earlier) >= 1
        if some and recent >= 3000 and recent * 12 >= 3 * before * 3:
            yield "YB04", r.home.get(person, ""), person


def yb05(r: Register) -> Iterator[Finding]:
    """A first serious illness."""
    with (REFERENCE / "policy" / "serious_diseases.csv").open(encoding="utf-8") as file:
        codes = tuple(row["code"] for row in csv.DictReader(file))
    since = (r.night - timedelta(days=29)).isoformat()
    for person, rows in settled(r).items():
        days = [row["settle_date"] for row in rows if row["disease_code"].startswith(codes)]
        if days and min(days) >= since:
            yield "YB05", r.home.get(person, ""), person


def yb06(r: Register) -> Iterator[Finding]:
    """Chronic care in three full months."""
    for person, rows in settled(r).items():
        if all(own(rows, r, range(month, month + 1), "14") >= 500 for month in (1, 2, 3)):
            yield "YB06", r.home.get(person, ""), person


def yb07(r: Register) -> Iterator[Finding]:
    """Often or long in hospital."""
    for person, rows in settled(r).items():
        lately = [row for row in rows if row["med_type"] == "21" and ago(r, row["settle_date"]) in range(12)]
        back = [-money(row["personal_pay"]) for row in lately if money(row["personal_pay"]) < 0]
        stays: dict[str, int] = {}
        for row in lately:
            pay = money(row["personal_pay"])
            if pay in back:
                back.remove(pay)
            elif pay >= 0:
                days = date.fromisoformat(row["discharge_date"]) - date.fromisoformat(row["admit_date"])
                stays[row["admit_date"]] = max(days.days, 1, stays.get(row["admit_date"], 0))
        if len(stays) >= 3 or sum(stays.values()) >= 60:
            yield "YB07", r.home.get(person, ""), person


def yb09(r: Register) -> Iterator[Finding]:
    """Over the deductible and not assisted."""
    for person, rows in settled(r).items():
        house = r.house(person)
        if not r.in_force(house, {"110", "120", "131", "132", "600"}):
            continue
        lately = [row for row in rows if ago(r, row["settle_date"]) in range(12)]
        scope = round(sum(money(row["in_scope_fee"]) - money(row["fund_pay"]) for row in lately), 2)
        assisted = round(sum(money(row["assistance_pay"]) for row in lately), 2)
        share = 0.1 if house["assistance_type"] == "600" else 0.05  # type: ignore[index]
        if scope > share * DISPOSABLE[place(r, person)] and assisted == 0:
            yield "YB09", r.home[person], person


def beyond(r: Register) -> dict[str, list[Row]]:
    """Students above compulsory education, by household (by person where there is none)."""
    found: dict[str, list[Row]] = {}
    for row in r.inbox.rows("education/students"):
        if row["student_status"] == "01" and row["stage"] in BEYOND and row["person"] not in r.death:
            found.setdefault(r.home.get(row["person"], ""), []).append(row)
    return found


def schooling(r: Register) -> Iterator[Finding]:
    """JY03 without aid (no cost comes near the line), JY04 and JY05."""
    for number, rows in beyond(r).items():
        for row in rows:
            if sum(money(row[name]) for name in ("tuition", "boarding", "books")) > 10_000:
                yield "JY03", number, row["person"]
        college = any(row["stage"] in {"本科", "高职专科"} for row in rows)
        if number and college and r.in_force(r.households[number], {"600", "650"}):
            yield "JY04", number, ""
        if number and len({row["person"] for row in rows}) >= 2:
            yield "JY05", number, ""


def jy06_jy07(r: Register) -> Iterator[Finding]:
    """Hardship not covered; leaving school."""
    last = ago(r, (r.night + timedelta(days=90)).isoformat())
    for person, rows in r.students.items():
        house = r.house(person)
        hard = any(row["student_status"] == "01" and row["hardship"] != "否" for row in rows)
        if hard and not r.in_force(house) and person not in r.death:
            number = r.home.get(person, "")
            yield "JY06", number, "" if number else person
        member = next((row for row in r.members.get(r.home.get(person, ""), []) if row["person"] == person), None)
        counted = member is not None and member["in_school"] == "是" and r.in_force(house, {"110", "120"})
        ends = [row["graduation_month"] != "" and last <= ago(r, row["graduation_month"]) <= 0 for row in rows]
        gone = [row["student_status"] == "07" or end for row, end in zip(rows, ends, strict=True)]
        if counted and all(gone) and any(row["stage"] in BEYOND for row in rows):
            yield "JY07", r.home[person], person


def houses(r: Register) -> Iterator[Finding]:
    """ZJ02 and ZJ06."""
    since = (r.night - timedelta(days=89)).isoformat()
    for row in r.inbox.rows("housing/dangerous_houses"):
        number = r.home.get(row["person"], "")
        where = (number, "" if number else row["person"])
        late = row["renovation_month"] and not row["completed_date"] and ago(r, row["renovation_month"]) > 12
        back = row["completed_date"] and row["completed_date"] < row["appraised_date"] and row["grade"] in {"C", "D"}
        if late or back:
            yield "ZJ02", *where
        if row["disaster_damage"] in {"倒塌", "严重损坏"} and row["disaster_date"] >= since:
            yield "ZJ06", *where


def rented_and_owned(r: Register) -> Iterator[Finding]:
    """ZJ03, ZJ04 and ZJ05."""
    owned: dict[str, list[Row]] = {}
    for row in r.inbox.rows("housing/property"):
        if row["usage"] == "住宅" and row["status"] == "现势" and row["person"] in r.home:
            owned.setdefault(r.home[row["person"]], []).append(row)
    since = months_earlier(r.night.replace(day=1), 11).isoformat()
    for number, rows in owned.items():
        several = len({row["title_no"] for row in rows}) > 1 or any(row["registered_date"] >= since for row in rows)
        if several and r.in_force(r.households[number], {"110", "120", "131", "132", "600", "650"}):
            yield "ZJ05", number, ""
    for row in r.inbox.rows("housing/public_rental"):
        house, number = r.house(row["person"]), r.home.get(row["person"], "")
        entitled = r.in_force(house, {"110", "120", "600", "650"}) and house["urban_rural"] == "城镇"  # type: ignore[index]
        if entitled and row["support_type"] in {"轮候", "无"} and float(row["area_per_head"]) < 15:
            yield "ZJ03", number, ""
        known = house is not None and house["income_complete"] == "是" and money(house["annual_income"]) > 0
        income = money(house["annual_income"]) if house is not None else 0
        if known and row["support_type"] != "实物" and money(row["monthly_rent"]) * 12 > 0.3 * income:
            yield "ZJ04", number, ""


def paid_bases(r: Register) -> dict[str, dict[int, float]]:
    """The base of each month of 110 that was received, by person: months before the night's."""
    bases: dict[str, dict[int, float]] = {}
    for row in r.inbox.rows("employment/contributions"):
        if row["insurance_type"] == "110" and row["received"] == "是":
            bases.setdefault(row["person"], {})[ago(r, row["month"])] = money(row["base"])
    return bases


def benefits_and_wages(r: Register) -> Iterator[Finding]:
    """RS03, RS05, RS06 and RS08."""
    bases = paid_bases(r)
    for row in r.inbox.rows("employment/unemployment"):
        person = row["person"]
        ended = ago(r, row["benefit_until"]) if row["benefit_until"] and not row["cancelled_date"] else -1
        if ended in (0, 1) and person not in r.death and min(bases.get(person, {99: 0})) > ended:
            yield "RS03", r.home.get(person, ""), person
        refused = int(row["refusals"] or 0) >= 3 and not row["cancelled_date"]
        if refused and r.in_force(r.house(person), {"110", "120"}):
            yield "RS08", r.home[person], person
    for person, months in bases.items():
        last = sorted(months)[:3]
        before = [base for month, base in months.items() if last[-1] < month <= last[-1] + 12]
        recent = sum(months[month] for month in last) / len(last)
        if last[0] <= 3 and len(last) == 3 and len(before) >= 6 and recent <= 0.5 * sum(before) / len(before):
            yield "RS05", r.home.get(person, ""), person
    for row in r.inbox.rows("employment/wage_arrears"):
        if row["status"] == "在办" and money(row["amount"]) >= 3 * STANDARD[place(r, row["person"])]:
            yield "RS06", r.home.get(row["person"], ""), row["person"]


def rs07(r: Register) -> Iterator[Finding]:
    """Over the standard with work taken up."""
    bases = paid_bases(r)
    for number, house in r.households.items():
        known = house["income_complete"] == "是" and house["annual_income"] != ""
        if not known or not r.in_force(house, {"110", "120"}):
            continue
        begun = [bases[row["person"]] for row in r.members[number] if row["person"] in bases]
        added = sum(months[min(months)] for months in begun if max(months) < 12 and min(months) <= 3)
        income = money(house["annual_income"]) - money(house["employment_cost"]) + 12 * added
        if added and income / len(r.members[number]) / 12 > STANDARD[house["urban_rural"]]:
            yield "RS07", number, ""


RULES = (
    *(yb03, yb04, yb05, yb06, yb07, yb09, schooling, jy06_jy07),
    *(houses, rented_and_owned, benefits_and_wages, rs07),
)
CODES = {
    *("YB03", "YB04", "YB05", "YB06", "YB07", "YB09", "JY03", "JY04", "JY05", "JY06", "JY07"),
    *("ZJ02", "ZJ03", "ZJ04", "ZJ05", "ZJ06", "RS03", "RS05", "RS06", "RS07", "RS08"),
}


def unplanted_findings(inbox: Inbox) -> set[Finding]:
    """Everything that the rules without planted cases say about an inbox."""
    register = Register(inbox)
    return {finding for rule in RULES for finding in rule(register)}
