"""What stays in force: kept rows beside files that are read again, deliveries that come back, sheets that lost rows."""

from datetime import date, timedelta

import polars as pl

from assets.lake import Night
from tests.stages.landing.deliveries import DEATHS, FIRST, SECOND, THIRD, World, counts_of

FEED = "civil_affairs/households"
HOUSEHOLDS = ["家庭编号", "户主姓名", "户主身份证号", "救助类型", "行政区划代码", "状态"]
BROKEN = ["编", *HOUSEHOLDS[1:]]
CORRECTIONS = "数据,主键,栏目,原值,更正值,原因,有效期至,登记人\n"
FOURTH = THIRD + timedelta(days=1)
ID = "371082199001011234"


def _home(number: str, status: str) -> list[str]:
    return [number, "甲", ID, "110", "371082001002", status]


def _homes(status: str, *numbers: str) -> list[list[str]]:
    return [_home(number, status) for number in numbers]


def _states(night: Night) -> list[tuple[str, str, str]]:
    return sorted(night.read(f"landing/{FEED}").select("household_no", "status", "file").rows())


def _sealed(world: World, night: date) -> list[tuple[str, str, str]]:
    world.land_and_seal(night)
    table = pl.read_parquet(world.lake.partition(f"landing/{FEED}", night))
    return sorted(table.select("household_no", "status", "file").rows())


def _book(*rows: list[str], header: list[str] = HOUSEHOLDS) -> list[list[object]]:
    return [list(header), *map(list, rows)]


# Kept rows and files that are read again.


def test_a_month_that_comes_again_broken_is_not_replaced_by_the_month_before(world: World) -> None:
    june, july = "civil_affairs/households_6月.csv", "civil_affairs/households_7月.csv"
    world.write(june, HOUSEHOLDS, _homes("退出", "1", "2"))
    world.land_and_seal(FIRST)
    in_force = []
    for night, header in ((SECOND, HOUSEHOLDS), (THIRD, BROKEN), (FOURTH, BROKEN)):
        world.write(june, HOUSEHOLDS, _homes("退出", "1", "2"))
        world.write(july, header, _homes("在保", "1", "2"))
        in_force.append(_sealed(world, night))
    assert in_force == 3 * [[("1", "在保", "households_7月.csv"), ("2", "在保", "households_7月.csv")]]


def test_an_unrelated_correction_does_not_bring_back_an_older_file(world: World) -> None:
    older, newer = "civil_affairs/households_a.csv", "civil_affairs/households_b.csv"
    world.write(older, HOUSEHOLDS, _homes("退出", "1", "2"))
    world.land_and_seal(FIRST)
    world.write(older, HOUSEHOLDS, _homes("退出", "1", "2"))
    world.write(newer, HOUSEHOLDS, _homes("在保", "1"))
    expected = [("1", "在保", "households_b.csv"), ("2", "退出", "households_a.csv")]
    assert _sealed(world, SECOND) == expected
    world.write(older, HOUSEHOLDS, _homes("退出", "1", "2"))
    line = f"{FEED},household_no=9999,status,在保,退出,错,2026-12-31,王\n"
    world.write_bytes("operator/corrections.csv", (CORRECTIONS + line).encode())
    assert _sealed(world, THIRD) == expected


def test_namesakes_of_two_counties_both_stay_when_one_file_is_refused(world: World) -> None:
    header, row = ["姓名", "身份证号", "类别"], ["王?", "3.7E+17", "孤儿"]
    names = ("civil_affairs/children_甲县.csv", "civil_affairs/children_乙县.csv")
    for name in names:
        world.write(name, header, [row])
    world.land_and_seal(FIRST)
    world.write(names[0], ["姓名", "身份证号"], [row[:2]])
    world.write(names[1], header, [row])
    night, _ = world.land(SECOND)
    assert night.read("landing/civil_affairs/children").height == 2


# Deliveries that come back.


def test_an_older_version_that_is_delivered_again_counts(world: World) -> None:
    header = [*DEATHS, "殡仪馆"]
    for night, home in ((FIRST, "甲馆"), (SECOND, "乙馆"), (THIRD, "甲馆"), (FOURTH, "甲馆")):
        world.write("civil_affairs/deaths.csv", header, [["甲", ID, "2024-01-01", home]])
        world.land_and_seal(night)
        table = pl.read_parquet(world.lake.partition("landing/civil_affairs/deaths", night))
        assert table.select("funeral_home", "delivery").rows() == [(home, min(night, THIRD))]


def test_an_older_workbook_that_is_delivered_again_replaces_what_was_read_of_the_newer(world: World) -> None:
    name = "civil_affairs/households.xlsx"
    first = {"甲镇": _book(*_homes("在保", "1", "2")), "乙镇": _book(*_homes("在保", "3"))}
    older = world.write_workbook(name, first).read_bytes()
    world.land_and_seal(FIRST)
    world.write_workbook(name, {"甲镇": _book(*_homes("退出", "1")), "乙镇": _book(_home("3", "退出"), header=BROKEN)})
    assert [row[:2] for row in _sealed(world, SECOND)] == [("1", "退出"), ("3", "在保")]
    world.write_bytes(name, older)
    night, _ = world.land(THIRD)
    assert [row[:2] for row in _states(night)] == [("1", "在保"), ("2", "在保"), ("3", "在保")]
    assert set(night.read(f"landing/{FEED}")["delivery"]) == {THIRD}


