"""A good night passes every check; each injected fault fails the check that is there for it, and blocks or warns."""

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import load_tables
from checks.catalogue import checks_of_tables, run_table_checks
from checks.session import open_session

MEMBERS = "landing/civil_affairs/members"
HITS = "indicators/hits"
ITEMS = "warnings/items"
QUEUE = "queues/education"
OTHER = "P0000000009"

NULL = "expect_column_values_to_not_be_null"
SET = "expect_column_values_to_be_in_set"
BETWEEN = "expect_column_values_to_be_between"
LENGTH = "expect_column_value_lengths_to_be_between"
SET_ASIDE = "rows_set_aside_are_totals_repeats_or_replaced"
ONE_HOME = "every_person_has_one_primary_household"
ONE_WARNING = "one_open_warning_a_household_and_lane"
PUSHED_ONLY = "queue_names_only_indicators_pushed_to_this_department"
NOBODY = {"name": None, "id_number": None, "guardian_id_number": None}
ACCUSED = {"lane": "A", "link_method": "same_details"}
SECOND = {"warning_id": "W20260630000002"}

# How which table is spoilt, with which cells, and the check and rule that must see it.
Fault = tuple[str, str, dict[str, Any], str, str]
BLOCKING_FAULTS: list[Fault] = [
    # contracts of landed feeds
    ("change", MEMBERS, {"household_no": None}, "contract", NULL),
    ("change", MEMBERS, {"file": None}, "contract", NULL),
    ("change", MEMBERS, {"relation": "户主"}, "contract", SET),
    ("change", MEMBERS, {"sex": 9}, "contract", SET),
    ("change", MEMBERS, {"feed": "civil_affairs/households"}, "contract", SET),
    ("change", MEMBERS, {"birth_date": date(1899, 12, 31)}, "contract", BETWEEN),
    ("change", MEMBERS, {"row_no": 0}, "contract", BETWEEN),
    ("change", MEMBERS, {"delivery": date(2026, 7, 1)}, "contract", BETWEEN),
    ("change", MEMBERS, {"row_no": 2}, "contract", "row_address_is_unique"),
    ("repeat", MEMBERS, {"row_no": 7}, "contract", "feed_key_is_unique"),
    ("change", MEMBERS, NOBODY, "contract", "row_names_somebody"),
    # contracts of published tables
    ("change", "identity/links", {"person_id": None}, "contract", NULL),
    ("change", "identity/links", {"method": "guessed"}, "contract", SET),
    ("change", "identity/links", {"probability": 1.01}, "contract", BETWEEN),
    ("change", "identity/links", {"probability": float("nan")}, "contract", "number_is_finite"),
    ("repeat", "identity/links", {"person_id": "P0000000002"}, "contract", "key_is_unique"),
    ("change", "identity/persons", {"first_night": date(2026, 7, 1)}, "contract", BETWEEN),
    ("change", "landing/ledger", {"rows_read": -1}, "contract", BETWEEN),
    ("change", HITS, {"tier": "P"}, "contract", SET),
    ("change", HITS, {"night": date(2026, 6, 29)}, "contract", BETWEEN),
    ("change", HITS, {"department": "police"}, "contract", SET),
    ("change", HITS, {"departments": ["education", "police"]}, "contract", "departments_are_known"),
    ("change", QUEUE, {"reasons": None}, "contract", NULL),
    # conservation
    ("change", "landing/ledger", {"rows_read": 5}, "conservation", "rows_read_are_loaded_quarantined_or_set_aside"),
    ("change", "landing/ledger", {"set_aside_totals": 0}, "conservation", SET_ASIDE),
    ("change", "landing/ledger", {"set_aside_repeats": 1}, "conservation", SET_ASIDE),
    ("change", "landing/ledger", {"set_aside_replaced": 1}, "conservation", SET_ASIDE),
    ("remove", MEMBERS, {}, "conservation", "landed_rows_are_the_rows_loaded"),
    ("change", MEMBERS, {"file": "other.csv"}, "conservation", "landed_rows_are_the_rows_loaded"),
    ("remove", "quarantine/civil_affairs/members", {}, "conservation", "quarantined_rows_are_in_the_quarantine"),
    ("change", "landing/ledger", {"refused": True}, "conservation", "a_refused_file_loads_nothing_and_says_why"),
    ("remove", "landing/feed_ages", {}, "complete", "every_feed_has_an_age"),
    ("change", "landing/feed_ages", {"state": "fresh"}, "complete", "state_follows_from_the_age"),
    # identity and households
    ("remove", "identity/links", {}, "complete_links", "every_named_person_has_a_link"),
    ("change", "identity/links", {"row_no": 9}, "complete_links", "every_named_person_has_a_link"),
    ("change", "identity/links", {"role": "owner"}, "complete_links", "links_are_of_known_feeds_and_roles"),
    ("change", "identity/links", {"person_id": OTHER}, "complete_links", "links_lead_to_known_persons"),
    ("remove", "identity/person_details", {}, "same_persons", "persons_and_their_details_are_the_same_persons"),
    ("change", "households/members", {"is_primary": False}, "one_primary_household", ONE_HOME),
    ("repeat", "households/members", {"household_id": "H000000002"}, "one_primary_household", ONE_HOME),
    ("remove", "households/economy", {}, "one_primary_household", "every_household_of_a_member_is_known"),
    # indicators
    ("change", HITS, {"person_id": OTHER}, "subjects", "hits_concern_known_persons"),
    ("change", HITS, {"household_id": "H000000002"}, "subjects", "hits_concern_known_households"),
    ("change", HITS, {"level": "H"}, "subjects", "level_says_whether_a_person_is_named"),
    ("change", HITS, {"evidence": []}, "evidence", "every_hit_has_evidence"),
    ("change", HITS, ACCUSED, "adverse_only_exact", "adverse_hits_rest_on_exact_links"),
    ("change", HITS, {"match_probability": 0.98}, "adverse_only_exact", "doubtful_links_raise_no_more_than_yellow"),
    # warnings
    ("repeat", "warnings/ledger", SECOND, "one_open_warning", ONE_WARNING),
    ("change", "warnings/ledger", {"state": "closed"}, "one_open_warning", "closed_warnings_say_when_and_why"),
    ("change", "warnings/ledger", {"answer_by": date(2026, 6, 30)}, "one_open_warning", "deadlines_are_in_order"),
    ("change", ITEMS, SECOND, "items_belong", "items_belong_to_a_warning"),
    ("change", ITEMS, {"code": "JY02"}, "hits_are_warned", "every_hit_is_an_item_of_a_warning"),
    ("remove", "warnings/events", {}, "chain", "events_are_numbered_without_a_gap"),
    ("change", "warnings/events", {"digest": "c" * 64}, "chain", "each_event_carries_the_digest_before_it"),
    # queues
    ("change", QUEUE, {"department": "housing"}, "own_open_warnings", "queue_is_this_departments"),
    ("change", QUEUE, SECOND, "own_open_warnings", "queue_rows_are_of_open_warnings"),
    ("change", QUEUE, {"county_code": "371083"}, "own_open_warnings", "queue_rows_are_in_the_county_of_their_warning"),
    ("change", QUEUE, {"codes": ["JY01", "YB01"]}, "own_open_warnings", PUSHED_ONLY),
]  # fmt: skip

