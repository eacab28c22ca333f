"""A household in which every department has done what it must: the ground on which one case of the library stands.

What belongs here: the neutral household with its rows in all feeds, and how a case adds a row or says what is due.
What does not: cases (library_medical … library_relief) and how the rows are written to files (library_inbox).
Nobody here is real; the numbers are made from a running counter.

Neutral means: reviewed in January, enrolled for the year where the household is of the low-income population, the
grant of the last three months paid, the pupil aided this term where aid is due, the visit of February made with an
agreement.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any, NamedTuple

from tests.night.foreign_files import Code, Month, Name, Number, Row
from tests.night.foreign_people import identity_number

# A Sunday, the first of a month: 30 days begin on 2026-01-31, 90 days on 2025-12-02, the 12 months in 2025-04; the last
# three full months are December, January and February. EARLIER is the night of the certificates' delivery before.
NIGHT, EARLIER = date(2026, 3, 1), date(2026, 2, 1)
LAST_MONTHS = (Month(2025, 12), Month(2026, 1), Month(2026, 2))

LOW_INCOME_KINDS = ("110", "120", "131", "132", "600", "650", "670")
DIBAO, TEKUN = ("110", "120"), ("131", "132")
AIDED_KINDS = (*DIBAO, *TEKUN, "600", "650")


class Place(NamedTuple):
    """A village or a residents' committee with its standard (yuan a month)."""

    division: str
    urban_rural: str
    standard: Decimal


# Two provinces, each with town and country: 荣成市 in Shandong, 天门市 in Hubei.
VILLAGE = Place("371082001203", "农村", Decimal(838))
TOWN = Place("371082001008", "城镇", Decimal(1010))
TM_VILLAGE = Place("429006103205", "农村", Decimal(838))
TM_TOWN = Place("429006001003", "城镇", Decimal(1010))

Hit = tuple[str, str | None, str | None, str]
Payment = tuple[Month, str, str]

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董"
_FIRST = "文建秀国玉海春志桂明金永红德爱长福丽晓立"
_SECOND = "芳军英华平林兰生云成霞"


class M(NamedTuple):
    """A member as a case writes it: YYYYMMDD with M or F, then what differs from an adult of whom nothing is known.

    `school` is the stage of a pupil in school; `enrolled` and `aided` are False where the neutral row is left out.
    """

    birth_sex: str
    capacity: str | None = None
    school: str | None = None
    in_school: bool | None = None
    self_care_lost: int | None = None
    serious: bool | None = None
    enrolled: bool = True
    aided: bool = True


@dataclass(frozen=True)
class Person:
    """Somebody of the inbox; `household` is None for those whom no ledger knows."""

    name: str
    number: str
    household: str | None

    def named(self, prefix: str = "") -> dict[str, object]:
        """The two columns that name the person."""
        return {f"{prefix}name": Name(self.name), f"{prefix}id_number": Number(self.number)}


def yuan(amount: str) -> Decimal:
    """An amount of money as the files write it, with two decimals."""
    return Decimal(amount).quantize(Decimal("0.01"))


def income(year: str, cost: str | None = None) -> dict[str, Any]:
    """The ledger's columns of a household whose income is known and whose property was checked."""
    return {"annual_income": yuan(year), "employment_cost": yuan(cost) if cost else None, "property_ok": True}


