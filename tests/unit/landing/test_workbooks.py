"""XLSX in every form of XML that writers give: the same cells, at the same places."""

from itertools import count
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.landing import reasons
from assets.landing.files import xlsx_package
from assets.landing.files.sheet_parts import StoredSheet, head_rows, read_batches
from assets.landing.files.sheets import SheetError
from assets.landing.files.workbook_worker import store_workbook
from tests.unit.landing.raw_workbook import MAIN, shared, worksheet, write_raw

_folders = count()
GIB = 1 << 30
ROWS = (
    '<row r="2" spans="1:3"><c r="A2" s="3" t="s"><v>0</v></c><c r="C2"><v>12.5</v></c></row>'
    '<row r="4"><c r="B4" t="inlineStr"><is><t>乙&lt;a&gt;</t></is></c><c r="C4" s="1"><v>45351</v></c></row>'
)
STRINGS = shared("<si><t>甲</t></si>")
EXPECTED = [("甲", None, "12.5"), (None, None, None), (None, "乙<a>", "2024-02-29")]


def stored(path: Path) -> list[StoredSheet]:
    return store_workbook(path, "xlsx", path.parent / f"sheets{next(_folders)}", GIB)


def rows_of(path: Path) -> list[tuple[str | None, ...]]:
    """The rows of the only sheet from its first filled one on; '!' and the reason where it is refused."""
    (sheet,) = stored(path)
    return [("!", sheet.reason)] if sheet.reason else head_rows(sheet, 100)


def cell(xml: str, folder: Path, strings: str = "", properties: str = "") -> str | None:
    """The text of one cell, whose XML is given but for its address; a cell beside it is always filled."""
    row = f'<row r="1"><c r="A1" {xml}<c r="B1" t="str"><v>x</v></c></row>'
    path = write_raw(folder / "one.xlsx", worksheet(row), strings, properties)
    return rows_of(path)[0][0]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("><v>12</v></c>", "12"),
        ("><v>1.0</v></c>", "1"),
        ("><v>202306.0</v></c>", "202306"),
        ('t="n"><v>1343.64</v></c>', "1343.64"),
        ("><v>1.1000000000000001</v></c>", "1.1"),
        ("><v>-5</v></c>", "-5"),
        ("><v>1E-4</v></c>", "0.0001"),
        ("><v>123456789012345</v></c>", "123456789012345"),
        ("><v>3.7108219900101123E+17</v></c>", "3.71082199001011E+17"),
        ("><v>371082199001011234</v></c>", "3.71082199001011E+17"),
        ("><v>-3.7108219900101123E17</v></c>", "-3.71082199001011E+17"),
        ('s="3"><v>0.25</v></c>', "0.25"),
        ('s="1"><v>45351</v></c>', "2024-02-29"),
        ('s="2"><v>45351.0</v></c>', "2024-02-29"),
        ('s="2"><v>45351.5625578704</v></c>', "2024-02-29 13:30:05"),
        ('s="1"><v>0</v></c>', "1899-12-31"),
        ('s="1"><v>59</v></c>', "1900-02-28"),
        ('s="1"><v>61</v></c>', "1900-03-01"),
        ('s="1"><v>3.71E+17</v></c>', "3.71000000000000E+17"),
        ('s="1"><v>-1</v></c>', "-1"),
        ('s="99"><v>45351</v></c>', "45351"),
        ('s="1" t="d"><v>2024-02-29T00:00:00</v></c>', "2024-02-29"),
        ('t="b"><v>1</v></c>', "true"),
        ('t="b"><v>0</v></c>', "false"),
        ('t="e"><v>#N/A</v></c>', "#N/A"),
        ('t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('t="str"><f>A2&amp;"x"</f><v>a&amp;b</v></c>', "a&b"),
        ('t="str"><f>""</f><v></v></c>', None),
        ("><f>1+1</f><v>2</v></c>", "2"),
        ("><f>1+1</f><v></v></c>", "#公式未计算"),
        ("><f>1+1</f><v/></c>", "#公式未计算"),
        ("><f>1+1</f></c>", "#公式未计算"),
        ('><f t="shared" si="0"/></c>', "#公式未计算"),
        ('t="n" cm="1"><f>1+1</f></c>', "#公式未计算"),
        ('s="1"/>', None),
        ("></c>", None),
        ('t="inlineStr"><is><t></t></is></c>', None),
        ('t="inlineStr"><is><t/></is></c>', None),
        ('t="inlineStr"><is><t xml:space="preserve"> a\n b </t></is></c>', " a\n b "),
        ('t="inlineStr"><is><r><rPr><b/></rPr><t>张</t></r><r><t xml:space="preserve"> 三</t></r></is></c>', "张 三"),
        ('t="str"><v xml:space="preserve"> x</v></c>', " x"),
        ('t="inlineStr"><is><t>&#20116;&#x4E94;&#10;_x000D__x4E00__x005F_x&amp;#10;</t></is></c>', "五五\n\r一_x&#10;"),
        ('t="inlineStr"><is><t>_xD83D__xDE00_&lt;</t></is></c>', "😀<"),
    ],
)
def test_cells(tmp_path: Path, xml: str, text: str | None) -> None:
    assert cell(xml, tmp_path) == text


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<si><t>张三</t></si>", "张三"),
        ("<si><r><t>张</t></r><r><rPr><sz val='9'/></rPr><t>三</t></r></si>", "张三"),
        ('<si><t>张三</t><rPh sb="0" eb="1"><t>zhang</t></rPh><phoneticPr fontId="1"/></si>', "张三"),
        ("<si>\n<t>张\r\n三</t>\n</si>", "张\n三"),
        ("<si/>", None),
        ("<si></si>", None),
        ("<si><t/></si>", None),
        ("<si><!-- c --><t>张<![CDATA[<&]]>三</t></si>", "张<&三"),
        ("<si ><t >张三</t ></si >", "张三"),
    ],
)
def test_shared_strings(tmp_path: Path, item: str, text: str | None) -> None:
    before, after = "<si><t>前</t></si>", "<si><t>后</t></si>"
    assert cell('t="s"><v>1</v></c>', tmp_path, shared(before, item, after)) == text
    assert cell('t="s"><v>2</v></c>', tmp_path, shared(before, item, after)) == "后"


