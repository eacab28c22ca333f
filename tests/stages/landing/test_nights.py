"""One night after another: append, snapshot, stale, missing, refused, unchanged."""

from datetime import date, timedelta

import polars as pl
import pytest

from assets.landing import EmptyInboxError
from tests.stages.landing.deliveries import DEATHS, FIRST, SECOND, THIRD, World, counts_of

APPEND = "civil_affairs/deaths"
SNAPSHOT = "civil_affairs/children"
CHILDREN = ["姓名", "身份证号", "类别"]
ID = "371082199001011234"
OTHER = "371082198505051239"


def _names(world: World, night: date, feed: str) -> list[tuple[object, ...]]:
    made, _ = world.land(night)
    return made.read(f"landing/{feed}").select("name", "delivery", "file").rows()


def _age(world: World, night: date, feed: str) -> tuple[object, ...]:
    made = world.lake.night(night)
    ages = made.read("landing/feed_ages").filter(pl.col("feed") == feed)
    return ages.select("delivery", "age_days", "state", "rows").row(0)


def _other_feed(world: World) -> None:
    world.write(
        "education/aid.csv",
        ["学籍号", "姓名", "学年", "学期", "资助项目", "资助金额"],
        [["G1", "甲", "2025-2026", "春", "助学金", "1"]],
    )


def test_append_is_the_union_and_a_changed_row_wins(world: World) -> None:
    header = [*DEATHS, "殡仪馆"]
    world.write(
        "civil_affairs/deaths_1.csv", header, [["甲", ID, "2024-01-01", "旧馆"], ["乙", "", "2024-01-01", "馆"]]
    )
    world.land_and_seal(FIRST)
    world.write(
        "civil_affairs/deaths_2.csv",
        header,
        [
            ["甲", ID, "2024-01-01", "新馆"],
            ["乙", "", "2024-01-01", "馆"],
            ["乙", "", "2024-01-01", "别馆"],
            ["丙", OTHER, "坏", "馆"],
        ],
    )
    night, summary = world.land(SECOND)
    landed = night.read(f"landing/{APPEND}").select("name", "funeral_home", "delivery", "row_no")
    # What was delivered again unchanged stays where it was, with its address.
    assert landed.rows() == [("乙", "馆", FIRST, 2), ("甲", "新馆", SECOND, 1), ("乙", "别馆", SECOND, 3)]
    assert counts_of(night, APPEND) == [
        ("deaths_1.csv", "", 2, 2, 0, 0, True),
        ("deaths_2.csv", "", 4, 2, 1, 1, False),
    ]
    assert (summary.rows_read, summary.files) == (4, 1)


def test_append_keeps_what_is_not_delivered_again_in_order(world: World) -> None:
    world.write("civil_affairs/deaths_z.csv", DEATHS, [["甲", ID, "2024-01-01"], ["坏", "", "坏"]])
    world.land_and_seal(FIRST)
    world.write("civil_affairs/deaths_a.csv", DEATHS, [["乙", OTHER, "2024-01-01"], ["坏", "", "坏"]])
    made, _ = world.land(SECOND)
    landed = made.read(f"landing/{APPEND}").select("name", "delivery", "file").rows()
    assert landed == [("甲", FIRST, "deaths_z.csv"), ("乙", SECOND, "deaths_a.csv")]
    assert made.read(f"quarantine/{APPEND}").select("delivery", "file").rows() == [
        (FIRST, "deaths_z.csv"),
        (SECOND, "deaths_a.csv"),
    ]


def test_a_file_landed_before_is_not_read_again(world: World) -> None:
    for feed, header, row in (("deaths", DEATHS, ["甲", ID, "2024-01-01"]), ("children", CHILDREN, ["乙", ID, "孤儿"])):
        world.write(f"civil_affairs/{feed}.csv", header, [row])
    world.land_and_seal(FIRST)
    for feed, header, row in (("deaths", DEATHS, ["甲", ID, "2024-01-01"]), ("children", CHILDREN, ["乙", ID, "孤儿"])):
        world.write(f"civil_affairs/{feed}.csv", header, [row])
    night, summary = world.land(SECOND)
    assert summary.files == 0
    for feed in (APPEND, SNAPSHOT):
        assert night.read(f"landing/{feed}")["delivery"].to_list() == [FIRST]
        assert [row[3:] for row in counts_of(night, feed)] == [(1, 0, 0, True)]
        assert _age(world, SECOND, feed) == (FIRST, 1, "fresh", 1)