# Files and sheets without a usable row.


def _refused(night: Night, feed: str = FEED) -> list[tuple[object, ...]]:
    ledger = night.read("landing/ledger").filter(pl.col("feed") == feed, pl.col("refused"))
    return ledger.select("file", "sheet", "rows_read", "rows_quarantined").rows()


def test_a_snapshots_file_all_of_whose_rows_are_refused_keeps_the_rows_of_before(world: World) -> None:
    world.write("civil_affairs/households_a.csv", HOUSEHOLDS, _homes("在保", "1", "2"))
    world.write("civil_affairs/households_b.csv", HOUSEHOLDS, _homes("在保", "3"))
    world.land_and_seal(FIRST)
    for night in (SECOND, THIRD):
        world.write("civil_affairs/households_a.csv", HOUSEHOLDS, _homes("在保", "", ""))
        world.write("civil_affairs/households_b.csv", HOUSEHOLDS, _homes("在保", "3"))
        made, _ = world.land(night)
        assert [row[0] for row in _states(made)] == ["1", "2", "3"]
        assert _refused(made) == [("households_a.csv", "", 2, 2)]
        assert made.read(f"quarantine/{FEED}").select("delivery", "row_no").rows() == [(night, 1), (night, 2)]
        world.land_and_seal(night)


def test_a_sheet_that_lost_its_rows_keeps_those_of_before(world: World) -> None:
    name = "civil_affairs/households.xlsx"
    world.write_workbook(name, {"6月甲镇": _book(*_homes("在保", "1")), "6月乙镇": _book(*_homes("在保", "2"))})
    world.land_and_seal(FIRST)
    july = {"7月甲镇": _book(), "7月乙镇": _book(*_homes("在保", "2", "3"))}
    book = world.write_workbook(name, july).read_bytes()
    assert [row[0] for row in _sealed(world, SECOND)] == ["1", "2", "3"]
    # Also when the file comes again unchanged beside a new one.
    world.write_bytes(name, book)
    world.write("civil_affairs/households_b.csv", HOUSEHOLDS, _homes("在保", "4"))
    night, _ = world.land(THIRD)
    assert [row[0] for row in _states(night)] == ["1", "2", "3", "4"]
    assert _refused(night) == [("households.xlsx", "7月甲镇", 0, 0)]


def test_a_sheet_that_never_had_rows_may_be_empty_every_time(world: World) -> None:
    for night, numbers in ((FIRST, "12"), (SECOND, "1")):
        sheets = {"城市": _book(), "农村": _book(*_homes("在保", *numbers))}
        world.write_workbook("civil_affairs/households_甲县.xlsx", sheets)
        world.write_workbook("civil_affairs/households_乙县.xlsx", {"城市": _book(*_homes("在保", "8"))})
        made = world.land_and_seal(night)
        ledger = pl.read_parquet(world.lake.partition("landing/ledger", made.night))
        assert ledger.filter("refused").height == 0
    assert [row[0] for row in _sealed_states(world, SECOND)] == ["1", "8"]


def _sealed_states(world: World, night: date) -> list[tuple[str, ...]]:
    return sorted(pl.read_parquet(world.lake.partition(f"landing/{FEED}", night)).select("household_no").rows())


def test_a_sheet_without_its_header_is_last_months_though_its_name_has_another_month(world: World) -> None:
    name = "civil_affairs/households.xlsx"
    world.write_workbook(name, {"6月甲镇": _book(*_homes("在保", "1")), "6月乙镇": _book(*_homes("在保", "2"))})
    world.land_and_seal(FIRST)
    rows: list[list[object]] = [list(_home("1", "在保"))]
    world.write_workbook(name, {"7月甲镇": rows, "7月乙镇": _book(*_homes("在保", "2"))})
    night, _ = world.land(SECOND)
    assert [row[0] for row in _states(night)] == ["1", "2"]


def test_a_sheet_of_notes_whose_name_differs_in_a_number_keeps_nothing(world: World) -> None:
    notes: list[list[object]] = [["请按表填写"], ["谢谢"]]
    for night, number in ((FIRST, "1"), (SECOND, "2"), (THIRD, "3")):
        book = {"Sheet1": _book(*_homes("在保", number)), "Sheet2": notes}
        world.write_workbook(f"civil_affairs/households_{night.month}{night.day}.xlsx", book)
        made = world.land_and_seal(night)
        assert _sealed_states(world, made.night) == [(number,)]


# The order of names.


def test_of_two_months_in_a_first_delivery_the_later_counts(world: World) -> None:
    world.write("civil_affairs/households_9月.csv", HOUSEHOLDS, _homes("退出", "1"))
    world.write("civil_affairs/households_10月.csv", HOUSEHOLDS, _homes("在保", "1"))
    night, _ = world.land(FIRST)
    assert _states(night) == [("1", "在保", "households_10月.csv")]
    assert [row[0] for row in counts_of(night, FEED)] == ["households_10月.csv", "households_9月.csv"]


def test_of_two_months_in_a_workbook_the_later_counts(world: World) -> None:
    sheets = {"10月": _book(*_homes("在保", "1")), "9月": _book(*_homes("退出", "1"))}
    world.write_workbook("civil_affairs/households.xlsx", sheets)
    night, _ = world.land(FIRST)
    assert [row[1] for row in _states(night)] == ["在保"]
