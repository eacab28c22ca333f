"""Bad cells are marked, bad rows refused, bad files told: with the place, the reason and never in the log."""

import json

import polars as pl
import pytest

from tests.stages.landing.deliveries import DEATHS, World, counts_of

FEED = "civil_affairs/deaths"
GOOD = ["甲", "371082199001011234", "2024-01-01"]
PAYMENTS = ["发放年月", "姓名", "身份证号", "救助类型", "应发金额", "实发金额", "发放状态", "银行账号"]


def _quarantine(world: World, feed: str = FEED) -> pl.DataFrame:
    return world.land()[0].read(f"quarantine/{feed}")


@pytest.mark.parametrize(
    ("row", "column", "reason_code"),
    [
        (["乙", "371082199001011234", ""], "death_date", "required_missing"),
        (["乙", "371082199001011234", "无"], "death_date", "required_missing"),
        (["乙", "371082199001011234", "昨天"], "death_date", "date_unreadable"),
        (["乙", "371082199001011234", "1800-01-01"], "death_date", "date_implausible"),
        (["", "无", "2024-01-01"], "", "nobody_named"),
        (["乙", "371082199001011234", "2024-01-01", "2024-01-02"], "", "row_too_long"),
    ],
)
def test_refused_rows(world: World, row: list[str], column: str, reason_code: str) -> None:
    world.write("civil_affairs/deaths.csv", DEATHS, [GOOD, row, ["丙", "", "2024-03-01"]])
    night, summary = world.land()
    assert night.read(f"landing/{FEED}").select("name", "row_no").rows() == [("甲", 1), ("丙", 3)]
    entry = night.read(f"quarantine/{FEED}").row(0, named=True)
    found = (entry["row_no"], entry["line_no"], entry["column"], entry["reason_code"], entry["row_refused"])
    assert found == (2, 3, column, reason_code, True)
    assert counts_of(night, FEED) == [("deaths.csv", "", 3, 2, 1, 0, False)]
    assert (summary.rows_quarantined, summary.cells_marked) == (1, 0)


def test_a_pupil_without_name_and_id_is_refused_though_a_guardian_is_named(world: World) -> None:
    header = ["学籍号", "姓名", "身份证件号", "学段", "就读状态", "监护人姓名", "监护人身份证号"]
    guardian = ["监护", "371082198505051239"]
    rows = [
        ["G1", "", "", "小学", "在读", *guardian],
        ["G2", "童", "", "小学", "在读", *guardian],
        ["G3", "", "371082201501011234", "小学", "在读", "", ""],
    ]
    world.write("education/students.csv", header, rows)
    night, _ = world.land()
    assert night.read("landing/education/students")["student_no"].to_list() == ["G2", "G3"]
    entries = night.read("quarantine/education/students").select("row_no", "reason_code", "reason", "row_refused")
    assert entries.rows() == [
        (1, "nobody_named", "「姓名」和「身份证件号」都是空的，不知道说的是谁；请补上后重报", True)
    ]


@pytest.mark.parametrize(
    ("name", "header", "row"),
    [
        (
            "housing/dangerous_houses",
            ["房屋编号", "户主姓名", "户主身份证号", "鉴定等级", "鉴定日期", "是否居住"],
            "房1",
        ),
        (
            "civil_affairs/households",
            ["家庭编号", "户主姓名", "户主身份证号", "救助类型", "行政区划代码", "状态"],
            "H1",
        ),
    ],
)
def test_the_head_or_owner_is_whom_a_row_names(world: World, name: str, header: list[str], row: str) -> None:
    last = {"housing/dangerous_houses": ["D", "2026-01-01", "是"]}.get(name, ["110", "371082001002", "在保"])
    world.write(f"{name}.csv", header, [[row, "", "", *last], [f"{row}0", "甲", "", *last]])
    night, _ = world.land()
    assert night.read(f"landing/{name}")["row_no"].to_list() == [2]
    assert night.read(f"quarantine/{name}")["reason"].to_list() == [
        "「户主姓名」和「户主身份证号」都是空的，不知道说的是谁；请补上后重报"
    ]


