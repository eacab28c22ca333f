"""A whole night on the sample: every planted case is found and nothing else, and what departments get is right.

Codes of which the world plants no case (UNPLANTED) are held against their rules worked out by brute force in it; all
have cases planted by hand in the library's inbox.
"""

import json
import os
import re
from pathlib import Path

import duckdb
import openpyxl
import polars as pl

from assets.indicators.catalogue import load_catalogue
from assets.vocabulary.departments import SENDING_DEPARTMENTS
from assets.vocabulary.tables import load_tables
from data.synthetic import generate
from tests.night.conftest import PublishedNight
from tests.night.library_inbox import CODES as LIBRARY
from tests.night.nights import PLANTED, as_findings, expected_hits, found_hits, table, true_persons
from tests.unit.synthetic.brute_force_library import CODES as UNPLANTED
from tests.unit.synthetic.brute_force_library import unplanted_findings
from tests.unit.synthetic.reading import read_inbox


def _found(night: PublishedNight) -> set[tuple[str, str | None, int | None, str]]:
    persons = true_persons(night.lake, night.night, pl.read_parquet(night.truth / "rows.parquet"))
    return found_hits(night.lake, night.night, persons)


def test_every_planted_case_is_found_and_nothing_else(sample_night: PublishedNight) -> None:
    found = {hit for hit in _found(sample_night) if hit[0] in PLANTED}
    expected = expected_hits(sample_night.truth)
    assert found - expected == set()
    assert expected - found == set()
    assert {hit[0] for hit in expected} == PLANTED


def test_codes_without_planted_cases_hit_whom_their_rules_say(sample_night: PublishedNight, tmp_path: Path) -> None:
    generate(persons=1500, seed=20260630, night=sample_night.night, out=tmp_path)
    expected = unplanted_findings(read_inbox(tmp_path, sample_night.night))
    assert as_findings(_found(sample_night), UNPLANTED) == expected
    assert {code for code, _, _ in expected} == {"YB04", "ZJ02"}


def test_every_indicator_is_planted_or_worked_out() -> None:
    assert set() == PLANTED & UNPLANTED
    assert set(load_catalogue()) == PLANTED | UNPLANTED | set(LIBRARY)


def test_no_planted_near_miss_is_hit(sample_night: PublishedNight) -> None:
    found = {hit[:3] for hit in _found(sample_night)}
    misses = pl.read_parquet(sample_night.truth / "near_misses.parquet").select("code", "household_no", "true_person")
    assert misses.height >= 4 * len(PLANTED)
    assert found & set(misses.iter_rows()) == set()


def test_rows_linked_to_one_person_belong_to_one_person(sample_night: PublishedNight) -> None:
    truth = pl.read_parquet(sample_night.truth / "rows.parquet")
    links = table(sample_night.lake, "identity/links", sample_night.night)
    joined = links.join(truth, on=["feed", "file", "sheet", "row_no", "role"])
    mixed = joined.group_by("person_id").agg(pl.col("true_person").n_unique()).filter(pl.col("true_person") > 1)
    assert joined.height > 20_000
    assert mixed.height == 0


def test_the_ledger_adds_up_to_the_row(sample_night: PublishedNight) -> None:
    ledger = table(sample_night.lake, "landing/ledger", sample_night.night)
    kept = pl.col("rows_loaded") + pl.col("rows_quarantined") + pl.col("rows_set_aside")
    assert ledger.filter(pl.col("rows_read") != kept).height == 0
    assert ledger["rows_read"].sum() > 20_000
    assert ledger["rows_set_aside"].sum() > 0


def test_planted_bad_rows_are_in_the_quarantine(sample_night: PublishedNight) -> None:
    refused = pl.read_parquet(sample_night.truth / "refused.parquet")
    assert refused.height >= 3
    for row in refused.iter_rows(named=True):
        quarantine = table(sample_night.lake, f"quarantine/{row['feed']}", sample_night.night)
        noted = quarantine.filter(
            (pl.col("file") == row["file"]) & (pl.col("sheet") == row["sheet"]) & (pl.col("row_no") == row["row_no"])
        )
        assert row["column"] in noted["column"].to_list()
        assert all(re.search(r"[\u4e00-\u9fff]", reason) for reason in noted["reason"])


def test_every_department_has_a_list_that_agrees_with_its_queue(sample_night: PublishedNight) -> None:
    for key in SENDING_DEPARTMENTS:
        queue = table(sample_night.lake, f"queues/{key}", sample_night.night)
        folder = sample_night.lake.root / "deliveries" / str(sample_night.night) / key
        (path,) = folder.glob("*_核查清单_*.xlsx")
        workbook = openpyxl.load_workbook(path)
        listed = [
            row[1]
            for sheet in workbook.worksheets[1:]
            for row in sheet.iter_rows(min_row=2, values_only=True)
            if row[1]
        ]
        assert sorted(listed) == sorted(queue["warning_id"].to_list())
        assert queue.height > 0
        assert all(sheet.freeze_panes and sheet.auto_filter.ref for sheet in workbook.worksheets[1:])


def test_no_name_and_no_number_is_in_the_open_part(sample_night: PublishedNight) -> None:
    details = table(sample_night.lake, "identity/person_details", sample_night.night)
    names = set(details["name"].drop_nulls())
    open_keys = [key for key, contract in load_tables().items() if not contract.restricted]
    for key in open_keys:
        text = table(sample_night.lake, key, sample_night.night).write_ndjson()
        assert not re.search(r"(?<![0-9a-f])[1-9]\d{16}[\dXx](?![0-9a-f])", text), key
        assert not (names & set(re.findall(r"[\u4e00-\u9fff·]{2,}", text))), key


def test_nothing_of_a_person_is_in_dagsters_storage(sample_night: PublishedNight) -> None:
    details = table(sample_night.lake, "identity/person_details", sample_night.night)
    numbers = details.filter("id_valid")["id_number"].drop_nulls().to_list()
    stored = b"".join(
        (Path(folder) / name).read_bytes()
        for folder, _, names in os.walk(sample_night.lake.root / "dagster")
        for name in names
    )
    assert not [number for number in numbers if number.encode() in stored]


def test_analysts_read_the_catalogue(sample_night: PublishedNight) -> None:
    with duckdb.connect(str(sample_night.lake.root / "catalog.duckdb"), read_only=True) as connection:
        (count,) = connection.sql("select count(*) from indicators.hits").fetchone() or (0,)
    manifest = json.loads((sample_night.lake.root / "nights" / f"{sample_night.night}.json").read_text("utf-8"))
    assert count == manifest["tables"]["indicators/hits"]["rows"] > 0
