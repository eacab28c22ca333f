"""Golden quirks of formats: old workbooks, web pages, Parquet, and files under another format's suffix."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import polars as pl
import xlsxwriter
import xlwt

from tests.stages.landing.golden.quirk import DEATHS, ID, OTHER, Quirk, Sheet, book, refused, whole

HEAD = ["姓名", "身份证号", "死亡日期"]
A: list[Any] = ["王䶮", ID, "2024-01-01"]
B: list[Any] = ["李娜", OTHER, "2024-02-29"]
ROW_A: dict[str, Any] = {"name": "王䶮", "id_number": ID, "death_date": "2024-01-01"}
ROW_B: dict[str, Any] = {"name": "李娜", "id_number": OTHER, "death_date": "2024-02-29"}
TWO = (2, 2, 0, 0)


def quirks() -> list[Quirk]:
    old = xlwt.Workbook(encoding="utf-8")
    sheet = old.add_sheet("表")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for place, text in enumerate(HEAD):
        sheet.write(0, place, text)
    for number, (name, identity, died) in enumerate((A, B), start=1):
        sheet.write(number, 0, name)
        sheet.write(number, 1, identity)
        sheet.write(number, 2, date.fromisoformat(died), day)
    xls = io.BytesIO()
    old.save(xls)
    rows = {1: ROW_A, 2: ROW_B}
    here = {"表": Sheet(rows, TWO)}
    modern = book({"表": [HEAD, A, B]})
    plain = "\n".join(",".join(row) for row in (HEAD, A, B)).encode("gb18030")
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (A, B))
    head = "".join(f"<th>{heading}</th>" for heading in HEAD)
    page = "<html><head><meta http-equiv='Content-Type' content='text/html; charset=gb2312'></head>"
    page += f"<body><table><tr><td colspan=3>死亡人员&nbsp;名单</td></tr><tr>{head}</tr>{cells}</table></body></html>"
    frame = pl.DataFrame(
        {
            "姓名": ["王䶮", "李娜"],
            "身份证号": [ID, OTHER],
            "死亡日期": [date(2024, 1, 1), date(2024, 2, 29)],
            "附件": [[1], [2]],
        }
    )
    parquet = io.BytesIO()
    frame.write_parquet(parquet)
    return [
        Quirk("days_from_1904", "a workbook of an old Mac", DEATHS, "deaths.xlsx", _unlike_others(old_mac=True), here),
        Quirk(
            "hidden_rows",
            "a hidden row and column are read",
            DEATHS,
            "deaths.xlsx",
            _unlike_others(old_mac=False),
            here,
        ),
        Quirk("xlsm", "a workbook with macros", DEATHS, "deaths.xlsm", modern, here),
        Quirk(
            "xls",
            "a workbook of Excel 97",
            DEATHS,
            "deaths.xls",
            xls.getvalue(),
            {"表": Sheet(rows, TWO, more={"format": "xls"})},
        ),
        Quirk("xlsx_named_xls", "a new workbook under the old suffix", DEATHS, "deaths.xls", modern, here),
        Quirk("xlsx_named_csv", "a workbook under the suffix of a text", DEATHS, "deaths.csv", modern, here),
        Quirk(
            "csv_named_xlsx",
            "a text under the suffix of a workbook",
            DEATHS,
            "deaths.xlsx",
            plain,
            whole(rows, encoding="gb18030"),
        ),
        Quirk(
            "web_page_named_xls",
            "a web page's table under the suffix of a workbook, GB2312",
            DEATHS,
            "deaths.xls",
            page.encode("gb18030"),
            {"表1": Sheet(rows, TWO, more={"format": "html", "title_rows": 1})},
        ),
        Quirk(
            "web_page_cut_off",
            "a web page that ends within a cell: rows are missing",
            DEATHS,
            "deaths.xls",
            page[: page.index("2024-02-29") + 5].encode("gb18030"),
            refused("不完整"),
        ),
        Quirk(
            "web_page_without_its_last_marks",
            "a web page that ends behind its table",
            DEATHS,
            "deaths.xls",
            page.removesuffix("</body></html>").encode("gb18030"),
            {"表1": Sheet(rows, TWO)},
        ),
        Quirk(
            "comments_on_cells",
            "an XML workbook: what was said about a cell is not in it; and a style reaches out to the last column",
            DEATHS,
            "deaths.xls",
            _xml_workbook([HEAD, A, B]),
            {"表": Sheet(rows, TWO, more={"format": "spreadsheetml"})},
        ),
        Quirk(
            "ods",
            "a workbook of LibreOffice",
            DEATHS,
            "deaths.ods",
            _ods([HEAD, A, B]),
            {"表": Sheet(rows, TWO, more={"format": "ods"})},
        ),
        Quirk(
            "parquet",
            "Parquet with real dates and a column of lists nobody asked for",
            DEATHS,
            "deaths.parquet",
            parquet.getvalue(),
            whole(rows, format="parquet"),
        ),
        Quirk("truncated_xlsx", "half a workbook", DEATHS, "deaths.xlsx", modern[: len(modern) // 2], refused("")),
        Quirk("no_suffix", "a text without a suffix", DEATHS, "deaths_202606", plain, whole(rows, encoding="gb18030")),
    ]


def _unlike_others(*, old_mac: bool) -> bytes:
    """A workbook that counts days from 1904, or one with a hidden row and a hidden column."""
    made = io.BytesIO()
    workbook = xlsxwriter.Workbook(made, {"in_memory": True, "date_1904": old_mac})
    workbook.set_properties({"created": datetime(2026, 6, 30)})  # noqa: DTZ001
    sheet = workbook.add_worksheet("表")
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEAD)
    for number, (name, identity, died) in enumerate((A, B), start=1):
        sheet.write_row(number, 0, [name, identity])
        sheet.write_datetime(number, 2, datetime.fromisoformat(died), day)
    if not old_mac:
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
    workbook.close()
    return made.getvalue()


def _xml_workbook(rows: list[list[str]]) -> bytes:
    """Each cell has a comment, whose text is marked as a cell's is."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    said = (
        '<Comment ss:Author="审核"><ss:Data xmlns="http://www.w3.org/TR/REC-html40">原为 1990-01-01</ss:Data></Comment>'
    )
    cells = [
        "".join(f'<Cell><Data ss:Type="String">{cell}</Data>{said}</Cell>' for cell in row)
        + '<Cell ss:Index="16384" ss:StyleID="s1"/>'
        for row in rows
    ]
    body = "".join(f"<Row>{row}</Row>" for row in cells)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="表"><Table>{body}</Table></Worksheet>'
        "</Workbook>"
    ).encode()


def _ods(rows: list[list[str]]) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="表">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        f'xmlns:manifest="{space}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, text in (("mimetype", mime), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            packed.writestr(zipfile.ZipInfo(name, (2026, 6, 30, 0, 0, 0)), text)
    return made.getvalue()