WARNED_FAULTS: list[Fault] = [
    ("change", MEMBERS, {"birth_date": date(2026, 9, 1)}, "plausibility", BETWEEN),
    ("change", MEMBERS, {"id_number": "3" * 33}, "plausibility", LENGTH),
    ("change", MEMBERS, {"self_care_lost": -1}, "plausibility", BETWEEN),
    ("change", "households/economy", {"county_code": "3710"}, "plausibility", LENGTH),
    ("change", QUEUE, {"person_id": OTHER}, "members", "person_is_a_member_of_the_household"),
    ("change", "queues/scorecard", {"red": 1}, "adds_up", "tiers_add_up_to_the_hits"),
    ("change", "queues/scorecard", {"hits": 2}, "adds_up", "scorecard_counts_every_hit"),
]

# A rule of a check is of the table where the check stands, which is not always the table that was spoilt.
CHECKED_TABLE = {
    "conservation": "landing/ledger",
    "complete_links": "identity/links",
    "same_persons": "identity/person_details",
    "one_primary_household": "households/members",
}


def test_a_good_night_passes_every_check(tiny_night):
    with open_session(tiny_night.night) as session:
        outcomes = [check.outcome(session) for checks in checks_of_tables().values() for check in checks]
    assert [outcome for outcome in outcomes if not outcome.passed] == []
    assert {outcome.table for outcome in outcomes} == {f"landing/{feed}" for feed in load_feeds()} | set(load_tables())
    assert all(outcome.evaluated > 0 for outcome in outcomes if outcome.blocking)


