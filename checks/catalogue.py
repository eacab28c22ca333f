"""Which checks each table has: the one list that the command line, the tests and Dagster go by.

What belongs here: names, severity and needed tables of checks. What does not: rules themselves, Dagster.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assets.lake import Night
from assets.vocabulary.departments import SENDING_DEPARTMENTS
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import load_tables
from checks.disclosure import (
    NAMES_TABLE,
    named_by_senders,
    names_disclosed,
    numbers_disclosed,
    open_tables,
    texts_looked_at,
)
from checks.outcome import CheckOutcome, Failure
from checks.rules import (
    Rule,
    broken,
    contract_rules,
    deliveries,
    households,
    identity,
    indicators,
    landing,
    queues,
    warnings,
)
from checks.session import Session, open_session
from checks.volume import TABLES_OF_A_STATE, VOLUMES, changed_volume, unusual_volumes

# Made before persons are known; searched for names once they are.
BEFORE_PERSONS = tuple(table for table in open_tables() if table.startswith("landing/"))


@dataclass(frozen=True)
class Check:
    """One check of one table. `needs` are the other tables it reads; `run` gives rules evaluated and failures."""

    table: str
    name: str
    blocking: bool
    description: str
    run: Callable[[Session], tuple[int, tuple[Failure, ...]]]
    needs: tuple[str, ...] = ()

    def outcome(self, session: Session) -> CheckOutcome:
        """Carry out the check. Raises CheckError where that is not possible; failed data is an outcome."""
        rows = session.rows(self.table)
        evaluated, failures = self.run(session)
        return CheckOutcome(self.table, self.name, self.blocking, rows, evaluated, tuple(sorted(failures)))


def _contract(table: str) -> Check:
    def run(session: Session) -> tuple[int, tuple[Failure, ...]]:
        # Great Expectations takes seconds to import: only the process that validates pays for it.
        from checks.validation import validate  # noqa: PLC0415

        validation = validate(session, table)
        verdict, rules = validation.critical, contract_rules(table)
        if not validation.readable:
            return verdict.evaluated, verdict.failures
        return verdict.evaluated + len(rules), verdict.failures + broken(session, rules)

    text = "The table keeps to its contract: columns, types, required values, code tables, keys, possible dates."
    return Check(table, "contract", True, text, run)


def _plausibility(table: str) -> Check:
    def run(session: Session) -> tuple[int, tuple[Failure, ...]]:
        from checks.validation import validate  # noqa: PLC0415

        verdict = validate(session, table).warning
        return verdict.evaluated, verdict.failures

    text = "Unusual but possible values: dates ahead of the night, very large amounts, odd lengths. A warning only."
    return Check(table, "plausibility", False, text, run)


def _volume(table: str) -> Check:
    text = "The number of rows is within 30 % of the last published night's. A warning only."
    return Check(table, "volume", False, text, lambda session: (1, changed_volume(session, table)))


def _deliveries() -> Iterator[Check]:
    """Volumes that stop the night, and what is only told of tonight's deliveries and of the operator's notes."""

    def volumes(bound: str) -> Callable[[Session], tuple[int, tuple[Failure, ...]]]:
        return lambda session: (1, unusual_volumes(session, bound))

    text = (
        "No feed and no county of one has far fewer or more rows than usual. Ask the sender, or accept it with a "
        "reason (doudi accept --feed … --night …), and run the night again."
    )
    yield Check(VOLUMES, "volume_bounds", True, text, volumes("stop"))
    text = "No feed and no county of one has noticeably fewer or more rows than usual. A warning only."
    yield Check(VOLUMES, "volume_changes", False, text, volumes("warn"))
    text = "No file has far more unreadable identity numbers than its feed usually has. A warning only."
    yield _rules("landing/quality", "unreadable_ids", text, deliveries.QUALITY, blocking=False)
    text = "No heading of tonight's files is missing or renamed. A warning only."
    yield _rules("landing/drift", "headings_as_before", text, deliveries.DRIFT, blocking=False)
    text = "Every correction that the operator recorded can be used. A warning only."
    yield _rules("landing/corrections", "usable", text, deliveries.CORRECTIONS, blocking=False)
    text = "Every acceptance of this night has a reason and a name, and covers a known feed. A warning only."
    yield _rules("landing/acceptances", "usable", text, deliveries.ACCEPTANCES, blocking=False)


def _disclosure(table: str) -> list[Check]:
    columns = texts_looked_at(table)
    numbers = Check(
        table,
        "no_personal_numbers",
        True,
        "No identity number and no mobile number in any text, list or JSON of this open table.",
        lambda session: (2 * columns, numbers_disclosed(session, table)),
    )
    if table in BEFORE_PERSONS:
        return [numbers]
    found_in_files = Check(
        table,
        "names_of_files",
        False,
        "No number and no person's name in the names of files and sheets, which their senders chose. A warning only.",
        lambda session: (
            columns,
            numbers_disclosed(session, table, by_senders=True) + names_disclosed(session, table, by_senders=True),
        ),
        (NAMES_TABLE,),
    )
    names = Check(
        table,
        "no_personal_names",
        True,
        "No person's name stands in any text, list or JSON value of this open table.",
        lambda session: (columns, names_disclosed(session, table)),
        (NAMES_TABLE,),
    )
    return [numbers, names, found_in_files] if named_by_senders(table) else [numbers, names]


def _names_in_earlier_tables() -> Check:
    def run(session: Session) -> tuple[int, tuple[Failure, ...]]:
        failures = tuple(
            Failure(failure.rule, f"{table} {failure.column}", failure.count)
            for table in BEFORE_PERSONS
            for failure in names_disclosed(session, table)
        )
        return sum(texts_looked_at(table) for table in BEFORE_PERSONS), failures

    text = "No person's name stands in the open landing tables, which are made before persons are known."
    return Check(NAMES_TABLE, "no_personal_names_in_landing", True, text, run, BEFORE_PERSONS)


def _rules(table: str, name: str, description: str, rules: Sequence[Rule], blocking: bool = True) -> Check:
    needs = {needed for rule in rules for needed in rule.tables} - {table}
    assets = tuple(sorted(needed for needed in needs if not needed.startswith("quarantine/")))
    return Check(table, name, blocking, description, lambda session: (len(rules), broken(session, rules)), assets)


def _between_tables() -> Iterator[Check]:
    yield _rules(
        landing.LEDGER,
        "conservation",
        "Rows read = loaded + quarantined + set aside, to the row, and the tables hold what the ledger says.",
        landing.CONSERVATION,
    )
    text = "Every row set aside as a repeat or as replaced is told with the row that stands for it."
    yield _rules(landing.REPLACED, "told", text, landing.SET_ASIDE)
    yield _rules("landing/feed_ages", "complete", "Every feed has its age and state.", landing.FEED_AGES)
    text = "Every landed group of columns that names a person leads to a known person."
    yield _rules(identity.LINKS, "complete_links", text, identity.COMPLETE_LINKS)
    text = "Persons and their details are the same persons."
    yield _rules(NAMES_TABLE, "same_persons", text, identity.SAME_PERSONS)
    text = "Few persons and unchanged rows have another id than the night before. A warning only."
    yield _rules("identity/churn", "few_ids_change", text, identity.CHURN, blocking=False)
    text = "Every person has one primary household; every member's household is known."
    yield _rules(households.MEMBERS, "one_primary_household", text, households.ONE_PRIMARY_HOUSEHOLD)
    text = "Both ends of every relation are known persons."
    yield _rules(households.RELATIONS, "known_relatives", text, households.KNOWN_RELATIVES)
    yield _rules(indicators.HITS, "evidence", "Every evidence row exists where it says.", indicators.EVIDENCE)
    yield _rules(indicators.HITS, "subjects", "Hits concern known persons and households.", indicators.SUBJECTS)
    text = "Adverse hits rest on exact links alone; doubtful links raise no more than yellow."
    yield _rules(indicators.HITS, "adverse_only_exact", text, indicators.ADVERSE_ONLY_EXACT)
    text = "At most one open warning a household and lane; deadlines in order."
    yield _rules(warnings.LEDGER, "one_open_warning", text, warnings.ONE_OPEN_WARNING)
    yield _rules("warnings/items", "items_belong", "Every item belongs to a warning.", warnings.ITEMS_BELONG)
    text = "Every hit of the night is an item of a warning."
    yield _rules("warnings/items", "hits_are_warned", text, warnings.HITS_ARE_WARNED)
    yield _rules("warnings/events", "chain", "The chain of events has no gap.", warnings.CHAIN)
    for department in SENDING_DEPARTMENTS:
        text = "Open warnings only, this department's part only, in the county of the warning."
        yield _rules(f"queues/{department}", "own_open_warnings", text, queues.OWN_OPEN_WARNINGS[department])
        text = "The person still is a member of the household. A warning only."
        yield _rules(f"queues/{department}", "members", text, queues.MEMBERS[department], blocking=False)
    text = "The counts add up to the hits. A warning only."
    yield _rules("queues/scorecard", "adds_up", text, queues.SCORECARD, blocking=False)


@cache
def checks_of_tables() -> dict[str, tuple[Check, ...]]:
    """All checks by table, landed feeds first, then the tables in the order of their contract."""
    checks: dict[str, list[Check]] = {}
    feeds = [f"landing/{feed}" for feed in load_feeds()]
    for table in (*feeds, *load_tables()):
        checks[table] = [_contract(table), _plausibility(table)]
    for table in TABLES_OF_A_STATE:
        checks[table].append(_volume(table))
    for table in open_tables():
        checks[table] += _disclosure(table)
    checks[NAMES_TABLE].append(_names_in_earlier_tables())
    for check in (*_deliveries(), *_between_tables()):
        checks[check.table].append(check)
    return {table: tuple(found) for table, found in checks.items()}


def run_table_checks(night: Night, key: str) -> list[CheckOutcome]:
    """All checks of one table of a night, without Dagster.

    Raises KeyError on an unknown table, FileNotFoundError where a table it needs is not made yet, and CheckError where
    a check could not be carried out.
    """
    checks = checks_of_tables()[key]
    with open_session(night) as session:
        return [check.outcome(session) for check in checks]
