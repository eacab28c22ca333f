"""What names a person is found wherever it is planted in an open table, counted, and never repeated."""

import json
from datetime import date
from typing import Any

import pytest

from assets.vocabulary.tables import is_restricted, load_tables
from checks.catalogue import checks_of_tables, run_table_checks
from checks.disclosure import open_tables
from checks.outcome import CheckOutcome

HITS = "indicators/hits"
QUEUE = "queues/education"
PLANTED_ID = "371082198001011237"
PLANTED_PHONE = "13812345678"
PLANTED_NAME = "王建国"

NUMBERS = "no_personal_numbers"
NAMES = "no_personal_names"
FILES = "names_of_files"

EVIDENCE = {"feed": "civil_affairs/members", "file": "members.csv", "sheet": "", "row_no": 1}


def _evidence(**values: Any) -> dict[str, Any]:
    return {"evidence": [EVIDENCE | {"delivery": date(2026, 6, 30), "fields": "{}"} | values]}


# (table, planted cells, check, column that is told)
PLANTED: list[tuple[str, dict[str, Any], str, str]] = [
    # identity numbers: as the text, inside a sentence, in a list, in JSON, in evidence, as a part of a longer number
    ("identity/events", {"reason": PLANTED_ID}, NUMBERS, "reason"),
    (QUEUE, {"asked": f"请核查{PLANTED_ID}的情况。"}, NUMBERS, "asked"),
    (QUEUE, {"reasons": ["一切正常。", f"证件{PLANTED_ID}。"]}, NUMBERS, "reasons"),
    (HITS, {"facts": json.dumps({"who": {"id": PLANTED_ID}})}, NUMBERS, "facts"),
    (HITS, {"facts": json.dumps({"who": int(PLANTED_ID)})}, NUMBERS, "facts"),
    (HITS, _evidence(fields=json.dumps({"certificate_no": PLANTED_ID + "43B1"})), NUMBERS, "evidence.fields"),
    # names of files and sheets are their senders': told, and no reason to stop a night
    (HITS, _evidence(file=f"{PLANTED_ID}.xlsx"), FILES, "evidence.file"),
    (HITS, _evidence(sheet=PLANTED_NAME), FILES, "evidence.sheet"),
    (QUEUE, {"asked": "11010519491231002x"}, NUMBERS, "asked"),
    # mobile numbers
    (QUEUE, {"asked": f"联系电话{PLANTED_PHONE}，请核查"}, NUMBERS, "asked"),
    (QUEUE, {"asked": f"+86{PLANTED_PHONE}"}, NUMBERS, "asked"),
    (HITS, {"facts": json.dumps({"phone": PLANTED_PHONE})}, NUMBERS, "facts"),
    ("landing/ledger", {"reason": f"找不到{PLANTED_PHONE}"}, NUMBERS, "reason"),
    # names: as the text, in a list, in JSON however deep and however written
    (QUEUE, {"person_masked": PLANTED_NAME}, NAMES, "person_masked"),
    (QUEUE, {"reasons": [PLANTED_NAME]}, NAMES, "reasons"),
    (HITS, {"facts": json.dumps({"a": [{"b": PLANTED_NAME}]}, ensure_ascii=False)}, NAMES, "facts"),
    (HITS, {"facts": json.dumps({"name": PLANTED_NAME}, ensure_ascii=True)}, NAMES, "facts"),
    (HITS, _evidence(fields=json.dumps({"head_name": PLANTED_NAME}, ensure_ascii=False)), NAMES, "evidence.fields"),
]

# Texts that look like it and are none.
HARMLESS: list[tuple[str, dict[str, Any]]] = [
    ("warnings/events", {"digest": "3710821980010112370123456789abcdef" + "0" * 30}),  # a fingerprint
    (HITS, {"facts": json.dumps({"value": 123456.13812345678})}),  # a long fraction
    (HITS, {"facts": json.dumps({"settlement": "202606301234567"})}),
    (HITS, {"facts": json.dumps({"id": "371***********1237", "phone": "138****5678"})}),
    (QUEUE, {"person_masked": "王*国"}),
    (QUEUE, {"county": "荣成市"}),  # a person may be called so, see the test's own person
    (QUEUE, {"asked": "371082999913993123 不是日期"}),
]


def _plant(tiny_night, table, values):
    if tiny_night.rows.get(table):
        tiny_night.change(table, **values)
    else:
        tiny_night.rows[table] = [{"person_id": "P0000000001", "event": "minted", "other_person_id": ""} | values]
        tiny_night.write(table)


@pytest.mark.parametrize(("table", "values", "check", "column"), PLANTED)
def test_what_names_a_person_is_found_and_not_repeated(tiny_night, table, values, check, column):
    _plant(tiny_night, table, values)
    outcome: CheckOutcome = tiny_night.outcome(table, check)
    assert [failure.column for failure in outcome.failures] == [column]
    assert outcome.blocking is (check != FILES)
    assert not any(planted in repr(outcome) for planted in (PLANTED_ID, PLANTED_PHONE, PLANTED_NAME))


@pytest.mark.parametrize(("table", "values"), HARMLESS)
def test_what_only_looks_like_it_passes(tiny_night, table, values):
    tiny_night.repeat("identity/person_details", person_id="P0000000003", name="荣成市")
    _plant(tiny_night, table, values)
    assert tiny_night.outcome(table, NUMBERS).passed
    assert tiny_night.outcome(table, NAMES).passed


def test_names_in_the_landing_tables_are_found_once_persons_are_known(tiny_night):
    tiny_night.change("landing/ledger", reason=PLANTED_NAME)
    outcome = tiny_night.outcome("identity/person_details", "no_personal_names_in_landing")
    assert [failure.column for failure in outcome.failures] == ["landing/ledger reason"]
    assert outcome.blocking


def test_every_open_table_is_searched_and_no_restricted_one():
    searched = {table for table, checks in checks_of_tables().items() if any(c.name == NUMBERS for c in checks)}
    assert searched == set(open_tables())
    assert searched == {table for table in load_tables() if not is_restricted(table)}


def test_no_outcome_of_a_table_repeats_a_value_that_broke_it(tiny_night):
    secret = {"name": "欧阳秘密", "id_number": "371082198001011237" * 2, "relation": "秘密关系", "sex": 7}
    tiny_night.change("landing/civil_affairs/members", **secret)
    outcomes = run_table_checks(tiny_night.night, "landing/civil_affairs/members")
    assert sum(not outcome.passed for outcome in outcomes) == 2
    text = repr(outcomes)
    assert not any(str(value) in text for value in ("欧阳秘密", "371082198001011237", "秘密关系"))
