"""The same row twice, and two rows with one key, within a night."""

from decimal import Decimal

import polars as pl
import pytest

from assets.lake import Night
from assets.landing.in_force import keys, repeats
from assets.vocabulary.feeds import Feed
from tests.stages.landing.deliveries import DEATHS, FIRST, SECOND, THIRD, World, counts_of

DEATH_FEED = "civil_affairs/deaths"
AID = ["姓名", "身份证号", "救助日期", "救助方式", "救助金额", "致困原因"]
AID_FEED = "civil_affairs/temporary_aid"
ID = "371082199001011234"


OTHER = "371082198505051239"


def _told(night: Night) -> list[tuple[object, ...]]:
    """landing/replaced without feed and sheets: file and row set aside, kind, file and row that stand, columns."""
    told = night.read("landing/replaced").select("file", "row_no", "kind", "by_file", "by_row_no", "differing")
    return told.rows()


def _split(night: Night, feed: str) -> list[tuple[object, ...]]:
    """(file, totals, repeats, replaced) of a feed's ledger rows that were read tonight."""
    ledger = night.read("landing/ledger").filter(pl.col("feed") == feed, ~pl.col("carried"))
    columns = ["rows_set_aside", "set_aside_totals", "set_aside_repeats", "set_aside_replaced"]
    assert (
        ledger.select(columns[0]).to_series().to_list()
        == ledger.select(pl.sum_horizontal(columns[1:]))[columns[1]].to_list()
    )
    return ledger.select("file", *columns[1:]).rows()


def test_exact_repeats_are_set_aside_and_counted_in_their_file(world: World) -> None:
    a, b, c = (["甲", ID, "2024-01-01"], ["乙", "", "2024-01-01"], ["乙", "", "2024-01-02"])
    world.write("civil_affairs/deaths_1.csv", DEATHS, [a, b, a])
    world.write("civil_affairs/deaths_2.csv", DEATHS, [b, c])
    night, _ = world.land()
    landed = night.read(f"landing/{DEATH_FEED}").select("file", "row_no", "name", "death_date")
    assert [(file, row) for file, row, *_ in landed.rows()] == [
        ("deaths_1.csv", 1),
        ("deaths_1.csv", 2),
        ("deaths_2.csv", 2),
    ]
    assert counts_of(night, DEATH_FEED) == [
        ("deaths_1.csv", "", 3, 2, 0, 1, False),
        ("deaths_2.csv", "", 2, 1, 0, 1, False),
    ]


def test_a_correction_that_is_taken_back_leaves_the_row_where_it_stood_first(world: World) -> None:
    first, other = ["甲", ID, "2026-06-01", "急难型", "500", "因病"], ["甲", ID, "2026-06-01", "支出型", "500", "因灾"]
    world.write("civil_affairs/temporary_aid.csv", AID, [other, first, other, first])
    night, _ = world.land()
    assert night.read(f"landing/{AID_FEED}").select("row_no", "reason").rows() == [(2, "因病")]
    assert [row[3:6] for row in counts_of(night, AID_FEED)] == [(1, 0, 3)]


def test_of_two_rows_with_one_key_the_later_one_counts(world: World) -> None:
    world.write("civil_affairs/temporary_aid_b.csv", AID, [["甲", ID, "2026-06-01", "急难型", "500.00", "因病"]])
    world.write(
        "civil_affairs/temporary_aid_a.csv",
        AID,
        [["甲", ID, "2026-06-01", "支出型", "500", "因残"], ["甲", ID, "2026-06-01", "支出型", "600", "因残"]],
    )
    night, _ = world.land()
    landed = night.read(f"landing/{AID_FEED}").select("file", "amount", "reason")
    assert landed.rows() == [
        ("temporary_aid_a.csv", Decimal("600.00"), "因残"),
        ("temporary_aid_b.csv", Decimal("500.00"), "因病"),
    ]
    assert [row[3:6] for row in counts_of(night, AID_FEED)] == [(1, 0, 1), (1, 0, 0)]


def test_rows_without_an_id_are_the_same_only_in_all_columns(world: World) -> None:
    rows = [
        ["甲", "", "2026-06-01", "急难型", "500", "因病"],
        ["乙", "", "2026-06-01", "急难型", "500", "因病"],
        ["甲", "", "2026-06-01", "急难型", "500.00", "因病"],
        ["甲", "", "2026-06-01", "急难型", "500", "因灾"],
    ]
    world.write("civil_affairs/temporary_aid.csv", AID, rows)
    night, _ = world.land()
    assert night.read(f"landing/{AID_FEED}")["row_no"].to_list() == [1, 2, 4]
    assert [row[3:6] for row in counts_of(night, AID_FEED)] == [(3, 0, 1)]


