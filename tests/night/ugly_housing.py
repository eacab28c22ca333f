"""Housing in the ugly inbox: an empty margin round the table, a web page, a Parquet file, guarded numbers."""

import io
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.night.ugly_files import Page, put, text, workbook
from tests.night.ugly_people import AILI, BI, CHU, CONG, DESHUI, GE, GONG, JI, JIANG, QU, YAN, ZOU
from tests.night.ugly_truth import LOST_DIGITS, UNKNOWN_WORD, D, Refused, Sheet, Told, Truth, who, yuan

HOUSES, RENTAL, PROPERTY = "housing/dangerous_houses", "housing/public_rental", "housing/property"
HOUSE_BOOK, RENTAL_PAGE, EMPTY_BOOK = "dangerous_houses_危房.xlsx", "public_rental_公租房.html", "public_rental_空.xlsx"
TITLES, MORE_TITLES = "property_登记.parquet", "property_补.csv"


def houses(folder: Path) -> list[Truth]:
    """Two empty columns and three empty lines before the table, an empty column within it, the owner in a group."""
    groups = ["房屋编号", "户主", None, None, "鉴定情况", None, "是否居住", "受灾情况", "受灾日期", "房屋坐落"]
    leaves = [None, "姓名", "身份证号", None, "鉴定等级", "鉴定日期", None, None, None, None]
    body = [
        [
            "wf-0001",
            "邹永福",
            ZOU.number,
            None,
            "C级",
            date(2025, 9, 10),
            "是",
            "倒房",
            "2026年5月20日",
            "北场村3号",
        ],
        ["WF-0002", "宫本利", GONG.number, None, "一级", "2024-11-5", "否", "无", None, None],
        ["WF-0003", "于得水", DESHUI.number, None, "D", "2025.3.2", "偶尔", "无", None, None],
        [],
        [1004, "姜玉芬", JIANG.number, None, "b", "20230401", "Y", "严重", 46054, "东秦家庄村\n7号"],
    ]
    cells = [[], [], [], *([None, None, *row] if row else [] for row in (groups, leaves, *body))]
    merged = ("C4:C5", "D4:E4", "G4:H4", *(f"{letter}4:{letter}5" for letter in "IJKL"))
    put(folder / "housing" / HOUSE_BOOK, workbook({"危房": Page(cells, merged)}))
    rows = {
        1: {"house_no": "WF-0001", **who(ZOU, "owner"), "grade": "C", "appraised_date": D(2025, 9, 10),
            "occupied": True, "disaster_damage": "倒塌", "disaster_date": D(2026, 5, 20), "address": "北场村3号"},
        2: {"house_no": "WF-0002", **who(GONG, "owner"), "appraised_date": D(2024, 11, 5), "occupied": False,
            "disaster_damage": "无"},
        4: {"house_no": "1004", **who(JIANG, "owner"), "grade": "B", "appraised_date": D(2023, 4, 1), "occupied": True,
            "disaster_damage": "严重损坏", "disaster_date": D(2026, 2, 1), "address": "东秦家庄村 7号"},
    }  # fmt: skip
    told = (
        Told(2, 7, "grade", "鉴定情况/鉴定等级", UNKNOWN_WORD),
        Told(3, 8, "occupied", "是否居住", "是|否", refused=True),
    )
    return [Sheet(HOUSES, HOUSE_BOOK, "危房", 4, rows, headers=2, blank=1, told=told, format="xlsx")]


def rental_page(folder: Path) -> list[Truth]:
    """A web page in UTF-8 with entities, nested marks, a header in two rows of which cells span."""
    page = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>公租房</title><script>var a = "<table>";</script></head><body>
<h2>公租房保障对象</h2>
<table class="list">
 <thead>
  <tr><th rowspan="2">申请编号</th><th colspan="2">申请人信息</th><th rowspan="2">保障方式</th>
      <th rowspan="2">人均住房面积<br>（㎡）</th><th rowspan="2">月租金(元)</th><th rowspan="2">状态</th>
      <th rowspan="2">家庭人口</th></tr>
  <tr><th>姓名</th><th>身份证号</th></tr>
 </thead>
 <tbody>
  <tr><td>gz&#45;01</td><td><span>葛兰英</span></td><td>&nbsp;{GE.number}</td><td>货币补贴</td><td>12.50</td>
      <td>1&#44;200.00</td><td>保障中</td><td>３</td></tr>
  <tr><td>GZ-02</td><td>买买提&middot;艾力&#8203;</td><td>&#65279;{AILI.number}&#8203;</td><td>实物配租</td><td>15</td><td></td>
      <td>在保</td><td>2</td></tr>
  <tr><td>GZ-03</td><td>曲连成</td><td>{QU.number}</td><td>合租</td><td>不详</td><td>900</td><td>轮候中</td><td>1</td></tr>
 </tbody>
