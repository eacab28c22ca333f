"""The files for staff: what Excel shows, what may be sent back, equal counts, equal bytes."""

import csv
import hashlib
import json
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from assets.queues.deliveries import write_lists
from assets.queues.listing import COLUMNS
from assets.queues.workbook import sheet_names
from assets.vocabulary.feeds import code_tables, load_feeds
from tests.unit.queues.queue_world import NAMES, OWN_PAY, details, no_returns, queue_of
from tests.unit.warnings.world import World, hit

STEM = "民政_核查清单_2026-03-02"


@pytest.fixture
def world() -> World:
    made = World()
    elsewhere = {"county_code": "371002", "division_code": "371002001001"}
    made.step(
        [
            hit("YB01", "H1", "P2", tier="O", facts=OWN_PAY),
            hit("ZH01", "H1", "", tier="R", facts='{"income": 600.5}'),
            hit("YB01", "H2", "P3", tier="B", facts=OWN_PAY, **elsewhere),
            hit("MZ01", "SP4", "P4", lane="A", tier="Y", disposition="D4", facts='{"died": "2025-04-10"}', **elsewhere),
        ]
    )
    return made


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    write_lists(tmp_path, "civil_affairs", queue_of(world, "civil_affairs"), details(), no_returns(), night=world.night)
    return tmp_path / "civil_affairs"


