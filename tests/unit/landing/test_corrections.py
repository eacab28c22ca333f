"""The operator's corrections: which lines are usable, which cells they are about, and what is said of them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from assets.landing.operator.corrector import Corrector
from assets.landing.operator.note_files import CORRECTION_HEADINGS
from assets.landing.operator.notes import read_notes
from assets.vocabulary.feeds import load_feeds

NIGHT = date(2026, 6, 30)
HOUSEHOLDS, MEMBERS = load_feeds()["civil_affairs/households"], load_feeds()["civil_affairs/members"]
WANG_ID, CHILD_ID = "371082198001011234", "371082201505052341"
MENDED = [("annual_income", 0, Decimal("21000.00"))]
EXTENDED = [("valid_until", 0, date(2026, 12, 31))]
IDENTIFIED = [("head_id_number", 4, CHILD_ID)]
MONTH_AND_KIND = "pay_month=2026-05;assistance_type=城市低保"
PAYMENT = {"feed": "civil_affairs/payments", "key": f"{MONTH_AND_KIND};id_number={WANG_ID}"}
PAYMENT |= {"column": "amount_paid", "wrong": "500", "right": "400"}
CHINESE = [names[0] for names in CORRECTION_HEADINGS.values()]
ENGLISH = [names[1] for names in CORRECTION_HEADINGS.values()]
GOOD = {
    "feed": "civil_affairs/households",
    "key": "household_no=370001",
    "column": "annual_income",
    "wrong": "12000",
    "right": "21000.00",
    "why": "录入时写反了",
    "until": "2026-12-31",
    "recorded_by": "李静",
}


def _write(inbox: Path, *lines: dict[str, str], header: list[str] = ENGLISH, encoding: str = "utf-8") -> Path:
    rows = [header, *([line[names] for names in CORRECTION_HEADINGS] for line in lines)]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\n"
    path = inbox / "operator" / "corrections.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def _read(inbox: Path, *lines: dict[str, str], night: date = NIGHT) -> pl.DataFrame:
    _write(inbox, *lines)
    return read_notes(inbox, night).corrections


def _one(inbox: Path, **changed: str) -> dict[str, object]:
    table = _read(inbox, GOOD | changed)
    assert table.height == 1
    return table.row(0, named=True)


def test_without_a_folder_there_are_no_notes(tmp_path: Path) -> None:
    notes = read_notes(tmp_path, NIGHT)
    assert (notes.corrections.height, notes.acceptances.height) == (0, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("header", [CHINESE, ENGLISH])
def test_headings_in_both_languages_and_every_encoding(tmp_path: Path, header: list[str], encoding: str) -> None:
    chinese = {"feed": "救助家庭台账", "key": "家庭编号=370001", "column": "家庭年总收入"}
    _write(tmp_path, GOOD | chinese, header=header, encoding=encoding)
    row = read_notes(tmp_path, NIGHT).corrections.row(0, named=True)
    assert (row["feed"], row["row_key"], row["column"]) == (
        "civil_affairs/households",
        "household_no=370001",
        "annual_income",
    )
    assert (row["state"], row["cells"], row["reason"], row["why"]) == ("not_found", 0, None, "录入时写反了")


def test_a_workbook_with_dates_as_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(CHINESE)
    book.active.append([*list(GOOD.values())[:6], date(2026, 12, 31), "李静"])
    (tmp_path / "operator").mkdir()
    book.save(tmp_path / "operator" / "corrections 2026.xlsx")
    row = read_notes(tmp_path, NIGHT).corrections.row(0, named=True)
    assert (row["until"], row["state"]) == (date(2026, 12, 31), "not_found")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"feed": "households"}, "「数据」"),
        ({"column": "没有的列"}, "「栏目」"),
        ({"column": "家庭年总收入（万元）"}, "单位"),
        ({"key": ""}, "「主键」"),
        ({"key": "household_no"}, "「主键」"),
        ({"key": "household_no="}, "「主键」"),
        ({"key": "户口本=1"}, "「主键」"),
        ({"key": "household_no=1;家庭编号=2"}, "两次"),
        ({"key": "household_no=370001;member_count=几口"}, "读不出来"),
        ({"right": "两万"}, "「更正值」"),
        ({"right": "12,000"}, "一样"),
        ({"wrong": "", "right": ""}, "一样"),
        ({"why": ""}, "「原因」"),
        ({"recorded_by": ""}, "「登记人」"),
        ({"until": ""}, "「有效期至」"),
        ({"until": "年底"}, "「有效期至」"),
        ({"feed": "civil_affairs/payments", "key": "household_no=1", "column": "银行账号"}, "去掉"),
        # Identities: of one row only, with a right checksum, and never the key alone.
        ({"column": "household_no", "key": "head_id_number=" + WANG_ID, "wrong": "1", "right": "2"}, "主键"),
        ({"column": "head_id_number", "key": "head_name=王建国", "wrong": "", "right": WANG_ID}, "「家庭编号」"),
        ({"column": "head_id_number", "wrong": "", "right": "371082198001011235"}, "「更正值」"),
        # Any other column as well: one line is one row.
        ({"key": "户主姓名=张伟", "column": "状态", "wrong": "在保", "right": "退出"}, "「家庭编号」"),
        ({"key": "行政区划代码=371082001001", "column": "member_count", "wrong": "2", "right": "3"}, "「家庭编号」"),
        (PAYMENT | {"key": f"pay_month=2026-05;id_number={WANG_ID}"}, "「救助类型」"),
        (PAYMENT | {"column": "id_number", "key": MONTH_AND_KIND, "wrong": "", "right": WANG_ID}, "「姓名」"),
        # Emptied, the row could not be used any more.
        (PAYMENT | {"right": ""}, "「实发金额」是必填项"),
        (PAYMENT | {"right": "无"}, "「实发金额」是必填项"),
        (PAYMENT | {"column": "pay_month", "key": f"id_number={WANG_ID};救助类型=110", "wrong": "2026-05", "right": ""},
         "「发放年月」是必填项"),
        # What cannot be read is not the same as nothing: it would fit any empty cell.
        ({"wrong": "一万", "right": "1"}, "请把「原值」留空"),
        ({"column": "member_count", "wrong": "两", "right": "3"}, "请把「原值」留空"),
        ({"column": "head_id_number", "wrong": "3.71082E+17", "right": WANG_ID}, "请把「原值」留空"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_says_why_and_where(tmp_path: Path, changed: dict[str, str], told: str) -> None:
    row = _one(tmp_path, **changed)
    reason = str(row["reason"])
    assert row["state"] == "unusable"
    assert told in reason
    assert reason.startswith("corrections.csv 第 2 行：")
    assert "；" in reason
    corrections = read_notes(tmp_path, NIGHT).corrections
    assert not any(Corrector(feed, corrections).active for feed in load_feeds().values())


@pytest.mark.parametrize(("until", "state"), [("2026-06-30", "not_found"), ("2026-06-29", "expired")])
def test_the_last_night_is_the_last(tmp_path: Path, until: str, state: str) -> None:
    assert _one(tmp_path, until=until)["state"] == state


def test_a_line_written_twice_is_one_correction_and_another_wording_another(tmp_path: Path) -> None:
    other = GOOD | {"key": "家庭编号=370002"}
    table = _read(tmp_path, GOOD, GOOD, other)
    assert table["correction_id"].n_unique() == table.height == 2
    assert table["correction_id"].str.contains("^[0-9a-f]{16}$").all()
    assert _read(tmp_path, other, GOOD).equals(table)


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ({"right": "22000"}, "只留一条"),
        ({"wrong": "21000", "right": "23000"}, "合并"),
        ({"key": "家庭编号= 370001 ", "wrong": "1.2万", "right": "5"}, "只留一条"),
    ],
)
def test_corrections_that_contradict_each_other_are_not_applied(tmp_path, second, told) -> None:
    table = _read(tmp_path, GOOD, GOOD | second)
    assert table["state"].to_list() == ["unusable"] * 2
    assert table["reason"].str.contains(told).all()


def test_an_expired_correction_contradicts_nobody(tmp_path: Path) -> None:
    table = _read(tmp_path, GOOD, GOOD | {"right": "22000", "until": "2026-06-01"})
    assert sorted(table["state"]) == ["expired", "not_found"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("corrections.csv", b"feed,key\n1,2\n", "缺少列名"),
        ("corrections.csv", b"\x81", "编码"),
        ("corrections.xlsx", b"PK\x03\x04 nothing", "打不开"),
        ("corections.csv", b"feed,key\n", "文件名"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / "operator").mkdir()
    (tmp_path / "operator" / name).write_bytes(content)
    row = read_notes(tmp_path, NIGHT).corrections.row(0, named=True)
    assert row["state"] == "unusable"
    assert str(row["reason"]).startswith(f"operator/{name}：")
    assert told in str(row["reason"])


# ------------------------------------------------------------------ which cells


def _found(corrector: Corrector, values: pl.DataFrame) -> list[tuple[str, int, object]]:
    return [
        (cells.column, position, value)
        for cells in corrector.find(values)
        for position, value in zip(cells.positions, cells.values, strict=True)
    ]


def _households() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "household_no": ["370001", "370002", "370001", None, "370003"],
            "annual_income": [Decimal("12000.00"), Decimal("12000.00"), Decimal("5.00"), Decimal("12000.00"), None],
            "head_id_number": [WANG_ID, CHILD_ID, None, None, None],
            "valid_until": [date(2026, 1, 1), None, None, None, None],
            "property_ok": [True, False, None, True, False],
        },
        schema_overrides={"annual_income": pl.Decimal(14, 2)},
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, MENDED),
        # Written forms do not matter, neither in the key nor in the values.
        ({"key": "家庭编号＝　３７０００１ ；", "wrong": "1.2万元", "right": "￥21,000"}, MENDED),
        ({"key": f"家庭编号=370001;户主身份证号={WANG_ID.lower()}"}, MENDED),
        ({"key": f"household_no=370001;head_id_number='{WANG_ID}"}, MENDED),
        # Empty is what the cell says where it is empty or cannot be read, and what it may be made.
        ({"right": ""}, [("annual_income", 0, None)]),
        ({"right": "无"}, [("annual_income", 0, None)]),
        ({"wrong": "", "key": "household_no=370003", "right": "1"}, [("annual_income", 4, Decimal("1.00"))]),
        ({"wrong": "12001"}, []),
        ({"key": "household_no=370009"}, []),
        ({"column": "财产核对通过", "wrong": "是", "right": "否"}, [("property_ok", 0, False)]),
        ({"column": "认定有效期至", "wrong": "2026年1月1日", "right": "20261231"}, EXTENDED),
        ({"column": "head_id_number", "key": "家庭编号=370003", "wrong": "", "right": CHILD_ID}, IDENTIFIED),
        # A column that the file does not have.
        ({"column": "phone", "wrong": "", "right": "13812345678"}, []),
    ],
)  # fmt: skip
def test_cells_by_key_and_wrong_value(tmp_path: Path, changed: dict[str, str], expected: list[object]) -> None:
    corrections = _read(tmp_path, GOOD | changed)
    assert corrections["state"].to_list() == ["not_found"], corrections["reason"].to_list()
    corrector = Corrector(HOUSEHOLDS, corrections)
    assert _found(corrector, _households()) == expected
    assert not Corrector(MEMBERS, corrections).active


def test_many_corrections_and_keys_of_several_columns(tmp_path: Path) -> None:
    lines = [
        GOOD,
        GOOD | {"key": "household_no=370002", "right": "22000"},
        GOOD | {"key": f"household_no=370002;head_id_number={CHILD_ID}", "right": "23000"},
        GOOD | {"key": "household_no=370002", "column": "property_ok", "wrong": "否", "right": "是"},
    ]
    corrections = _read(tmp_path, *lines)
    found = Corrector(HOUSEHOLDS, corrections).find(_households())
    # The key that names more columns counts, and every cell is changed once.
    assert {cells.column: cells.values.to_list() for cells in found} == {
        "annual_income": [Decimal("21000.00"), Decimal("23000.00")],
        "property_ok": [True],
    }
    assert all(set(cells.correction_ids) <= set(corrections["correction_id"]) for cells in found)
    assert found[0].values.dtype == pl.Decimal(14, 2)


def test_an_id_that_ends_in_zeros_is_judged_alone(tmp_path: Path) -> None:
    valid = "371082198001024000"
    lines = [
        GOOD | {"column": "head_id_number", "wrong": "", "right": WANG_ID},
        GOOD | {"column": "head_id_number", "key": "household_no=370002", "wrong": CHILD_ID, "right": valid},
    ]
    corrections = _read(tmp_path, *lines)
    found = Corrector(HOUSEHOLDS, corrections).find(
        pl.DataFrame({"household_no": ["370001", "370002"], "head_id_number": [None, CHILD_ID]})
    )
    assert found[0].values.to_list() == [WANG_ID, valid]
