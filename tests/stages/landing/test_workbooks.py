"""Workbooks as departments send them: hidden sheets, formulas, errors, old formats, broken and absurd files."""

import hashlib
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter
import xlwt

from assets.lake import Night
from assets.landing import land, reasons
from assets.landing.options import LandingOptions
from tests.stages.landing.deliveries import DEATHS, FIRST, SECOND, World, counts_of

FEED = "civil_affairs/deaths"
FILE = "civil_affairs/deaths.xlsx"
GOOD: list[object] = ["甲", "371082199001011234", "2024-01-01"]
MEMBERS = ["家庭编号", "姓名", "身份证号", "与户主关系"]


def refused(night: Night) -> list[tuple[str, str, str]]:
    """(file, sheet, reason) of what was refused."""
    return night.read("landing/ledger").filter("refused").select("file", "sheet", "reason").rows()


def save(world: World, book: openpyxl.Workbook, name: str = FILE) -> Path:
    path = world.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read_and_said_so(world: World, state: str) -> None:
    old = ["甲", "371082199001011234", "2019-09-09"]
    path = world.write_workbook(FILE, {"名单": [DEATHS, GOOD], "旧名单": [DEATHS, old], "选项": [["男"], ["女"]]})
    book = openpyxl.load_workbook(path)
    book["旧名单"].sheet_state = book["选项"].sheet_state = state
    book.save(path)
    night, summary = world.land()
    assert night.read(f"landing/{FEED}").select("sheet", "death_date").rows() == [("名单", date(2024, 1, 1))]
    assert refused(night) == [("deaths.xlsx", "旧名单", reasons.HIDDEN_SHEET)]
    assert summary.files_refused == 0


def test_a_hidden_old_copy_does_not_keep_last_months_rows(world: World) -> None:
    """It comes with every delivery: who left the list in July must not stay on it for that."""
    header: list[object] = ["姓名", "身份证号", "类别"]
    for night, month, names in ((FIRST, "6月", ["甲", "乙"]), (SECOND, "7月", ["乙"])):
        name = f"civil_affairs/children_{month}.xlsx"
        rows: list[list[object]] = [header, *([each, "", "孤儿"] for each in names)]
        path = world.write_workbook(name, {"名单": rows, "旧名单": [header, ["丙", "", "孤儿"]]})
        book = openpyxl.load_workbook(path)
        book["旧名单"].sheet_state = "hidden"
        book.save(path)
        made = world.land_and_seal(night)
    assert pl.read_parquet(world.lake.partition("landing/civil_affairs/children", made.night))["name"].to_list() == [
        "乙"
    ]


def test_hidden_rows_and_columns_are_read(world: World) -> None:
    path = world.write_workbook(FILE, {"表": [DEATHS, GOOD, ["乙", "", "2024-01-02"]]})
    book = openpyxl.load_workbook(path)
    book["表"].row_dimensions[3].hidden = True
    book["表"].column_dimensions["C"].hidden = True
    book.save(path)
    night, _ = world.land()
    assert night.read(f"landing/{FEED}")["death_date"].to_list() == [date(2024, 1, 1), date(2024, 1, 2)]


def test_a_workbook_of_hidden_lists_alone_is_empty(world: World) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("选项").append(["男"])
    book["选项"].sheet_state = "hidden"
    save(world, book)
    night, _ = world.land()
    assert refused(night) == [("deaths.xlsx", "", reasons.EMPTY_FILE)]


def test_formulas_have_their_results_or_are_marked_and_errors_are_no_values(world: World) -> None:
    rows: list[list[object]] = [
        DEATHS,
        ["甲", "371082199001011234", "=DATE(2024,1,1)"],
        ["乙", "#N/A", date(2024, 1, 1)],
        ["丙", "=A1", date(2024, 1, 1)],
    ]
    world.write_workbook(FILE, {"表": rows})
    night, _ = world.land()
    entries = night.read(f"quarantine/{FEED}").select("row_no", "line_no", "column", "row_refused")
    assert entries.rows() == [(1, 2, "death_date", True), (2, 3, "id_number", False), (3, 4, "id_number", False)]
    assert night.read(f"landing/{FEED}").select("name", "id_number").rows() == [("乙", None), ("丙", None)]