def test_a_corrected_file_under_the_same_name_is_read(world: World) -> None:
    world.write("civil_affairs/deaths.csv", DEATHS, [["甲", ID, "2024-01-01"], ["乙", OTHER, "2024-01-01"]])
    world.land_and_seal(FIRST)
    world.write("civil_affairs/deaths.csv", [*DEATHS, "殡仪馆"], [["甲", ID, "2024-01-01", "馆"]])
    assert _names(world, SECOND, APPEND) == [("乙", FIRST, "deaths.csv"), ("甲", SECOND, "deaths.csv")]


def test_a_snapshot_replaces_the_one_before(world: World) -> None:
    world.write("civil_affairs/children_a.csv", CHILDREN, [["甲", ID, "孤儿"], ["坏", ID, "孤儿", "多"]])
    world.land_and_seal(FIRST)
    world.write("civil_affairs/children_b.csv", CHILDREN, [["乙", OTHER, "孤儿"]])
    night, _ = world.land(SECOND)
    assert night.read(f"landing/{SNAPSHOT}").select("name", "file").rows() == [("乙", "children_b.csv")]
    assert counts_of(night, SNAPSHOT) == [("children_b.csv", "", 1, 1, 0, 0, False)]
    assert night.read(f"quarantine/{SNAPSHOT}").height == 0


def test_a_snapshot_with_one_new_file_is_exactly_tonights_files(world: World) -> None:
    for name, person in (("a", "甲"), ("b", "乙"), ("c", "丙")):
        world.write(f"civil_affairs/children_{name}.csv", CHILDREN, [[person, ID if name == "a" else "", "孤儿"]])
    world.land_and_seal(FIRST)
    world.write("civil_affairs/children_b.csv", CHILDREN, [["乙", "", "孤儿"]])
    world.write("civil_affairs/children_a.csv", CHILDREN, [["新", OTHER, "孤儿"]])
    assert _names(world, SECOND, SNAPSHOT) == [("乙", FIRST, "children_b.csv"), ("新", SECOND, "children_a.csv")]
    assert _age(world, SECOND, SNAPSHOT) == (SECOND, 0, "fresh", 2)


def test_a_refused_snapshot_keeps_the_earlier_one(world: World) -> None:
    world.write("civil_affairs/children.csv", CHILDREN, [["甲", ID, "孤儿"]])
    world.land_and_seal(FIRST)
    world.write("civil_affairs/children.csv", ["姓名", "身份证号"], [["乙", OTHER]])
    night, _ = world.land(SECOND)
    assert night.read(f"landing/{SNAPSHOT}").select("name", "delivery").rows() == [("甲", FIRST)]
    ledger = night.read("landing/ledger").filter(pl.col("feed") == SNAPSHOT)
    assert ledger.select("delivery", "refused", "carried").rows() == [(FIRST, False, True), (SECOND, True, False)]
    assert _age(world, SECOND, SNAPSHOT) == (FIRST, 1, "fresh", 1)


