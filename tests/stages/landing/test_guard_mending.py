"""Corrected rows alone, as our letter to the senders invites: no shortfall, and nothing that later nights resemble."""

from datetime import date, timedelta

import polars as pl
import pytest

from assets.lake import Night
from checks.catalogue import run_table_checks
from tests.stages.landing.deliveries import FIRST, World

FEED, VOLUMES = "medical_insurance/settlements", "landing/volumes"
SETTLEMENTS = ["结算编号", "姓名", "身份证号", "医疗类别", "结算日期", "医疗总费用"]
SETTLEMENTS += ["政策范围内费用", "统筹支付", "医疗救助支付", "基金支付总额", "个人负担总额"]
PAYMENTS = ["发放年月", "姓名", "身份证号", "救助类型", "应发金额", "实发金额", "发放状态"]
NIGHTS = [FIRST + timedelta(days=day) for day in range(6)]
COUNT = 300


def _settlements(night: date, fees: list[str]) -> list[list[str]]:
    return [
        [f"{night:%m%d}-{place}", "王建国", f"37108219700101{place:04}", "21", str(night), fee, *(["1.00"] * 5)]
        for place, fee in enumerate(fees)
    ]


def _three_nights(world: World) -> None:
    """Three nights of 297 rows and three refused ones."""
    for night in NIGHTS[:3]:
        world.write(f"{FEED}_{night}.csv", SETTLEMENTS, _settlements(night, ["约九十"] * 3 + ["1.00"] * (COUNT - 3)))
        world.land_and_seal(night)


def _stops(night: Night) -> list[str]:
    bounds = next(each for each in run_table_checks(night, VOLUMES) if each.check == "volume_bounds")
    return [failure.column for failure in bounds.failures]


def _bounds(night: Night) -> dict[str, str]:
    tonight = night.read(VOLUMES).filter((pl.col("feed") == FEED) & (pl.col("delivery") == night.night))
    return dict(tonight.select("division_code", "bound").iter_rows())


@pytest.mark.parametrize(
    ("name", "fees"),
    [
        ("更正", ["90.00"] * 3),  # the refused rows
        ("更正", ["1.00"] * 3 + ["2.00"] * 3),  # and others that were wrong
        ("重复", ["约九十"] * 3 + ["1.00"] * 3),  # said once more
    ],
)
def test_corrected_rows_alone_stop_nothing_and_change_nothing_for_the_next_night(
    world: World, name: str, fees: list[str]
) -> None:
    _three_nights(world)
    world.write(f"{FEED}_{name}.csv", SETTLEMENTS, _settlements(NIGHTS[2], fees))
    world.land_and_seal(NIGHTS[3])
    volumes = pl.read_parquet(world.lake.partition(VOLUMES, NIGHTS[3]))
    tonight = volumes.filter((pl.col("feed") == FEED) & (pl.col("delivery") == NIGHTS[3]))
    assert dict(tonight.select("division_code", "bound").iter_rows()) == {"": "mends", "371082": "mends"}
    # A real shortfall on the next night is judged by the nights before the corrections.
    world.write(f"{FEED}_{NIGHTS[4]}.csv", SETTLEMENTS, _settlements(NIGHTS[4], ["1.00"] * 9))
    night, _ = world.land(NIGHTS[4])
    assert _bounds(night) == {"": "stop", "371082": "stop"}
    assert _stops(night) == [FEED, f"{FEED} 371082"]
    assert night.read(VOLUMES).filter(pl.col("feed") == FEED)["delivery"].unique().sort().to_list() == [
        *NIGHTS[:3],
        NIGHTS[4],
    ]


def test_few_new_rows_are_a_shortfall_whatever_was_refused_before(world: World) -> None:
    _three_nights(world)
    rows = _settlements(NIGHTS[3], ["1.00"] * 5) + _settlements(NIGHTS[2], ["90.00"] * 3)
    world.write(f"{FEED}_{NIGHTS[3]}.csv", SETTLEMENTS, rows)
    night, _ = world.land(NIGHTS[3])
    assert _stops(night) == [FEED, f"{FEED} 371082"]


CORRECTIONS = "数据,主键,栏目,原值,更正值,原因,有效期至,登记人\n"


def test_files_that_are_read_once_more_for_a_correction_are_no_delivery(world: World) -> None:
    _three_nights(world)
    old = _settlements(NIGHTS[2], ["约九十"] * 3 + ["1.00"] * (COUNT - 3))
    world.write(f"{FEED}_{NIGHTS[2]}.csv", SETTLEMENTS, old)
    line = f"{FEED},settlement_no={NIGHTS[2]:%m%d}-0,total_fee,,90,核实,2026-12-31,李静\n"
    world.write_bytes("operator/corrections.csv", (CORRECTIONS + line).encode())
    night, _ = world.land(NIGHTS[3])
    assert _bounds(night) == {}
    assert _stops(night) == []


def _payments(night: date, months: list[str]) -> list[list[str]]:
    return [
        [month, "王建国", f"37108219700101{night.day % 10}{place:03}", "110", "500", "500", "成功"]
        for place, month in enumerate(months)
    ]


@pytest.mark.parametrize(("others", "stops"), [(False, False), (True, True)])
def test_a_refused_row_is_known_by_its_person_where_another_part_of_its_key_could_not_be_read(
    world: World, others: bool, stops: bool
) -> None:
    feed = "civil_affairs/payments"
    for night in NIGHTS[:3]:
        rows = _payments(night, ["五月份"] * 3 + ["2026-05"] * (COUNT - 3))
        world.write(f"{feed}_{night}.csv", PAYMENTS, rows)
        world.land_and_seal(night)
    fresh = [[*row[:2], f"371082196{row[2][9:]}", *row[3:]] for row in _payments(NIGHTS[2], ["2026-05"] * 3)]
    world.write(f"{feed}_更正.csv", PAYMENTS, fresh if others else _payments(NIGHTS[2], ["2026-05"] * 3))
    night, _ = world.land(NIGHTS[3])
    assert (_stops(night) != []) == stops