def old_workbook(world: World, name: str) -> None:
    """A BIFF workbook with numbers, days and texts, as old systems write it."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("一月")
    day = xlwt.XFStyle()
    day.num_format_str = "yyyy/m/d"
    for place, heading in enumerate(
        ["发放年月", "姓名", "身份证号", "救助类型", "应发金额", "实发金额", "发放状态", "银行账号"]
    ):
        sheet.write(1, place, heading)
    for row, (month, number) in enumerate([(202606, 371082199001011234), (date(2026, 6, 1), "371082199001011234")]):
        values = [month, "甲乙"[row], number, 110, 1010.5, "1,010.50", "成功"]
        for place, value in enumerate(values):
            sheet.write(row + 3, place, value, day) if isinstance(value, date) else sheet.write(row + 3, place, value)
    hidden = book.add_sheet("旧")
    hidden.visibility = 1
    hidden.write(0, 0, "选项")
    path = world.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(path))


@pytest.mark.parametrize("name", ["payments.xls", "payments.et"])
def test_an_old_workbook(world: World, name: str) -> None:
    old_workbook(world, f"civil_affairs/{name}")
    night, _ = world.land()
    columns = ["pay_month", "name", "id_number", "assistance_type", "amount_due", "amount_paid", "row_no"]
    june, amount = date(2026, 6, 1), Decimal("1010.50")
    assert night.read("landing/civil_affairs/payments").select(columns).rows() == [
        (june, "甲", None, "110", amount, amount, 1),
        (june, "乙", "371082199001011234", "110", amount, amount, 2),
    ]
    marked = night.read("quarantine/civil_affairs/payments").select("line_no", "column", "reason_code")
    assert marked.rows() == [(4, "id_number", "digits_lost")]


def test_a_household_number_merged_over_its_members_stands_in_each_row(world: World) -> None:
    rows: list[list[object]] = [["成员表"], MEMBERS, ["H1", "甲", "", "本人"], [None, "乙", "", "配偶"]]
    path = world.write_workbook("civil_affairs/members.xlsx", {"表": rows})
    book = openpyxl.load_workbook(path)
    book["表"].merge_cells("A1:D1")
    book["表"].merge_cells("A3:A4")
    book.save(path)
    night, _ = world.land()
    landed = night.read("landing/civil_affairs/members").select("household_no", "name", "row_no")
    assert landed.rows() == [("H1", "甲", 1), ("H1", "乙", 2)]


def test_formats_dragged_to_the_end_of_the_sheet_cost_nothing(world: World) -> None:
    path = world.write_workbook(FILE, {"表": [DEATHS, GOOD]})
    book = openpyxl.load_workbook(path)
    for address in ("A1048576", "XFD1", "XFD1048576"):
        book["表"][address].number_format = "0.00"
    book.save(path)
    night, _ = world.land()
    assert counts_of(night, FEED) == [("deaths.xlsx", "表", 1, 1, 0, 0, False)]


def test_a_value_in_the_farthest_cell_is_a_row_like_any_other(world: World) -> None:
    path = world.write_workbook(FILE, {"表": [DEATHS, GOOD]})
    book = openpyxl.load_workbook(path)
    book["表"]["XFD1048576"] = "x"
    book.save(path)
    night, _ = world.land()
    assert counts_of(night, FEED) == [("deaths.xlsx", "表", 2, 1, 1, 0, False)]
    assert set(night.read(f"quarantine/{FEED}")["line_no"]) == {1048576}


def test_a_workbook_cut_short_is_refused_and_the_others_go_on(world: World) -> None:
    path = world.write_workbook(FILE, {"表": [DEATHS, GOOD]})
    path.write_bytes(path.read_bytes()[:-200])
    world.write_workbook("civil_affairs/deaths_b.xlsx", {"表": [DEATHS, GOOD]})
    night, _ = world.land()
    assert night.read(f"landing/{FEED}")["file"].to_list() == ["deaths_b.xlsx"]
    assert [(file, sheet) for file, sheet, _ in refused(night)] == [("deaths.xlsx", "")]


def test_one_broken_sheet_is_refused_and_the_others_are_read(world: World) -> None:
    path = world.write_workbook(FILE, {"一": [DEATHS, GOOD], "二": [DEATHS, GOOD]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"][:-40]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    night, _ = world.land()
    assert night.read(f"landing/{FEED}")["sheet"].to_list() == ["一"]
    assert refused(night) == [("deaths.xlsx", "二", reasons.UNREADABLE_SHEET)]


def test_a_workbook_that_unpacks_to_more_than_allowed_is_refused(world: World) -> None:
    path = world.write_workbook(FILE, {"表": [DEATHS, GOOD]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.bmp", bytes(4 << 20))
    world.write_workbook("civil_affairs/deaths_b.xlsx", {"表": [DEATHS, GOOD]})
    night = world.lake.night(FIRST)
    land(world.inbox, night, options=LandingOptions(unpacked_gib=0.001))
    assert refused(night) == [("deaths.xlsx", "", reasons.BOMB_WORKBOOK)]
    assert night.read(f"landing/{FEED}")["file"].to_list() == ["deaths_b.xlsx"]


def test_a_workbook_beyond_the_limit_of_memory_is_refused_and_the_next_one_is_read(world: World) -> None:
    path = world.write_workbook("civil_affairs/deaths_b.xlsx", {"表": [DEATHS, GOOD]})
    with xlsxwriter.Workbook(path.with_name("deaths.xlsx")) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, DEATHS)
        for number in range(20_000):
            sheet.write_row(number + 1, 0, [hashlib.sha256(str(number).encode()).hexdigest() * 60, "", "2024-01-01"])
    night = world.lake.night(FIRST)
    land(world.inbox, night, options=LandingOptions(workbook_memory_gib=0.22))
    assert refused(night) == [("deaths.xlsx", "", reasons.TOO_LARGE_WORKBOOK)]
    assert night.read(f"landing/{FEED}")["file"].to_list() == ["deaths_b.xlsx"]


def test_the_same_workbook_twice_gives_the_same_bytes(world: World, tmp_path: Path) -> None:
    header = ["序号", *DEATHS]
    rows: list[list[object]] = [header, *([index, f"人{index}", "", date(2024, 1, 1)] for index in range(3_000))]
    world.write_workbook(FILE, {"二": rows[:500], "一": [header, *rows[500:]]})
    twin = World(tmp_path / "twin")
    (twin.inbox / "civil_affairs").mkdir(parents=True)
    (twin.inbox / FILE).write_bytes((world.inbox / FILE).read_bytes())
    landed = [each.land()[0].path(f"landing/{FEED}").read_bytes() for each in (world, twin)]
    assert hashlib.sha256(landed[0]).digest() == hashlib.sha256(landed[1]).digest()
    assert pl.read_parquet(landed[0]).height == 3_000