def test_a_bad_cell_is_emptied_and_its_row_goes_on(world: World) -> None:
    row = ["202606", "甲", "3.71E+17", "特级", "1010", "1010", "成功", "6222020000000000"]
    world.write("civil_affairs/payments.csv", PAYMENTS, [row])
    night, summary = world.land()
    landed = night.read("landing/civil_affairs/payments")
    assert landed.select("name", "id_number", "assistance_type").rows() == [("甲", None, None)]
    entries = night.read("quarantine/civil_affairs/payments")
    assert entries.select("column", "reason_code", "reason", "row_refused").rows() == [
        ("assistance_type", "code_unknown", "「救助类型」不在代码表里；请改用代码表中的写法，或告知我们增补", False),
        (
            "id_number",
            "digits_lost",
            "「身份证号」被当作数字保存，末尾几位已经丢失，无法恢复；请把这一列设成文本格式后重新导出",
            False,
        ),
    ]
    assert (summary.rows_loaded, summary.rows_quarantined, summary.cells_marked) == (1, 0, 2)


def test_an_entry_shows_the_heading_and_the_cell_as_they_were_delivered(world: World) -> None:
    header = [" 死亡 日期", "姓名", "身份证号", "火化日期"]
    rows = [["昨天 ", "甲", "３.71E+17", " 2024年13月"], ["", "？", "无", "#REF!"], ["2024-01-01", "丙", "", "", "x"]]
    world.write("civil_affairs/deaths.csv", header, rows)
    entries = _quarantine(world).select("row_no", "column", "heading", "value", "reason_code", "row_refused")
    assert entries.rows() == [
        (1, "cremation_date", "火化日期", " 2024年13月", "date_unreadable", True),
        (1, "death_date", "死亡 日期", "昨天 ", "date_unreadable", True),
        (1, "id_number", "身份证号", "３.71E+17", "digits_lost", True),
        (2, "", "", None, "nobody_named", True),
        (2, "cremation_date", "火化日期", "#REF!", "cell_error", True),
        (2, "death_date", "死亡 日期", None, "required_missing", True),
        (2, "name", "姓名", "？", "name_placeholder", True),
        (3, "", "", None, "row_too_long", True),
    ]


def test_a_name_with_lost_characters_is_landed_and_marked(world: World) -> None:
    rows = [
        ["王?", "371082199001011234", "2024-01-01"],
        ["张\ue001", "", "2024-01-02"],
        ["??", "371082198505051239", "2024-01-03"],
    ]
    world.write("civil_affairs/deaths.csv", DEATHS, rows)
    night, summary = world.land()
    assert night.read(f"landing/{FEED}")["name"].to_list() == ["王?", "张\ue001", None]
    entries = night.read(f"quarantine/{FEED}").select("row_no", "column", "reason_code", "reason", "row_refused")
    reason = "「姓名」里有没能显示的字（生僻字）；请核对后用 UTF-8 重新导出或补正"
    assert entries.rows() == [(row, "name", "name_placeholder", reason, False) for row in (1, 2, 3)]
    assert (summary.rows_loaded, summary.cells_marked) == (3, 3)


def test_names_with_lost_characters_do_not_make_two_people_one(world: World) -> None:
    # Without an id nothing says that the two 王? are the same; with it the row is a repeat like any other.
    named = [["王?", "", "2024-01-01"]] * 2 + [["张?", "371082199001011234", "2024-01-01"]] * 2
    world.write("civil_affairs/deaths.csv", DEATHS, named)
    night, _ = world.land()
    assert night.read(f"landing/{FEED}")["name"].to_list() == ["王?", "王?", "张?"]
    assert counts_of(night, FEED) == [("deaths.csv", "", 4, 3, 0, 1, False)]


def test_the_ledger_counts_ids_and_those_that_are_no_id(world: World) -> None:
    ids = ["371082199001011234", "37108219900101123x", "", "无", "E12345678", "3.71E+17", "371082"]
    world.write("civil_affairs/deaths.csv", DEATHS, [[f"甲{n}某", text, "2024-01-01"] for n, text in enumerate(ids)])
    night, _ = world.land()
    ledger = night.read("landing/ledger").filter(pl.col("feed") == FEED)
    assert ledger.select("ids_filled", "ids_malformed").row(0) == (5, 3)


