"""What landed against what was sent: every row of every file, and every figure of the ledger.

What belongs here: finding differences and saying them shortly. What does not: making files, landing them.
"""

import math
import re
import unicodedata
from collections import defaultdict
from typing import Any

import polars as pl

from assets.lake import Night
from tests.fuzz.truth import LOADED, NO_DATA, REFUSED, REPEAT, REPLACED, FileTruth, RowTruth, SheetTruth

CHINESE = re.compile(r"[\u4e00-\u9fff]")


class LandedNight:
    """The tables of a night, by file: read once for all files of a delivery."""

    def __init__(self, night: Night) -> None:
        self._night = night
        self._feeds: dict[str, tuple[dict[str, list[dict[str, Any]]], dict[str, list[dict[str, Any]]]]] = {}
        self.ledger = _by_file(night.read("landing/ledger"))
        self.replaced = _by_file(night.read("landing/replaced"))

    def landed(self, feed: str, file: str) -> list[dict[str, Any]]:
        return self._of(feed)[0].get(file, [])

    def quarantine(self, feed: str, file: str) -> list[dict[str, Any]]:
        return self._of(feed)[1].get(file, [])

    def _of(self, feed: str) -> tuple[dict[str, list[dict[str, Any]]], dict[str, list[dict[str, Any]]]]:
        if feed not in self._feeds:
            tables = (self._night.read(f"{part}/{feed}") for part in ("landing", "quarantine"))
            landed, quarantine = (_by_file(table) for table in tables)
            self._feeds[feed] = (landed, quarantine)
        return self._feeds[feed]


