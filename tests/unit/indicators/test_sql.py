"""The rules' SQL: one SELECT a file, portable to Spark, no number of policy in it, nothing read that must not be."""

import re
from pathlib import Path
from typing import cast

import pytest
import sqlglot
from sqlglot import exp

from assets.indicators.catalogue import load_catalogue
from assets.indicators.session import FACTS, HIDDEN_COLUMNS, READ_ONCE, USED_FEEDS
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.paths import SQL

RULES = sorted((SQL / "indicators").glob("*.sql"))
SHARED = sorted((SQL / "indicators").glob("*/*.sql"))

# What no rule may read: ethnicity, religion, where somebody's 户籍 is from, and whatever names a person.
FORBIDDEN = {"ethnicity", "nation", "nationality", "religion", "hukou", "native_place", "marital_status", "sex"}

# Numbers that are no policy: nothing, one, months a year, days a month, and the weights that join month and day.
PLAIN_NUMBERS = {"0", "1", "2", "3", "4", "7", "12", "31", "100"}


def parsed(path: Path) -> exp.Expression:
    statements = sqlglot.parse(path.read_text(encoding="utf-8"), read="duckdb")
    assert len(statements) == 1 and statements[0] is not None
    return cast(exp.Expression, statements[0])


def name(path: Path) -> str:
    return path.stem


def test_every_rule_has_metadata_and_every_entry_a_rule() -> None:
    assert {path.stem for path in RULES} == set(load_catalogue())


def test_every_fact_is_made() -> None:
    assert {path.stem for path in (SQL / "indicators" / "facts").glob("*.sql")} == set(FACTS)


@pytest.mark.parametrize("path", RULES + SHARED, ids=name)
def test_is_one_select_that_spark_can_read(path: Path) -> None:
    assert isinstance(parsed(path), exp.Select | exp.Union)
    text = path.read_text(encoding="utf-8")
    written = sqlglot.transpile(text, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    assert len(written) == 1
    assert sqlglot.parse_one(written[0], read="spark") is not None


@pytest.mark.parametrize("path", RULES, ids=name)
def test_returns_the_columns_of_a_rule(path: Path) -> None:
    expected = ["person_id", "household_id", "value", "threshold", "tier", "facts", "evidence"]
    statement = parsed(path)
    assert isinstance(statement, exp.Select)
    assert [column.alias_or_name for column in statement.selects] == expected


@pytest.mark.parametrize("path", RULES + SHARED, ids=name)
def test_holds_no_number_of_policy(path: Path) -> None:
    numbers = {literal.name for literal in parsed(path).find_all(exp.Literal) if not literal.is_string}
    assert numbers <= PLAIN_NUMBERS


@pytest.mark.parametrize("path", RULES + SHARED, ids=name)
def test_reads_no_forbidden_input(path: Path) -> None:
    identifying = {
        column.name for feed in load_feeds().values() for column in feed.landed_columns if column.identifying
    }
    read = {column.name for column in parsed(path).find_all(exp.Column)}
    assert not read & (FORBIDDEN | HIDDEN_COLUMNS | identifying)


@pytest.mark.parametrize("path", RULES + SHARED, ids=name)
def test_knows_no_clock(path: Path) -> None:
    assert not re.search(r"current_|now\(|today\(|random\(|uuid", path.read_text(encoding="utf-8").lower())


def feeds_read(path: Path) -> set[str]:
    tables = {f"{table.db}/{table.name}" for table in parsed(path).find_all(exp.Table)}
    return tables & set(load_feeds())


def facts_read(path: Path) -> set[str]:
    return {table.name for table in parsed(path).find_all(exp.Table) if not table.db} & set(FACTS)


def all_feeds(path: Path) -> set[str]:
    """The feeds that a file reads itself or through facts."""
    feeds = feeds_read(path)
    for fact in facts_read(path):
        feeds |= all_feeds(SQL / "indicators" / "facts" / f"{fact}.sql")
    return feeds


def test_the_session_names_the_feeds_that_are_read() -> None:
    read = {feed for path in RULES + SHARED for feed in feeds_read(path)}
    assert read | {"civil_affairs/households", "civil_affairs/members"} == set(USED_FEEDS)


@pytest.mark.parametrize("key", sorted(READ_ONCE))
def test_the_largest_feeds_are_read_once(key: str) -> None:
    """Each reader of a feed that is not kept joins its millions of rows with their links again."""
    readings = [
        table
        for path in RULES + SHARED
        for table in parsed(path).find_all(exp.Table)
        if f"{table.db}/{table.name}" == key
    ]
    assert len(readings) == 1


@pytest.mark.parametrize("path", RULES, ids=name)
def test_needs_every_feed_that_decides(path: Path) -> None:
    """Deaths come in through `people` everywhere; there they only take away, and no finding waits for them."""
    decided = all_feeds(path) - {"civil_affairs/deaths"}
    assert decided <= set(load_catalogue()[path.stem].needs)


@pytest.mark.parametrize("path", RULES, ids=name)
def test_names_every_parameter_that_the_rule_reads(path: Path) -> None:
    read = {column.name for column in parsed(path).find_all(exp.Column) if column.table == "policy"}
    places = {"county_code", "urban_rural"}
    assert read - places <= set(load_catalogue()[path.stem].parameters)
