"""The database that the rules see: views of one night's tables without anything that names a person.

What belongs here: which tables and columns the SQL may read, and the facts that several rules share. What does not:
any rule, and anything done to a rule's result.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from assets.indicators.disease_lists import read_diseases, resolve_diseases
from assets.indicators.parameters import EVERYWHERE, as_policy
from assets.lake import Night
from assets.vocabulary.feeds import ADDRESS, Feed, load_feeds
from assets.vocabulary.paths import read_sql

# Each fact may read those before it; a rule may read all. One file each in sql/indicators/facts.
FACTS = (
    "dead",
    "school_terms",
    "contribution_gaps",
    "people",
    "dead_households",
    "member_evidence",
    "ledger_evidence",
    "member_links",
    "ledger_links",
    "settlements_recent",
    "own_pay_of_year",
    "own_pay_by_month",
    "inpatient_standing",
    "contributions_recent",
    "contributors",
    "registered_unemployed",
    "in_school",
    "students_beyond_compulsory",
    "aid_rows",
    "education_aid_of_year",
    "education_own_pay",
    "disability",
    "able_to_work",
    "rental_rows",
    "rents",
    "payments_recent",
    "due_grants",
    "latest_verification",
)

# The feeds that the facts and rules read. A test holds this list against the SQL.
USED_FEEDS = (
    "civil_affairs/deaths",
    "civil_affairs/disabled",
    "civil_affairs/households",
    "civil_affairs/leads",
    "civil_affairs/members",
    "civil_affairs/payments",
    "civil_affairs/temporary_aid",
    "civil_affairs/verification",
    "education/aid",
    "education/students",
    "employment/contributions",
    "employment/unemployment",
    "employment/wage_arrears",
    "housing/dangerous_houses",
    "housing/property",
    "housing/public_rental",
    "medical_insurance/enrolment",
    "medical_insurance/settlements",
)

# A link at or above this probability is sure; a hit on a weaker one is at most yellow.
SURE_PROBABILITY = 0.99

# How many evidence rows of one indicator a hit that is built on other hits shows.
EVIDENCE_ROWS_A_CODE = 5

# A student number is made of the identity number: rules may compare it, never see it. The household number is the
# registry's.
HIDDEN_COLUMNS = frozenset({"student_no", "household_no"})


@contextmanager
def open_session(night: Night, resolved: pl.DataFrame) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with every view that a rule may read and the shared facts made; closed and cleared at the end.

    Facts are kept as Parquet beside the database's spill files, so that memory stays bounded.
    """
    folder = night.staging / "spill" / "facts"
    with night.connect() as connection:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            _name_inputs(connection, night, resolved)
            for fact in FACTS:
                keep(connection, fact, read_sql(f"indicators/facts/{fact}"), folder)
            yield connection
        finally:
            shutil.rmtree(folder)


def _name_inputs(connection: duckdb.DuckDBPyConnection, night: Night, resolved: pl.DataFrame) -> None:
    connection.execute("create temp table run (night date, sure_probability double, evidence_rows_a_code integer)")
    connection.execute("insert into run values (?, ?, ?)", [night.night, SURE_PROBABILITY, EVIDENCE_ROWS_A_CODE])
    connection.register("policy_rows", as_policy(resolved).to_arrow())
    connection.execute("create temp table policy as select * from policy_rows")
    connection.register("resolved_rows", resolved.to_arrow())
    dates = "select county_code, urban_rural, name as parameter, valid_from from resolved_rows"
    connection.execute(f"create temp table policy_dates as {dates}")
    diseases = resolve_diseases(read_diseases(), resolved["county_code"].unique(), night.night)
    connection.register("disease_rows", diseases.to_arrow())
    connection.execute("create temp table serious_diseases as select * from disease_rows")
    _name_links(connection, night)
    _name_registry(connection, night)
    for key in USED_FEEDS:
        _name_feed(connection, night, load_feeds()[key])
    _name_stages(connection, night)


def keep(connection: duckdb.DuckDBPyConnection, name: str, query: str, folder: Path) -> None:
    """Make a query's result once, on disk, and name it."""
    path = quoted(folder / f"{name}.parquet")
    connection.execute(f"copy ({query}) to {path} (format parquet, compression snappy)")
    connection.execute(f"create or replace view {name} as select * from read_parquet({path})")


def quoted(path: Path) -> str:
    """The path as an SQL text literal."""
    return "'" + str(path).replace("'", "''") + "'"


def main_role(feed: Feed) -> str | None:
    """The role of the person that a row of the feed is about; None for a feed that names nobody."""
    roles = [group.role for group in feed.person_groups() if group.role != "guardian"]
    return roles[0] if roles else None


def _name_links(connection: duckdb.DuckDBPyConnection, night: Night) -> None:
    connection.execute(f"create view links as select * from read_parquet({quoted(night.path('identity/links'))})")


def _name_registry(connection: duckdb.DuckDBPyConnection, night: Night) -> None:
    registry = quoted(night.path("households/registry"))
    connection.execute(f"create view registry as select * from read_parquet({registry})")


def _name_feed(connection: duckdb.DuckDBPyConnection, night: Night, feed: Feed) -> None:
    """The view <department>.<feed>: the landed columns that name nobody, the row's address and the row's person.

    A row that bears a household's number has the household in `named_household_id`.
    """
    visible = [
        column.name for column in feed.landed_columns if not column.identifying and column.name not in HIDDEN_COLUMNS
    ]
    names = ", ".join(f"landed.{name}" for name in (*visible, *ADDRESS))
    same_row = " and ".join(f"landed.{name} = {{0}}.{name}" for name in ADDRESS if name != "feed")
    guardian, household, student_key = "", "", ""
    if any(group.role == "guardian" for group in feed.person_groups()):
        guardian = f"left join links as guardian on {same_row.format('guardian')} and {_of(feed, 'guardian')}"
        names += ", guardian.person_id as guardian_person_id"
    if any(column.name == "household_no" for column in feed.landed_columns):
        household = "left join registry on landed.household_no = registry.household_no"
        names += ", registry.household_id as named_household_id"
    if any(column.name == "student_no" for column in feed.landed_columns):
        student_key = ", sha256(landed.student_no) as student_key"
    connection.execute(f"create schema if not exists {feed.department}")
    connection.execute(
        f"create view {feed.department}.{feed.name} as "
        f"select {names}{student_key}, main.person_id, main.method as link_method, "
        "main.probability as link_probability "
        f"from read_parquet({quoted(night.path(f'landing/{feed.key}'))}) as landed "
        f"join links as main on {same_row.format('main')} and {_of(feed, main_role(feed) or 'self')} "
        f"{guardian} {household}"
    )


def _of(feed: Feed, role: str) -> str:
    alias = "guardian" if role == "guardian" else "main"
    return f"{alias}.feed = '{feed.key}' and {alias}.role = '{role}'"


def _name_stages(connection: duckdb.DuckDBPyConnection, night: Night) -> None:
    for schema in ("identity", "households"):
        connection.execute(f"create schema if not exists {schema}")
    details = quoted(night.path("identity/person_details"))
    connection.execute(
        f"create view identity.persons as select person_id, sex, birth_date from read_parquet({details})"
    )
    members = quoted(night.path("households/members"))
    connection.execute(f"create view households.members as select * from read_parquet({members})")
    economy = quoted(night.path("households/economy"))
    connection.execute(
        "create view households.economy as "
        f"select *, coalesce(county_code, '{EVERYWHERE}') as policy_county from read_parquet({economy})"
    )