def _rows(sheet: Worksheet) -> list[dict[str, object]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def test_a_sheet_a_county_holds_the_queues_rows(world: World, folder: Path) -> None:
    book = load_workbook(folder / f"{STEM}.xlsx")
    assert book.sheetnames == ["说明", "环翠区", "荣成市"]
    queue = queue_of(world, "civil_affairs")
    for county in ("环翠区", "荣成市"):
        own = queue.filter(pl.col("county") == county)
        rows = _rows(book[county])
        assert [row["序号"] for row in rows] == list(range(1, own.height + 1))
        assert sorted(str(row["预警编号"]) for row in rows) == sorted(own["warning_id"].to_list())
    assert [row["预警等级"] for row in _rows(book["荣成市"])] == ["红", "橙"]
    assert [row["处置类型"] for row in _rows(book["环翠区"])] == ["建议复核", "核查推送"]


def test_sheets_are_ready_to_read_filter_and_print(folder: Path) -> None:
    sheet = load_workbook(folder / f"{STEM}.xlsx")["荣成市"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:U{sheet.max_row}"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.page_setup.fitToWidth in (None, 1)  # one page wide is the format's default
    colours = {sheet.cell(row, 3).fill.fgColor.rgb for row in (2, 3)}
    assert colours == {"FFF4B6B6", "FFF9D2A4"}
    assert sheet.cell(2, 13).is_date


def test_results_are_chosen_from_the_table_on_the_cover(folder: Path) -> None:
    book = load_workbook(folder / f"{STEM}.xlsx")
    (validation,) = book["荣成市"].data_validations.dataValidation
    assert str(validation.sqref) == "S2:S3"
    sheet_name, cells = str(validation.formula1).replace("'", "").replace("$", "").split("!")
    offered = [row[0].value for row in book[sheet_name.removeprefix("=")][cells]]
    assert offered == [words[0] for words in code_tables()["feedback_result"].values()]


def test_the_list_carries_the_headings_of_the_feedback_feed(folder: Path) -> None:
    headings = {str(cell.value) for cell in load_workbook(folder / f"{STEM}.xlsx")["荣成市"][1]}
    feed = load_feeds()["feedback/results"]
    assert {column.headings[0] for column in feed.columns} <= headings


def test_the_cover_says_what_this_is(folder: Path) -> None:
    sheet = load_workbook(folder / f"{STEM}.xlsx")["说明"]
    text = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
    for words in (
        "不是认定结论",
        "国家没有",
        "3个工作日",
        "须填备注",
        "须以“民政”（或“civil_affairs”）开头",
        "共4条，其中今晚新增4条",
    ):
        assert words in text
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert ["环翠区", 0, 0, 1, 1, 2] in rows
    assert ["合计", 1, 1, 1, 1, 4] in rows


def test_a_county_gets_its_own_rows_only(folder: Path) -> None:
    files = sorted(path.name for path in (folder / "counties").iterdir())
    assert files == ["民政_371002_环翠区.xlsx", "民政_371082_荣成市.xlsx"]
    book = load_workbook(folder / "counties" / "民政_371082_荣成市.xlsx")
    assert book.sheetnames == ["说明", "荣成市"]
    assert {row["县(市、区)"] for row in _rows(book["荣成市"])} == {"荣成市"}


def test_the_csv_holds_the_same_rows_and_opens_in_excel(folder: Path) -> None:
    path = folder / f"{STEM}.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["预警等级"] for row in rows] == ["红", "橙", "黄", "蓝"]
    assert list(rows[0]) == ["序号", *[column.heading for column in COLUMNS]]


def test_nobody_is_named_in_the_lists(folder: Path) -> None:
    text = (folder / f"{STEM}.csv").read_text(encoding="utf-8-sig")
    assert not any(name in text for name in NAMES.values())
    assert "欧**明" in text
    assert "371***********1230" in text
    assert not pl.Series([text]).str.contains(r"\d{17}")[0]


def test_the_manifest_names_every_file_with_rows_and_fingerprint(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["department"], manifest["night"]) == ("civil_affairs", "2026-03-02")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")} - {"manifest.json"}
    assert {entry["file"] for entry in manifest["files"]} == there
    assert {entry["file"]: entry["rows"] for entry in manifest["files"]}[f"{STEM}.xlsx"] == 4
    for entry in manifest["files"]:
        assert hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


def test_the_same_queue_gives_the_same_bytes(world: World, folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write_lists(
        again, "civil_affairs", queue_of(world, "civil_affairs"), details().reverse(), no_returns(), night=world.night
    )
    first = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
    second = {path.relative_to(again / "civil_affairs"): path.read_bytes() for path in again.rglob("*.*")}
    assert first == second


def test_an_empty_queue_still_gives_a_workbook_that_says_so(world: World, tmp_path: Path) -> None:
    stale = tmp_path / "housing" / "counties" / "left_over.xlsx"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"from a run that was killed")
    write_lists(tmp_path, "housing", queue_of(world, "housing"), details(), no_returns(), night=world.night)
    assert not stale.exists()
    book = load_workbook(tmp_path / "housing" / "住建_核查清单_2026-03-02.xlsx")
    assert "今晚无新增" in str(book["说明"]["A2"].value)


def test_a_night_that_only_repeats_says_nothing_new(world: World, tmp_path: Path) -> None:
    world.step([hit("YB01", "H2", "P3", tier="B", facts=OWN_PAY)])
    write_lists(tmp_path, "civil_affairs", queue_of(world, "civil_affairs"), details(), no_returns(), night=world.night)
    book = load_workbook(tmp_path / "civil_affairs" / "民政_核查清单_2026-03-03.xlsx")
    assert "今晚无新增；以下1条为此前推送" in str(book["说明"]["A2"].value)


@pytest.mark.parametrize(
    ("counties", "expected"),
    [
        ([("371082", "荣成市")], ["荣成市"]),
        ([("370202", "市南区"), ("370203", "市/北:区")], ["市南区", "市北区"]),
        ([("320106", "鼓楼区"), ("410204", "鼓楼区")], ["鼓楼区_320106", "鼓楼区_410204"]),
        ([("999999", "说明")], ["说明_999999"]),
        ([("371082", "长" * 40)], ["长" * 31]),
        ([("371082", "长" * 40), ("371083", "长" * 31)], ["长" * 24 + "_371082", "长" * 24 + "_371083"]),
    ],
)
def test_sheet_names_are_safe_and_unique(counties: list[tuple[str, str]], expected: list[str]) -> None:
    assert sheet_names(counties) == expected
