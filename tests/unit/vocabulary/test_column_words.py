"""columns.yml: every column of a contract has a Chinese name, a meaning and a sensitivity; none is named in vain."""

from dataclasses import replace

import pytest

from assets.lake.publish import night_tables
from assets.vocabulary.column_words import (
    SENSITIVITIES,
    WordsError,
    dropped_words,
    title_zh,
    unused_entries,
    words_of_contract,
    words_of_table,
)
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import TableColumn, is_restricted, load_tables, table_schema


def test_every_column_of_every_table_has_words_in_order() -> None:
    for key in night_tables():
        words = words_of_table(key)
        assert [column.name for column in words] == list(table_schema(key)), key
        assert [column.name for column in words if not (column.name_zh and column.meaning)] == [], key
        assert {column.sensitivity for column in words} <= set(SENSITIVITIES), key
        assert title_zh(key), key


def test_no_entry_names_a_column_that_is_not_there() -> None:
    assert unused_entries() == []


def test_what_names_somebody_is_in_no_open_table() -> None:
    identifying = {
        f"{key}.{column.name}"
        for key in night_tables()
        for column in words_of_table(key)
        if column.sensitivity == "identifying" and not is_restricted(key)
    }
    assert identifying == set()


def test_what_the_contract_hides_from_the_rules_is_identifying() -> None:
    wrong = [
        f"{feed.key}.{words.name}"
        for feed in load_feeds().values()
        for words in (*words_of_table(f"landing/{feed.key}"), *dropped_words(feed))
        if words.name in {column.name for column in feed.columns if column.identifying}
        and words.sensitivity != "identifying"
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("key", "column", "sensitivity"),
    [
        ("landing/medical_insurance/settlements", "disease_code", "sensitive"),
        ("landing/civil_affairs/disabled", "grade", "sensitive"),
        ("landing/civil_affairs/verification", "deposits", "sensitive"),
        ("landing/civil_affairs/verification", "in_prison", "sensitive"),
        ("landing/civil_affairs/children", "child_category", "sensitive"),
        ("landing/education/students", "guardian_phone", "identifying"),
        ("quarantine/education/students", "raw", "identifying"),
        ("households/members", "serious_illness", "sensitive"),
        ("indicators/hits", "evidence", "sensitive"),
        ("identity/links", "person_id", "personal"),
        ("landing/ledger", "rows_read", "none"),
    ],
)
def test_sensitivity_is_that_of_the_law(key: str, column: str, sensitivity: str) -> None:
    """Health, finances, prison and children are sensitive (个人信息保护法 28); a token stays personal information."""
    assert {words.name: words.sensitivity for words in words_of_table(key)}[column] == sensitivity


def test_money_is_in_yuan_unless_it_says_more() -> None:
    units = {words.name: words.unit for words in words_of_table("households/economy")}
    assert (units["annual_income"], units["income_per_head_month"], units["member_count"]) == (
        *("yuan a year", "yuan a month", "persons"),
    )
    assert {words.name: words.unit for words in words_of_table("landing/civil_affairs/payments")}[
        "amount_paid"
    ] == "yuan"


def test_a_column_without_words_is_told_with_the_cure() -> None:
    ledger = load_tables()["landing/ledger"]
    more = replace(ledger, columns=(*ledger.columns, TableColumn("pages", "int", "pages of the file")))
    with pytest.raises(WordsError, match=r"landing/ledger: the column pages has no entry in columns\.yml: add one"):
        words_of_contract(more)
