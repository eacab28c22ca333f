"""What senders get back of a small night that is landed whole: list, CSV, card, table; never a personal value."""

import csv
import hashlib
import json
import re
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from assets.lake import Night
from assets.queues.returns.deliver import make_returns
from assets.queues.returns.words import CONTRADICTS
from assets.vocabulary.departments import SENDING_DEPARTMENTS
from assets.vocabulary.tables import table_schema
from tests.stages.landing.deliveries import DEATHS, FIRST, SECOND, World

NAME, NUMBER, PHONE = "王小明", "371082199001011238", "13812345678"
MEMBERS = ["家庭编号", "姓名", "身份证号", "与户主关系", "出生日期", "联系电话"]
STEM = f"民政_退回清单_{FIRST}"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def _write_ugly_files(world: World) -> None:
    """Two good rows, refused rows, marked cells, a refused file, a file of no feed, two files that disagree."""
    deaths = [
        [NAME, NUMBER, "2026-05-01"],
        ["李红", "371082195003031233", "2026年13月"],
        ["", "", "2026-05-02"],
        ["张三丰", "371082195003034444", ""],
        ["陈大文", "3.71082E+17", "2026-05-03"],
        ["合计", "", "5"],
    ]
    world.write("civil_affairs/deaths_荣成市.csv", DEATHS, deaths, "gb18030")
    first = [["H1", NAME, NUMBER, "本人", "1990-01-01", f"{PHONE}/139"], ["H1", "王小红", "", "女儿", "", "=1+2"]]
    second = [["H1", NAME, NUMBER, "配偶", "1990-01-02", PHONE], ["H1", "王小红", "", "女儿", "", "=1+2"]]
    world.write("civil_affairs/members_上报.csv", MEMBERS, first)
    world.write("civil_affairs/members_补报.csv", MEMBERS, second)
    world.write("civil_affairs/children_坏.csv", ["姓名", "类别"], [["王五", "孤儿"]])
    world.write("civil_affairs/老年人.csv", ["姓名"], [["王五"]])


def _folder(night: Night, department: str = "civil_affairs") -> Path:
    return night.deliveries / department


def _rows(path: Path, sheet: str) -> list[dict[str, object]]:
    header, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def _texts(path: Path) -> list[str]:
    sheets = openpyxl.load_workbook(path).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row]
    return [str(cell) for cell in cells if cell is not None]


def test_the_list_names_line_heading_masked_value_and_cure(world: World) -> None:
    _write_ugly_files(world)
    night, _ = world.land()
    make_returns(night)
    rows = _rows(_folder(night) / f"{STEM}.xlsx", "明细")
    told = [tuple(row.values()) for row in rows if row["文件"] == "deaths_荣成市.csv"]
    deaths, unreadable = "deaths_荣成市.csv", "「死亡日期」不是能识别的日期"
    lost = "「身份证号」被当作数字保存，末尾几位已经丢失，无法恢复"
    assert ("死亡火化", deaths, None, 3, "死亡日期", "2026年13月", unreadable) == told[0][:7]
    assert told[0][7:] == ("请写成 2024-01-31 的样子", "整行未采用")
    assert [row[3:6] for row in told[1:]] == [
        (4, None, None),
        (5, "死亡日期", None),
        (6, "身份证号", "3.71082E+17"),
    ]
    assert told[-1][6:] == (lost, "请把这一列设成文本格式后重新导出", "该格未采用")
    assert next(row["填报内容(已遮盖)"] for row in rows if row["栏目"] == "联系电话") == "138****5678/139"


def test_whole_files_come_first_in_list_and_summary(world: World) -> None:
    _write_ugly_files(world)
    night, _ = world.land()
    make_returns(night)
    details = _rows(_folder(night) / f"{STEM}.xlsx", "明细")
    summary = _rows(_folder(night) / f"{STEM}.xlsx", "汇总")
    assert [(row["数据"], row["文件"], row["处理"]) for row in details[:2]] == [
        ("孤儿与事实无人抚养儿童", "children_坏.csv", "整份文件未采用"),
        ("未识别的数据", "老年人.csv", "整份文件未采用"),
    ]
    assert {row["文件"] for row in summary[:2]} == {"children_坏.csv", "老年人.csv"}
    assert all(row["原因"] and row["怎样更正"] for row in summary)
    counts = {(row["文件"], row["栏目"]): (row["行数"], row["首行行号"]) for row in summary[2:]}
    assert counts["deaths_荣成市.csv", "身份证号"] == (1, 6)


