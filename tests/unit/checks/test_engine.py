"""What cannot be evaluated is an error of the check and quotes nothing; suites hold all that the contracts promise."""

import logging
import traceback
from datetime import date

import pytest
from great_expectations.expectations.expectation import Expectation

from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import load_tables, table_schema
from checks import buffered_dialect
from checks.expectations import between, in_set, not_null
from checks.outcome import CheckError
from checks.rules import Rule, broken
from checks.session import open_session
from checks.suites import expectations_for
from checks.validation import run_expectations

NIGHT = date(2026, 6, 30)
SECRET = "欧阳秘密"


def test_an_expectation_on_a_column_that_is_not_there_raises(tiny_night):
    with open_session(tiny_night.night) as session, pytest.raises(CheckError, match="column 'nowhere'"):
        run_expectations(session, session.view("landing/ledger"), [not_null("feed"), not_null("nowhere")])


@pytest.mark.parametrize("expectation", [between("secret", 0, 1), in_set("secret", [1, 2])])
def test_an_expectation_that_breaks_raises_and_quotes_no_value(tiny_night, caplog, capfd, expectation: Expectation):
    caplog.set_level(logging.DEBUG)
    with open_session(tiny_night.night) as session:
        rows = f"select cast(word as bigint) as secret from (select '{SECRET}' || feed as word from \"landing/ledger\")"
        session.view("landing/ledger")
        session.connection.execute(f"create view broken as {rows}")
        with pytest.raises(CheckError) as caught:
            run_expectations(session, "broken", [expectation])
    printed = "".join(traceback.format_exception(caught.value)) + "".join(capfd.readouterr()) + caplog.text
    assert f"{SECRET}civil_affairs" not in printed


def test_a_rule_that_breaks_raises_and_quotes_no_value(tiny_night):
    sql = f"select sum(cast('{SECRET}' || feed as bigint)) from \"landing/ledger\""
    with open_session(tiny_night.night) as session, pytest.raises(CheckError) as caught:
        broken(session, [Rule("breaks", ("landing/ledger",), sql)])
    assert SECRET not in "".join(traceback.format_exception(caught.value, chain=True))
    assert "ConversionException" in str(caught.value)


def test_a_rule_on_a_column_that_is_not_there_raises(tiny_night):
    rule = Rule("breaks", ("landing/ledger",), 'select count(nowhere) from "landing/ledger"')
    with open_session(tiny_night.night) as session, pytest.raises(CheckError, match="nowhere"):
        broken(session, [rule])


def test_expectations_count_what_breaks_them_and_fetch_no_value(tiny_night):
    with open_session(tiny_night.night) as session:
        session.connection.execute("create view numbers as select i, nullif(i % 10, 0) as digit from range(1000) t(i)")
        results = run_expectations(
            session, "numbers", [not_null("digit"), between("i", 0, 899), in_set("digit", [1, 2])]
        )
    assert sorted(outcome.result["unexpected_count"] for outcome in results) == [100, 100, 700]
    assert all(set(outcome.result) == {"unexpected_count"} for outcome in results)


def test_empty_tables_keep_to_their_contract(tiny_night):
    with open_session(tiny_night.night) as session:
        session.connection.execute("create view nothing as select 1 as i where false")
        results = run_expectations(session, "nothing", [not_null("i"), between("i", 5, 6)])
    assert [outcome.success for outcome in results] == [True, True]


def test_no_connection_stays_lent(tiny_night):
    with open_session(tiny_night.night) as session:
        run_expectations(session, session.view("landing/ledger"), [not_null("feed")])
        assert buffered_dialect._lent == []
        assert session.rows("landing/ledger") == 1


@pytest.mark.parametrize("key", [*(f"landing/{feed}" for feed in load_feeds()), *load_tables()])
def test_every_table_has_its_columns_and_required_values_in_its_suite(key, tiny_night):
    expectations = expectations_for(key, tiny_night.night.night)
    assert expectations[0].column_list == list(table_schema(key))
    required = {e.column for e in expectations if type(e) is type(not_null("x"))}
    feed = load_feeds().get(key.removeprefix("landing/"))
    if feed is None:
        assert required == {column.name for column in load_tables()[key].columns if not column.nullable}
    else:
        kept_empty = {"name", "id_number", "code", "division"}
        promised = {c.name for c in feed.landed_columns if c.presence == "required" and c.type not in kept_empty}
        assert required == promised | {"feed", "delivery", "file", "sheet", "row_no"}


def test_a_published_table_is_read_without_its_folders_name_as_a_column(tiny_night):
    night = tiny_night.night
    final = night.lake.partition("identity/persons", NIGHT)
    final.parent.mkdir(parents=True)
    night.path("identity/persons").rename(final)
    assert final.parent.name == f"night={NIGHT}"
    assert tiny_night.outcome("identity/persons", "contract").passed