def _by_file(table: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    files: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in table.to_dicts():
        files[row["file"]].append(row)
    return files


def differences(landed: LandedNight, truth: FileTruth) -> list[str]:
    """Each difference between a file as sent and as landed, in a line; none where all is right."""
    ledger = {row["sheet"]: row for row in landed.ledger.get(truth.name, [])}
    entries = landed.quarantine(truth.feed, truth.name)
    found = [f"sheets {sorted(ledger)}, sent {sorted(sheet.name for sheet in truth.sheets)}"]
    if sorted(ledger) == sorted(sheet.name for sheet in truth.sheets):
        found = []
    found += adds_up(landed, truth.feed, truth.name)
    for sheet in truth.sheets:
        told = ledger.get(sheet.name)
        if told is None:
            continue
        if told["refused"] or sheet.refused:
            reason = told["reason"] or ""
            if not sheet.refused or sheet.refused not in reason:
                found.append(f"{sheet.name}: refused for {reason!r}, expected {sheet.refused!r}")
            continue
        rows = [row for row in landed.landed(truth.feed, truth.name) if row["sheet"] == sheet.name]
        replaced = [row for row in landed.replaced.get(truth.name, []) if row["sheet"] == sheet.name]
        found += _ledger(sheet, told)
        found += _rows(sheet, rows)
        found += _entries(sheet, [entry for entry in entries if entry["sheet"] == sheet.name])
        found += _set_aside(sheet, replaced)
    return [f"{truth.name}: {each}" for each in found]


def adds_up(landed: LandedNight, feed: str, file: str) -> list[str]:
    """Differences between the ledger of a file and its rows in the tables, whatever the file was."""
    found = []
    for told in landed.ledger.get(file, []):
        sheet = told["sheet"]
        rows = [row for row in landed.landed(feed, file) if row["sheet"] == sheet]
        entries = [entry for entry in landed.quarantine(feed, file) if entry["sheet"] == sheet]
        refused = {entry["row_no"] for entry in entries if entry["row_refused"]}
        aside = told["rows_set_aside"]
        sums = {
            "rows_read": (told["rows_read"], told["rows_loaded"] + told["rows_quarantined"] + aside),
            "rows_set_aside": (
                aside,
                told["set_aside_totals"] + told["set_aside_repeats"] + told["set_aside_replaced"],
            ),
            "rows_loaded": (told["rows_loaded"], len(rows)),
            "rows_quarantined": (told["rows_quarantined"], len(refused)),
            "cells_marked": (told["cells_marked"], sum(1 for entry in entries if not entry["row_refused"])),
        }
        found += [f"{sheet}: {name} {got} of {sum_}" for name, (got, sum_) in sums.items() if got != sum_]
        if told["refused"] and (rows or not CHINESE.search(told["reason"] or "")):
            found.append(f"{sheet}: refused with rows or without a reason")
        if refused & {row["row_no"] for row in rows}:
            found.append(f"{sheet}: a refused row landed")
    return found


def _ledger(sheet: SheetTruth, told: dict[str, Any]) -> list[str]:
    expected: dict[str, int] = {
        "rows_read": len(sheet.rows),
        "rows_loaded": sheet.count(LOADED),
        "rows_quarantined": sheet.count(REFUSED),
        "set_aside_totals": sheet.count(NO_DATA),
        "set_aside_repeats": sheet.count(REPEAT),
        "set_aside_replaced": sheet.count(REPLACED),
        "rows_blank": sheet.blank,
    }
    # A row of group titles alone may be taken for a title: together they are what stands above the data.
    above = told["title_rows"] + told["header_rows"]
    told, expected["above"] = told | {"above": above}, sheet.title_rows + sheet.header_rows
    if sheet.header_rows <= 1:
        expected["header_rows"] = sheet.header_rows
    if not sheet.count(REPEAT, REPLACED, REFUSED):
        expected |= {"ids_filled": sheet.ids_filled, "ids_malformed": sheet.ids_malformed}
    return [f"{sheet.name}: {key} {told[key]}, sent {value}" for key, value in expected.items() if told[key] != value]


def _rows(sheet: SheetTruth, rows: list[dict[str, Any]]) -> list[str]:
    landed = {row["row_no"]: row for row in rows}
    found = []
    for truth in sheet.rows:
        row = landed.pop(truth.row_no, None)
        if (row is not None) != (truth.fate == LOADED):
            found.append(
                f"{sheet.name}: row {truth.row_no} {'did not land' if row is None else 'landed'}: {truth.fate}"
            )
        elif row is not None:
            wrong = [name for name, value in truth.values.items() if not same(row[name], value)]
            found += [
                f"{sheet.name}: row {truth.row_no} {name} is {row[name]!r}, sent {truth.values[name]!r}"
                for name in wrong
            ]
    return found + [f"{sheet.name}: row {number} was never sent" for number in landed]


def same(got: object, expected: object) -> bool:
    """Typed equality; texts are the same in compatible width, white space as one space."""
    if isinstance(expected, str) and isinstance(got, str):
        return _plain(got) == _plain(expected)
    if isinstance(expected, float) and isinstance(got, float):
        return math.isclose(got, expected, rel_tol=1e-9)
    return type(got) is type(expected) and got == expected


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _entries(sheet: SheetTruth, entries: list[dict[str, Any]]) -> list[str]:
    by_row: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for entry in entries:
        by_row[entry["row_no"]][entry["column"]] = entry
    found = []
    for truth in sheet.rows:
        told = by_row.pop(truth.row_no, {})
        expected = truth.told if truth.fate in (LOADED, REFUSED) else {}
        if sorted(told) != sorted(expected):
            found.append(f"{sheet.name}: row {truth.row_no} tells of {sorted(told)}, expected {sorted(expected)}")
            continue
        for column, entry in told.items():
            found += [f"{sheet.name}: row {truth.row_no} {each}" for each in _entry(truth, expected[column], entry)]
    return found + [f"{sheet.name}: row {number} is told of and was never sent" for number in by_row]


def _entry(truth: RowTruth, codes: frozenset[str], entry: dict[str, Any]) -> list[str]:
    column, found = entry["column"], []
    if entry["reason_code"] not in codes:
        found.append(f"{column}: reason {entry['reason_code']}, expected {sorted(codes)}")
    if truth.line is not None and entry["line_no"] != truth.line:
        found.append(f"{column}: line {entry['line_no']}, sent on {truth.line}")
    if entry["row_refused"] != (truth.fate == REFUSED):
        found.append(f"{column}: row_refused {entry['row_refused']}, expected {truth.fate}")
    if not CHINESE.search(entry["reason"]) or "；" not in entry["reason"]:
        found.append(f"{column}: the reason {entry['reason']!r} is not what；how")
    return found


def _set_aside(sheet: SheetTruth, replaced: list[dict[str, Any]]) -> list[str]:
    expected = {
        (row.row_no, row.fate, row.by_row, row.differing) for row in sheet.rows if row.fate in (REPEAT, REPLACED)
    }
    got = {(row["row_no"], row["kind"], row["by_row_no"], tuple(row["differing"])) for row in replaced}
    return [] if got == expected else [f"{sheet.name}: set aside {sorted(got)}, expected {sorted(expected)}"]