def test_a_countys_refused_file_does_not_take_its_people_out_of_the_snapshot(world: World) -> None:
    world.write("civil_affairs/children_甲县.csv", CHILDREN, [["甲", ID, "孤儿"], ["搬", OTHER, "孤儿"]])
    world.write("civil_affairs/children_乙县.csv", CHILDREN, [["乙", "", "孤儿"]])
    world.land_and_seal(FIRST)
    world.write("civil_affairs/children_甲县.csv", ["姓名", "身份证号"], [["甲", ID]])
    world.write("civil_affairs/children_乙县.csv", CHILDREN, [["搬", OTHER, "孤儿"]])
    assert _names(world, SECOND, SNAPSHOT) == [("甲", FIRST, "children_甲县.csv"), ("搬", SECOND, "children_乙县.csv")]
    # The person who moved is counted where the row now is, and set aside where it was.
    assert counts_of(world.lake.night(SECOND), SNAPSHOT) == [
        ("children_甲县.csv", "", 2, 1, 0, 1, True),
        ("children_乙县.csv", "", 1, 1, 0, 0, False),
        ("children_甲县.csv", "", 0, 0, 0, 0, False),
    ]


HOUSEHOLDS = ["家庭编号", "户主姓名", "户主身份证号", "救助类型", "行政区划代码", "状态"]
HOUSEHOLD_FEED = "civil_affairs/households"


def _household(number: str, status: str) -> list[str]:
    return [number, "甲", ID, "110", "371082001002", status]


def test_of_two_files_with_one_key_the_later_delivery_counts_whatever_its_name(world: World) -> None:
    world.write("civil_affairs/households_6月.csv", HOUSEHOLDS, [_household("H1", "在保"), _household("H2", "在保")])
    world.land_and_seal(FIRST)
    world.write("civil_affairs/households_6月.csv", HOUSEHOLDS, [_household("H1", "在保"), _household("H2", "在保")])
    world.write("civil_affairs/households_10月.csv", HOUSEHOLDS, [_household("H1", "退出")])
    night, _ = world.land(SECOND)
    landed = night.read(f"landing/{HOUSEHOLD_FEED}").select("household_no", "delivery", "file", "status")
    assert sorted(landed.rows()) == [
        ("H1", SECOND, "households_10月.csv", "退出"),
        ("H2", FIRST, "households_6月.csv", "在保"),
    ]
    assert [row[2:6] for row in counts_of(night, HOUSEHOLD_FEED)] == [(2, 1, 0, 1), (1, 1, 0, 0)]


def test_a_refused_file_of_another_month_keeps_all_files_that_were_not_delivered_again(world: World) -> None:
    world.write("civil_affairs/children_6月_甲县.csv", CHILDREN, [["甲", ID, "孤儿"], ["搬", OTHER, "孤儿"]])
    world.write("civil_affairs/children_6月_乙县.csv", CHILDREN, [["乙", "", "孤儿"]])
    world.land_and_seal(FIRST)
    world.write("civil_affairs/children_7月_甲县.csv", ["姓名", "身份证号"], [["甲", ID]])
    world.write("civil_affairs/children_7月_乙县.csv", CHILDREN, [["搬", OTHER, "孤儿"]])
    assert _names(world, SECOND, SNAPSHOT) == [
        ("乙", FIRST, "children_6月_乙县.csv"),
        ("甲", FIRST, "children_6月_甲县.csv"),
        ("搬", SECOND, "children_7月_乙县.csv"),
    ]
    assert counts_of(world.lake.night(SECOND), SNAPSHOT) == [
        ("children_6月_乙县.csv", "", 1, 1, 0, 0, True),
        ("children_6月_甲县.csv", "", 2, 1, 0, 1, True),
        ("children_7月_乙县.csv", "", 1, 1, 0, 0, False),
        ("children_7月_甲县.csv", "", 0, 0, 0, 0, False),
    ]
    # The county mends its file: nothing is refused any more, and June leaves.
    world.land_and_seal(SECOND)
    world.write("civil_affairs/children_7月_甲县.csv", CHILDREN, [["甲", ID, "孤儿"]])
    world.write("civil_affairs/children_7月_乙县.csv", CHILDREN, [["搬", OTHER, "孤儿"]])
    assert _names(world, THIRD, SNAPSHOT) == [
        ("搬", SECOND, "children_7月_乙县.csv"),
        ("甲", THIRD, "children_7月_甲县.csv"),
    ]