def test_rows_whose_ids_were_lost_are_not_taken_for_one(world: World) -> None:
    rows = [["甲", "3.71E+17", "2026-06-01", "急难型", "500", "因病"]] * 2
    world.write("civil_affairs/temporary_aid.csv", AID, rows)
    night, _ = world.land()
    assert [row[3:6] for row in counts_of(night, AID_FEED)] == [(2, 0, 0)]


def test_repeats_across_sheets_of_a_workbook(world: World) -> None:
    row: list[object] = ["甲", ID, "2024-01-01"]
    world.write_workbook("civil_affairs/deaths.xlsx", {"乙镇": [list(DEATHS), row], "丙镇": [list(DEATHS), row]})
    night, _ = world.land()
    assert [entry[1:] for entry in counts_of(night, DEATH_FEED)] == [
        ("丙镇", 1, 1, 0, 0, False),
        ("乙镇", 1, 0, 0, 1, False),
    ]


def test_a_feedback_key_includes_the_department_that_sent_it(world: World) -> None:
    header = ["预警编号", "核查日期", "核查人1", "核查人2", "核查结论"]
    world.write("feedback/education_1.csv", header, [["W1", "2026-06-30", "甲", "乙", "12"]])
    world.write("feedback/education_2.csv", header, [["W1", "2026-06-30", "甲", "乙", "62"]])
    world.write("feedback/housing_1.csv", header, [["W1", "2026-06-30", "甲", "乙", "61"]])
    night, _ = world.land()
    landed = night.read("landing/feedback/results").select("file", "result_code")
    assert landed.rows() == [("education_2.csv", "62"), ("housing_1.csv", "61")]


def test_a_feedback_file_may_bear_the_departments_chinese_name(world: World) -> None:
    header = ["预警编号", "核查日期", "核查人1", "核查人2", "核查结论"]
    world.write("feedback/民政_1.csv", header, [["W1", "2026-06-30", "甲", "乙", "12"]])
    world.write("feedback/civil_affairs_2.csv", header, [["W1", "2026-06-30", "甲", "乙", "62"]])
    world.write("feedback/教育_1.csv", header, [["W1", "2026-06-30", "甲", "乙", "61"]])
    night, _ = world.land()
    landed = night.read("landing/feedback/results").select("file", "result_code")
    assert landed.rows() == [("教育_1.csv", "61"), ("民政_1.csv", "12")]


def test_numbers_that_join_tables_are_landed_in_one_form(world: World) -> None:
    households = ["家庭编号", "户主姓名", "户主身份证号", "救助类型", "行政区划代码", "状态"]
    last = ["甲", ID, "110", "371082001002", "在保"]
    world.write("civil_affairs/households.csv", households, [["1001", *last], ["h 1002", *last]])
    members = ["家庭编号", "姓名", "身份证号"]
    world.write("civil_affairs/members.csv", members, [["1001.0", "甲", ID], ["Ｈ１００２", "乙", ""]])
    payments = ["发放年月", "家庭编号", "姓名", "身份证号", "救助类型", "应发金额", "实发金额", "发放状态"]
    world.write("civil_affairs/payments.csv", payments, [["202606", "1001.0", "甲", ID, "110", "10", "10", "成功"]])
    night, _ = world.land()
    assert night.read("landing/civil_affairs/households")["household_no"].to_list() == ["1001", "H1002"]
    assert night.read("landing/civil_affairs/members")["household_no"].to_list() == ["1001", "H1002"]
    assert night.read("landing/civil_affairs/payments")["household_no"].to_list() == ["1001"]


def test_a_corrected_answer_of_the_same_department_replaces_last_nights(world: World) -> None:
    header = ["预警编号", "核查日期", "核查人1", "核查人2", "核查结论"]
    world.write("feedback/民政_1.csv", header, [["W1", "2026-06-30", "甲", "乙", "12"]])
    world.write("feedback/教育_1.csv", header, [["W1", "2026-06-30", "甲", "乙", "61"]])
    world.land_and_seal()
    world.write("feedback/Civil_Affairs-2.csv", header, [["W1", "2026-06-30", "甲", "乙", "62"]])
    night, _ = world.land(SECOND)
    landed = night.read("landing/feedback/results").select("file", "result_code")
    assert landed.rows() == [("教育_1.csv", "61"), ("Civil_Affairs-2.csv", "62")]


