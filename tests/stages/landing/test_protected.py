"""Workbooks with a password, and bytes that are another format than their name says."""

import io
from datetime import date

import openpyxl
import polars as pl
import pytest
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile

from assets.lake import Night
from assets.landing import land
from assets.landing.options import LandingOptions
from tests.stages.landing.deliveries import DEATHS, FIRST, World

FEED = "civil_affairs/deaths"
OPTIONS = LandingOptions(passwords=("别的", "密码1"))
EXPECTED = [("王䶮", date(2024, 1, 1))]


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(DEATHS)
    book.active.append(["王䶮", None, "2024-01-01"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("一")
    for row, cells in enumerate([DEATHS, ["王䶮", "", "2024-01-01"]]):
        for place, cell in enumerate(cells):
            sheet.write(row, place, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _locked(password: str) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(_workbook())).encrypt(password, out)
    return out.getvalue()


def _landed(world: World, name: str, data: bytes, options: LandingOptions = OPTIONS) -> Night:
    world.write_bytes(f"civil_affairs/{name}", data)
    night = world.lake.night(FIRST)
    land(world.inbox, night, options=options)
    return night


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("deaths.xlsx", _locked("密码1"), "xlsx"),
        ("deaths.xls", _locked("密码1"), "xlsx"),
        ("deaths.csv", _workbook(), "xlsx"),
        ("deaths.xlsx", _old_workbook(), "xls"),
        ("deaths.et", _old_workbook(), "xls"),
        ("deaths", _old_workbook(), "xls"),
        ("deaths.xlsx", "姓名,身份证号,死亡日期\n王䶮,,2024-01-01\n".encode("gb18030"), "txt"),
        ("deaths.xls", "姓名\t身份证号\t死亡日期\r\n王䶮\t\t2024-01-01\r\n".encode("utf-16"), "txt"),
    ],
)
def test_what_the_bytes_are_is_read(world: World, name: str, data: bytes, kind: str) -> None:
    night = _landed(world, name, data)
    assert night.read(f"landing/{FEED}").select("name", "death_date").rows() == EXPECTED
    assert night.read("landing/ledger").select("file", "format", "refused").rows() == [(name, kind, False)]
    assert list((night.staging / "landing_scratch").rglob("*.*")) == []


def test_a_workbook_that_is_only_write_protected_needs_no_password(world: World) -> None:
    night = _landed(world, "deaths.xlsx", _locked("VelvetSweatshop"), LandingOptions())
    assert night.read(f"landing/{FEED}").select("name", "death_date").rows() == EXPECTED


@pytest.mark.parametrize("data", [_locked("没有登记"), _locked("密码1")[:3000]], ids=["other password", "cut off"])
def test_a_workbook_that_no_password_opens_is_refused(world: World, data: bytes) -> None:
    night = _landed(world, "deaths.xlsx", data)
    [reason] = night.read("landing/ledger").filter(pl.col("refused"))["reason"]
    assert reason.startswith("工作簿") and "；" in reason
    assert night.rows(f"landing/{FEED}") == 0