def test_a_workbook_that_cannot_be_opened_keeps_the_files_of_other_names(world: World) -> None:
    world.write("civil_affairs/children_6月.csv", CHILDREN, [["甲", ID, "孤儿"]])
    world.land_and_seal(FIRST)
    world.write_bytes("civil_affairs/children_7月_甲县.xlsx", b"no workbook")
    world.write("civil_affairs/children_7月_乙县.csv", CHILDREN, [["乙", OTHER, "孤儿"]])
    assert [row[0] for row in _names(world, SECOND, SNAPSHOT)] == ["甲", "乙"]


def test_a_countys_refused_sheet_keeps_last_months_workbook(world: World) -> None:
    good: list[list[object]] = [list(CHILDREN), ["甲", ID, "孤儿"]]
    other: list[list[object]] = [list(CHILDREN), ["乙", OTHER, "孤儿"]]
    world.write_workbook("civil_affairs/children_6月.xlsx", {"甲县": good, "乙县": other})
    world.land_and_seal(FIRST)
    world.write_workbook("civil_affairs/children_7月.xlsx", {"甲县": [["人", "号"], ["甲", ID]], "乙县": other})
    assert _names(world, SECOND, SNAPSHOT) == [
        ("甲", FIRST, "children_6月.xlsx"),
        ("乙", SECOND, "children_7月.xlsx"),
    ]


def test_a_sheet_of_explanations_does_not_keep_last_months_rows(world: World) -> None:
    notes: list[list[object]] = [["请按表填写"], ["谢谢"]]
    june: list[list[object]] = [list(CHILDREN), ["甲", ID, "孤儿"]]
    july: list[list[object]] = [list(CHILDREN), ["乙", OTHER, "孤儿"]]
    world.write_workbook("civil_affairs/children_6月.xlsx", {"名单": june, "说明": notes})
    world.land_and_seal(FIRST)
    world.write_workbook("civil_affairs/children_7月.xlsx", {"名单": july, "说明": notes})
    assert _names(world, SECOND, SNAPSHOT) == [("乙", SECOND, "children_7月.xlsx")]


def test_a_feed_not_delivered_ages_until_it_is_stale(world: World) -> None:
    world.write("civil_affairs/children.csv", CHILDREN, [["甲", ID, "孤儿"]])
    world.land_and_seal(FIRST)
    _other_feed(world)
    night = world.land_and_seal(FIRST + timedelta(days=40))
    assert _age(world, night.night, SNAPSHOT) == (FIRST, 40, "fresh", 1)
    _other_feed(world)
    later = FIRST + timedelta(days=41)
    world.land(later)
    assert _age(world, later, SNAPSHOT) == (FIRST, 41, "stale", 1)
    assert _age(world, later, "housing/property") == (None, None, "missing", 0)


def test_a_third_night_carries_what_the_second_carried(world: World) -> None:
    world.write("civil_affairs/deaths_1.csv", DEATHS, [["甲", ID, "2024-01-01"]])
    world.land_and_seal(FIRST)
    world.write("civil_affairs/deaths_2.csv", DEATHS, [["乙", OTHER, "2024-01-01"]])
    world.land_and_seal(SECOND)
    world.write("civil_affairs/deaths_1.csv", DEATHS, [["甲", ID, "2024-01-01"]])
    night, _ = world.land(THIRD)
    assert night.read(f"landing/{APPEND}")["name"].to_list() == ["甲", "乙"]
    assert [(row[0], row[6]) for row in counts_of(night, APPEND)] == [("deaths_1.csv", True), ("deaths_2.csv", True)]


def test_an_empty_inbox_stops_the_night(world: World) -> None:
    world.inbox.mkdir()
    with pytest.raises(EmptyInboxError):
        world.land()