def test_days_counted_from_1904(tmp_path: Path) -> None:
    assert cell('s="1"><v>43889</v></c>', tmp_path, properties='<workbookPr date1904="1"/>') == "2024-02-29"


def test_a_shared_string_that_is_not_there_refuses_the_sheet(tmp_path: Path) -> None:
    path = write_raw(tmp_path / "a.xlsx", worksheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), STRINGS)
    assert rows_of(path) == [("!", reasons.UNREADABLE_SHEET)]


FORMS: dict[str, str | bytes] = {
    "plain": worksheet(ROWS),
    "a prefix": worksheet(ROWS)
    .replace("</", "</x:")
    .replace("<", "<x:")
    .replace("<x:/x:", "</x:")
    .replace("<x:?xml", "<?xml")
    .replace("xmlns=", "xmlns:x="),
    "line breaks between elements": worksheet(ROWS.replace("><", ">\r\n  <")),
    "single quotes": worksheet(ROWS.replace('"', "'")),
    "attributes in another order": worksheet(ROWS.replace('r="C4" s="1"', 's="1" r="C4"')),
    "a comment and CDATA": worksheet(
        ROWS.replace("乙&lt;a&gt;", "<![CDATA[乙<a>]]>").replace("<row", "<!--<row>--><row")
    ),
    "no addresses": worksheet(
        '<row/><row><c t="s"><v>0</v></c><c/><c><v>12.5</v></c></row><row/>'
        '<row><c/><c t="inlineStr"><is><t>乙&lt;a&gt;</t></is></c><c s="1"><v>45351</v></c></row>'
    ),
    "cells of a row out of order": worksheet(
        '<row r="2"><c r="C2"><v>12.5</v></c><c r="A2" t="s"><v>0</v></c></row>' + ROWS[ROWS.index('<row r="4"') :]
    ),
    "another encoding": worksheet(ROWS).replace("UTF-8", "UTF-16").encode("utf-16"),
    "a byte order mark": "\ufeff".encode() + worksheet(ROWS).encode(),
    "an empty row with formats": worksheet(f'<row r="1" s="1" customFormat="1"><c r="A1" s="1"/></row>{ROWS}'),
    "formats far away": worksheet(f'{ROWS}<row r="1048576"><c r="XFD1048576" s="3"/></row>'),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_xml_gives_the_same_cells(tmp_path: Path, form: str) -> None:
    assert rows_of(write_raw(tmp_path / "a.xlsx", FORMS[form], STRINGS)) == EXPECTED


@pytest.mark.parametrize("block", [1, 7, 61, 400])
@pytest.mark.parametrize("form", ["plain", "a prefix", "a comment and CDATA"])
def test_where_blocks_end_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, block: int
) -> None:
    monkeypatch.setattr(xlsx_package, "BLOCK", block)
    assert rows_of(write_raw(tmp_path / "a.xlsx", FORMS[form], STRINGS)) == EXPECTED


