"""Web pages and XML workbooks under the name of .xls land like the tables they show."""

import codecs
import tracemalloc
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from assets.lake import Night
from assets.landing.files.sheets import Sheet
from assets.landing.files.web_tables import open_web_tables
from assets.landing.files.xml_workbooks import open_xml_workbook
from assets.vocabulary.feeds import load_feeds
from tests.stages.landing.deliveries import FIRST, World, counts_of

FEED = "civil_affairs/deaths"
HEAD = "<tr><th>姓名</th><th>身份证号</th><th>死亡日期</th></tr>"
ROWS = "<tr><td>王䶮</td><td>371082199001011234</td><td>2024-01-01</td></tr><tr><td>阿不都·热合曼<td><td>2024/2/29</tr>"
EXPECTED = [("王䶮", "371082199001011234", date(2024, 1, 1)), ("阿不都·热合曼", None, date(2024, 2, 29))]


def page(*tables: str, declared: str = "gb2312") -> str:
    meta = f'<meta http-equiv=Content-Type content="text/html; charset={declared}">'
    style = "<style>td{mso-number-format:'@'}</style><script>if (a<b && '<table>') x()</script>"
    bodies = "".join(f"<p>标题</p><table border=1>{table}</table>" for table in tables)
    return f"<html xmlns:x='urn:x'>\r\n<head>{meta}{style}</head><body>{bodies}</body></html>"


def landed(world: World, text: str | bytes, name: str = "deaths.xls") -> Night:
    world.write_bytes(f"civil_affairs/{name}", text if isinstance(text, bytes) else text.encode())
    return world.land()[0]


def rows_in(night: Night, feed: str = FEED) -> list[tuple[object, ...]]:
    return night.read(f"landing/{feed}").sort("row_no").select("name", "id_number", "death_date").rows()


def refused_in(night: Night) -> list[tuple[str, str]]:
    ledger = night.read("landing/ledger").filter(pl.col("refused"))
    return [(sheet, reason.partition("；")[0]) for sheet, reason in ledger.select("sheet", "reason").rows()]


@pytest.mark.parametrize(
    ("name", "data", "encoding"),
    [
        ("deaths.xls", page(HEAD + ROWS).encode("gb18030"), "gb18030"),
        ("deaths.xls", page(HEAD + ROWS, declared="utf-8").encode(), "utf-8"),
        ("deaths.csv", codecs.BOM_UTF8 + page(HEAD + ROWS).encode(), "utf-8-sig"),
        ("deaths.html", page(HEAD + ROWS).encode("utf-16"), "utf-16"),
        ("deaths", codecs.BOM_UTF16_BE + page(HEAD + ROWS).encode("utf-16-be"), "utf-16"),
        ("deaths.XLSX", page(HEAD + ROWS).upper().replace("表", "表").encode(), "utf-8"),
        ("deaths.xls", (page(HEAD + ROWS, declared="utf-8").encode() + "尾".encode()[:2]), "utf-8"),
    ],
)
def test_pages_in_every_encoding(world: World, name: str, data: bytes, encoding: str) -> None:
    night = landed(world, data, name)
    assert rows_in(night) == EXPECTED
    assert counts_of(night, FEED) == [(name, "表1", 2, 2, 0, 0, False)]
    ledger = night.read("landing/ledger")
    assert ledger.select("format", "encoding", "header_rows").rows() == [("html", encoding, 1)]
    assert night.read(f"landing/{FEED}").select("delivery", "file", "sheet").unique().rows() == [(FIRST, name, "表1")]


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("<caption>六月</caption><thead>" + HEAD + "</thead><tbody>" + ROWS + "</tbody>", id="sections"),
        pytest.param((HEAD + ROWS).replace("</td>", "").replace("</tr>", "").replace("</th>", ""), id="no end tags"),
        pytest.param((HEAD + ROWS).replace("<td>", "<td>\r\n  ").replace("</td>", "\t\r\n</td>"), id="spaced"),
        pytest.param((HEAD + ROWS).replace("姓名", "姓<br/>名&nbsp;<sup>*</sup>"), id="marks in a heading"),
        pytest.param(
            (HEAD + ROWS)
            .replace("<td>", '<td x:str style=\'mso:"\\@">\' class="a>b"><font><b>')
            .replace("王", "&#x738b;"),
            id="attributes and entities",
        ),
        pytest.param(
            "<tr><td colspan=3>六月名单</td></tr><tr><td colspan='3'>制表单位：某局</td></tr>" + HEAD + ROWS,
            id="titles",
        ),
        pytest.param(HEAD + ROWS.replace("</td><td>3710", "<!-- <td>x</td> --></td><td>3710"), id="comment"),
        pytest.param((HEAD + ROWS).replace("<td>王䶮", "<td><select><option>甲<option>乙</select>王䶮"), id="choices"),
        pytest.param(f"<tr><td>外框</td><td><table>{HEAD + ROWS}</table></td></tr>", id="table within a table"),
    ],
)
def test_pages_as_they_are_written(world: World, table: str) -> None:
    assert rows_in(landed(world, page(table))) == EXPECTED