def test_the_table_counts_what_the_list_holds_and_names_nobody(world: World) -> None:
    _write_ugly_files(world)
    night, _ = world.land()
    table = make_returns(night)
    assert table.equals(night.read("queues/returns"))
    assert table.schema == table_schema("queues/returns")
    quarantine = pl.concat(night.read(f"quarantine/civil_affairs/{feed}") for feed in ("deaths", "members"))
    assert table["rows"].sum() == quarantine.height > 5
    whole = table.filter(pl.col("rows") == 0).select("feed", "reason_code", "heading", "first_line").rows()
    assert whole == [
        ("civil_affairs", "file_unrecognised", "", None),
        ("civil_affairs/children", "file_refused", "", None),
    ]
    text = table.write_ndjson()
    assert not any(value in text for value in (NAME, NUMBER, PHONE, "李红", "张三丰"))


def test_the_csv_holds_every_row_and_no_formula(world: World) -> None:
    _write_ugly_files(world)
    night, _ = world.land()
    make_returns(night, listed_rows=3)
    path = _folder(night) / f"{STEM}.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    quarantine = pl.concat(night.read(f"quarantine/civil_affairs/{feed}") for feed in ("deaths", "members"))
    assert len(rows) == quarantine.height + 2
    assert "'=1+2" in [row["填报内容(已遮盖)"] for row in rows]
    assert not [cell for row in rows for cell in row.values() if re.match(r"[=+\-@\t]", cell)]


def test_a_long_list_is_cut_and_says_how_much_is_missing(world: World) -> None:
    _write_ugly_files(world)
    night, _ = world.land()
    make_returns(night, listed_rows=3)
    sheet = openpyxl.load_workbook(_folder(night) / f"{STEM}.xlsx")["明细"]
    total = sum(1 for _ in (_folder(night) / f"{STEM}.csv").open(encoding="utf-8")) - 1
    assert [sheet.cell(row, 2).value for row in (2, 3)] == ["children_坏.csv", "老年人.csv"]
    assert sheet.max_row == 5
    assert sheet.cell(5, 1).value == f"本表只列前3行，另有{total - 3}行未列出；全部内容见同名的 csv 文件。"


def test_no_personal_value_of_the_quarantine_is_in_any_file(world: World) -> None:
    _write_ugly_files(world)
    shifted = [["H9", NUMBER, NAME, PHONE, NAME, NAME], ["H9", f"{NAME}{NUMBER}", f"x{NUMBER}", NAME, PHONE, NUMBER]]
    world.write("civil_affairs/members_错位.csv", MEMBERS, shifted)
    night, _ = world.land()
    make_returns(night)
    files = [path for path in night.deliveries.rglob("*") if path.is_file()]
    cells = [text for path in files if path.suffix == ".xlsx" for text in _texts(path)]
    cells += [path.read_text(encoding="utf-8-sig") for path in files if path.suffix in (".csv", ".json")]
    assert len(cells) > 100
    for text in cells:
        assert not re.search(r"[0-9]{17}[0-9Xx]|(?<![0-9])1[3-9][0-9]{9}(?![0-9])", text)
        assert not any(name in text for name in (NAME, "李红", "张三丰", "陈大文", "王小红"))


def test_two_files_that_disagree_are_told_with_both_addresses(world: World) -> None:
    _write_ugly_files(world)
    night, _ = world.land()
    # What landing leaves of the two files of members, written by hand: the second file's row stands.
    address = {"feed": "civil_affairs/members", "delivery": FIRST, "sheet": "", "row_no": 1}
    standing = {"by_delivery": FIRST, "by_file": "members_补报.csv", "by_sheet": "", "by_row_no": 1}
    pair = {**address, **standing, "file": "members_上报.csv", "kind": "replaced"}
    rows = [
        pair | {"differing": ["birth_date", "phone"]},
        pair | {"kind": "repeat", "row_no": 2, "by_row_no": 2, "differing": []},
        pair | {"file": "members_补报.csv", "row_no": 3, "differing": ["phone"]},
    ]
    night.save("landing/replaced", pl.DataFrame(rows, schema=table_schema("landing/replaced")))
    make_returns(night)
    sheet = openpyxl.load_workbook(_folder(night) / f"{STEM}.xlsx")["重复与冲突"]
    told = [row for row in sheet.iter_rows(values_only=True) if row[4] == "members_补报.csv"]
    assert told == [
        ("家庭成员", "members_上报.csv", None, "2", "members_补报.csv", None, "2", "出生日期、联系电话", CONTRADICTS),
    ]


