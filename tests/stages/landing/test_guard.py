"""The guard over nights of an inbox: volumes by feed and county, unreadable ids a file, what stops a night."""

from datetime import date, timedelta

import polars as pl
import pytest

from checks.catalogue import run_table_checks
from tests.stages.landing.deliveries import DEATHS, FIRST, SECOND, THIRD, World

VOLUMES = "landing/volumes"
HOUSEHOLDS = ["家庭编号", "户主姓名", "户主身份证号", "救助类型", "行政区划代码", "状态"]
MEMBERS = ["家庭编号", "姓名", "身份证号"]
SETTLEMENTS = ["结算编号", "姓名", "身份证号", "医疗类别", "结算日期", "医疗总费用"]
SETTLEMENTS += ["政策范围内费用", "统筹支付", "医疗救助支付", "基金支付总额", "个人负担总额"]
RONGCHENG, RUSHAN, HUANCUI = "371082", "371083", "371002"


def _households(county: str, count: int) -> list[list[str]]:
    return [
        [f"{county}{number:04}", "王建国", f"{county}19700101{number:04}", "110", f"{county}001001", "在保"]
        for number in range(1, count + 1)
    ]


def _settlements(night: date, issued: dict[str, int]) -> list[list[str]]:
    """Settlements of persons whose numbers were issued in these counties."""
    return [
        [
            f"{night:%m%d}{county}{number:04}",
            "王建国",
            f"{county}19700101{number:04}",
            "21",
            str(night),
            *(["1.00"] * 6),
        ]
        for county, count in issued.items()
        for number in range(1, count + 1)
    ]


def _volumes(night, feed: str, delivery: date | None = None) -> list[tuple[object, ...]]:
    """(division_code, rows, usual_rows, bound) of a feed's delivery."""
    rows = night.read(VOLUMES).filter((pl.col("feed") == feed) & (pl.col("delivery") == (delivery or night.night)))
    return rows.select("division_code", "rows", "usual_rows", "bound").rows()


def _failures(night, table: str, check: str) -> list[tuple[str, str, int]]:
    found = next(outcome for outcome in run_table_checks(night, table) if outcome.check == check)
    return [(failure.rule, failure.column, failure.count) for failure in found.failures]


def test_a_county_whose_file_is_missing_stops_the_night_until_it_is_accepted(world: World) -> None:
    feed = "civil_affairs/households"
    for county, count in ((RONGCHENG, 120), (RUSHAN, 150), (HUANCUI, 40)):
        world.write(f"civil_affairs/households_{county}.csv", HOUSEHOLDS, _households(county, count))
    night = world.land_and_seal()
    assert _volumes(night, feed) == [
        ("", 310, None, "first"),
        (HUANCUI, 40, None, "first"),
        (RONGCHENG, 120, None, "first"),
        (RUSHAN, 150, None, "first"),
    ]
    assert _failures(night, VOLUMES, "volume_bounds") == []

    def second_night() -> None:
        world.write("civil_affairs/households_乳山.csv", HOUSEHOLDS, _households(RUSHAN, 149))
        world.write("civil_affairs/households_环翠.csv", HOUSEHOLDS, _households(HUANCUI, 41))

    second_night()
    night, _ = world.land(SECOND)
    assert _volumes(night, feed) == [
        ("", 190, 310.0, "warn"),
        (HUANCUI, 41, 40.0, "ok"),
        (RONGCHENG, 0, 120.0, "stop"),
        (RUSHAN, 149, 150.0, "ok"),
    ]
    assert _failures(night, VOLUMES, "volume_bounds") == [("no_rows_any_more", f"{feed} {RONGCHENG}", 120)]
    assert _failures(night, VOLUMES, "volume_changes") == [("far_fewer_rows_than_usual", feed, 120)]

    lines = "夜,数据,区划,原因,接受人\n2026-07-01,救助家庭台账,荣成市,区划调整，并入乳山市,李静\n".replace("，", "、")
    world.write_bytes("operator/acceptances.csv", lines.encode("gb18030"))
    night, _ = world.land(SECOND)
    assert _failures(night, VOLUMES, "volume_bounds") == []
    assert night.read("landing/acceptances").rows() == [(SECOND, feed, RONGCHENG, "区划调整、并入乳山市", "李静")]
    accepted = night.read(VOLUMES).filter(pl.col("accepted"))
    assert accepted.select("feed", "delivery", "division_code").rows() == [(feed, SECOND, RONGCHENG)]

    # The acceptance was for that night; the county is missed on the next one too.
    world.land_and_seal(SECOND)
    second_night()
    world.write("civil_affairs/households_环翠.csv", HOUSEHOLDS, _households(HUANCUI, 42))
    night, _ = world.land(THIRD)
    assert _failures(night, VOLUMES, "volume_bounds") == [("no_rows_any_more", f"{feed} {RONGCHENG}", 120)]