def test_merged_headings_and_merged_cells(world: World) -> None:
    head = (
        "<tr><th rowspan=2>户编号</th><th rowspan=2>户主姓名</th>"
        "<th colspan=2>成员信息</th><th rowspan=2>与户主关系</th></tr>"
        "<tr><th>姓名</th><th>身份证号</th></tr>"
    )
    rows = (
        "<tr><td rowspan=2>371082001</td><td rowspan=2>甲</td><td>甲</td><td>371082199001011234</td><td>本人</td></tr>"
        "<tr><td>乙</td><td>371082199101011237</td><td>配偶</td></tr>"
        "<tr><td>371082002</td><td>丙</td><td>丙</td><td></td><td>本人</td></tr>"
    )
    night = landed(world, page(head + rows), "members.xls")
    members = night.read("landing/civil_affairs/members")
    assert members.select("household_no", "name", "row_no").rows() == [
        ("371082001", "甲", 1),
        ("371082001", "乙", 2),
        ("371082002", "丙", 3),
    ]
    assert night.read("landing/ledger")["header_rows"].to_list() == [2]


def test_several_tables_are_sheets(world: World) -> None:
    """Blank tables are nothing; one without a header is told, unless it goes on with the list before it."""
    blank = "<tr><td>&nbsp;</td></tr>"
    note = "<tr><td>填表人</td><td>某某</td></tr>"
    night = landed(
        world, page(blank, note, HEAD + ROWS, ROWS.replace("王", "李"), HEAD + ROWS.replace("王", "赵"), note)
    )
    assert counts_of(night, FEED) == [
        ("deaths.xls", "表1", 0, 0, 0, 0, False),
        ("deaths.xls", "表2", 4, 3, 0, 1, False),
        ("deaths.xls", "表4", 2, 1, 0, 1, False),
        ("deaths.xls", "表5", 0, 0, 0, 0, False),
    ]
    assert {sheet for sheet, _ in refused_in(night)} == {"表1", "表5"}
    assert sorted(set(night.read(f"landing/{FEED}")["name"])) == ["李䶮", "王䶮", "赵䶮", "阿不都·热合曼"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (page(), "网页里没有表格"),
        (page("<tr><td> </td></tr>"), "网页里没有表格"),
        (page("<tr>" + "<td colspan=1000>甲</td>" * 5 + "</tr>"), "网页格式的表格结构不完整，读不出来"),
        (page("<table>" * 60), "网页格式的表格结构不完整，读不出来"),
        (page(HEAD + ROWS + "<tr><td>" + "长" * (1 << 20) + "长"), "网页格式的表格结构不完整，读不出来"),
        (page(HEAD + ROWS)[:-30] + "<td class='" + "x" * (3 << 20), "网页格式的表格结构不完整，读不出来"),
        (page(HEAD + ROWS).partition("2/29")[0], "网页格式的表格结构不完整，读不出来"),
        (page(HEAD + ROWS).partition("</tr></table>")[0], "网页格式的表格结构不完整，读不出来"),
        (page(HEAD + ROWS).partition("</table>")[0], "网页格式的表格结构不完整，读不出来"),
        (page(HEAD + "".join(f"<tr><td rowspan={n + 1}><td>甲</tr>" for n in range(1, 4))).partition("</table>")[0],
         "网页格式的表格结构不完整，读不出来"),
        (page(HEAD + "<tr>" + "<td>甲" * 1001), "工作表有内容的列太多，不像一张名单"),
        (page("<tr><td>姓名</td><td>死亡日期</td></tr>"), "缺少必需的列：「身份证号」"),
        (page(HEAD + ROWS).encode("gb18030") + b"\x80\xff" * 900, "文件的编码无法识别"),
    ],
    ids=["no table", "blank", "wide", "deep", "endless cell", "endless tag", "cut in a cell",
         "cut behind a cell", "cut behind a row", "cut with merged cells", "many texts", "headings", "bytes"],
)  # fmt: skip
def test_pages_that_cannot_be_read_are_refused(world: World, text: str | bytes, reason: str) -> None:
    night = landed(world, text)
    assert [told for _, told in refused_in(night)] == [reason]
    assert night.rows(f"landing/{FEED}") == 0