@pytest.mark.parametrize(
    "line",
    [
        "合计,,",
        "合 计：,3,",
        ",总计,",
        "崖头街道办事处小计,12,",
        "本页合计（人）：,,",
        "填表人：某某,审核人：某某,2026-06-30",
        "制表单位：民政局,,",
        "备注：以上为六月数据,,",
        "姓名,身份证号,死亡日期",
        "姓 名,,死亡日期",
    ],
)
def test_lines_that_are_no_data_are_set_aside(world: World, line: str) -> None:
    text = "\n".join([",".join(DEATHS), ",".join(GOOD), line, "丙,,2024-03-01"])
    world.write_bytes("civil_affairs/deaths.csv", f"{text}\n".encode())
    night, _ = world.land()
    assert night.read(f"landing/{FEED}").select("name", "row_no").rows() == [("甲", 1), ("丙", 3)]
    ledger = night.read("landing/ledger").filter(pl.col("feed") == FEED)
    counts = ("rows_read", "rows_loaded", "rows_quarantined", "rows_set_aside", "set_aside_totals")
    assert ledger.select(counts).row(0) == (3, 2, 0, 1, 1)


@pytest.mark.parametrize(
    "row", [["备注：甲", "371082199001011234", "2024-01-01"], ["累计", "371082199001011234", "2024-01-01"]]
)
def test_a_line_with_an_identity_number_is_about_a_person(world: World, row: list[str]) -> None:
    world.write("civil_affairs/deaths.csv", DEATHS, [row])
    assert counts_of(world.land()[0], FEED) == [("deaths.csv", "", 1, 1, 0, 0, False)]


def test_a_record_that_has_only_a_cell_too_many_is_not_taken_for_blank(world: World) -> None:
    world.write_bytes("civil_affairs/deaths.csv", f"{','.join(DEATHS)}\n{','.join(GOOD)}\n,,,x\n".encode())
    night, _ = world.land()
    assert counts_of(night, FEED) == [("deaths.csv", "", 2, 1, 1, 0, False)]
    assert night.read(f"quarantine/{FEED}")["reason_code"].to_list() == ["row_too_long"]


def test_a_correction_saves_a_row_from_being_refused_and_is_told(world: World) -> None:
    world.write(
        "civil_affairs/deaths.csv",
        DEATHS,
        [
            ["甲", "371082199001011234", "昨天"],
            ["乙", "371082198505051239", "昨天"],
            ["丙?", "371082197707071230", "2024-03-01"],
            ["丁", "371082196606061230", "2024-03-01", "x"],
        ],
    )
    header = ["数据", "主键", "栏目", "原值", "更正值", "原因", "有效期至", "登记人"]
    why = ["原系统录错", "2027-01-01", "经办"]
    notes = [
        ["civil_affairs/deaths", "身份证号=371082199001011234;姓名=甲", "死亡日期", "", "2024年2月1日", *why],
        ["civil_affairs/deaths", "身份证号=371082197707071230;死亡日期=2024-03-01", "姓名", "丙?", "丙䶮", *why],
        ["civil_affairs/deaths", "身份证号=371082196606061230;姓名=丁", "死亡日期", "2024-03-01", "2024-03-02", *why],
    ]
    world.write("operator/corrections.csv", header, notes)
    night, _ = world.land()
    landed = night.read(f"landing/{FEED}").select("name", pl.col("death_date").cast(pl.String), "row_no")
    assert landed.rows() == [("甲", "2024-02-01", 1), ("丙䶮", "2024-03-01", 3)]
    entries = night.read(f"quarantine/{FEED}").select("row_no", "reason_code")
    assert entries.rows() == [(2, "date_unreadable"), (4, "row_too_long")]
    corrected = night.read("landing/corrected").select("file", "row_no", "column")
    assert corrected.rows() == [("deaths.csv", 1, "death_date"), ("deaths.csv", 3, "name")]
    assert counts_of(night, FEED) == [("deaths.csv", "", 4, 2, 2, 0, False)]


