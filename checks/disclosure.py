"""No identity number, no mobile number and no person's name in any table that is not restricted.

What belongs here: finding them in text, lists and JSON text. Values stay inside the database; what comes out is a
count a column. Restricted tables (names are their purpose) are not looked at.
"""

from collections.abc import Iterator
from functools import cache

from assets.vocabulary.departments import DEPARTMENT_NAMES
from assets.vocabulary.divisions import divisions
from assets.vocabulary.feeds import code_tables, load_feeds
from assets.vocabulary.tables import Table, load_tables
from checks.outcome import Failure
from checks.session import Session

NAMES_TABLE = "identity/person_details"

# Not preceded by a digit, nor by the decimal point of a long fraction.
_BOUNDARY = r"(^|[^0-9.]|[^0-9]\.)"
# Six digits of a division, a birth date between 1800 and 2099, three digits and the check character; what follows is
# not looked at, since a disability certificate's number is an identity number with more behind it.
IDENTITY_NUMBER = _BOUNDARY + r"[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
MOBILE_NUMBER = _BOUNDARY + r"(\+?86)?1[3-9][0-9]{9}([^0-9]|$)"
FINGERPRINT = "[0-9a-f]{64}"
TOKEN = "[A-Z]{1,3}[0-9]{8,}"

# What the sender named, not we: a sheet may be called like a township that is somebody's name too, and a serial
# number in a file's name may look like an identity number. Odd enough for a warning, no reason to stop a night.
NAMED_BY_SENDERS = ("file", "sheet", "heading", "before", "by_file", "by_sheet", "evidence.file", "evidence.sheet")

# The text parts of nested types: (expression over the unnested element `e`, part's name).
_PARTS: dict[str, tuple[str, ...]] = {
    "evidence": ("feed", "file", "sheet", "fields"),
    "parameters": ("name", "region", "urban_rural", "source"),
    "feed_ages": ("feed",),
    "comparisons": ("comparison", "level"),
}


def open_tables() -> list[str]:
    """The tables that analysts and the catalogue may read."""
    return [key for key, table in load_tables().items() if not table.restricted]


def _texts(table: Table) -> Iterator[tuple[str, str]]:
    """(column or column.part, query of its distinct texts as `value`), for every column that can hold text."""
    for column in table.columns:
        name = f'"{column.name}"'
        source = f'"{table.key}"'
        if column.type == "text":
            yield column.name, f"select distinct {name} as value from {source}"
        elif column.type == "texts":
            yield column.name, f"select distinct unnest({name}) as value from {source}"
        for part in _PARTS.get(column.type, ()):
            elements = f"(select unnest({name}) as e from {source})"
            yield f"{column.name}.{part}", f"select distinct e.{part} as value from {elements}"


@cache
def known_words() -> tuple[str, ...]:
    """Words of the contracts: a person may be named like a place or a code word without being disclosed by it."""
    words = {word for codes in code_tables().values() for word in codes}
    words |= {value for table in load_tables().values() for column in table.columns for value in column.allowed}
    words |= {*DEPARTMENT_NAMES, *DEPARTMENT_NAMES.values(), *load_feeds()}
    return tuple(sorted(words | set(divisions().get_column("name").drop_nulls().to_list())))


def _prepare_texts(session: Session, key: str) -> str:
    """A table (column, value) of the distinct texts of a table, made once a session; gives its quoted name."""
    queries = [f"select '{column}' as \"column\", value from ({texts})" for column, texts in _texts(load_tables()[key])]
    # One character is no name and no number; a fingerprint is hexadecimal and now and then looks like a number.
    wanted = f"length(value) >= 2 and not regexp_full_match(value, '{FINGERPRINT}')"
    session.derive(f"texts of {key}", f"from ({' union all '.join(queries)}) where {wanted}", [key])
    return f'"texts of {key}"'


def named_by_senders(key: str) -> bool:
    """Whether a table has columns that hold the names of files or sheets."""
    return any(column in NAMED_BY_SENDERS for column, _ in _texts(load_tables()[key]))


def _failures(session: Session, rule: str, columns_found: str, by_senders: bool) -> tuple[Failure, ...]:
    """A failure a column, from a query that gives the column of each text found; names of files apart from the rest."""
    senders = ", ".join(f"'{column}'" for column in NAMED_BY_SENDERS)
    wanted = f'"column" {"in" if by_senders else "not in"} ({senders})'
    sql = f'select "column", count(*) from ({columns_found}) where {wanted} group by all order by all'
    return tuple(Failure(rule, column, number) for column, number in session.fetch(sql))


def numbers_disclosed(session: Session, key: str, by_senders: bool = False) -> tuple[Failure, ...]:
    """Identity numbers and mobile numbers in the texts of an open table, counted by column over distinct texts."""
    texts = _prepare_texts(session, key)
    long = f'select "column" from {texts} where length(value) >= 11'
    identity, mobile = (
        _failures(session, rule, f"{long} and regexp_matches(value, '{pattern}')", by_senders)
        for rule, pattern in (("no_identity_number", IDENTITY_NUMBER), ("no_mobile_number", MOBILE_NUMBER))
    )
    return identity + mobile


def _prepare_names(session: Session) -> None:
    """Tables of the names of two characters and more, and of known words, once a session."""
    session.view(NAMES_TABLE)
    session.connection.execute("create table if not exists known_words (word varchar)")
    if not session.count("select count(*) from known_words"):
        session.connection.execute("insert into known_words select unnest(?)", [list(known_words())])
    session.connection.execute(
        f'create table if not exists person_names as select distinct name from "{NAMES_TABLE}" '
        "anti join known_words on name = word where length(name) >= 2"
    )


def names_disclosed(session: Session, key: str, by_senders: bool = False) -> tuple[Failure, ...]:
    """Names of `identity/person_details` that stand as a whole text, list element or JSON value of an open table.

    A name inside a sentence is not found by this; sentences are made from facts, whose values are.
    """
    _prepare_names(session)
    texts = _prepare_texts(session, key)
    # Tokens are left out before anything is taken apart: they are by far the most distinct texts.
    found = f"""
        with plain as (from {texts} where not regexp_full_match(value, '{TOKEN}')), candidates as (
            from plain
            union
            select "column", unnest(json_extract_string(value, '$..*')) from plain
            where value[1] in ('{{', '[') and json_valid(value)
        )
        select "column" from candidates semi join person_names on trim(value) = name
    """
    return _failures(session, "no_name_of_a_person", found, by_senders)


def texts_looked_at(key: str) -> int:
    """How many columns and parts of columns of a table can hold text."""
    return sum(1 for _ in _texts(load_tables()[key]))
