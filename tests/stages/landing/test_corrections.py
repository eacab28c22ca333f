"""Corrections from the operator's file to the landed tables, over nights: applied, not needed, not found, expired."""

from datetime import date

import polars as pl
import pytest

from assets.landing import land_feed
from assets.landing.deliver import save_shared
from assets.landing.inbox import read_inbox
from assets.landing.operator.notes import read_notes
from assets.vocabulary.feeds import load_feeds
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
        _line("姓名=李红;死亡日期=2026-06-02", "身份证号", "", LI),
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
    key = f"家庭编号={written};发放年月=2026-06;身份证号={WANG};救助类型=110"
    _correct(world, _line(key, "实发金额", "100元", "90", feed="救助资金发放"))
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


# From night to night: rows that were refused, files that are absent, corrections that end.


def _aid(world: World) -> None:
    """A file of another feed, so that the inbox is never empty."""
    world.write("civil_affairs/children.csv", ["姓名", "身份证号", "类别"], [["王强", WANG, "孤儿"]])


def _sealed(world: World, key: str, night: date) -> pl.DataFrame:
    return pl.read_parquet(world.lake.partition(key, night))


def test_a_row_refused_before_is_saved_by_a_later_correction_while_its_file_is_there(world: World) -> None:
    rows = [["王强", WANG, "去年冬天"], ["李红", LI, "2026-06-02"], ["赵四", "", "不明"]]
    world.write(f"{FEED}.csv", DEATHS, rows)
    world.write("civil_affairs/deaths_b.csv", DEATHS, [["孙五", "", "2026-06-02"]])
    world.land_and_seal()
    line = _line(f"身份证号={WANG};姓名=王强", "死亡日期", "", "2026-01-01")
    for night in (SECOND, THIRD):
        world.write(f"{FEED}.csv", DEATHS, rows)
        _correct(world, line)
        world.land_and_seal(night)
        landed = _sealed(world, f"landing/{FEED}", night).select("name", "delivery", "file", "row_no")
        assert landed.rows() == [
            ("王强", FIRST, "deaths.csv", 1),
            ("李红", FIRST, "deaths.csv", 2),
            ("孙五", FIRST, "deaths_b.csv", 1),
        ]
        assert _sealed(world, f"quarantine/{FEED}", night)["row_no"].to_list() == [3]
        ledger = _sealed(world, "landing/ledger", night).filter(pl.col("file") == "deaths.csv")
        # Nothing was delivered: the file is carried, with what is true of it now.
        counts = ledger.select("delivery", "rows_read", "rows_loaded", "rows_quarantined", "carried")
        assert counts.rows() == [(FIRST, 3, 2, 1, True)]
        assert _sealed(world, "landing/corrections", night).select("state", "cells").rows() == [("applied", 1)]


def test_a_file_read_again_does_not_undo_what_a_later_one_said(world: World) -> None:
    old = [["王强", WANG, "去年冬天"], ["李红", LI, "2026-06-02", "旧馆"]]
    world.write(f"{FEED}.csv", [*DEATHS, "殡仪馆"], old)
    world.land_and_seal()
    world.write(f"{FEED}.csv", [*DEATHS, "殡仪馆"], old)
    world.write("civil_affairs/deaths_b.csv", [*DEATHS, "殡仪馆"], [["李红", LI, "2026-06-02", "新馆"]])
    world.land_and_seal(SECOND)
    world.write(f"{FEED}.csv", [*DEATHS, "殡仪馆"], old)
    _correct(world, _line(f"身份证号={WANG};姓名=王强", "死亡日期", "", "2026-01-01"))
    night, _ = world.land(THIRD)
    landed = night.read(f"landing/{FEED}").select("name", "funeral_home", "delivery")
    assert landed.rows() == [("王强", None, FIRST), ("李红", "新馆", SECOND)]


@pytest.mark.parametrize("feed", ["civil_affairs/payments", "civil_affairs/households"])
def test_a_correction_that_has_ended_is_taken_back_from_rows_whose_file_is_gone(world: World, feed: str) -> None:
    """Of an append feed and of a snapshot whose file has left the inbox."""
    payment = ["2026-06", "A-001", "王强", WANG, "110", "100", "100", "成功"]
    household = ["A-001", "王强", WANG, "110", "371082", "在保", "12"]
    is_payment = feed.endswith("payments")
    title, heading = ("救助资金发放", "实发金额") if is_payment else ("救助家庭台账", "家庭年总收入")
    wrong, column = ("100", "amount_paid") if is_payment else ("12万元", "annual_income")
    world.write(f"{feed}.csv", PAYMENTS if is_payment else HOUSEHOLDS, [payment if is_payment else household])
    key = f"发放年月=2026-06;身份证号={WANG};救助类型=110" if is_payment else "家庭编号=A-001"
    line = _line(key, heading, wrong, "90", until="2026-07-01", feed=title)
    seen = []
    for night in (FIRST, SECOND, THIRD, date(2026, 7, 3)):
        _correct(world, line)
        _aid(world)
        world.land_and_seal(night)
        value = _sealed(world, f"landing/{feed}", night)[column].cast(pl.String).item()
        outcome = _sealed(world, "landing/corrections", night).select("state", "cells").row(0)
        seen.append((value, *outcome, _sealed(world, "landing/corrected", night).height))
    before = "100.00" if is_payment else "120000.00"
    assert seen == 2 * [("90.00", "applied", 1, 1)] + 2 * [(before, "expired", 0, 0)]


def test_a_correction_is_not_needed_any_more_once_the_source_has_mended_the_row(world: World) -> None:
    world.write("civil_affairs/payments_1.csv", PAYMENTS, [["2026-06", "A", "王强", WANG, "110", "100", "100", "成功"]])
    key = f"发放年月=2026-06;身份证号={WANG};救助类型=110"
    line = _line(key, "实发金额", "100", "90", feed="救助资金发放")
    _correct(world, line)
    world.land_and_seal()
    world.write("civil_affairs/payments_2.csv", PAYMENTS, [["2026-06", "A", "王强", WANG, "110", "100", "80", "成功"]])
    _correct(world, line)
    night, _ = world.land(SECOND)
    assert night.read("landing/civil_affairs/payments")["amount_paid"].cast(pl.String).to_list() == ["80.00"]
    assert _outcomes(night) == [("not_needed", 0)]


def test_a_line_written_while_the_night_runs_is_the_next_nights(world: World) -> None:
    """Each feed reads the operator's file when it lands; what a feed has not looked for is not told as looked for."""
    world.write(f"{FEED}.csv", DEATHS, [["王强", WANG, "2026-06-01"]])
    feed, night = load_feeds()[FEED], world.lake.night(FIRST)
    _, _ = world.land()
    early = read_notes(world.inbox, FIRST)
    land_feed(feed, read_inbox(world.inbox).of_feed(FEED), night, notes=early)
    _correct(world, _line(f"身份证号={WANG};姓名=王强", "死亡日期", "2026-06-01", "2026-01-01"), "不明,a=b,c,d,e,f,,")
    late = read_notes(world.inbox, FIRST)
    save_shared(night, night.read("landing/ledger"), late)
    assert night.read("landing/corrections")["state"].to_list() == ["unusable"]
    assert late.corrections.height == 2
