"""The contracts: feeds, code tables and tables say what the interface says, and nothing ambiguous."""

import polars as pl
import pytest

from assets.vocabulary.divisions import divisions, with_division_names
from assets.vocabulary.feeds import code_tables, code_words, load_feeds
from assets.vocabulary.tables import conform, empty, is_restricted, load_tables, table_schema


def test_twenty_feeds_of_five_departments_and_two_of_feedback() -> None:
    feeds = load_feeds()
    assert len(feeds) == 22
    assert {feed.department for feed in feeds.values()} == {
        "civil_affairs", "medical_insurance", "education", "housing", "employment", "feedback",
    }  # fmt: skip


def test_every_code_column_has_a_table() -> None:
    wanting = [
        f"{feed.key}.{column.name}"
        for feed in load_feeds().values()
        for column in feed.columns
        if column.type == "code" and column.code_table not in code_tables()
    ]
    assert wanting == []


@pytest.mark.parametrize("table", sorted(code_tables()))
def test_no_word_means_two_codes(table: str) -> None:
    meanings: dict[str, set[str]] = {}
    for code, words in code_tables()[table].items():
        for word in (code, *words):
            meanings.setdefault(str(word).replace(" ", "").lower(), set()).add(str(code))
    assert {word: codes for word, codes in meanings.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("table", "word", "code"),
    [
        ("assistance_type", "农村低保", "120"),
        ("student_status", "辍学", "06"),
        ("relation", "女婿", "20"),
        ("relation", "38", "30"),
        ("medical_insurance_type", "城乡居民", "390"),
        ("feedback_result", "查无此人", "73"),
        ("identity_decision", "不是同一人", "不同人"),
    ],
)
def test_words_of_code_tables(table: str, word: str, code: str) -> None:
    assert code_words(table)[word] == code


ROLES = [
    ("civil_affairs/households", {"head": ("head_name", "head_id_number", "division_code")}),
    ("housing/dangerous_houses", {"owner": ("owner_name", "owner_id_number", "division_code")}),
    ("medical_insurance/settlements", {"self": ("name", "id_number", None)}),
    (
        "education/students",
        {
            "self": ("name", "id_number", "division_code"),
            "guardian": ("guardian_name", "guardian_id_number", None),
        },
    ),
    ("feedback/results", {}),
    ("feedback/identity", {}),
]


@pytest.mark.parametrize(("feed", "roles"), ROLES)
def test_persons_that_a_row_names(feed: str, roles: dict[str, tuple[str | None, ...]]) -> None:
    groups = load_feeds()[feed].person_groups()
    assert {group.role: (group.name, group.id_number, group.division_code) for group in groups} == roles


def test_what_is_dropped_is_in_no_landed_table() -> None:
    assert "bank_account" not in table_schema("landing/civil_affairs/payments")
    assert "content" not in table_schema("landing/civil_affairs/leads")


def test_landed_feeds_and_details_are_restricted_and_hits_are_not() -> None:
    restricted = {key for key in load_tables() if is_restricted(key)}
    operator = {"landing/acceptances", "landing/corrections", "landing/corrected"}
    identity = {"identity/person_details", "identity/registry", "identity/review", "households/registry"}
    decisions = {"identity/review_pairs", "identity/decisions", "identity/decision_errors"}
    assert restricted == operator | identity | decisions | {"queues/identity_review"}
    assert is_restricted("landing/civil_affairs/deaths")
    assert is_restricted("quarantine/civil_affairs/deaths")


def test_every_unique_key_is_a_column() -> None:
    for table in load_tables().values():
        assert set(table.unique_key) <= set(table.schema()), table.key


def test_conform_names_the_columns_and_no_value() -> None:
    frame = empty("identity/events").drop("reason").with_columns(pl.lit("secret").alias("other"))
    with pytest.raises(
        ValueError, match=r"identity/events: columns missing \['reason'\], not in the contract"
    ) as error:
        conform(frame, "identity/events")
    assert "secret" not in str(error.value)


def test_a_division_is_named_down_to_its_village() -> None:
    known = divisions().filter(pl.col("level") == "village").sort("code").row(0, named=True)
    codes = [known["code"], known["code"][:6], "370786999999", None]
    named = with_division_names(pl.DataFrame({"division_code": codes})).select("county", "township", "village")
    assert named["village"].to_list() == [known["name"], None, "370786999999", None]
    assert named["county"].to_list()[2] == "昌邑市"
    assert named["township"].to_list()[1:] == [None, "370786999", None]
