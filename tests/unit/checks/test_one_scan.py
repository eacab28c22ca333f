"""The kinds that are counted in one scan say what Great Expectations' own kinds say, of awkward values too."""

from datetime import date

import great_expectations.expectations as own
from great_expectations.expectations.expectation import Expectation

from checks import expectations
from checks.one_scan import rule_of
from checks.session import open_session
from checks.validation import run_expectations

COLUMNS = ["number", "amount", "day", "word", "odd 'name'"]
ROWS = """
    (0::double, 0.00, date '1899-12-31', '', 1), (1, 1000000000.00, date '1900-01-01', 'it''s', 1),
    (2, 1000000000.01, date '2026-06-30', '𠮷野', 2), (-1, -1000000000.01, date '2026-07-01', ':day %s {x}', null),
    (0.5, -0.01, date '2100-12-31', '壹二三', 9), ('nan'::double, null, date '2101-01-01', 'a"b', 1),
    ('infinity'::double, 5, null, null, null), ('-infinity'::double, 5, null, 'A', 2),
    (null, 5, date '2026-06-30', 'a', 1)
"""
VIEW = f"""
    create view awkward as select number::double as number, amount::decimal(18, 2) as amount, day, word, odd as
    "odd 'name'" from (values {ROWS}) as t(number, amount, day, word, odd)
"""
NIGHT = date(2026, 6, 30)
WORDS = ["it's", 'a"b', ":day %s {x}", "壹二三", "A"]
PAIRS: list[tuple[Expectation, Expectation]] = [
    *((expectations.not_null(column), own.ExpectColumnValuesToNotBeNull(column=column)) for column in COLUMNS),
    *(
        (
            expectations.between(column, smallest, largest),
            own.ExpectColumnValuesToBeBetween(column=column, min_value=smallest, max_value=largest),
        )
        for column, smallest, largest in [
            ("number", 0.0, 1.0),
            ("number", 1.0, None),
            ("amount", -1e9, 1e9),
            ("amount", None, 5.0),
            ("day", date(1900, 1, 1), date(2100, 12, 31)),
            ("day", None, NIGHT),
            ("day", NIGHT, None),
        ]
    ),
    (expectations.in_set("word", WORDS), own.ExpectColumnValuesToBeInSet(column="word", value_set=WORDS)),
    (expectations.in_set(COLUMNS[-1], [1, 2]), own.ExpectColumnValuesToBeInSet(column=COLUMNS[-1], value_set=[1, 2])),
    (
        expectations.length_between("word", 1, 3),
        own.ExpectColumnValueLengthsToBeBetween(column="word", min_value=1, max_value=3),
    ),
    (expectations.columns_in_order(COLUMNS), own.ExpectTableColumnsToMatchOrderedList(column_list=COLUMNS)),
]


def _said(session, mine: list[Expectation]) -> list[tuple[str, str, str, bool, int]]:
    """What each expectation says: its rule, its column, its bounds, whether it holds, how many rows break it."""
    bounds = ("min_value", "max_value")
    return sorted(
        (
            rule_of(outcome.expectation_config.type),
            outcome.expectation_config.kwargs.get("column", ""),
            str([outcome.expectation_config.kwargs.get(bound) for bound in bounds]),
            outcome.success,
            outcome.result.get("unexpected_count", 0),
        )
        for outcome in run_expectations(session, "awkward", mine)
    )


def test_they_say_what_great_expectations_own_kinds_say(tiny_night):
    with open_session(tiny_night.night) as session:
        session.connection.execute(VIEW)
        counted = _said(session, [mine for mine, _ in PAIRS])
        assert counted == _said(session, [theirs for _, theirs in PAIRS])
    assert sum(not holds for *_, holds, _ in counted) == 15


def test_columns_in_another_order_break_the_list(tiny_night):
    with open_session(tiny_night.night) as session:
        session.connection.execute(VIEW)
        (outcome,) = run_expectations(session, "awkward", [expectations.columns_in_order(COLUMNS[::-1])])
    assert not outcome.success


def test_each_session_has_its_own_table_behind_the_one_address(tiny_night):
    for column in ("first", "second"):
        with open_session(tiny_night.night) as session:
            session.connection.execute(f"create view mine as select null as {column}")
            outcomes = run_expectations(
                session, "mine", [expectations.columns_in_order([column]), expectations.not_null(column)]
            )
        assert sorted(outcome.success for outcome in outcomes) == [False, True]
