"""The listed indicators worked out again, slowly and plainly, from a plain inbox: an oracle for the planted truth.

Belongs here: one function an indicator, written from the indicator library's text with the default parameters. Does
not belong here: any code of data.synthetic. A finding is (code, household_no, person): '' for the household's person
or the person's household.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.unit.synthetic.reading import Inbox, Row, month_number

Finding = tuple[str, str, str]
STANDARD, DISPOSABLE = {"农村": 838, "城镇": 1010}, {"农村": 25_000, "城镇": 54_000}
LIP_TYPES = {"110", "120", "131", "132", "600", "650", "670"}


def months_earlier(day: date, months: int) -> date:
    """The same day some months earlier, moved back into a shorter month."""
    total = day.year * 12 + day.month - 1 - months
    for last in (day.day, 30, 29, 28):
        try:
            return date(total // 12, total % 12 + 1, last)
        except ValueError:
            continue
    raise AssertionError


class Register:
    """Who lives where, who is dead, who is in force."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox, self.night = inbox, inbox.night
        self.households = {row["household_no"]: row for row in inbox.rows("civil_affairs/households")}
        self.members: dict[str, list[Row]] = inbox.by("civil_affairs/members", "household_no")
        self.home = {row["person"]: row["household_no"] for row in inbox.rows("civil_affairs/members")}
        self.death = {
            row["person"]: date.fromisoformat(row["death_date"])
            for row in inbox.rows("civil_affairs/deaths")
            if row["person"]
        }
        self.students = inbox.by("education/students")
        self.month = self.night.year * 12 + self.night.month - 1

    def house(self, person: str) -> Row | None:
        """The household of a person."""
        return self.households.get(self.home.get(person, ""))

    def in_force(self, house: Row | None, types: set[str] = LIP_TYPES) -> bool:
        """Recognised as one of the types and in force or in taper."""
        return bool(house) and house["assistance_type"] in types and house["status"] in {"在保", "渐退"}  # type: ignore[index]

    def age(self, birth: date, on: date | None = None) -> int:
        """Full years."""
        day = on or self.night
        return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))

    def able(self, member: Row) -> bool:
        """16 to 59, capacity 01 or blank, not in school, not severely disabled."""
        severe = any(
            row["grade"] in {"1", "2"} for row in self.inbox.by("civil_affairs/disabled").get(member["person"], [])
        )
        working_age = 16 <= self.age(date.fromisoformat(member["birth_date"])) <= 59
        return working_age and member["work_capacity"] in {"01", ""} and member["in_school"] == "否" and not severe


def yb01(r: Register) -> Iterator[Finding]:
    """Own-pay of the year."""
    for person, rows in r.inbox.by("medical_insurance/settlements").items():
        year = str(r.night.year)
        total = round(sum(float(row["personal_pay"]) for row in rows if row["settle_date"][:4] == year), 2)
        house = r.house(person)
        income = DISPOSABLE[house["urban_rural"]] if house else DISPOSABLE["城镇"]
        if total >= income * (0.5 if r.in_force(house) else 1.0) and person not in r.death:
            yield "YB01", r.home.get(person, ""), person


def yb02(r: Register) -> Iterator[Finding]:
    """One large inpatient settlement."""
    since = (r.night - timedelta(days=89)).isoformat()
    for person, rows in r.inbox.by("medical_insurance/settlements").items():
        reversed_pay = {-float(row["personal_pay"]) for row in rows if float(row["personal_pay"]) < 0}
        for row in rows:
            pay = float(row["personal_pay"])
            large = row["med_type"] == "21" and pay > 50_000 and pay not in reversed_pay
            if large and row["settle_date"] >= since and person not in r.death:
                yield "YB02", r.home.get(person, ""), person


def yb08(r: Register) -> Iterator[Finding]:
    """In force and not enrolled."""
    year = str(r.night.year)
    normal = {
        row["person"]
        for row in r.inbox.rows("medical_insurance/enrolment")
        if row["year"] == year and row["status"] == "1"
    }
    for person, number in r.home.items():
        if r.in_force(r.households[number]) and person not in normal and person not in r.death:
            yield "YB08", number, person


def jy01(r: Register) -> Iterator[Finding]:
    """Of school age and not in school."""
    start = date(r.night.year if r.night.month >= 9 else r.night.year - 1, 8, 31)
    for member in r.inbox.rows("civil_affairs/members"):
        person, birth = member["person"], date.fromisoformat(member["birth_date"])
        house = r.households[member["household_no"]]
        if r.age(birth, start) < 6 or r.age(birth) > 15 or house["status"] == "退出" or person in r.death:
            continue
        rows = r.students.get(person, [])
        taught = any(row["student_status"] in {"01", "05"} or row["home_teaching"] == "是" for row in rows)
        if not taught:
            yield "JY01", member["household_no"], person


def jy02(r: Register) -> Iterator[Finding]:
    """In school without this term's aid."""
    start = r.night.year if r.night.month >= 9 else r.night.year - 1
    term = "1" if r.night.month >= 9 or r.night.month == 1 else "2"
    year = f"{start}-{start + 1}"
    aided = {
        row["person"] for row in r.inbox.rows("education/aid") if (row["school_year"], row["term"]) == (year, term)
    }
    for person, rows in r.students.items():
        entitled = r.in_force(r.house(person), LIP_TYPES - {"670"})
        if entitled and person not in aided | set(r.death) and any(row["student_status"] == "01" for row in rows):
            yield "JY02", r.home[person], person