def test_members_belong_to_the_county_of_their_household(world: World) -> None:
    world.write("civil_affairs/households.csv", HOUSEHOLDS, _households(RONGCHENG, 2) + _households(RUSHAN, 1))
    issued_elsewhere = "370102197001010011"
    rows = [[f"{RONGCHENG}0002", "甲一", issued_elsewhere], [f"{RONGCHENG}0001", "乙一", ""]]
    # Without a household the number says where it was issued; a number of no county says nothing.
    rows += [["9", "丙一", f"{HUANCUI}197001010021"], ["8", "丁一", "999999197001010021"], ["7", "戊一", ""]]
    world.write("civil_affairs/members.csv", MEMBERS, rows)
    night, _ = world.land()
    expected = [("", 5, None, "first"), (HUANCUI, 1, None, "first"), (RONGCHENG, 2, None, "first")]
    assert _volumes(night, "civil_affairs/members") == expected


def test_an_append_feed_counts_tonights_rows_and_a_month_sent_again_is_no_empty_one(world: World) -> None:
    feed = "medical_insurance/settlements"
    nights = [FIRST + timedelta(days=day) for day in range(5)]
    for night in nights[:3]:
        world.write(f"{feed}_{night}.csv", SETTLEMENTS, _settlements(night, {RONGCHENG: 150, RUSHAN: 100}))
        world.land_and_seal(night)
    # The same rows in a file of another name: all of them are repeats of rows that stand already.
    again = _settlements(nights[2], {RONGCHENG: 150, RUSHAN: 100})
    world.write(f"{feed}_again.csv", SETTLEMENTS, [*again, again[0]])
    made, _ = world.land(nights[3])
    assert _volumes(made, feed) == [("", 251, 250.0, "ok"), (RONGCHENG, 151, 150.0, "ok"), (RUSHAN, 100, 100.0, "ok")]
    assert made.rows(f"landing/{feed}") == 750
    world.empty_inbox()
    world.write(f"{feed}_{nights[4]}.csv", SETTLEMENTS, _settlements(nights[4], {RUSHAN: 100}))
    made, _ = world.land(nights[4])
    assert _volumes(made, feed) == [("", 100, 250.0, "warn"), (RONGCHENG, 0, 150.0, "stop"), (RUSHAN, 100, 100.0, "ok")]


def test_a_feed_that_is_not_delivered_is_not_judged_and_keeps_its_history(world: World) -> None:
    world.write("civil_affairs/households.csv", HOUSEHOLDS, _households(RONGCHENG, 300))
    first = world.land_and_seal()
    world.write("civil_affairs/deaths.csv", DEATHS, [["王强", "371082198001011234", "2026-06-01"]])
    night, _ = world.land(SECOND)
    assert _volumes(night, "civil_affairs/households") == []
    assert len(_volumes(night, "civil_affairs/households", first.night)) == 2
    assert _failures(night, VOLUMES, "volume_bounds") == []


def test_a_refused_county_keeps_its_rows_and_its_volume(world: World) -> None:
    for county in (RONGCHENG, RUSHAN):
        world.write(f"civil_affairs/households_{county}.csv", HOUSEHOLDS, _households(county, 200))
    world.land_and_seal()
    world.write(f"civil_affairs/households_{RUSHAN}.csv", HOUSEHOLDS, _households(RUSHAN, 199))
    world.write_bytes(f"civil_affairs/households_{RONGCHENG}.csv", b"")
    night, _ = world.land(SECOND)
    assert [volume[:2] for volume in _volumes(night, "civil_affairs/households")] == [
        ("", 399),
        (RONGCHENG, 200),
        (RUSHAN, 199),
    ]


