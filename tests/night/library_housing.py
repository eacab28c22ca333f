"""Planted cases of housing, ZJ01 to ZJ06: one function an indicator, true cases beside near misses."""

from datetime import date

from tests.night.foreign_files import Code, Month
from tests.night.library_households import TM_TOWN, TM_VILLAGE, TOWN, VILLAGE, Library, M, Person, income, yuan


def house(
    library: Library, owner: Person, grade: str, appraised: date, *, occupied: bool = True, **cells: object
) -> None:
    """A house in the country; `cells` are renovation_month, completed_date, disaster_damage and disaster_date."""
    feed = "housing/dangerous_houses"
    terms = {"grade": Code(grade), "appraised_date": appraised, "occupied": occupied}
    number = f"W{len(library.rows[feed]) + 1:04d}"
    library.rows[feed].append({"house_no": number, **owner.named("owner_"), **terms, **cells})


def rental(library: Library, person: Person, support: str, area: float, rent: str | None = None) -> None:
    """An application for public rental housing."""
    status = {"实物": "在保", "补贴": "在保", "轮候": "轮候", "无": "登记"}[support]
    feed = "housing/public_rental"
    library.add(
        feed,
        person,
        application_no=f"G{len(library.rows[feed]) + 1:04d}",
        support_type=Code(support),
        area_per_head=area,
        monthly_rent=yuan(rent) if rent else None,
        status=Code(status),
    )


def dwelling(
    library: Library, title: str, owner: Person, registered: date, *, usage: str = "住宅", status: str = "现势"
) -> None:
    """A title in the register of property."""
    terms = {"usage": Code(usage), "registered_date": registered, "status": Code(status)}
    library.add("housing/property", owner, title_no=title, area=78.5, **terms)


def zj01(library: Library) -> None:
    """Lived in, grade C or D, not completed after the appraisal."""
    (owner,) = library.household("ZJ01-1", "990", VILLAGE, M("19630606M"))
    house(library, owner, "D", date(2025, 12, 1))
    library.household_hit("ZJ01", "R", "ZJ01-1")
    _, owner = library.household("ZJ01-2", "120", TM_VILLAGE, M("19520707F"), M("19500808M"))
    house(library, owner, "C", date(2025, 11, 10))
    library.household_hit("ZJ01", "O", "ZJ01-2")
    house(library, library.outsider("19710101M"), "D", date(2026, 1, 20))
    library.household_hit("ZJ01", "R", None)

    empty, done, sound = library.household("ZJ01-3", "120", VILLAGE, M("19550909M"), M("19571010F"), M("19801111M"))
    house(library, empty, "D", date(2025, 10, 10), occupied=False)
    house(library, done, "D", date(2024, 6, 1), renovation_month=Month(2024, 9), completed_date=date(2025, 2, 20))
    house(library, sound, "B", date(2025, 6, 6))


def zj02(library: Library) -> None:
    """In renovation for more than 12 months, or dangerous again after its completion."""
    (owner,) = library.household("ZJ02-1", "120", TM_VILLAGE, M("19560112F"))
    house(library, owner, "D", date(2024, 11, 1), occupied=False, renovation_month=Month(2025, 2))
    library.household_hit("ZJ02", "O", "ZJ02-1")
    (owner,) = library.household("ZJ02-2", "990", TM_VILLAGE, M("19680213M"))
    house(library, owner, "C", date(2025, 11, 10), renovation_month=Month(2022, 9), completed_date=date(2023, 5, 1))
    library.household_hit("ZJ02", "O", "ZJ02-2")
    library.household_hit("ZJ01", "O", "ZJ02-2")  # lived in, and no completion after this appraisal

    late, done = library.household("ZJ02-3", "120", TM_VILLAGE, M("19590314M"), M("19610415F"))
    house(library, late, "D", date(2024, 12, 1), occupied=False, renovation_month=Month(2025, 3))  # twelve months
    house(library, done, "C", date(2024, 3, 1), renovation_month=Month(2024, 6), completed_date=date(2025, 8, 8))


