"""The data contracts as Great Expectations suites, made from `feeds.yml`, `codes.yml` and `tables.yml`.

What belongs here: which expectation follows from which line of a contract. What does not: running a suite, rules of
more than one column (they are SQL, in `checks.rules`).
"""

from collections.abc import Iterator
from datetime import date, timedelta

from great_expectations.expectations.expectation import Expectation

from assets.vocabulary.departments import DEPARTMENT_NAMES
from assets.vocabulary.feeds import ADDRESS, Column, Feed, code_tables, load_feeds
from assets.vocabulary.tables import Table, TableColumn, load_tables
from checks.expectations import WARNING, between, columns_in_order, in_set, length_between, not_null

EARLIEST_DATE = date(1900, 1, 1)
LATEST_DATE = date(2100, 12, 31)

# Landing refuses the row where a required cell of these types is empty or cannot be read; a name, an id number, a
# code or a division may stay empty, marked in the quarantine.
PROMISED_TYPES = frozenset({"text", "date", "month", "money", "int", "yesno"})

# Dates that are rightly in the future: ends, deadlines, validity.
MAY_LIE_AHEAD = frozenset(
    {
        "end_month",
        "valid_until",
        "valid_to",
        "benefit_from",
        "benefit_until",
        "graduation_month",
        "renovation_month",
        "sign_by",
        "answer_by",
    }
)

# Dates that the system itself sets; one after the night would be a fault of ours.
SET_BY_THE_SYSTEM = frozenset(
    {
        "night",
        "delivery",
        "first_night",
        "opened_on",
        "clock_from",
        "first_hit_on",
        "last_hit_on",
        "closed_on",
        "pushed_on",
    }
)

# A file may come a month before what it tells of has happened (a paid month, a planned admission).
DAYS_AHEAD = 31

# Tables whose division may be none: 'all', or empty for a whole feed.
WHOLE_DIVISIONS = frozenset({"indicators/not_assessed", "landing/volumes", "landing/acceptances"})
# The chain of events and the history of files; every other table with a `night` is of this night alone.
OF_MANY_NIGHTS = frozenset({"warnings/events", "landing/quality"})

TEXT_LENGTHS = {"name": (1, 100), "id_number": (1, 32), "phone": (3, 32), "division": (6, 12)}
LARGEST_MONEY = 1e9
LARGEST_COUNT = 9999  # years, persons in a household, vehicles, refusals


def expectations_for(key: str, night: date) -> list[Expectation]:
    """The suite of any landed feed or published table. Raises KeyError on an unknown key."""
    feed = load_feeds().get(key.removeprefix("landing/"))
    return list(_of_feed(feed, night) if feed else _of_table(load_tables()[key], night))


def _of_feed(feed: Feed, night: date) -> Iterator[Expectation]:
    yield columns_in_order(feed.schema().names())
    for column in feed.landed_columns:
        yield from _of_feed_column(column, night)
    yield from (not_null(name) for name in ADDRESS)
    yield in_set("feed", [feed.key])
    yield between("delivery", None, night)
    yield between("row_no", 1, None)


def _of_feed_column(column: Column, night: date) -> Iterator[Expectation]:
    name = column.name
    if column.presence == "required" and column.type in PROMISED_TYPES:
        yield not_null(name)
    if column.code_table:
        yield in_set(name, list(code_tables()[column.code_table]))
    match column.type:
        case "sex":
            yield in_set(name, [1, 2])
        case "date" | "month":
            yield from _of_date(name, night)
        case "money":
            yield between(name, -LARGEST_MONEY, LARGEST_MONEY, WARNING)
        case "int":
            yield between(name, 0, LARGEST_COUNT, WARNING)
        case "number":
            yield between(name, 0, None, WARNING)
        case "name" | "id_number" | "phone" | "division":
            yield length_between(name, *TEXT_LENGTHS[column.type])


def _of_date(name: str, night: date) -> Iterator[Expectation]:
    if name in SET_BY_THE_SYSTEM:
        yield between(name, EARLIEST_DATE, night)
    else:
        yield between(name, EARLIEST_DATE, LATEST_DATE)
        if name not in MAY_LIE_AHEAD:
            yield between(name, None, night + timedelta(days=DAYS_AHEAD), WARNING)


def _of_table(table: Table, night: date) -> Iterator[Expectation]:
    yield columns_in_order(table.schema().names())
    for column in table.columns:
        if not column.nullable:
            yield not_null(column.name)
        if column.allowed:
            yield in_set(column.name, column.allowed)
        yield from _of_table_column(table, column, night)


def _of_table_column(table: Table, column: TableColumn, night: date) -> Iterator[Expectation]:
    name = column.name
    match column.type:
        case "date":
            yield from _of_date(name, night)
        case "float" if name.endswith("probability"):
            yield between(name, 0, 1)
        case "int" if name == "sex":
            yield in_set(name, [1, 2])
        case "int" if name == "self_care_lost":
            yield between(name, 0, 6, WARNING)
        case "int":
            yield between(name, 0, None)
        case "text" if name == "department":
            yield in_set(name, list(DEPARTMENT_NAMES))
        case "text" if name == "county_code":
            yield length_between(name, 6, 6)
        case "text" if name == "division_code" and table.key not in WHOLE_DIVISIONS:
            yield length_between(name, *TEXT_LENGTHS["division"])
    if name == "night" and table.key not in OF_MANY_NIGHTS:
        yield between(name, night, None)
