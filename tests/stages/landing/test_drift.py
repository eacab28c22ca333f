"""Headings and their drift over nights of deliveries."""

import polars as pl

from assets.lake import Night
from tests.stages.landing.deliveries import FIRST, SECOND, THIRD, World

ROW = "甲,370101199001011237,2026-01-01"


def _deaths(world: World, name: str, header: str, rows: str = ROW) -> None:
    world.write_bytes(f"civil_affairs/{name}", f"{header}\n{rows}\n".encode())


def _drift(night: Night) -> list[tuple[object, ...]]:
    return night.read("landing/drift").select("file", "change", "heading", "before", "column").rows()


def test_headings_of_a_first_delivery(world: World) -> None:
    _deaths(world, "deaths.csv", "姓名,证件号,死亡日期,,备注", f"{ROW},,某")
    night, _ = world.land(FIRST)
    assert night.read("landing/headings").drop("feed", "delivery").rows() == [
        ("deaths.csv", "", 1, "姓名", "name", 1),
        ("deaths.csv", "", 2, "证件号", "id_number", 1),
        ("deaths.csv", "", 3, "死亡日期", "death_date", 1),
        ("deaths.csv", "", 5, "备注", None, 1),
    ]
    assert _drift(night) == []


def test_drift_between_two_nights(world: World) -> None:
    _deaths(world, "deaths_0630.csv", "姓名,身份证号,死亡日期,火化日期,备注", f"{ROW},,")
    world.land_and_seal(FIRST)
    _deaths(world, "deaths_0701.csv", "逝者姓名,身份证号,死亡日期,火化日,登记人", f"{ROW},,")
    night, _ = world.land(SECOND)
    assert _drift(night) == [
        ("deaths_0701.csv", "missing", "备注", None, None),
        ("deaths_0701.csv", "new", "登记人", None, None),
        ("deaths_0701.csv", "renamed", "逝者姓名", "姓名", "name"),
        ("deaths_0701.csv", "similar", "火化日", "火化日期", "cremation_date"),
    ]


def test_a_night_without_a_new_file_has_no_drift_and_keeps_the_headings(world: World) -> None:
    _deaths(world, "deaths.csv", "姓名,身份证号,死亡日期,备注", f"{ROW},某")
    first = world.land_and_seal(FIRST)
    before = pl.read_parquet(world.lake.partition("landing/headings", FIRST))
    _deaths(world, "deaths.csv", "姓名,身份证号,死亡日期,备注", f"{ROW},某")
    night, _ = world.land(SECOND)
    assert first.night == FIRST
    assert night.read("landing/headings").equals(before)
    assert _drift(night) == []


def test_each_file_is_compared_with_its_namesake(world: World) -> None:
    _deaths(world, "deaths_20260630_甲县.csv", "姓名,身份证号,死亡日期,火化日期", f"{ROW},")
    _deaths(world, "deaths_20260630_乙县.csv", "name,certno,death_date", ROW.replace("237", "245"))
    world.land_and_seal(FIRST)
    _deaths(world, "deaths_20260701_乙县.csv", "name,certno,death_date", ROW.replace("01-01", "01-02"))
    world.land_and_seal(SECOND)
    _deaths(world, "deaths_20260702_甲县.csv", "姓名,身份证号,死亡日期,火化日期", ROW.replace("01-01", "01-03") + ",")
    night, _ = world.land(THIRD)
    assert _drift(night) == []


def test_the_same_delivery_gives_the_same_tables(world: World) -> None:
    _deaths(world, "deaths.csv", "姓名,身份证号,死亡日期,姓名", f"{ROW},乙")
    first, _ = world.land(FIRST)
    headings, drift = first.read("landing/headings"), first.read("landing/drift")
    again, _ = world.land(FIRST)
    assert again.read("landing/headings").equals(headings)
    assert again.read("landing/drift").equals(drift)
    assert _drift(again) == [("deaths.csv", "similar", "姓名", None, "name")]


def test_a_long_number_in_a_heading_is_not_kept(world: World) -> None:
    _deaths(world, "deaths.csv", "姓名,身份证号,死亡日期,370101199001011237", f"{ROW},乙")
    night, _ = world.land(FIRST)
    assert night.read("landing/headings")["heading"].to_list()[-1] == "******"