def test_what_must_not_leave_is_neither_landed_nor_quarantined(world: World) -> None:
    row = ["坏月份", "甲", "371082199001011234", "110", "10", "10", "成功", "6222020000000000"]
    shifted = ["202606", "甲", "371082199001011234", "110", "10", "10", "1", "成功", "6222020000000000"]
    world.write("civil_affairs/payments.csv", [*PAYMENTS, "本人住址"], [[*row, "秘密"], [*shifted, "秘密", "x"]])
    night, _ = world.land()
    entries = night.read("quarantine/civil_affairs/payments")
    assert json.loads(entries["raw"][0]) == {
        "发放年月": "坏月份",
        "姓名": "甲",
        "身份证号": "371082199001011234",
        "救助类型": "110",
        "应发金额": "10",
        "实发金额": "10",
        "发放状态": "成功",
    }
    assert entries.select("heading", "value").row(0) == ("发放年月", "坏月份")
    assert entries.select("heading", "value", "raw").row(1) == ("", None, "{}")
    for key in ("landing", "quarantine"):
        content = night.read(f"{key}/civil_affairs/payments").write_csv()
        assert "6222020000000000" not in content
        assert "秘密" not in content


def test_line_numbers_count_blank_lines_titles_and_breaks_inside_cells(world: World) -> None:
    header = ",".join([*DEATHS, "殡仪馆"])
    lines = ["标题,,,", header, '甲,,2024-01-01,"一\n二\n三"', "", "乙,,坏,", '丙,,坏,"四\n五"', "丁,,坏,"]
    world.write_bytes("civil_affairs/deaths.csv", ("\n".join(lines) + "\n").encode())
    entries = _quarantine(world)
    assert entries.select("row_no", "line_no").rows() == [(2, 7), (3, 8), (4, 10)]


def test_a_workbooks_line_is_the_row_that_excel_shows(world: World) -> None:
    rows: list[list[object]] = [["标题"], [], list(DEATHS), list(GOOD), [], ["乙", None, "坏"]]
    world.write_workbook("civil_affairs/deaths.xlsx", {"表": rows})
    assert _quarantine(world).select("sheet", "row_no", "line_no").rows() == [("表", 2, 6)]


def test_lines_of_a_returned_list_that_nobody_filled_in_are_set_aside(world: World) -> None:
    header = ["预警编号", "核查日期", "核查人1", "核查人2", "核查结论", "备注"]
    rows = [
        ["W1", "2026-06-29", "甲某", "乙某", "51", ""],
        ["W2", "", " ", "", "", ""],
        ["W3", "", "", "", "", "下周再去"],
        ["W4", "", "甲某", "", "", ""],
    ]
    world.write("feedback/民政_370786_昌邑市.csv", header, rows)
    night, _ = world.land()
    ledger = night.read("landing/ledger").filter(pl.col("feed") == "feedback/results")
    counts = ("rows_read", "rows_loaded", "rows_set_aside", "rows_quarantined")
    assert ledger.select(counts).row(0) == (4, 1, 2, 1)
    assert set(night.read("quarantine/feedback/results")["row_no"]) == {4}


def test_our_own_sheets_of_a_returned_list_are_passed_over(world: World) -> None:
    answers: list[list[object]] = [["预警编号", "核查日期", "核查人1", "核查人2", "核查结论"]]
    answers.append(["W1", "2026-06-29", "甲某", "乙某", "21 已给予临时救助"])
    returned = {"说明": [["民政部门困难家庭核查清单"], ["共1条"]], "荣成市": answers, "退回": [["文件", "原因"]]}
    world.write_workbook("feedback/民政_核查清单_2026-06-29.xlsx", returned)
    night, _ = world.land()
    assert night.read("landing/ledger").filter("refused").height == 0
    assert night.read("landing/feedback/results")["result_code"].to_list() == ["21"]