def test_each_row_set_aside_is_told_with_the_row_that_stands(world: World) -> None:
    rows = [
        ["甲", ID, "2026-06-01", "急难型", "500", "因病"],  # replaced by row 3
        ["合计", "", "", "", "500", ""],
        ["甲", ID, "2026-06-01", "支出型", "500", ""],
        ["乙", OTHER, "2026-06-01", "支出型", "500", ""],
        ["甲", ID, "2026-06-01", "支出型", "500.00", ""],  # repeats row 3
    ]
    world.write("civil_affairs/temporary_aid_1.csv", AID, rows)
    world.write("civil_affairs/temporary_aid_2.csv", AID, [["乙", OTHER, "2026-06-01", "支出型", "500", ""]])
    night, _ = world.land()
    assert _told(night) == [
        ("temporary_aid_1.csv", 1, "replaced", "temporary_aid_1.csv", 3, ["aid_type", "reason"]),
        ("temporary_aid_1.csv", 5, "repeat", "temporary_aid_1.csv", 3, []),
        ("temporary_aid_2.csv", 1, "repeat", "temporary_aid_1.csv", 4, []),
    ]
    assert _split(night, AID_FEED) == [("temporary_aid_1.csv", 1, 1, 1), ("temporary_aid_2.csv", 0, 1, 0)]


def test_one_number_in_two_files_of_one_delivery_is_told_with_what_differs(world: World) -> None:
    header = ["家庭编号", "户主姓名", "户主身份证号", "救助类型", "行政区划代码", "状态"]
    world.write("civil_affairs/households_a.csv", header, [["1", "甲", ID, "110", "371082001002", "在保"]])
    world.write("civil_affairs/households_b.csv", header, [["1", "乙", OTHER, "110", "371083001002", "在保"]])
    night, _ = world.land()
    differing = ["division_code", "head_id_number", "head_name"]
    assert _told(night) == [("households_a.csv", 1, "replaced", "households_b.csv", 1, differing)]
    assert night.read("landing/civil_affairs/households")["head_name"].to_list() == ["乙"]


def test_a_later_night_repeats_and_replaces_rows_of_an_earlier_one(world: World) -> None:
    same, old = ["甲", ID, "2026-06-01", "急难型", "500", ""], ["乙", OTHER, "2026-06-01", "急难型", "500", ""]
    world.write("civil_affairs/temporary_aid_1.csv", AID, [same, old])
    world.land_and_seal(FIRST)
    new = ["乙", OTHER, "2026-06-01", "急难型", "500", "因病"]
    world.write("civil_affairs/temporary_aid_2.csv", AID, [same, new, new])
    night, _ = world.land(SECOND)
    assert _told(night) == [
        ("temporary_aid_1.csv", 2, "replaced", "temporary_aid_2.csv", 2, ["reason"]),
        ("temporary_aid_2.csv", 1, "repeat", "temporary_aid_1.csv", 1, []),
        ("temporary_aid_2.csv", 3, "repeat", "temporary_aid_2.csv", 2, []),
    ]
    landed = night.read(f"landing/{AID_FEED}").select("name", "delivery", "file", "row_no")
    assert landed.rows() == [("甲", FIRST, "temporary_aid_1.csv", 1), ("乙", SECOND, "temporary_aid_2.csv", 2)]
    assert _split(night, AID_FEED) == [("temporary_aid_2.csv", 0, 2, 0)]


def test_a_correction_taken_back_on_the_same_night_leaves_the_earlier_row(world: World) -> None:
    first, other = ["甲", ID, "2026-06-01", "急难型", "500", ""], ["甲", ID, "2026-06-01", "支出型", "500", ""]
    world.write("civil_affairs/temporary_aid_1.csv", AID, [first])
    world.land_and_seal(FIRST)
    world.write("civil_affairs/temporary_aid_2.csv", AID, [other, first])
    night, _ = world.land(SECOND)
    assert night.read(f"landing/{AID_FEED}").select("delivery", "row_no").rows() == [(FIRST, 1)]
    assert _told(night) == [
        ("temporary_aid_2.csv", 1, "replaced", "temporary_aid_1.csv", 1, ["aid_type"]),
        ("temporary_aid_2.csv", 2, "repeat", "temporary_aid_1.csv", 1, []),
    ]
    assert counts_of(night, AID_FEED)[1] == ("temporary_aid_2.csv", "", 2, 0, 0, 2, False)