def test_an_empty_snapshot_does_not_wipe_the_feed(world: World) -> None:
    header = ["姓名", "身份证号", "类别"]
    world.write("civil_affairs/children.csv", header, [["甲", "11010519491231002X", "孤儿"]])
    world.land_and_seal(FIRST)
    world.empty_inbox()
    world.write("civil_affairs/children.csv", header, [])
    world.write("civil_affairs/deaths.csv", DEATHS, [["乙", "", "2026-06-01"]])
    night, _ = world.land(SECOND)
    assert night.read("landing/civil_affairs/children").height == 1
    ledger = night.read("landing/ledger").filter(pl.col("feed") == "civil_affairs/children")
    assert sorted(ledger.select("refused", "rows_loaded", "delivery").rows()) == [(False, 1, FIRST), (True, 0, SECOND)]
    ages = night.read("landing/feed_ages").filter(pl.col("feed") == "civil_affairs/children")
    assert ages.select("delivery", "age_days").rows() == [(FIRST, 1)]


def test_an_empty_sheet_beside_a_full_one_is_no_failed_export(world: World) -> None:
    header: list[object] = ["姓名", "身份证号", "类别"]
    sheets = {"甲镇": [header, ["甲", "11010519491231002X", "孤儿"]], "乙镇": [header]}
    world.write_workbook("civil_affairs/children.xlsx", sheets)
    night, _ = world.land(FIRST)
    assert night.read("landing/ledger").filter("refused").height == 0
    assert night.read("landing/civil_affairs/children").height == 1


# With a right check digit: no correction leads to a number that has none.
VALID = "371082201505052341"
CORRECTIONS = "数据,主键,栏目,原值,更正值,原因,有效期至,登记人\n"


def _correct_id(world: World, wrong: str, right: str) -> None:
    line = f"{APPEND},姓名=甲;死亡日期=2024-01-01,身份证号,{wrong},{right},派出所核实,2026-12-31,李静\n"
    world.write_bytes("operator/corrections.csv", (CORRECTIONS + line).encode("utf-8-sig"))


def test_a_kept_row_that_is_corrected_meets_the_row_that_it_now_repeats(world: World) -> None:
    world.write(
        "civil_affairs/deaths.csv",
        DEATHS,
        [["甲", OTHER, "2024-01-01"], ["乙", "", "2024-01-01"], ["甲", VALID, "2024-01-01"]],
    )
    world.land_and_seal(FIRST)
    _correct_id(world, OTHER, VALID)
    _other_feed(world)
    night, _ = world.land(SECOND)
    assert night.read(f"landing/{APPEND}").select("name", "id_number", "row_no").rows() == [
        ("甲", VALID, 1),
        ("乙", None, 2),
    ]
    assert night.read("landing/replaced").select("row_no", "kind", "by_row_no").rows() == [(3, "repeat", 1)]
    assert night.read("landing/corrected").select("row_no", "column").rows() == [(1, "id_number")]
    assert night.previous_path(f"landing/{APPEND}") is not None
    assert list(night.path(f"landing/{APPEND}").parent.glob("*.corrected")) == []


def test_a_correction_that_finds_nothing_leaves_the_table_as_it_is(world: World) -> None:
    world.write("civil_affairs/deaths.csv", DEATHS, [["甲", VALID, "2024-01-01"]])
    world.land_and_seal(FIRST)
    _correct_id(world, OTHER, VALID)
    _other_feed(world)
    night, _ = world.land(SECOND)
    assert night.path(f"landing/{APPEND}").samefile(world.lake.partition(f"landing/{APPEND}", FIRST))


def test_a_row_kept_and_corrected_repeats_what_tonight_says_right(world: World) -> None:
    world.write("civil_affairs/deaths_1.csv", DEATHS, [["甲", OTHER, "2024-01-01"]])
    world.land_and_seal(FIRST)
    _correct_id(world, OTHER, VALID)
    world.write("civil_affairs/deaths_2.csv", DEATHS, [["甲", VALID, "2024-01-01"], ["乙", OTHER, "2024-01-01"]])
    night, _ = world.land(SECOND)
    landed = night.read(f"landing/{APPEND}").select("name", "id_number", "delivery")
    assert landed.rows() == [("甲", VALID, FIRST), ("乙", OTHER, SECOND)]
    assert night.read("landing/replaced").select("file", "kind").rows() == [("deaths_2.csv", "repeat")]