@pytest.mark.parametrize(
    "sheet",
    [
        worksheet(ROWS)[:-30],
        worksheet(ROWS.replace("12.5", "1<2")),
        worksheet(ROWS.replace("&lt;a", "<a")),
        worksheet(ROWS.replace("<v>0</v>", "<v>0")),
        worksheet(ROWS).replace('r="4"', 'r="1"').replace("B4", "B1").replace("C4", "C1"),
        worksheet('<row r="1"><c r="XFE1"><v>1</v></c></row>'),
        worksheet('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
        "<html></html>",
        "",
        f'<!DOCTYPE worksheet [<!ENTITY a "b">]><worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
    ],
)
def test_a_broken_sheet_is_refused(tmp_path: Path, sheet: str) -> None:
    assert rows_of(write_raw(tmp_path / "a.xlsx", sheet, STRINGS)) == [("!", reasons.UNREADABLE_SHEET)]


def test_a_sheet_with_texts_in_too_many_columns_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("表").append(range(1001))
    book.save(tmp_path / "a.xlsx")
    assert rows_of(tmp_path / "a.xlsx") == [("!", reasons.TOO_WIDE_SHEET)]


@pytest.mark.parametrize(
    ("sheet", "most_bytes"),
    [(worksheet(ROWS + " " * 2000), 1000), (worksheet(" " * (65 << 20)), GIB)],
)
def test_what_unpacks_beyond_all_reason_is_not_unpacked(tmp_path: Path, sheet: str, most_bytes: int) -> None:
    path = write_raw(tmp_path / "a.xlsx", sheet)
    with pytest.raises(SheetError) as refused:
        store_workbook(path, "xlsx", tmp_path / "sheets", most_bytes)
    assert refused.value.reason == reasons.BOMB_WORKBOOK


def test_a_cell_that_never_ends_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assets.landing.files.xlsx_cells.MOST_ELEMENT", 1 << 16)
    monkeypatch.setattr(xlsx_package, "BLOCK", 1 << 12)
    row = f'<row r="1"><c r="A1" t="str"><v>{"长" * (1 << 16)}</v></c></row>'
    assert rows_of(write_raw(tmp_path / "a.xlsx", worksheet(row))) == [("!", reasons.TOO_LARGE_WORKBOOK)]


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("yyyy-mm-dd", True),
        ('yyyy"年"m"月"', True),
        ("[$-804]e年m月d日", True),
        ("h:mm:ss AM/PM", True),
        ("[$-F800]dddd, mmmm dd, yyyy", True),
        ("General", False),
        ("G/通用格式", False),
        ("0.00_ ", False),
        ('#,##0"天"', False),
        ("[Red]-0.00;[Blue]0", False),
        ("@", False),
        ("[h]:mm", False),
        ("0.00E+00", False),
        ('_ "¥"* #,##0.00_ ', False),
        ("", False),
    ],
)
def test_which_number_formats_are_dates(code: str, is_date: bool) -> None:
    assert xlsx_package.is_date_format(code) is is_date


CELLS = st.dictionaries(
    st.tuples(st.integers(1, 40), st.integers(1, 30)),
    st.one_of(
        st.integers(-(10**14), 10**14), st.text("甲乙abc &<>\"'_\n", min_size=1, max_size=6).map(lambda t: f"x{t}")
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=CELLS, block=st.sampled_from([50, 1 << 20]), batch=st.integers(1, 7))
def test_whatever_a_writer_writes_is_read_at_its_place(
    tmp_path: Path, cells: dict[tuple[int, int], int | str], block: int, batch: int
) -> None:
    book = openpyxl.Workbook()
    for (row, column), value in cells.items():
        book.worksheets[0].cell(row, column).value = value
    path = tmp_path / "a.xlsx"
    book.save(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xlsx_package, "BLOCK", block)
        (sheet,) = stored(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assets.landing.files.sheet_parts.BATCH_ROWS", batch)
        batches = list(read_batches(sheet, 1))
    found = {
        (start * batch + index + 1, int(name[1:]) + 1): text
        for start, frame in enumerate(batches)
        for index, line in enumerate(frame.iter_rows(named=True))
        for name, text in line.items()
        if text is not None
    }
    assert found == {place: str(value) for place, value in cells.items()}
    assert [frame.height for frame in batches[:-1]] == [batch] * (len(batches) - 1)
    assert sum(frame.height for frame in batches) == max(row for row, _ in cells)
