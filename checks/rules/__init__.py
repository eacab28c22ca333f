"""Rules that one column alone cannot show, each one SQL query that counts the rows which break it.

What belongs here: what a rule is, how rules become a check, the rules that follow from a contract. The rules between
tables are beside, one module a stage. Queries count; none selects a value.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from assets.vocabulary.departments import DEPARTMENT_NAMES
from assets.vocabulary.feeds import ADDRESS, load_feeds
from assets.vocabulary.tables import load_tables, table_schema
from checks.outcome import Failure
from checks.session import Session, quoted


@dataclass(frozen=True)
class Derived:
    """A query that several rules look at, kept once a session as a table of this name."""

    name: str
    tables: tuple[str, ...]
    sql: str


@dataclass(frozen=True)
class Rule:
    """`sql` gives one number, of what breaks the rule; it names tables by key in double quotes and the night as `run`.

    `confirm` is a dearer query, asked only where `sql` is not 0, that gives the exact number.
    """

    name: str
    tables: tuple[str, ...]
    sql: str
    column: str = ""
    confirm: str = ""
    derived: Derived | None = None


def broken(session: Session, rules: Sequence[Rule]) -> tuple[Failure, ...]:
    """The failures among the rules. Raises CheckError where a rule cannot be evaluated."""
    failures = []
    for rule in rules:
        if rule.derived:
            session.derive(rule.derived.name, rule.derived.sql, rule.derived.tables)
        number = session.count(rule.sql, rule.tables)
        if number and rule.confirm:
            number = session.count(rule.confirm, rule.tables)
        if number:
            failures.append(Failure(rule.name, rule.column, number))
    return tuple(failures)


def unique(key: str, columns: Sequence[str], name: str) -> Rule:
    """No two rows are alike in the columns; a row with an empty cell among them is like no other.

    Counting distinct hashes takes a fraction of grouping by the columns; equal keys have equal hashes, so that a
    repeat is never missed, and a chance collision is cleared by the exact query.
    """
    names = ", ".join(f'"{column}"' for column in columns)
    filled = " and ".join(f'"{column}" is not null' for column in columns)
    return Rule(
        name=name,
        tables=(key,),
        column=", ".join(columns),
        sql=f'select count(*) - count(distinct hash({names})) from "{key}" where {filled}',
        confirm=f'select coalesce(sum(repeats - 1), 0) from (select count(*) as repeats from "{key}" where {filled} '
        f"group by {names} having count(*) > 1)",
    )


def contract_rules(key: str) -> tuple[Rule, ...]:
    """The rules of one table that follow from its contract and are of more than one column, or of lists."""
    feed = load_feeds().get(key.removeprefix("landing/"))
    rules: list[Rule] = []
    # Bounds do not see these: Parquet's statistics leave them out, and DuckDB believes the statistics.
    for name in (name for name, dtype in table_schema(key).items() if dtype == pl.Float64):
        no_number = f'select count(*) from "{key}" where not isfinite("{name}")'
        rules.append(Rule("number_is_finite", (key,), no_number, name))
    if feed is not None:
        rules.append(unique(key, ADDRESS[1:], "row_address_is_unique"))
        if set(feed.unique_key) <= set(feed.schema()):  # the department of a feedback is told by its file
            rules.append(unique(key, feed.unique_key, "feed_key_is_unique"))
        named = [part for group in feed.person_groups() for part in (group.name, group.id_number) if part]
        if named:
            nobody = f'select count(*) from "{key}" where coalesce({", ".join(named)}) is null'
            rules.append(Rule("row_names_somebody", (key,), nobody, ", ".join(named)))
        return tuple(rules)
    table = load_tables()[key]
    rules.append(unique(key, table.unique_key, "key_is_unique"))
    departments = ", ".join(map(quoted, DEPARTMENT_NAMES))
    for column in table.columns:
        if column.name == "departments":
            unknown = f'select count(*) from "{key}" where not list_has_all([{departments}], departments)'
            rules.append(Rule("departments_are_known", (key,), unknown, column.name))
    return tuple(rules)