def test_a_whole_export_delivered_again_changes_nothing(world: World) -> None:
    rows = [["甲", ID, "2026-06-01", "急难型", "500", ""], ["乙", "", "2026-06-01", "急难型", "500", ""]]
    world.write("civil_affairs/temporary_aid_1.csv", AID, rows)
    first = world.land_and_seal(FIRST)
    world.write("civil_affairs/temporary_aid_2.csv", AID, rows)
    night, _ = world.land(SECOND)
    table = world.lake.partition(f"landing/{AID_FEED}", first.night)
    assert night.path(f"landing/{AID_FEED}").samefile(table)
    assert _split(night, AID_FEED) == [("temporary_aid_2.csv", 0, 2, 0)]


def test_namesakes_whose_ids_were_lost_are_counted_one_by_one_over_nights(world: World) -> None:
    lost = ["甲", "3.71E+17", "2026-06-01", "急难型", "500", "因病"]
    world.write("civil_affairs/temporary_aid_1.csv", AID, [lost, lost])
    world.land_and_seal(FIRST)
    world.write("civil_affairs/temporary_aid_2.csv", AID, [lost, lost, lost])
    night = world.land_and_seal(SECOND)
    landed = pl.read_parquet(world.lake.partition(f"landing/{AID_FEED}", SECOND)).select("delivery", "row_no")
    assert landed.rows() == [(FIRST, 1), (FIRST, 2), (SECOND, 3)]
    world.write("civil_affairs/temporary_aid_3.csv", AID, [lost])
    night, _ = world.land(THIRD)
    assert night.read(f"landing/{AID_FEED}").height == 3
    assert _told(night) == [("temporary_aid_3.csv", 1, "repeat", "temporary_aid_1.csv", 1, [])]


def test_an_empty_id_and_a_lost_one_are_no_repeats_of_one_another(world: World) -> None:
    lost, none = (["甲", id_number, "2026-06-01", "急难型", "500", "因病"] for id_number in ("3.71E+17", ""))
    world.write("civil_affairs/temporary_aid_1.csv", AID, [lost, none])
    world.land_and_seal(FIRST)
    world.write("civil_affairs/temporary_aid_2.csv", AID, [none, none, lost])
    night, _ = world.land(SECOND)
    assert night.read(f"landing/{AID_FEED}").select("delivery", "row_no").rows() == [(FIRST, 1), (FIRST, 2)]
    assert _told(night) == [
        ("temporary_aid_2.csv", 1, "repeat", "temporary_aid_1.csv", 1, []),
        ("temporary_aid_2.csv", 2, "repeat", "temporary_aid_1.csv", 1, []),
        ("temporary_aid_2.csv", 3, "repeat", "temporary_aid_1.csv", 2, []),
    ]


def test_in_parts_the_same_rows_are_set_aside(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [[f"人{number}", "", "2026-06-01", "急难型", f"{number % 7}", ""] for number in range(40)]
    people += [["甲", ID, "2026-06-01", reason, f"{number % 5}", ""] for number, reason in enumerate(["急难型"] * 20)]
    told = []
    for at_once in (3_000_000, 3):
        monkeypatch.setattr(repeats, "_AT_ONCE", at_once)
        world.write("civil_affairs/temporary_aid.csv", AID, [*people, *people[::-2]])
        told.append(_told(world.land()[0]))
    assert told[0] == told[1]
    assert len(told[0]) == 30 + 15


def _hash_of_nothing(feed: Feed) -> pl.Expr:
    return pl.lit(7, pl.UInt64).repeat_by(pl.len()).explode()


def test_keys_that_share_a_hash_are_told_apart_by_their_values(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = [["甲", ID, f"2026-06-0{day}", "急难型", "500", ""] for day in (1, 2, 3)]
    second = [["甲", ID, "2026-06-02", "支出型", "500", ""], ["乙", OTHER, "2026-06-02", "支出型", "500", ""], first[2]]
    expected = [
        ("temporary_aid_1.csv", 2, "replaced", "temporary_aid_2.csv", 1, ["aid_type"]),
        ("temporary_aid_2.csv", 3, "repeat", "temporary_aid_1.csv", 3, []),
    ]
    for module in (keys, repeats):
        monkeypatch.setattr(module, "key_hash", _hash_of_nothing)
    world.write("civil_affairs/temporary_aid_1.csv", AID, first)
    world.land_and_seal(FIRST)
    world.write("civil_affairs/temporary_aid_2.csv", AID, second)
    assert _told(world.land(SECOND)[0]) == expected