def zj03(library: Library) -> None:
    """In town, T1, T2 at home, T4 or T5, less than 15 square metres a head and no support yet."""
    (person,) = library.household("ZJ03-1", "110", TOWN, M("19660516M"))
    rental(library, person, "轮候", 14.99)
    library.household_hit("ZJ03", "Y", "ZJ03-1")
    (person,) = library.household("ZJ03-2", "131", TM_TOWN, M("19530617M"), support_mode="分散")
    rental(library, person, "无", 10)
    library.household_hit("ZJ03", "Y", "ZJ03-2")
    for number, kind, place, support, area in (
        ("ZJ03-3", "600", TOWN, "无", 15.0),
        ("ZJ03-4", "650", TOWN, "实物", 10.0),
        ("ZJ03-5", "120", VILLAGE, "无", 10.0),
        ("ZJ03-6", "670", TOWN, "轮候", 10.0),
        ("ZJ03-7", "131", TOWN, "无", 10.0),  # lives in an institution
    ):
        (person,) = library.household(number, kind, place, M("19640718F"))
        rental(library, person, support, area)


def zj04(library: Library) -> None:
    """Rent above 0.30 of the monthly income (24000 a year: 600.00), not in public housing."""
    for number, support, rent in (("ZJ04-1", "补贴", "600.01"), ("ZJ04-2", "无", "600.00"), ("ZJ04-3", "实物", "900")):
        known = income("24000")  # 2000 a head, above both lines
        (person,) = library.household(number, "990", TOWN, M("19810819M", capacity="01"), **known)
        rental(library, person, support, 30.0, rent)
    library.household_hit("ZJ04", "Y", "ZJ04-1")
    (person,) = library.household("ZJ04-4", "990", TOWN, M("19820920F"))  # no income known
    rental(library, person, "无", 30.0, "3000")


def zj05(library: Library) -> None:
    """More than one dwelling in the household, or one registered in 12 months; T1, T2, T4, T5."""
    head, wife = library.household("ZJ05-1", "600", TOWN, M("19731021M"), M("19751122F"))
    dwelling(library, "P0001", head, date(2010, 5, 5))
    dwelling(library, "P0002", wife, date(2015, 6, 6))
    library.household_hit("ZJ05", "O", "ZJ05-1")
    (head,) = library.household("ZJ05-2", "120", VILLAGE, M("19541223F"))
    dwelling(library, "P0003", head, date(2025, 4, 1))  # the first day of the 12 months
    library.household_hit("ZJ05", "O", "ZJ05-2")

    head, wife = library.household("ZJ05-3", "650", TOWN, M("19740124M"), M("19760225F"))
    for owner in (head, wife):
        dwelling(library, "P0004", owner, date(2025, 3, 31))  # one dwelling of both, the day before
    dwelling(library, "P0005", head, date(2025, 9, 1), usage="商业")
    dwelling(library, "P0006", wife, date(2012, 9, 1), status="注销")
    (head,) = library.household("ZJ05-4", "670", VILLAGE, M("19770326M"))  # T3 is not asked for
    dwelling(library, "P0007", head, date(2011, 1, 1))
    dwelling(library, "P0008", head, date(2025, 11, 1))


def zj06(library: Library) -> None:
    """A house lost or badly damaged in a disaster of the last 90 days."""

    def damaged(owner: Person, damage: str, day: date) -> None:
        house(library, owner, "B", date(2025, 5, 5), disaster_damage=Code(damage), disaster_date=day)

    (owner,) = library.household("ZJ06-1", "990", VILLAGE, M("19690427M"))
    damaged(owner, "严重损坏", date(2025, 12, 2))  # the first of the 90 days
    library.household_hit("ZJ06", "R", "ZJ06-1")
    (owner,) = library.household("ZJ06-2", "120", TM_VILLAGE, M("19490528F"))
    damaged(owner, "倒塌", date(2026, 2, 27))
    library.household_hit("ZJ06", "R", "ZJ06-2")
    early, slight = library.household("ZJ06-3", "990", VILLAGE, M("19700629M"), M("19720730F"))
    damaged(early, "倒塌", date(2025, 12, 1))
    damaged(slight, "一般损坏", date(2026, 2, 10))


CASES = (zj01, zj02, zj03, zj04, zj05, zj06)
