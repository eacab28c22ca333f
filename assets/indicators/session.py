"""The database that the rules see: views of one night's tables without anything that names a person.

What belongs here: which tables and columns the SQL may read, and the facts that several rules share. What does not:
any rule, and anything done to a rule's result.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from assets.indicators.compatibility import read_pairs, resolve_pairs
from assets.indicators.disease_lists import read_diseases, resolve_diseases
from assets.indicators.earlier import COMPARED_FEEDS, night_before
from assets.indicators.parameters import EVERYWHERE, as_policy
from assets.lake import Night
from assets.vocabulary.feeds import ADDRESS, Feed, load_feeds
from assets.vocabulary.identity_words import MERGED
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
    "settlements_known",
    "own_pay",
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
    "basic_cover",
    "living_alone",
    "tekun_disability",
    "parents_of_minors",
)

# The feeds that the facts and rules read. A test holds this list against the SQL.
USED_FEEDS = (
    "civil_affairs/children",
    "civil_affairs/deaths",
    "civil_affairs/disabled",
    "civil_affairs/households",
    "civil_affairs/leads",
    "civil_affairs/members",
    "civil_affairs/payments",
    "civil_affairs/temporary_aid",
    "civil_affairs/verification",
    "civil_affairs/visits",
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

# Feeds that one fact or rule alone reads: to keep them would write millions of rows for nothing, and a second reader
# would join their links again. All others are joined with their links once and kept.
READ_ONCE = frozenset(
    {
        "civil_affairs/verification",
        "employment/contributions",
        "housing/property",
        "medical_insurance/enrolment",
        "medical_insurance/settlements",
    }
)

# A link at or above this probability is sure; a hit on a weaker one is at most yellow.
SURE_PROBABILITY = 0.99

# How many evidence rows of one indicator a hit that is built on other hits shows.
EVIDENCE_ROWS_A_CODE = 5

# A student number is made of the identity number: rules may compare it, never see it. The household number is the
# registry's.
HIDDEN_COLUMNS = frozenset({"student_no", "household_no"})

# How many values a column of a row group may have and still be kept as a dictionary.
DICTIONARY_SIZE_LIMIT = 1_000

# A certificate's number is the identity number, category and grade; a card that was issued again has more behind it.
CERTIFICATE_LENGTH = 20


@contextmanager
def open_session(night: Night, resolved: pl.DataFrame) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with every view that a rule may read and the shared facts made; closed and cleared at the end.

    Facts are kept as Parquet beside the database's spill files, so that memory stays bounded.
    """
    folder = night.staging / "spill" / "facts"
    with night.connect() as connection:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            _name_inputs(connection, night, resolved, folder)
            for fact in FACTS:
                keep(connection, fact, read_sql(f"indicators/facts/{fact}"), folder)
            yield connection
        finally:
            shutil.rmtree(folder)


def _name_inputs(connection: duckdb.DuckDBPyConnection, night: Night, resolved: pl.DataFrame, folder: Path) -> None:
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
    months = last_months(night.night, _longest(resolved, "double_benefit_window_months"))
    pairs = resolve_pairs(read_pairs(), resolved["county_code"].unique(), months)
    connection.register("pair_rows", pairs.to_arrow())
    connection.execute("create temp table incompatible_benefits as select * from pair_rows")
    _name_links(connection, night)
    _name_registry(connection, night)
    for key in USED_FEEDS:
        _name_feed(connection, night, load_feeds()[key], folder)
    for key, parameter in COMPARED_FEEDS.items():
        _name_feed_before(connection, night, load_feeds()[key], _longest(resolved, parameter))
    _name_stages(connection, night)


def last_months(night: date, number: int) -> list[date]:
    """First days of so many months, the night's own the last."""
    index = night.year * 12 + night.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(index - number + 1, index + 1)]


def _longest(resolved: pl.DataFrame, parameter: str) -> int:
    """The longest span that any county looks back, by its parameter."""
    return int(resolved.filter(pl.col("name") == parameter).select(pl.col("value").max()).item())