@pytest.mark.parametrize("fault", BLOCKING_FAULTS, ids=lambda fault: f"{fault[1]}: {fault[4]}")
def test_a_fault_that_blocks_the_night(tiny_night, fault):
    action, spoilt, values, check, rule = fault
    getattr(tiny_night, action)(spoilt, **values)
    outcome = tiny_night.outcome(CHECKED_TABLE.get(check, spoilt), check)
    assert rule in {failure.rule for failure in outcome.failures}
    assert outcome.blocking


@pytest.mark.parametrize("fault", WARNED_FAULTS, ids=lambda fault: f"{fault[1]}: {fault[4]}")
def test_a_fault_that_is_only_a_warning(tiny_night, fault):
    action, spoilt, values, check, rule = fault
    getattr(tiny_night, action)(spoilt, **values)
    outcome = tiny_night.outcome(spoilt, check)
    assert rule in {failure.rule for failure in outcome.failures}
    assert not outcome.blocking
    assert tiny_night.outcome(spoilt, "contract").passed


def test_the_number_of_rows_that_break_a_rule_is_told(tiny_night):
    for _ in range(3):
        tiny_night.repeat("identity/persons", person_id=None)
    failures = {(f.rule, f.column): f.count for f in tiny_night.outcome("identity/persons", "contract").failures}
    assert failures == {(NULL, "person_id"): 3}


def test_repeated_keys_are_counted_exactly(tiny_night):
    for _ in range(4):
        tiny_night.repeat("identity/persons")
    failures = {f.rule: f.count for f in tiny_night.outcome("identity/persons", "contract").failures}
    assert failures == {"key_is_unique": 4}


def test_evidence_that_points_nowhere_blocks(tiny_night):
    evidence = [tiny_night.rows[HITS][0]["evidence"][0] | {"row_no": 4711}]
    tiny_night.change(HITS, evidence=evidence)
    assert "evidence_rows_exist" in tiny_night.broken_rules(HITS, "evidence")
    tiny_night.change(HITS, evidence=[evidence[0] | {"feed": "civil_affairs/rumours"}])
    assert "evidence_is_of_known_feeds" in tiny_night.broken_rules(HITS, "evidence")


def test_an_adverse_hit_is_judged_by_the_links_and_not_by_what_it_says(tiny_night):
    tiny_night.change("identity/links", index=0, method="fuzzy")
    tiny_night.change(HITS, lane="A", person_id="P0000000001")
    assert tiny_night.broken_rules(HITS, "adverse_only_exact") == {"evidence_of_adverse_hits_is_linked_exactly"}


def test_an_item_closed_for_the_department_leaves_its_queue(tiny_night):
    tiny_night.change(ITEMS, state="closed")
    assert "queue_rows_have_an_open_item_of_this_department" in tiny_night.broken_rules(QUEUE, "own_open_warnings")


REPLACED = "landing/replaced"
MEMBER_FILE = {"delivery": date(2026, 6, 30), "file": "members.csv", "sheet": ""}


def _set_aside(row_no: int, by_row_no: int, **values: Any) -> dict[str, Any]:
    """A repeat of a row of the same file."""
    gone = {"feed": "civil_affairs/members", **MEMBER_FILE, "row_no": row_no, "kind": "repeat", "differing": []}
    stands = {f"by_{name}": value for name, value in (MEMBER_FILE | {"row_no": by_row_no}).items()}
    return gone | stands | values


def _broken_when_told(tiny_night: Any, *rows: dict[str, Any]) -> set[str]:
    tiny_night.rows[REPLACED] = list(rows)
    tiny_night.write(REPLACED)
    broken: set[str] = tiny_night.broken_rules(REPLACED, "told")
    return broken