def test_changed_headings_are_told(world: World) -> None:
    _write_ugly_files(world)
    night, _ = world.land()
    change = {"feed": "civil_affairs/deaths", "file": "deaths_荣成市.csv", "sheet": "", "change": "renamed"}
    change |= {"heading": "去世日期", "before": "死亡日期", "column": "death_date", "reason": "列名变了；请沿用原列名"}
    night.save("landing/drift", pl.DataFrame([change], schema=table_schema("landing/drift")))
    make_returns(night)
    (row,) = _rows(_folder(night) / f"{STEM}.xlsx", "表头变化")
    assert tuple(row.values())[2:] == (None, "列名改变", "去世日期", "死亡日期", "死亡日期", "列名变了", "请沿用原列名")
    assert "死亡火化：1个文件的列名与上次不同（1处），见退回清单。" in _texts(
        _folder(night) / f"民政_数据质量卡_{FIRST}.xlsx"
    )


def test_a_department_that_sent_nothing_and_one_without_a_fault_are_told_so(world: World) -> None:
    _write_ugly_files(world)
    world.write("education/aid.csv", ["姓名", "身份证号", "学年", "资助项目", "金额"], [])
    world.write(
        "housing/property.csv",
        ["权利人", "权利人身份证号", "不动产权证号", "坐落", "建筑面积", "登记日期"],
        [["王五", "", "鲁1", "某村", "80", "2026-01-02"]],
    )
    night, _ = world.land()
    table = make_returns(night)
    assert not set(table["department"]) & {"employment", "medical_insurance"}
    for department, name in SENDING_DEPARTMENTS.items():
        names = sorted(path.name for path in _folder(night, department).iterdir())
        stems = (f"{name}_数据质量卡_{FIRST}.xlsx", f"{name}_退回清单_{FIRST}.csv", f"{name}_退回清单_{FIRST}.xlsx")
        assert names == ["manifest.json", *stems]
    nothing = _folder(night, "employment")
    assert any("没有收到贵单位的数据" in text for text in _texts(nothing / f"人社_退回清单_{FIRST}.xlsx"))
    assert any("没有收到贵单位的数据" in text for text in _texts(nothing / f"人社_数据质量卡_{FIRST}.xlsx"))
    assert _rows(nothing / f"人社_退回清单_{FIRST}.xlsx", "明细")[0]["数据"] == "本夜没有这类情况。"
    lines = (nothing / f"人社_退回清单_{FIRST}.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines == ["数据,文件,工作表,行号,栏目,填报内容(已遮盖),原因,怎样更正,处理"]


def test_the_card_says_tonight_in_one_sentence(world: World) -> None:
    _write_ugly_files(world)
    night, _ = world.land()
    make_returns(night)
    own = night.read("landing/ledger")
    read, loaded, returned = (int(own[f"rows_{what}"].sum()) for what in ("read", "loaded", "quarantined"))
    texts = _texts(_folder(night) / f"民政_数据质量卡_{FIRST}.xlsx")
    assert texts[:2] == [f"民政部门数据质量卡　{FIRST}", "红 须尽快处理"]
    start = f"今晚收到3项数据（5个文件）、共{read}行，采用{loaded}行，退回{returned}行"
    assert texts[2].startswith(start)
    assert texts[2].endswith("2个文件整份退回。")


def test_only_what_was_read_tonight_goes_back(world: World) -> None:
    world.write("civil_affairs/deaths_1.csv", DEATHS, [["王五", "", "昨天"]])
    world.land_and_seal(FIRST)
    world.write("civil_affairs/deaths_2.csv", DEATHS, [["王六", "", "前天"]])
    night, _ = world.land(SECOND)
    table = make_returns(night)
    assert night.read("quarantine/civil_affairs/deaths").height == 2
    assert table.select("file", "rows").rows() == [("deaths_2.csv", 1)]
    (row,) = _rows(_folder(night) / f"民政_退回清单_{SECOND}.xlsx", "明细")
    assert (row["文件"], row["填报内容(已遮盖)"]) == ("deaths_2.csv", "**")


def test_the_manifest_names_the_files_beside_those_of_the_queue_once(world: World) -> None:
    _write_ugly_files(world)
    night, _ = world.land()
    folder = _folder(night)
    folder.mkdir(parents=True)
    queue = {"file": "民政_核查清单.xlsx", "rows": 4, "sha256": "0"}
    manifest = {"department": "civil_affairs", "night": str(FIRST), "files": [queue]}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    make_returns(night)
    make_returns(night)
    made = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert queue in made
    assert len(made) == 4
    for entry in made:
        if entry != queue:
            assert hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


def test_the_same_night_gives_the_same_bytes(world: World) -> None:
    _write_ugly_files(world)
    night, _ = world.land()

    def bytes_made() -> dict[str, bytes]:
        make_returns(night)
        files = [path for path in night.deliveries.rglob("*") if path.is_file()]
        made = {str(path.relative_to(night.deliveries)): path.read_bytes() for path in files}
        return made | {"table": night.path("queues/returns").read_bytes()}

    first = bytes_made()
    assert len(first) == 1 + 4 * len(SENDING_DEPARTMENTS)
    assert bytes_made() == first