def keep(connection: duckdb.DuckDBPyConnection, name: str, query: str, folder: Path) -> None:
    """Make a query's result once, on disk, and name it.

    Most columns of many rows have too many values for a dictionary: looking for one costs more than it saves.
    """
    path = quoted(folder / f"{name}.parquet")
    options = f"format parquet, compression snappy, dictionary_size_limit {DICTIONARY_SIZE_LIMIT}"
    connection.execute(f"copy ({query}) to {path} ({options})")
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


def _name_feed(connection: duckdb.DuckDBPyConnection, night: Night, feed: Feed, folder: Path) -> None:
    """The view <department>.<feed>: the landed columns that name nobody, the row's address and the row's person.

    A row that bears a household's number has the household in `named_household_id`.
    """
    names, joins = _visible(feed), [f"links as main on {_same_row('main')} and {_of(feed, main_role(feed) or 'self')}"]
    if any(group.role == "guardian" for group in feed.person_groups()):
        joins.append(f"left join links as guardian on {_same_row('guardian')} and {_of(feed, 'guardian')}")
        names.append("guardian.person_id as guardian_person_id")
    if any(column.name == "household_no" for column in feed.landed_columns):
        joins.append("left join registry on landed.household_no = registry.household_no")
        names.append("registry.household_id as named_household_id")
    connection.execute(f"create schema if not exists {feed.department}")
    view = f"{feed.department}.{feed.name}"
    query = (
        f"select {', '.join(names)}, main.person_id, main.method as link_method, main.probability as link_probability "
        f"from read_parquet({quoted(night.path(f'landing/{feed.key}'))}) as landed join {' '.join(joins)}"
    )
    if feed.key in READ_ONCE:
        connection.execute(f"create view {view} as {query}")
    else:
        keep(connection, view, query, folder)


def _name_feed_before(connection: duckdb.DuckDBPyConnection, night: Night, feed: Feed, days: int) -> None:
    """The view <department>.<feed>_before: the feed as it stood before the last `days`, empty where it never came.

    Whoever was known by a token that gave way to another since then is named by the other one.
    """
    before = night_before(night, feed.key, days)
    view = f"{feed.department}.{feed.name}_before"
    if before is None:
        connection.execute(f"create view {view} as select * from {feed.department}.{feed.name} where false")
        return
    landed, links = (quoted(night.lake.partition(key, before)) for key in (f"landing/{feed.key}", "identity/links"))
    registry = quoted(night.path("identity/registry"))
    connection.execute(
        f"create view {view} as select {', '.join(_visible(feed))}, "
        "coalesce(registry.person_id, main.person_id) as person_id, main.method as link_method, "
        f"main.probability as link_probability from read_parquet({landed}) as landed "
        f"join read_parquet({links}) as main on {_same_row('main')} and {_of(feed, main_role(feed) or 'self')} "
        f"left join read_parquet({registry}) as registry on registry.identity_key = '{MERGED}' || main.person_id"
    )


def _visible(feed: Feed) -> list[str]:
    """The landed columns of a view: what names nobody, what is derived from numbers that do, the row's address."""
    columns = [column.name for column in feed.landed_columns]
    visible = [
        column.name for column in feed.landed_columns if not column.identifying and column.name not in HIDDEN_COLUMNS
    ]
    names = [f"landed.{name}" for name in (*visible, *ADDRESS)]
    if "student_no" in columns:
        names.append("sha256(landed.student_no) as student_key")
    if "certificate_no" in columns:
        names.append(f"length(landed.certificate_no) > {CERTIFICATE_LENGTH} as is_reissued")
    return names


def _same_row(alias: str) -> str:
    return " and ".join(f"landed.{name} = {alias}.{name}" for name in ADDRESS if name != "feed")


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
    for name in ("members", "relations"):
        path = quoted(night.path(f"households/{name}"))
        connection.execute(f"create view households.{name} as select * from read_parquet({path})")
    economy = quoted(night.path("households/economy"))
    connection.execute(
        "create view households.economy as "
        f"select *, coalesce(county_code, '{EVERYWHERE}') as policy_county from read_parquet({economy})"
    )