def test_every_row_set_aside_is_told_with_one_that_stands(tiny_night):
    told = {"every_row_set_aside_is_told"}
    tiny_night.change("landing/ledger", set_aside_totals=0, set_aside_repeats=1)
    assert _broken_when_told(tiny_night) == told
    assert _broken_when_told(tiny_night, _set_aside(4, 1)) == set()
    assert _broken_when_told(tiny_night, _set_aside(4, 1), _set_aside(5, 1)) == told
    assert _broken_when_told(tiny_night, _set_aside(4, 1, file="other.csv")) == told
    assert _broken_when_told(tiny_night, _set_aside(4, 1, kind="replaced", differing=["sex"])) == told
    assert _broken_when_told(tiny_night, _set_aside(4, 1, differing=["sex"])) == {"only_replaced_rows_differ"}
    tiny_night.change("landing/ledger", set_aside_repeats=2)
    chain = {"no_row_stands_for_another_and_is_set_aside_itself"}
    assert _broken_when_told(tiny_night, _set_aside(4, 3), _set_aside(3, 1)) == chain


def test_rows_of_a_file_of_an_earlier_night_may_be_set_aside_tonight(tiny_night):
    tiny_night.change("landing/ledger", carried=True)
    assert _broken_when_told(tiny_night, _set_aside(3, 1, kind="replaced", differing=["sex"])) == set()


def test_an_earlier_file_of_an_append_feed_may_have_been_superseded_in_part(tiny_night):
    feed, earlier = "civil_affairs/deaths", {"delivery": date(2026, 6, 29), "file": "deaths.csv", "sheet": ""}
    loaded = {"rows_read": 2, "rows_loaded": 2, "rows_quarantined": 0, "rows_set_aside": 0, "carried": True}
    loaded |= {"set_aside_totals": 0}
    tiny_night.repeat("landing/ledger", feed=feed, **earlier, **loaded)
    dead = {"feed": feed, **earlier, "name": "李四", "death_date": date(2026, 1, 1)}
    tiny_night.rows[f"landing/{feed}"] = [dead | {"row_no": 1}]
    tiny_night.write(f"landing/{feed}")
    assert tiny_night.broken_rules("landing/ledger", "conservation") == set()
    tiny_night.rows[f"landing/{feed}"] = [dead | {"row_no": number} for number in (1, 2, 3)]
    tiny_night.write(f"landing/{feed}")
    assert tiny_night.broken_rules("landing/ledger", "conservation") == {"landed_rows_are_the_rows_loaded"}


def test_a_column_that_is_missing_fails_and_is_no_error(tiny_night):
    pl.DataFrame({"person_id": ["P1"]}).write_parquet(tiny_night.night.path("identity/events"))
    assert tiny_night.broken_rules("identity/events", "contract") == {"expect_table_columns_to_match_ordered_list"}


def test_a_column_of_another_type_fails_and_is_no_error(tiny_night):
    frame = pl.DataFrame({"person_id": [1], "event": ["minted"], "other_person_id": [""], "reason": [""]})
    frame.write_parquet(tiny_night.night.path("identity/events"))
    failures = tiny_night.outcome("identity/events", "contract").failures
    assert [(f.rule, f.column) for f in failures] == [("column_has_the_type_of_the_contract", "person_id")]


def test_a_table_that_is_not_made_is_an_error_that_names_it(tiny_night):
    tiny_night.night.path("identity/events").unlink()
    with pytest.raises(FileNotFoundError, match="identity/events"):
        run_table_checks(tiny_night.night, "identity/events")


def test_money_beyond_reason_is_a_warning(tiny_night):
    aid = {"name": "王建国", "aid_date": date(2026, 6, 1), "aid_type": "急难型", "amount": Decimal("1000000000.01")}
    address = {"feed": "civil_affairs/temporary_aid", "delivery": date(2026, 6, 30), "file": "a.csv", "sheet": ""}
    tiny_night.rows["landing/civil_affairs/temporary_aid"] = [aid | address | {"row_no": 1}]
    tiny_night.write("landing/civil_affairs/temporary_aid")
    failures = tiny_night.outcome("landing/civil_affairs/temporary_aid", "plausibility").failures
    assert [f.column for f in failures] == ["amount"]
    assert tiny_night.outcome("landing/civil_affairs/temporary_aid", "contract").passed
