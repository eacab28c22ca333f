"""Files that nobody can read: they keep in force what they were to replace, and their names disclose nobody."""

import polars as pl
import pytest

from assets.lake import Night
from checks.catalogue import run_table_checks
from tests.stages.landing.deliveries import SECOND, World

FEED = "civil_affairs/households"
HOUSEHOLDS = ["家庭编号", "户主姓名", "户主身份证号", "救助类型", "行政区划代码", "状态"]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def _rows(county: str, count: int) -> list[list[str]]:
    return [
        [f"{county}{number:04}", "王建国", f"{county}19700101{number:04}", "110", f"{county}001001", "在保"]
        for number in range(1, count + 1)
    ]


def _second_night(world: World, name: str, data: bytes) -> Night:
    """荣成 comes again under July's name, 乳山 in a file of these bytes."""
    world.write(f"{FEED}_荣成_6月.csv", HOUSEHOLDS, _rows("371082", 4))
    world.write(f"{FEED}_乳山_6月.csv", HOUSEHOLDS, _rows("371083", 40))
    world.land_and_seal()
    world.write(f"{FEED}_荣成_7月.csv", HOUSEHOLDS, _rows("371082", 3))
    world.write_bytes(name, data)
    night, _ = world.land(SECOND)
    return night


@pytest.mark.parametrize("name", [f"{FEED}_乳山_7月.pdf", f"{FEED}_乳山_7月.xlsx"])
def test_a_county_that_came_as_pdf_keeps_its_households(world: World, name: str) -> None:
    night = _second_night(world, name, PDF)
    counties = night.read(f"landing/{FEED}").group_by(pl.col("division_code").str.slice(0, 6)).len()
    assert dict(counties.iter_rows()) == {"371082": 4, "371083": 40}
    refused = night.read("landing/ledger").filter("refused")
    assert refused.select("feed", "file", "format").rows() == [(FEED, name.partition("/")[2], "pdf")]


def test_an_explanation_as_pdf_keeps_nothing(world: World) -> None:
    night = _second_night(world, f"{FEED}_填报说明.pdf", PDF)
    assert night.rows(f"landing/{FEED}") == 3


def test_a_number_in_the_name_of_a_file_or_a_folder_stops_no_night(world: World) -> None:
    world.write(f"{FEED}.csv", HOUSEHOLDS, _rows("371082", 1))
    world.write("civil_affairs/救助台账_联系人13812345678.csv", HOUSEHOLDS, _rows("371083", 1))
    world.write("王强371082198001011237/13812345678/x.csv", HOUSEHOLDS, _rows("371083", 1))
    world.write("王强371082198001011237/x.csv", HOUSEHOLDS, _rows("371083", 1))
    night, _ = world.land()
    outcomes = run_table_checks(night, "landing/ledger")
    assert [outcome.check for outcome in outcomes if outcome.blocking and not outcome.passed] == []
    assert night.read("landing/ledger").filter("refused")["feed"].to_list() == ["", "", "civil_affairs"]
