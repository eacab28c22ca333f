"""A night over an inbox in which every file is ugly in its own way, run from the command line.

The truth of each file is written by hand beside it; no code of the system has a part in it. Every test gathers all
that differs before it fails, so that one run tells the whole state, file by file.
"""

import re
from collections import Counter
from collections.abc import Iterator

import polars as pl
import pytest
from typer.testing import CliRunner

from assets.lake import Lake
from assets.vocabulary.departments import SENDING_DEPARTMENTS
from assets.vocabulary.feeds import load_feeds
from pipelines.command_line import app
from tests.night.ugly_inbox import CORRECTIONS, NIGHT, PASSWORDS, build
from tests.night.ugly_night import (
    CHINESE,
    UglyNight,
    is_cured,
    ledger_differences,
    named,
    names_refused,
    quarantine_differences,
    refusal_differences,
    row_differences,
    unreturned,
)
from tests.night.ugly_people import EVERYBODY
from tests.night.ugly_relief import CARD
from tests.night.ugly_returns import CONFLICTS, DETAILS, SUMMARY, all_texts, lines_of, rows_of, workbooks
from tests.night.ugly_truth import Sheet

FEEDBACK = "feedback/results"
MOBILES = ("13806310011", "13806310012", "13806310013", "13906310021", "13806310033", "13806310077", "13806310088")


@pytest.fixture(scope="module")
def ugly(tmp_path_factory: pytest.TempPathFactory) -> UglyNight:
    """The ugly inbox, written and run through the command line."""
    root = tmp_path_factory.mktemp("ugly")
    inbox = build(root / "inbox")
    arguments = ["run", "--inbox", str(inbox.folder), "--lake", str(root / "lake"), "--night", str(NIGHT)]
    result = CliRunner().invoke(app, arguments, env={"DOUDI_ARCHIVE_PASSWORDS": PASSWORDS})
    assert result.exit_code == 0, result.output
    return UglyNight(Lake(root / "lake"), inbox, result.output)


def _nothing(differences: list[str]) -> None:
    """Fail with all that differs, a line each."""
    if differences:
        pytest.fail("\n" + "\n".join(differences), pytrace=False)


def test_every_feed_is_in_the_inbox_and_the_truth_adds_up(ugly: UglyNight) -> None:
    # Nobody can answer a list of doubtful pairs before the first night has sent one.
    assert {sheet.feed for sheet in ugly.inbox.sheets} == set(load_feeds()) - {"feedback/identity"}
    assert [named(sheet) for sheet in ugly.inbox.sheets if not sheet.adds_up()] == []
    assert len([path for path in ugly.inbox.folder.rglob("*") if path.is_file()]) > 30


def test_the_night_is_published(ugly: UglyNight) -> None:
    assert ugly.lake.published_night() == NIGHT
    assert f"Night {NIGHT} is published" in ugly.output


def test_the_command_says_nothing_of_a_person(ugly: UglyNight) -> None:
    assert _personal([ugly.output]) == set()


def test_the_ledger_has_these_lines_and_no_others(ugly: UglyNight) -> None:
    expected = Counter((sheet.file, sheet.sheet) for sheet in ugly.inbox.sheets)
    wild = Counter(refused.file for refused in ugly.inbox.refusals if refused.sheet is None)
    expected.update((refused.file, refused.sheet) for refused in ugly.inbox.refusals if refused.sheet is not None)
    lines = ugly.ledger.filter(~pl.col("file").is_in(list(wild)))
    assert Counter(lines.select("file", "sheet").iter_rows()) == expected
    assert Counter(ugly.ledger.filter(pl.col("file").is_in(list(wild)))["file"]) == wild


def test_the_ledger_counts_what_is_in_each_file(ugly: UglyNight) -> None:
    _nothing([told for sheet in ugly.inbox.sheets for told in ledger_differences(ugly, sheet)])


def test_rows_are_conserved(ugly: UglyNight) -> None:
    kept = pl.col("rows_loaded") + pl.col("rows_quarantined") + pl.col("rows_set_aside")
    aside = pl.col("set_aside_totals") + pl.col("set_aside_repeats") + pl.col("set_aside_replaced")
    assert ugly.ledger.filter((pl.col("rows_read") != kept) | (pl.col("rows_set_aside") != aside)).height == 0


def test_every_readable_value_is_right(ugly: UglyNight) -> None:
    _nothing([told for sheet in ugly.inbox.sheets for told in row_differences(ugly, sheet)])


def test_the_landed_tables_hold_nothing_else(ugly: UglyNight) -> None:
    expected = Counter(dict.fromkeys(load_feeds(), 0))
    for sheet in ugly.inbox.sheets:
        expected[sheet.feed] += len(sheet.rows)
    assert {feed: ugly.table(f"landing/{feed}").height for feed in expected} == dict(expected)


def test_every_unreadable_cell_is_in_the_quarantine(ugly: UglyNight) -> None:
    _nothing([told for sheet in ugly.inbox.sheets for told in quarantine_differences(ugly, sheet)])


def test_refused_files_have_a_reason_with_a_cure(ugly: UglyNight) -> None:
    _nothing([told for refused in ugly.inbox.refusals for told in refusal_differences(ugly, refused)])