def _history(world: World, key: str, column: str, days: int) -> None:
    """Replace the history of a published table by one row of it for each of the days up to the first night."""
    path = world.lake.partition(key, FIRST)
    row = pl.read_parquet(path).head(1)
    rows = [row.with_columns(pl.lit(FIRST - timedelta(days=day)).alias(column)) for day in range(days)]
    pl.concat(rows).sort(column).write_parquet(path)


def test_twelve_deliveries_of_volumes_and_sixty_nights_of_quality_are_kept(world: World) -> None:
    world.write("civil_affairs/deaths.csv", DEATHS, [["王强", "", "2026-06-01"]])
    world.land_and_seal()
    _history(world, VOLUMES, "delivery", 12)
    _history(world, "landing/quality", "night", 60)
    world.write("civil_affairs/deaths.csv", DEATHS, [["王强", "", "2026-06-02"]])
    night, _ = world.land(SECOND)
    deliveries = night.read(VOLUMES)["delivery"].to_list()
    assert deliveries == [SECOND - timedelta(days=day) for day in range(11, -1, -1)]
    nights = night.read("landing/quality")["night"].to_list()
    assert nights == [SECOND - timedelta(days=day) for day in range(59, -1, -1)]


@pytest.mark.parametrize(("broken", "alarm"), [(1, False), (30, True)])
def test_a_file_with_far_more_unreadable_ids_than_usual_is_told(world: World, broken: int, alarm: bool) -> None:
    feed = "civil_affairs/deaths"
    good = [["王强", f"3710821970010{number:05}", "2026-06-01"] for number in range(10000, 10100)]
    world.write("civil_affairs/deaths_6月.csv", DEATHS, good)
    world.land_and_seal()
    spoilt = [[row[0], "3.71082E+17" if place < broken else row[1], "2026-06-02"] for place, row in enumerate(good)]
    world.write("civil_affairs/deaths_7月.csv", DEATHS, spoilt)
    world.write_bytes("civil_affairs/deaths_8月.csv", b"")
    night, _ = world.land(SECOND)
    rows = night.read("landing/quality").filter((pl.col("night") == SECOND) & (pl.col("feed") == feed))
    told = rows.select("file", "refused", "rows_read", "ids_filled", "ids_malformed", "alarm").rows()
    assert told == [("deaths_7月.csv", False, 100, 100, broken, alarm), ("deaths_8月.csv", True, 0, 0, 0, False)]
    expected = [("file_with_far_more_unreadable_ids_than_usual", feed, 1)] if alarm else []
    assert _failures(night, "landing/quality", "unreadable_ids") == expected


def test_a_carried_file_has_its_quality_on_the_night_it_was_read(world: World) -> None:
    rows = [["王强", "371082198001011234", "2026-06-01"]]
    world.write("civil_affairs/deaths.csv", DEATHS, rows)
    world.land_and_seal()
    world.write("civil_affairs/deaths.csv", DEATHS, rows)
    world.write("civil_affairs/children.csv", ["姓名", "身份证号", "类别"], [["王强", "371082198001011234", "孤儿"]])
    night, _ = world.land(SECOND)
    found = night.read("landing/quality").select("feed", "night").rows()
    assert found == [("civil_affairs/children", SECOND), ("civil_affairs/deaths", FIRST)]


def test_notes_that_cannot_be_used_are_told_and_stop_nothing(world: World) -> None:
    world.write("civil_affairs/deaths.csv", DEATHS, [["王强", "371082198001011234", "2026-06-01"]])
    world.write_bytes("operator/corrections.csv", b"feed,key\n")
    lines = f"夜,数据,区划,原因,接受人\n{FIRST},死亡火化,,,李静\n{FIRST},死亡火化,,清明,李静\n"
    world.write_bytes("operator/acceptances.csv", lines.encode())
    night, summary = world.land()
    assert summary.files == 1
    assert _failures(night, "landing/corrections", "usable") == [("correction_that_cannot_be_used", "", 1)]
    assert _failures(night, "landing/acceptances", "usable") == [("acceptance_that_counts_for_nothing", "", 1)]
    assert not any(
        outcome.blocking and not outcome.passed
        for key in ("landing/corrections", "landing/acceptances", "landing/volumes", "landing/quality")
        for outcome in run_table_checks(night, key)
    )