def test_a_page_that_is_too_large_is_not_begun(world: World) -> None:
    path: Path = world.write_bytes("civil_affairs/deaths.xls", page(HEAD + ROWS).encode() + b"\n" * (1 << 20))
    with path.open("r+b") as handle:
        handle.truncate((512 << 20) + 1)  # a hole: no disk is used
    assert refused_in(world.land()[0]) == [("", "网页格式的文件太大，没有读取")]


def test_a_long_page_keeps_every_row(world: World) -> None:
    """Longer than what is held in memory at once, wider further down, and cells merged across what is put aside."""
    rows = [f"<tr><td>名甲</td><td></td><td rowspan=2>2024-01-01</td></tr><tr><td>名乙{'<td>' * 3}</tr>"] * 15_000
    night = landed(world, page(HEAD + "".join(rows) + "<tr><td>名末<td><td>2024-03-01<td>多<td>余"))
    assert counts_of(night, FEED)[0][2] == 30_001
    table = night.read(f"landing/{FEED}").select("name", "death_date").unique().sort("name")
    assert table.rows() == [
        ("名乙", date(2024, 1, 1)),
        ("名末", date(2024, 3, 1)),
        ("名甲", date(2024, 1, 1)),
    ]


SHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def xml_workbook(*sheets: str, declared: str = "UTF-8") -> str:
    named = "".join(f'<Worksheet ss:Name="第{number}页">{sheet}</Worksheet>' for number, sheet in enumerate(sheets, 1))
    return (
        f'<?xml version="1.0" encoding="{declared}"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{SHEET}" xmlns:ss="{SHEET}">{named}</Workbook>'
    )


def xml_row(*cells: str, index: str = "") -> str:
    data = "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' if cell else "<Cell/>" for cell in cells)
    return f"<Row{index}>{data}</Row>"


XML_HEAD = xml_row("姓名", "身份证号", "死亡日期")


@pytest.mark.parametrize(
    ("encoding", "declared", "label"),
    [("utf-8", "UTF-8", "utf-8"), ("gb18030", "GBK", "gb18030"), ("utf-16", "UTF-16", "utf-16")],
)
def test_an_xml_workbook(world: World, encoding: str, declared: str, label: str) -> None:
    typed = (
        '<Row ss:Index="6"><Cell><Data ss:Type="String">乙<B xmlns="http://www.w3.org/TR/REC-html40">二</B></Data></Cell>'
        '<Cell ss:Index="3"><Data ss:Type="DateTime">2024-02-29T00:00:00.000</Data></Cell></Row>'
        '<Row><Cell><Data ss:Type="String">丙</Data></Cell>'
        '<Cell><Data ss:Type="Number">371082199001011000</Data></Cell>'
        '<Cell><Data ss:Type="Number">45351</Data></Cell></Row>'
    )
    first = (
        f"<Table>{xml_row('六月')}{XML_HEAD}{xml_row('甲&#10;一', '371082199001011234', '2024-01-01')}{typed}</Table>"
    )
    book = xml_workbook(first, "<Table/>", f"<Table>{xml_row('填表说明')}</Table>", declared=declared)
    night = landed(world, book.encode(encoding))
    assert rows_in(night)[1:] == [("乙二", None, date(2024, 2, 29)), ("丙", None, date(2024, 2, 29))]
    assert rows_in(night)[0][1:] == ("371082199001011234", date(2024, 1, 1))
    assert counts_of(night, FEED) == [
        ("deaths.xls", "第1页", 3, 3, 0, 0, False),
        ("deaths.xls", "第3页", 0, 0, 0, 0, False),
    ]
    marked = night.read(f"quarantine/{FEED}").filter(pl.col("reason_code") == "digits_lost")
    assert marked.select("row_no", "line_no", "column").rows() == [(3, 7, "id_number")]
    ledger = night.read("landing/ledger")
    assert set(ledger.select("format", "encoding").rows()) == {("spreadsheetml", label)}


