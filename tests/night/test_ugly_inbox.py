"""A night over an inbox in which every file is ugly in its own way, run from the command line.

The truth of each file is written by hand beside it; no code of the system has a part in it. Every test gathers all
that differs before it fails, so that one run tells the whole state, file by file.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from assets.lake import Lake
from assets.vocabulary.departments import SENDING_DEPARTMENTS
from assets.vocabulary.feeds import load_feeds
from pipelines.command_line import app
from tests.night.nights import table
from tests.night.ugly_inbox import CORRECTIONS, NIGHT, PASSWORDS, UglyInbox, build
from tests.night.ugly_people import EVERYBODY
from tests.night.ugly_relief import CARD
from tests.night.ugly_returns import (
    CONFLICTS,
    DETAILS,
    SUMMARY,
    ReturnedRow,
    all_texts,
    lines_of,
    returned_list,
    rows_of,
    workbooks,
)
from tests.night.ugly_truth import Refused, Sheet, Told

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FEEDBACK = "feedback/results"
COUNTS = (
    *("rows_read", "rows_loaded", "rows_quarantined", "rows_set_aside", "set_aside_totals", "set_aside_repeats"),
    *("set_aside_replaced", "title_rows", "header_rows", "rows_blank", "cells_marked"),
)
MOBILES = ("13806310011", "13806310012", "13806310013", "13906310021", "13806310033", "13806310077", "13806310088")


@dataclass(frozen=True)
class UglyNight:
    """The published night, what the command said, and the truth."""

    lake: Lake
    inbox: UglyInbox
    output: str

    def table(self, key: str) -> pl.DataFrame:
        return table(self.lake, key, NIGHT)

    @cached_property
    def ledger(self) -> pl.DataFrame:
        return self.table("landing/ledger")

    @cached_property
    def quarantine(self) -> pl.DataFrame:
        feeds = sorted({sheet.feed for sheet in self.inbox.sheets})
        return pl.concat([self.table(f"quarantine/{feed}") for feed in feeds], how="diagonal_relaxed")

    def delivered(self, department: str) -> Path:
        return self.lake.root / "deliveries" / str(NIGHT) / department


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


def _place(sheet: Sheet) -> pl.Expr:
    return (pl.col("file") == sheet.file) & (pl.col("sheet") == sheet.sheet)


def _named(sheet: Sheet) -> str:
    return f"{sheet.file} [{sheet.sheet}]" if sheet.sheet else sheet.file


def test_every_feed_is_in_the_inbox_and_the_truth_adds_up(ugly: UglyNight) -> None:
    assert {sheet.feed for sheet in ugly.inbox.sheets} == set(load_feeds())
    assert [_named(sheet) for sheet in ugly.inbox.sheets if not sheet.adds_up()] == []
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


def _counts(sheet: Sheet) -> dict[str, int]:
    aside = sheet.totals + len(sheet.aside)
    numbers = (sheet.read, len(sheet.rows), sheet.quarantined, aside, sheet.totals, sheet.count("repeat"))
    more = (sheet.count("replaced"), sheet.titles, sheet.headers, sheet.blank, sheet.marked)
    return dict(zip(COUNTS, (*numbers, *more), strict=True))


def _ledger_differences(night: UglyNight, sheet: Sheet) -> Iterator[str]:
    lines = night.ledger.filter(_place(sheet)).to_dicts()
    if len(lines) != 1:
        yield f"{_named(sheet)}: {len(lines)} ledger lines"
        return
    line = lines[0]
    if line["refused"]:
        yield f"{_named(sheet)}: refused, {line['reason']}"
        return
    if line["feed"] != sheet.feed:
        yield f"{_named(sheet)}: feed {line['feed']}"
    for count, expected in _counts(sheet).items():
        if line[count] != expected:
            yield f"{_named(sheet)}: {count} {line[count]}, expected {expected}"
    for word, expected_word in (("format", sheet.format), ("encoding", sheet.encoding)):
        if expected_word and line[word] != expected_word:
            yield f"{_named(sheet)}: {word} {line[word]}, expected {expected_word}"


def test_the_ledger_counts_what_is_in_each_file(ugly: UglyNight) -> None:
    _nothing([told for sheet in ugly.inbox.sheets for told in _ledger_differences(ugly, sheet)])


def test_rows_are_conserved(ugly: UglyNight) -> None:
    kept = pl.col("rows_loaded") + pl.col("rows_quarantined") + pl.col("rows_set_aside")
    aside = pl.col("set_aside_totals") + pl.col("set_aside_repeats") + pl.col("set_aside_replaced")
    assert ugly.ledger.filter((pl.col("rows_read") != kept) | (pl.col("rows_set_aside") != aside)).height == 0


def _one_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


def _row_differences(night: UglyNight, sheet: Sheet) -> Iterator[str]:
    columns = [column.name for column in load_feeds()[sheet.feed].columns if column.type != "drop"]
    landed = {row["row_no"]: row for row in night.table(f"landing/{sheet.feed}").filter(_place(sheet)).to_dicts()}
    if set(landed) != set(sheet.rows):
        yield f"{_named(sheet)}: rows {sorted(landed)}, expected {sorted(sheet.rows)}"
    for row_no, expected in sheet.rows.items():
        for column in columns if row_no in landed else ():
            value = _one_line(landed[row_no][column])
            if value != expected.get(column):
                yield f"{_named(sheet)}: row {row_no} {column} {value!r}, expected {expected.get(column)!r}"


def test_every_readable_value_is_right(ugly: UglyNight) -> None:
    _nothing([told for sheet in ugly.inbox.sheets for told in _row_differences(ugly, sheet)])


def test_the_landed_tables_hold_nothing_else(ugly: UglyNight) -> None:
    expected = Counter(dict.fromkeys(load_feeds(), 0))
    for sheet in ugly.inbox.sheets:
        expected[sheet.feed] += len(sheet.rows)
    assert {feed: ugly.table(f"landing/{feed}").height for feed in expected} == dict(expected)


def _is_told(told: Told, note: dict[str, object]) -> bool:
    cell = told.column is None or (note["column"], note["heading"]) == (told.column, told.heading or note["heading"])
    place = (note["row_no"], note["line_no"], note["row_refused"]) == (told.row_no, told.line, told.refused)
    reason = str(note["reason"])
    return cell and place and "；" in reason and bool(re.search(told.reason, reason)) and bool(CHINESE.search(reason))


def _quarantine_differences(night: UglyNight, sheet: Sheet) -> Iterator[str]:
    notes = night.quarantine.filter(_place(sheet)).to_dicts()
    shown = ("row_no", "line_no", "column", "heading", "row_refused", "reason")
    for told in sheet.told:
        found = next((note for note in notes if _is_told(told, note)), None)
        if found is None:
            near = [[note[key] for key in shown] for note in notes if note["row_no"] == told.row_no]
            yield f"{_named(sheet)}: not told as expected {tuple(told)}; of that row {near}"
        else:
            notes.remove(found)
    expected_rows = {told.row_no for told in sheet.told}
    for note in notes:
        if note["row_no"] not in expected_rows:
            yield f"{_named(sheet)}: told besides {[note[key] for key in shown]}"


def test_every_unreadable_cell_is_in_the_quarantine(ugly: UglyNight) -> None:
    _nothing([told for sheet in ugly.inbox.sheets for told in _quarantine_differences(ugly, sheet)])


def _refusal_differences(night: UglyNight, refused: Refused) -> Iterator[str]:
    where = f"{refused.file} [{refused.sheet}]"
    place = pl.col("file") == refused.file
    if refused.sheet is not None:
        place &= pl.col("sheet") == refused.sheet
    lines = night.ledger.filter(place).to_dicts()
    if len(lines) != 1:
        yield f"{where}: {len(lines)} ledger lines"
        return
    line = lines[0]
    reason = line["reason"] or ""
    if not line["refused"] or line["rows_loaded"] != 0:
        yield f"{where}: not refused"
    if "；" not in reason or not re.search(refused.reason, reason):
        yield f"{where}: reason {reason!r}"
    if not line["feed"].startswith(refused.feed or f"{refused.department}/"):
        yield f"{where}: feed {line['feed']}"


def test_refused_files_have_a_reason_with_a_cure(ugly: UglyNight) -> None:
    _nothing([told for refused in ugly.inbox.refusals for told in _refusal_differences(ugly, refused)])


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
        if number is not None:
            persons.setdefault(number, set()).add(linked[key])
    # One number is one person here, for no number stands beside two names.
    assert {number for number, found in persons.items() if len(found) != 1} == set()
    assert len(set.union(*persons.values())) == len(persons)


def _cured(row: ReturnedRow) -> bool:
    return bool(CHINESE.search(row.get("原因", ""))) and bool(CHINESE.search(row.get("怎样更正", "")))


def _unreturned(night: UglyNight, sheet: Sheet, rows: list[ReturnedRow]) -> Iterator[str]:
    own = [row for row in rows if row["文件"] == sheet.file and row["工作表"] == sheet.sheet and _cured(row)]
    for told in sheet.told:
        line = "" if told.line is None else str(told.line)
        asked = " ".join((told.heading or "").split())
        fitting = [
            row
            for row in own
            if (told.line is None or row["行号"] == line)
            and (told.heading is None or " ".join(row["栏目"].split()) == asked)
            and re.search(told.reason, row["原因"] + row["怎样更正"])
        ]
        if not fitting:
            yield f"{_named(sheet)}: line {line} {told.heading!r} is not in the list"


def test_the_list_of_each_department_names_every_told_cell(ugly: UglyNight) -> None:
    missing = []
    for department in SENDING_DEPARTMENTS:
        rows = rows_of(returned_list(ugly.delivered(department)), DETAILS)
        own = [sheet for sheet in ugly.inbox.sheets if sheet.department == department]
        missing += [told for sheet in own for told in _unreturned(ugly, sheet, rows)]
    _nothing(missing)


def test_the_list_of_each_department_names_every_refused_file(ugly: UglyNight) -> None:
    missing = []
    for department in SENDING_DEPARTMENTS:
        path = returned_list(ugly.delivered(department))
        rows = [row for sheet in (SUMMARY, DETAILS) for row in rows_of(path, sheet) if _cured(row)]
        named = {row["文件"] for row in rows if not row.get("栏目")}
        due = [each for each in ugly.inbox.refusals if each.department == department and each.returned]
        missing += [f"{department}: {each.file}" for each in due if each.file not in named]
    _nothing(missing)


def test_rows_that_two_files_say_differently_are_returned(ugly: UglyNight) -> None:
    missing = []
    for sheet in ugly.inbox.sheets:
        for aside in sheet.aside.values():
            if aside.kind == "replaced" and aside.by[0] != sheet.file:
                texts = lines_of(returned_list(ugly.delivered(sheet.department)), CONFLICTS)
                if not any(sheet.file in line and aside.by[0] in line for line in texts):
                    missing.append(f"{_named(sheet)} and {aside.by[0]}")
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