def test_a_feedback_row_with_an_unknown_result_stays_visible(world: World) -> None:
    header = ["预警编号", "核查日期", "核查人1", "核查人2", "核查结论"]
    rows = [
        ["W1", "2026-06-30", "甲", "乙", "不知道"],
        ["W2", "2026-06-30", "甲", "乙", "已纳入特困"],
        ["", "2026-06-30", "甲", "乙", "12"],
    ]
    world.write("feedback/education_0630.csv", header, rows)
    night, _ = world.land()
    assert night.read("landing/feedback/results").select("warning_id", "result_code").rows() == [
        ("W1", None),
        ("W2", "12"),
    ]
    entries = night.read("quarantine/feedback/results").select("row_no", "column", "reason_code", "row_refused")
    assert entries.rows() == [(1, "result_code", "code_unknown", False), (3, "warning_id", "required_missing", True)]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("deaths.csv", "姓名,身份证号\n甲,1\n".encode(), "缺少必需的列：「死亡日期」"),
        ("deaths.csv", "一,二\n三,四\n".encode(), "没有找到表头"),
        ("deaths.csv", b"", "文件是空的"),
        ("deaths.csv", bytes(range(128, 256)) * 100, "编码无法识别"),
        ("deaths.xlsx", b"not a workbook", "没有找到表头"),
        ("deaths.parquet", b"PAR1 not parquet PAR1", "Parquet 文件打不开"),
        ("deaths.csv", '姓名,身份证号,死亡日期\n甲,1,2024-01-01\n"乙,2,2024-01-01\n丙,3,2024-01-01\n'.encode(), "引号"),
    ],
)
def test_a_bad_file_is_refused_whole_and_the_others_go_on(world: World, name: str, data: bytes, reason: str) -> None:
    world.write_bytes(f"civil_affairs/{name}", data)
    world.write("civil_affairs/deaths_b.csv", DEATHS, [GOOD])
    night, summary = world.land()
    assert night.read(f"landing/{FEED}")["file"].to_list() == ["deaths_b.csv"]
    refused = night.read("landing/ledger").filter(pl.col("refused"))
    assert refused["file"].to_list() == [name]
    assert reason in refused["reason"][0]
    assert (summary.files, summary.files_refused, summary.rows_loaded) == (2, 1, 1)


def test_a_quote_that_swallows_lines_refuses_the_file(world: World) -> None:
    header = [*DEATHS, "火化日期", "殡仪馆"]
    row = "{},371082199001011234,2024-01-01,2024-01-02,馆"
    lines = [",".join(header), row.format("甲"), row.format('"乙'), row.format("丙"), row.format('丁"')]
    world.write_bytes("civil_affairs/deaths.csv", ("\n".join(lines) + "\n").encode())
    world.write("civil_affairs/deaths_b.csv", DEATHS, [GOOD])
    night, _ = world.land()
    assert night.read(f"landing/{FEED}")["file"].to_list() == ["deaths_b.csv"]
    reason = night.read("landing/ledger").filter(pl.col("refused"))["reason"].to_list()
    assert reason == ["第 3 行起引号不成对，后面的行被并成了一格；请重新导出"]


def test_stray_quotes_inside_cells_are_text(world: World) -> None:
    header = [*DEATHS, "殡仪馆"]
    lines = [",".join(header), '甲,,2024-01-01,5"馆', '乙,,2024-01-01,"一馆"东', "", '丙,,2024-01-01,"二,""馆"']
    world.write_bytes("civil_affairs/deaths.csv", ("\n".join(lines) + "\n").encode("gb18030"))
    world.write("civil_affairs/deaths_b.csv", DEATHS, [["丁", "", "坏"]])
    night, _ = world.land()
    landed = night.read(f"landing/{FEED}").select("name", "funeral_home", "row_no")
    assert landed.rows() == [("甲", '5"馆', 1), ("乙", "一馆东", 2), ("丙", '二,"馆', 3)]


def test_files_of_no_feed_are_in_the_ledger(world: World) -> None:
    world.write("civil_affairs/deaths.csv", DEATHS, [GOOD])
    world.write("civil_affairs/funerals.csv", DEATHS, [GOOD])
    world.write("police/deaths.csv", DEATHS, [GOOD])
    world.write_bytes("civil_affairs/.DS_Store", b"x")
    world.write_bytes("civil_affairs/~$deaths.xlsx", b"x")
    night, summary = world.land()
    refused = night.read("landing/ledger").filter(pl.col("refused"))
    assert refused.select("feed", "file").rows() == [("", "police/deaths.csv"), ("civil_affairs", "funerals.csv")]
    assert refused["reason"].null_count() == 0
    assert (summary.files, summary.files_refused) == (3, 2)
