"""The ugly inbox's published night held against the truth: each function yields what differs, in words.

What belongs here: comparing tables and returned lists with the truth of a file. What does not: the truth (the files'
modules), and which comparisons make a test (test_ugly_inbox).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from assets.lake import Lake
from assets.vocabulary.feeds import load_feeds
from tests.night.nights import table
from tests.night.ugly_inbox import NIGHT, UglyInbox
from tests.night.ugly_returns import ReturnedRow
from tests.night.ugly_truth import EMPTY, Refused, Sheet, Told

CHINESE = re.compile(r"[\u4e00-\u9fff]")
COUNTS = (
    *("rows_read", "rows_loaded", "rows_quarantined", "rows_set_aside", "set_aside_totals", "set_aside_repeats"),
    *("set_aside_replaced", "title_rows", "header_rows", "rows_blank", "cells_marked"),
)


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

    def returned(self, department: str) -> Path:
        (path,) = self.delivered(department).glob("*退回清单*.xlsx")
        return path


def _place(sheet: Sheet) -> pl.Expr:
    return (pl.col("file") == sheet.file) & (pl.col("sheet") == sheet.sheet)


def named(sheet: Sheet) -> str:
    return f"{sheet.file} [{sheet.sheet}]" if sheet.sheet else sheet.file


def _counts(sheet: Sheet) -> dict[str, int]:
    aside = sheet.totals + len(sheet.aside)
    numbers = (sheet.read, len(sheet.rows), sheet.quarantined, aside, sheet.totals, sheet.count("repeat"))
    more = (sheet.count("replaced"), sheet.titles, sheet.headers, sheet.blank, sheet.marked)
    return dict(zip(COUNTS, (*numbers, *more), strict=True))


def ledger_differences(night: UglyNight, sheet: Sheet) -> Iterator[str]:
    lines = night.ledger.filter(_place(sheet)).to_dicts()
    if len(lines) != 1:
        yield f"{named(sheet)}: {len(lines)} ledger lines"
        return
    line = lines[0]
    if line["refused"]:
        yield f"{named(sheet)}: refused, {line['reason']}"
        return
    if line["feed"] != sheet.feed:
        yield f"{named(sheet)}: feed {line['feed']}"
    for count, expected in _counts(sheet).items():
        if line[count] != expected:
            yield f"{named(sheet)}: {count} {line[count]}, expected {expected}"
    for word, expected_word in (("format", sheet.format), ("encoding", sheet.encoding)):
        if expected_word and line[word] != expected_word:
            yield f"{named(sheet)}: {word} {line[word]}, expected {expected_word}"


def _one_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


def row_differences(night: UglyNight, sheet: Sheet) -> Iterator[str]:
    columns = [column.name for column in load_feeds()[sheet.feed].columns if column.type != "drop"]
    landed = {row["row_no"]: row for row in night.table(f"landing/{sheet.feed}").filter(_place(sheet)).to_dicts()}
    if set(landed) != set(sheet.rows):
        yield f"{named(sheet)}: rows {sorted(landed)}, expected {sorted(sheet.rows)}"
    for row_no, expected in sheet.rows.items():
        for column in columns if row_no in landed else ():
            value = _one_line(landed[row_no][column])
            if value != expected.get(column):
                yield f"{named(sheet)}: row {row_no} {column} {value!r}, expected {expected.get(column)!r}"


def _compact(heading: str) -> str:
    """A heading without what nobody sees: line breaks and blanks."""
    return "".join(heading.split())


def _is_told(told: Told, note: dict[str, object]) -> bool:
    heading = told.heading is None or _compact(str(note["heading"])) == _compact(told.heading)
    cell = told.column is None or (note["column"] == told.column and heading)
    place = (note["row_no"], note["line_no"], note["row_refused"]) == (told.row_no, told.line, told.refused)
    reason = str(note["reason"])
    return cell and place and "；" in reason and bool(re.search(told.reason, reason)) and bool(CHINESE.search(reason))


def quarantine_differences(night: UglyNight, sheet: Sheet) -> Iterator[str]:
    notes = night.quarantine.filter(_place(sheet)).to_dicts()
    shown = ("row_no", "line_no", "column", "heading", "row_refused", "reason")
    for told in sheet.told:
        found = next((note for note in notes if _is_told(told, note)), None)
        if found is None:
            near = [[note[key] for key in shown] for note in notes if note["row_no"] == told.row_no]
            yield f"{named(sheet)}: not told as expected {tuple(told)}; of that row {near}"
        else:
            notes.remove(found)
    refused_rows = {told.row_no for told in sheet.told if told.refused}
    for note in notes:
        if note["row_no"] not in refused_rows:
            yield f"{named(sheet)}: told besides {[note[key] for key in shown]}"


def refusal_differences(night: UglyNight, refused: Refused) -> Iterator[str]:
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
    of_the_department = f"{line['feed']}/".startswith(f"{refused.department}/") or not line["feed"]
    if not (line["feed"].startswith(refused.feed) if refused.feed else of_the_department):
        yield f"{where}: feed {line['feed']}"


def is_cured(row: ReturnedRow) -> bool:
    return bool(CHINESE.search(row.get("原因", ""))) and bool(CHINESE.search(row.get("怎样更正", "")))


def unreturned(night: UglyNight, sheet: Sheet, rows: list[ReturnedRow]) -> Iterator[str]:
    own = [row for row in rows if row["文件"] == sheet.file and row["工作表"] == sheet.sheet and is_cured(row)]
    for told in sheet.told:
        line = "" if told.line is None else str(told.line)
        fitting = [
            row
            for row in own
            if (told.line is None or row["行号"] == line)
            and (told.heading is None or _compact(row["栏目"]) == _compact(told.heading))
            and re.search(told.reason, row["原因"] + row["怎样更正"])
            and ("整行" in row["处理"]) == told.refused
            and (told.heading is None or told.reason == EMPTY or row["填报内容(已遮盖)"])
        ]
        if not fitting:
            yield f"{named(sheet)}: line {line} {told.heading!r} is not in the list"


def names_refused(row: ReturnedRow, refused: Refused) -> bool:
    sheet = refused.sheet is None or row["工作表"] == refused.sheet
    return row["文件"] == refused.file and sheet and bool(re.search(refused.reason, row["原因"]))