def zj01(r: Register) -> Iterator[Finding]:
    """A dangerous house that is lived in."""
    for row in r.inbox.rows("housing/dangerous_houses"):
        completed = row["completed_date"] and row["completed_date"] >= row["appraised_date"]
        if row["grade"] in {"C", "D"} and row["occupied"] == "是" and not completed:
            home = r.home.get(row["person"], "")
            yield "ZJ01", home, "" if home else row["person"]


def rs01(r: Register) -> Iterator[Finding]:
    """Newly unemployed."""
    since = (r.night - timedelta(days=29)).isoformat()
    for row in r.inbox.rows("employment/unemployment"):
        fresh = row["registered_date"] >= since and not row["cancelled_date"]
        if fresh and r.in_force(r.house(row["person"])) and row["person"] not in r.death:
            yield "RS01", r.home[row["person"]], row["person"]


def paid_months(r: Register, kinds: set[str]) -> dict[str, set[int]]:
    """Months paid, by person."""
    paid: dict[str, set[int]] = {}
    for row in r.inbox.rows("employment/contributions"):
        if row["insurance_type"] in kinds and row["received"] == "是":
            paid.setdefault(row["person"], set()).add(month_number(row["month"]))
    return paid


def rs02(r: Register) -> Iterator[Finding]:
    """Contributions broken off."""
    births = {row["person"]: date.fromisoformat(row["birth_date"]) for row in r.inbox.rows("civil_affairs/members")}
    benefit = {
        row["person"]
        for row in r.inbox.rows("employment/unemployment")
        if row["benefit_until"] and month_number(row["benefit_until"]) >= r.month
    }
    for person, months in paid_months(r, {"110"}).items():
        gap = max(months) + 1
        before = len([month for month in months if gap - 12 <= month < gap])
        old = person in births and r.age(births[person]) >= 60
        if gap <= r.month - 3 and before >= 6 and not old and person not in benefit | set(r.death):
            yield "RS02", r.home.get(person, ""), person


def rs04(r: Register) -> Iterator[Finding]:
    """Nobody at work."""
    registered = {row["person"] for row in r.inbox.rows("employment/unemployment") if not row["cancelled_date"]}
    months = paid_months(r, {"110", "120", "170", "210", "410"})
    paying = {person for person, paid in months.items() if paid & {r.month - 1, r.month - 2, r.month - 3}}
    for number, members in r.members.items():
        able = {row["person"] for row in members if r.able(row) and row["person"] not in r.death}
        if able and able <= registered - paying:
            yield "RS04", number, ""
    for person in registered - paying - set(r.home) - set(r.death):
        yield "RS04", "", person


def mz01(r: Register) -> Iterator[Finding]:
    """Dead and in force, or paid."""
    payments = r.inbox.by("civil_affairs/payments")
    for person, died in r.death.items():
        last = died.year * 12 + died.month - 1
        paid = any(
            month_number(row["pay_month"]) > last and row["pay_status"] == "成功" for row in payments.get(person, [])
        )
        house = r.house(person)
        listed = r.in_force(house) and (r.night - died).days > 30
        if paid or listed:
            yield "MZ01", r.home.get(person, ""), person


def mz03(r: Register) -> Iterator[Finding]:
    """Severe disability or illness in a margin household."""
    certificates = r.inbox.by("civil_affairs/disabled")
    for member in r.inbox.rows("civil_affairs/members"):
        person = member["person"]
        severe = any(
            row["grade"] in {"1", "2"} or (row["grade"] == "3" and row["category"] in {"5", "6"})
            for row in certificates.get(person, [])
        )
        entitled = r.in_force(r.households[member["household_no"]], {"600"})
        if entitled and (severe or member["serious_illness"] == "是") and person not in r.death:
            yield "MZ03", member["household_no"], person


def mz13(r: Register) -> Iterator[Finding]:
    """Review overdue."""
    for number, house in r.households.items():
        if house["status"] != "在保" or not house["last_review_date"]:
            continue
        months = 6 if any(r.able(row) for row in r.members[number]) else 12
        if date.fromisoformat(house["last_review_date"]) < months_earlier(r.night, months):
            yield "MZ13", number, ""


def zh01_zh02(r: Register) -> Iterator[Finding]:
    """Income below the standard, or up to one and a half of it."""
    for number, house in r.households.items():
        if house["income_complete"] != "是" or not house["annual_income"] or house["property_ok"] == "否":
            continue
        spare = float(house["annual_income"]) - float(house["employment_cost"] or 0)
        head = round(spare / len(r.members[number]) / 12, 6)
        standard = STANDARD[house["urban_rural"]]
        if head < standard and not r.in_force(house, {"110", "120", "131", "132"}):
            yield "ZH01", number, ""
        if standard <= head < 1.5 * standard and not r.in_force(house):
            yield "ZH02", number, ""


RULES = (yb01, yb02, yb08, jy01, jy02, zj01, rs01, rs02, rs04, mz01, mz03, mz13, zh01_zh02)
DEPARTMENTS = {"YB": "医保", "JY": "教育", "ZJ": "住建", "RS": "人社", "MZ": "民政", "ZH": "民政"}
NOT_COUNTED = {"MZ01", "MZ13"}  # the adverse lane and the blue tier


def findings(inbox: Inbox) -> set[Finding]:
    """Everything that the listed rules say about an inbox, ZH05 included."""
    register = Register(inbox)
    found = {finding for rule in RULES for finding in rule(register)}
    seen: dict[str, set[str]] = {}
    for code, number, _ in found:
        if number and code not in NOT_COUNTED:
            seen.setdefault(number, set()).add(DEPARTMENTS[code[:2]])
    return found | {("ZH05", number, "") for number, departments in seen.items() if len(departments) >= 3}
