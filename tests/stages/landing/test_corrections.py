"""Corrections from the operator's file to the landed tables, over nights: applied, not needed, not found, expired."""

import polars as pl
import pytest

from tests.stages.landing.deliveries import DEATHS, FIRST, SECOND, THIRD, World

FEED = "civil_affairs/deaths"
HEADER = "数据,主键,栏目,原值,更正值,原因,有效期至,登记人\n"
WANG, LI = "371082198001011234", "371082201505052341"
HOUSEHOLDS = ["家庭编号", "户主姓名", "户主身份证号", "救助类型", "行政区划代码", "状态", "家庭年总收入（万元）"]
PAYMENTS = ["发放年月", "家庭编号", "姓名", "身份证号", "救助类型", "应发金额", "实发金额", "发放状态"]


def _correct(world: World, *lines: str) -> None:
    world.write_bytes("operator/corrections.csv", (HEADER + "\n".join(lines) + "\n").encode("utf-8-sig"))


def _line(key: str, column: str, wrong: str, right: str, *, until: str = "2026-12-31", feed: str = "死亡火化") -> str:
    return f"{feed},{key},{column},{wrong},{right},村里来电核实,{until},李静"


def _outcomes(night) -> list[tuple[str, int]]:
    return sorted(night.read("landing/corrections").select("state", "cells").rows())


def _dates(night) -> dict[str, str]:
    rows = night.read(f"landing/{FEED}").select("name", pl.col("death_date").cast(pl.String))
    return dict(rows.rows())


def test_a_wrong_cell_is_put_right_while_it_is_read_and_told(world: World) -> None:
    world.write(f"{FEED}.csv", DEATHS, [["王强", WANG, "2026-06-01"], ["李红", LI, "2026-06-02"]])
    _correct(
        world,
        _line(f"身份证号={WANG};姓名=王 强", "死亡日期", "2026/6/1", "20260101"),
        _line(f"id_number={LI};name=李红", "死亡日期", "2026-06-09", "2026-06-10"),
        _line("id_number=371082198001024000;name=赵四", "死亡日期", "2026-06-09", "2026-06-10"),
        _line(f"id_number={LI};name=李红", "死亡日期", "2026-06-02", "2026-06-10", until="2026-06-29"),
        _line(f"id_number={LI}", "死亡日期", "2026-06-02", "2026-06-10"),
    )
    night, _ = world.land()
    assert _dates(night) == {"王强": "2026-01-01", "李红": "2026-06-02"}
    assert _outcomes(night) == [("applied", 1), ("expired", 0), ("not_found", 0), ("not_needed", 0), ("unusable", 0)]
    corrected = night.read("landing/corrected").drop("correction_id").rows()
    assert corrected == [(FEED, FIRST, "deaths.csv", "", 1, "death_date")]
    applied = night.read("landing/corrections").filter(pl.col("state") == "applied")
    assert night.read("landing/corrected")["correction_id"].to_list() == applied["correction_id"].to_list()


def test_a_correction_saves_a_row_from_refusal_and_finds_what_is_unreadable(world: World) -> None:
    rows = [["王强", WANG, "去年冬天"], ["李红", "3.71082E+17", "2026-06-02"], ["赵四", "", "2026-06-03"]]
    world.write(f"{FEED}.csv", DEATHS, rows)
    _correct(
        world,
        _line(f"身份证号={WANG};姓名=王强", "死亡日期", "", "2026-01-01"),
        _line("姓名=李红;死亡日期=2026-06-02", "身份证号", "3.71082E+17", LI),
    )
    night, summary = world.land()
    assert (summary.rows_loaded, summary.rows_quarantined) == (3, 0)
    assert _dates(night) == {"王强": "2026-01-01", "李红": "2026-06-02", "赵四": "2026-06-03"}
    assert night.read(f"landing/{FEED}")["id_number"].to_list() == [WANG, LI, None]
    assert _outcomes(night) == [("applied", 1), ("applied", 1)]