def months(first: Month, last: Month) -> Iterator[Month]:
    """All months from the first to the last."""
    for place in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield Month(place // 12, place % 12 + 1)


@dataclass
class Library:
    """The rows of all feeds, the hits that are planted, and what the earlier delivery of certificates held."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    earlier_certificates: list[Row] = field(default_factory=list)
    planted: set[Hit] = field(default_factory=set)
    people: int = 0

    def add(self, feed: str, person: Person, **cells: object) -> None:
        """A row of a feed about a person."""
        self.rows[feed].append({**person.named(), **cells})

    def hit(self, code: str, tier: str, person: Person) -> None:
        """A person's hit is due."""
        self.planted.add((code, person.household, person.number, tier))

    def household_hit(self, code: str, tier: str, number: str | None) -> None:
        """A household's hit is due; None where no ledger knows it."""
        self.planted.add((code, number, None, tier))

    def outsider(self, birth_sex: str, place: Place = VILLAGE) -> Person:
        """Somebody whom no ledger knows."""
        return self._person(birth_sex, place, None)

    def household(
        self, number: str, kind: str, place: Place, *members: M, paid: Sequence[Payment] | None = None,
        due: str | None = None, visited: bool = True, **ledger: Any,
    ) -> list[Person]:  # fmt: skip
        """A neutral household, its people in the members' order. `ledger` are columns that differ, by standard name.

        `due` is the amount of the last three months where it differs; `paid` replaces those payments altogether.
        """
        people = [self._person(member.birth_sex, place, number) for member in members]
        row = self._ledger_row(number, kind, place, people, ledger)
        self.rows["civil_affairs/households"].append(row)
        for person, member in zip(people, members, strict=True):
            self._member_rows(kind, str(row["status"]), person, member)
        self._pay(kind, row, place, people, paid=paid, due=due)
        if row["support_mode"] == "分散" and visited:
            for person in people:
                self.visit(person, date(2026, 2, 20), agreement=True)
        return people

    def pupil(self, person: Person, stage: str, status: str = "01", **cells: Any) -> None:
        """A row of the school register; without hardship unless the case says so."""
        known = {"student_no": f"G{person.number}", "stage": Code(stage), "student_status": Code(status)}
        self.add("education/students", person, **{**known, "hardship": Code("否"), **cells})

    def aid(self, person: Person, amount: str, year: str = "2025-2026", term: str = "2") -> None:
        """Aid of a pupil, by default of the term in force."""
        terms = {"student_no": f"G{person.number}", "school_year": year, "term": Code(term)}
        self.add("education/aid", person, **terms, aid_item="国家助学金", amount=yuan(amount))

    def visit(self, person: Person, day: date, *, agreement: bool) -> None:
        """A visit to somebody in extreme hardship who lives at home."""
        kind = Code("分散特困探访")
        self.add("civil_affairs/visits", person, visit_date=day, visit_type=kind, care_agreement=agreement)

    def pay(self, person: Person, kind: str, month: Month, due: str, state: str = "成功") -> None:
        """A payment of a month; what did not succeed was not paid."""
        self.add(
            "civil_affairs/payments",
            person,
            pay_month=month,
            household_no=person.household,
            assistance_type=Code(kind),
            amount_due=yuan(due),
            amount_paid=yuan(due if state == "成功" else "0"),
            pay_status=Code(state),
        )

    def certificate(
        self, person: Person, category: str, grade: str, issued: date = date(2019, 5, 20), *, living: bool = True,
        care: bool | None = None, reissue: str = "", before: str | None = None, still_listed: bool = True,
    ) -> None:  # fmt: skip
        """A certificate with the subsidies that go with it; `before` is the grade in the earlier delivery.

        The earlier delivery held what had been issued before the 30 days, as it is, unless `before` says otherwise; a
        certificate that is no longer listed stands there alone.
        """

        def row(of_grade: str) -> dict[str, object]:
            return {
                **person.named(),
                "certificate_no": f"{person.number}{category}{of_grade}{reissue}",
                "category": Code(category),
                "grade": Code(of_grade),
                "issue_date": issued,
                "living_subsidy": living,
                "care_subsidy": of_grade in ("1", "2") if care is None else care,
            }

        if still_listed:
            self.rows["civil_affairs/disabled"].append(row(grade))
        if issued < date(2026, 1, 31):
            self.earlier_certificates.append(row(before or grade))

    def _person(self, birth_sex: str, place: Place, household: str | None) -> Person:
        turn = self.people
        self.people += 1
        name = _SURNAMES[turn % len(_SURNAMES)] + _FIRST[turn % len(_FIRST)] + _SECOND[turn % len(_SECOND)]
        sequence = 2 * turn + (1 if birth_sex[8] == "M" else 2)
        return Person(name, identity_number(f"{place.division[:6]}{birth_sex[:8]}{sequence:03d}"), household)

    def _ledger_row(
        self, number: str, kind: str, place: Place, people: Sequence[Person], ledger: Row
    ) -> dict[str, object]:
        status = ledger.get("status", "关注" if kind == "990" else "在保")
        return {
            "household_no": number,
            **people[0].named("head_"),
            "assistance_type": Code(kind),
            "support_mode": "集中" if kind in TEKUN else None,
            "member_count": len(people),
            "division_code": place.division,
            "urban_rural": place.urban_rural,
            "start_month": Month(2022, 5),
            "last_review_date": date(2026, 1, 15) if status == "在保" else None,
            "income_complete": "annual_income" in ledger,
            **ledger,
            "status": Code(str(status)),
        }

    def _member_rows(self, kind: str, status: str, person: Person, member: M) -> None:
        self.add(
            "civil_affairs/members",
            person,
            household_no=person.household,
            relation=Code("其他"),
            work_capacity=Code(member.capacity) if member.capacity else None,
            self_care_lost=member.self_care_lost,
            in_school=True if member.school else member.in_school,
            serious_illness=member.serious,
        )
        in_force = status in ("在保", "渐退")
        if kind in LOW_INCOME_KINDS and in_force and member.enrolled:
            enrolled = {"insurance_type": Code("390"), "year": NIGHT.year, "status": Code("1")}
            self.add("medical_insurance/enrolment", person, **enrolled)
        if member.school:
            self.pupil(person, member.school)
            if kind in AIDED_KINDS and in_force and member.aided:
                self.aid(person, "500")

    def _pay(
        self, kind: str, row: Row, place: Place, people: Sequence[Person], *, paid: Sequence[Payment] | None,
        due: str | None,
    ) -> None:  # fmt: skip
        if kind not in (*DIBAO, *TEKUN) or row["status"] not in ("在保", "渐退"):
            return
        amount = due or str(self._grant(kind, row, place, len(people)))
        for person in people if kind in TEKUN else people[:1]:
            for month, sum_due, state in paid or [(month, amount, "成功") for month in LAST_MONTHS]:
                self.pay(person, kind, month, sum_due, state)

    @staticmethod
    def _grant(kind: str, row: Row, place: Place, people: int) -> Decimal:
        """What is due a month: of low-income support with a known income ceil(standard × members − income)."""
        year = row.get("annual_income")
        if kind not in DIBAO or not isinstance(year, Decimal):
            return Decimal(1100)
        cost = row.get("employment_cost")
        known = year - (cost if isinstance(cost, Decimal) else 0)
        return (place.standard * people - known / 12).quantize(Decimal(1), ROUND_CEILING)