def test_rows_set_aside_name_the_row_that_counts(ugly: UglyNight) -> None:
    expected = {
        (sheet.feed, sheet.file, sheet.sheet, row_no, aside.kind, *aside.by, aside.differing)
        for sheet in ugly.inbox.sheets
        for row_no, aside in sheet.aside.items()
    }
    columns = ("feed", "file", "sheet", "row_no", "kind", "by_file", "by_sheet", "by_row_no", "differing")
    rows = ugly.table("landing/replaced").select(columns).iter_rows()
    assert {(*row[:-1], tuple(row[-1])) for row in rows} == expected


def test_the_operators_corrections_are_applied_and_shown(ugly: UglyNight) -> None:
    rows = ugly.table("landing/corrections").select("state", "cells").iter_rows()
    assert Counter(rows) == Counter(became for _, became in CORRECTIONS)
    unusable = ugly.table("landing/corrections").filter(pl.col("state") == "unusable")
    assert all(CHINESE.search(reason) for reason in unusable["reason"])
    corrected = ugly.table("landing/corrected").select("file", "row_no", "column").iter_rows()
    assert set(corrected) == {
        ("disabled_残联.xls", 5, "issue_date"),
        ("households_荣成市台账.xlsx", 2, "member_count"),
    }


def _groups(sheet: Sheet) -> Iterator[tuple[tuple[str, str, str, int, str], object]]:
    """The groups of columns that name somebody: address with role → the number, if it is known."""
    for row_no, values in sheet.rows.items():
        for prefix, role in (("", "self"), ("head_", "head"), ("owner_", "owner"), ("guardian_", "guardian")):
            name, number = values.get(f"{prefix}name"), values.get(f"{prefix}id_number")
            if name is not None or number is not None:
                yield (sheet.feed, sheet.file, sheet.sheet, row_no, role), number


def test_every_person_of_the_readable_rows_is_linked(ugly: UglyNight) -> None:
    expected = {key: number for sheet in ugly.inbox.sheets if sheet.feed != FEEDBACK for key, number in _groups(sheet)}
    links = ugly.table("identity/links").select("feed", "file", "sheet", "row_no", "role", "person_id")
    linked = {row[:-1]: row[-1] for row in links.iter_rows()}
    assert set(linked) == set(expected)
    persons: dict[object, set[str]] = {}
    for key, number in expected.items():
        if isinstance(number, str) and len(number) == 18:
            persons.setdefault(number, set()).add(linked[key])
    # One number is one person here, for no number stands beside two names.
    assert {number for number, found in persons.items() if len(found) != 1} == set()
    assert len(set.union(*persons.values())) == len(persons)


def test_the_list_of_each_department_names_every_told_cell(ugly: UglyNight) -> None:
    missing = []
    for department in SENDING_DEPARTMENTS:
        rows = rows_of(ugly.returned(department), DETAILS)
        own = [sheet for sheet in ugly.inbox.sheets if sheet.department == department]
        missing += [told for sheet in own for told in unreturned(ugly, sheet, rows)]
    _nothing(missing)


def test_the_list_of_each_department_names_every_refused_file(ugly: UglyNight) -> None:
    missing = []
    for department in SENDING_DEPARTMENTS:
        path = ugly.returned(department)
        rows = [row for sheet in (SUMMARY, DETAILS) for row in rows_of(path, sheet) if is_cured(row)]
        whole = [row for row in rows if not row.get("栏目")]
        due = [each for each in ugly.inbox.refusals if each.department == department and each.returned]
        missing += [f"{department}: {each.file}" for each in due if not any(names_refused(row, each) for row in whole)]
    _nothing(missing)


def test_rows_that_two_files_say_differently_are_returned_with_their_lines(ugly: UglyNight) -> None:
    missing = []
    for sheet in ugly.inbox.sheets:
        for aside in sheet.aside.values():
            if aside.kind == "replaced" and aside.by[0] != sheet.file:
                cells = {sheet.file, aside.by[0], *map(str, aside.lines or ())}
                if not any(cells <= set(line) for line in lines_of(ugly.returned(sheet.department), CONFLICTS)):
                    missing.append(f"{named(sheet)} and {aside.by[0]}: not shown with the lines {aside.lines}")
    _nothing(missing)


def _personal(texts: list[str]) -> set[str]:
    """What of the inbox's full names, numbers, mobiles and accounts is in the texts."""
    names = {person.name for person in EVERYBODY if not re.search(r"[?□\ue000]", person.name)} | {"栾一凡", "迟志刚"}
    numbers = {form for person in EVERYBODY for form in (person.number, person.old, person.body)}
    everything = "\n".join(texts)
    compact = re.sub(r"[ \u3000\u00a0]", "", everything).translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    return {value for value in names | numbers | {*MOBILES, CARD} if value in everything or value in compact}


def test_what_is_returned_names_nobody(ugly: UglyNight) -> None:
    for department in SENDING_DEPARTMENTS:
        texts = [text for path in workbooks(ugly.delivered(department)) for text in all_texts(path)]
        csv = [path.read_text("utf-8-sig") for path in ugly.delivered(department).glob("*退回清单*.csv")]
        assert len(texts) > 10, department
        assert _personal([*texts, *csv]) == set(), department
    assert _personal([ugly.table("queues/returns").write_ndjson()]) == set()