def test_a_correction_recorded_later_reaches_rows_that_stand_already(world: World) -> None:
    world.write(f"{FEED}.csv", DEATHS, [["王强", WANG, "2026-06-01"]])
    world.land_and_seal()
    correction = _line(f"身份证号={WANG};姓名=王强", "死亡日期", "2026-06-01", "2026-01-01")
    _correct(world, correction)
    world.write("civil_affairs/children.csv", ["姓名", "身份证号", "类别"], [["王强", WANG, "孤儿"]])
    night = world.land_and_seal(SECOND)
    table = pl.read_parquet(world.lake.partition(f"landing/{FEED}", SECOND))
    assert table["death_date"].cast(pl.String).to_list() == ["2026-01-01"]
    states = pl.read_parquet(world.lake.partition("landing/corrections", SECOND))
    assert states.select("state", "cells").rows() == [("applied", 1)]
    _correct(world, correction)
    world.write("civil_affairs/children.csv", ["姓名", "身份证号", "类别"], [["王小强", WANG, "孤儿"]])
    night, _ = world.land(THIRD)
    assert _dates(night) == {"王强": "2026-01-01"}
    assert _outcomes(night)[0][0] in ("applied", "not_needed")


@pytest.mark.parametrize("written", ["a-001", "Ａ-001", " A-001 "])
def test_a_key_is_found_in_whatever_form_it_was_written(world: World, written: str) -> None:
    """A household's number joins tables and is read in one form, also where it is no part of the row's own key."""
    payment = ["2026-06", "A-001", "王强", WANG, "110", "100", "100", "成功"]
    world.write("civil_affairs/payments.csv", PAYMENTS, [payment])
    _correct(world, _line(f"家庭编号={written};姓名=王强", "实发金额", "100元", "90", feed="救助资金发放"))
    night, _ = world.land()
    assert night.read("landing/civil_affairs/payments")["amount_paid"].cast(pl.String).to_list() == ["90.00"]


def test_amounts_are_compared_in_yuan_whatever_the_heading_says(world: World) -> None:
    world.write("civil_affairs/households.csv", HOUSEHOLDS, [["370001", "王强", WANG, "110", "371082", "在保", "12"]])
    _correct(world, _line("家庭编号=370001", "家庭年总收入", "12万元", "12000", feed="救助家庭台账"))
    night, _ = world.land()
    assert night.read("landing/civil_affairs/households")["annual_income"].cast(pl.String).to_list() == ["12000.00"]


def test_a_corrected_key_is_still_found_on_later_nights(world: World) -> None:
    rows = [["王强", LI, "2026-06-01"]]
    correction = _line(f"身份证号={LI};姓名=王强;死亡日期=2026-06-01", "身份证号", LI, WANG)
    world.write(f"{FEED}.csv", DEATHS, rows)
    _correct(world, correction)
    first = world.land_and_seal()
    assert first.night == FIRST
    states = pl.read_parquet(world.lake.partition("landing/corrections", FIRST))["state"].to_list()
    assert states == ["applied"]
    world.write("civil_affairs/children.csv", ["姓名", "身份证号", "类别"], [["王强", WANG, "孤儿"]])
    _correct(world, correction)
    night, _ = world.land(SECOND)
    assert night.read(f"landing/{FEED}")["id_number"].to_list() == [WANG]
    assert _outcomes(night)[0][0] in ("applied", "not_needed")


def test_the_same_night_twice_is_the_same_bytes(world: World) -> None:
    world.write(f"{FEED}.csv", DEATHS, [["王强", WANG, "2026-06-01"], ["李红", LI, "2026-06-02"]])
    _correct(
        world,
        *(
            _line(f"身份证号={number};姓名={name}", "死亡日期", "", "2026-01-01")
            for name, number in (("王强", WANG), ("李红", LI))
        ),
    )
    shared = ("corrections", "corrected", "acceptances", "volumes", "quality")
    night, _ = world.land()
    before = [night.path(f"landing/{name}").read_bytes() for name in shared]
    night, _ = world.land()
    assert before == [night.path(f"landing/{name}").read_bytes() for name in shared]