def test_hidden_sheets_and_formulas_of_an_xml_workbook(world: World) -> None:
    hide = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"
    row = xml_row("甲", "371082199001011234", "2024-01-01")
    formulas = (
        '<Row><Cell><Data ss:Type="String">乙</Data></Cell><Cell ss:Formula="=R1C1"/>'
        '<Cell ss:Formula="=TODAY()"><Data ss:Type="DateTime">2024-02-01T00:00:00.000</Data></Cell></Row>'
    )
    old, choices = f"<Table>{XML_HEAD}{row}</Table>{hide}", f"<Table>{xml_row('是')}{xml_row('否')}</Table>{hide}"
    night = landed(world, xml_workbook(old, f"<Table>{XML_HEAD}{formulas}</Table>", choices))
    assert rows_in(night) == [("乙", None, date(2024, 2, 1))]
    assert night.read(f"quarantine/{FEED}").select("row_no", "reason_code").rows() == [(1, "formula_empty")]
    assert refused_in(night) == [("第1页", "工作表是隐藏的，没有读取")]


@pytest.mark.parametrize(
    "text",
    [
        xml_workbook(f"<Table>{XML_HEAD}")[:-30],
        xml_workbook().replace("</Workbook>", f"{XML_HEAD}</Work>"),
        xml_workbook(f"<Table>{XML_HEAD}</Table>").replace(
            "<Workbook", '<!DOCTYPE x [<!ENTITY a "甲">]>\n<Workbook', 1
        ),
        xml_workbook(f"<Table>{XML_HEAD}<Row ss:Index='99999999'/></Table>"),
        xml_workbook(f"<Table><Row><Cell ss:MergeAcross='-1'/></Row>{XML_HEAD}</Table>"),
    ],
    ids=["cut off", "no worksheet", "entities", "far row", "nonsense"],
)
def test_an_xml_workbook_that_is_none_is_refused(world: World, text: str) -> None:
    assert [reason.partition("；")[0] for _, reason in refused_in(landed(world, text))] == ["工作簿打不开"]


@pytest.mark.parametrize("kind", ["page", "xml"])
def test_a_place_without_a_text_takes_no_room(world: World, kind: str) -> None:
    """Rows that reach out to the last column, where nothing stands, are as wide as their texts."""
    far = '<Cell ss:Index="16384" ss:StyleID="s1"/></Row>'
    row = xml_row("甲", "371082199001011234", "2024-01-01").replace("</Row>", far)
    wide = HEAD + "<tr><td>甲<td>371082199001011234<td>2024-01-01<td colspan=1000><td colspan=1000></tr>" * 4_000
    text = page(wide) if kind == "page" else xml_workbook(f"<Table>{XML_HEAD}{row * 4_000}</Table>")
    path = world.write_bytes("civil_affairs/deaths.xls", text.encode())
    opener = open_web_tables if kind == "page" else open_xml_workbook
    tracemalloc.start()
    [sheet] = opener(path, load_feeds()[FEED], world.inbox.parent / "scratch")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(sheet, Sheet)
    assert [batch.shape for batch in sheet.batches()] == [(4_000, 3)]
    assert peak < 30 << 20