</table></body></html>
"""
    put(folder / "housing" / RENTAL_PAGE, page.encode("utf-8"))
    rows = {
        1: {"application_no": "GZ-01", **who(GE), "support_type": "补贴", "area_per_head": 12.5,
            "monthly_rent": yuan("1200"), "status": "在保", "member_count": 3},
        2: {"application_no": "GZ-02", **who(AILI), "support_type": "实物", "area_per_head": 15.0, "status": "在保",
            "member_count": 2},
        3: {"application_no": "GZ-03", **who(QU), "monthly_rent": yuan("900"), "status": "轮候", "member_count": 1},
    }  # fmt: skip
    told = (
        Told(3, 5, "support_type", "保障方式", UNKNOWN_WORD),
        Told(3, 5, "area_per_head", None, "数"),
    )
    return [Sheet(RENTAL, RENTAL_PAGE, "表1", 3, rows, headers=2, told=told, format="html")]


def empty_rental(folder: Path) -> list[Truth]:
    """A header, a total, and nobody: an export that failed."""
    cells = (["申请号", "姓名", "身份证号", "保障方式", "状态"], ["合计", None, None, None, None])
    put(folder / "housing" / EMPTY_BOOK, workbook({"Sheet1": Page(cells)}))
    return [Refused("housing", EMPTY_BOOK, "没有|空", None, RENTAL)]


def property_parquet(folder: Path) -> list[Truth]:
    """Native types, and headings of another order; the rows are its lines."""
    table = pa.table(
        {
            "登记日期": pa.array([date(2010, 3, 4), date(2021, 12, 1), date(2023, 5, 6)]),
            "建筑面积": pa.array([88.5, None, 120.0]),
            "权利人": pa.array(["丛培德", "王䶮川", "初建国"]),
            "证件号码": pa.array([CONG.number, YAN.number, CHU.number]),
            "不动产权证号": pa.array(["鲁（2010）荣成市不动产权第0000001号", "鲁（2021）0002", "鲁(2023)0003"]),
            "用途": pa.array(["成套住宅", "农用", "3"]),
            "状态": pa.array(["现势", "历史", None]),
        }
    )
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    put(folder / "housing" / TITLES, buffer.getvalue())
    rows = {
        1: {"title_no": "鲁(2010)荣成市不动产权第0000001号", **who(CONG), "area": 88.5, "usage": "住宅",
            "registered_date": D(2010, 3, 4), "status": "现势"},
        2: {"title_no": "鲁(2021)0002", **who(YAN), "registered_date": D(2021, 12, 1), "status": "注销"},
        3: {"title_no": "鲁(2023)0003", **who(CHU), "area": 120.0, "registered_date": D(2023, 5, 6)},
    }  # fmt: skip
    told = (Told(2, 2, "usage", "用途", UNKNOWN_WORD), Told(3, 3, "usage", "用途", UNKNOWN_WORD))
    return [Sheet(PROPERTY, TITLES, "", 3, rows, headers=0, told=told, format="parquet")]


def more_property(folder: Path) -> list[Truth]:
    """What people do so that Excel leaves a number alone: a formula of text, an apostrophe, a tab behind it."""
    table = [
        ["序号", "", "权证号", "权利人", "身份证件号", "坐落", "登记日期", "共有方式", "状态", ""],
        ["1", "", "R0011", "毕秋菊", f'="{BI.number}"', "荣成市,北场村", "2019-8-7 0:00:00", "夫妻共有", "有效", ""],
        ["2", "", "R0012", "𠮷田花", f"'{JI.number}", "", "2020/1/2", "单独", "", ""],
        ["3", "", "R0013.0", "姜玉芬", f"{JIANG.number}\t", "", "20200103", "按份", "已注销", ""],
        # The number went through a cell of numbers: its last three digits are gone.
        ["4", "", "R0014", "葛兰英", GE.number[:15] + "000", "", "20200104", "", "", ""],
        ["", "", "", "", "", "", "", "", "", ""],
    ]
    put(folder / "housing" / MORE_TITLES, text(table, "gb18030"))
    rows = {
        1: {"title_no": "R0011", **who(BI), "location": "荣成市,北场村", "registered_date": D(2019, 8, 7),
            "ownership": "共同共有", "status": "现势"},
        2: {"title_no": "R0012", **who(JI), "registered_date": D(2020, 1, 2), "ownership": "单独所有"},
        3: {"title_no": "R0013.0", **who(JIANG), "registered_date": D(2020, 1, 3), "ownership": "按份共有",
            "status": "注销"},
        4: {"title_no": "R0014", "name": "葛兰英", "registered_date": D(2020, 1, 4)},
    }  # fmt: skip
    told = (Told(4, 5, "id_number", "身份证件号", LOST_DIGITS),)
    return [Sheet(PROPERTY, MORE_TITLES, "", 4, rows, blank=1, told=told, format="csv", encoding="gb18030")]


FILES = (houses, rental_page, empty_rental, property_parquet, more_property)
