"""Raw text → parsed value, for every type of column."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from assets.landing.values.parse import parse
from assets.vocabulary.feeds import DTYPES, Column, load_feeds

NEW_YEAR = date(2024, 1, 1)
NOTHING = ["无", "-", "—", "/", "NULL", "null", "空", "N/A", "", "  ", "\u3000", None]


def _column(kind: str, code_table: str | None = None) -> Column:
    return Column("any", kind, "optional", ("任意",), code_table)


def _one(text: str | None, kind: str, code_table: str | None = None, scale: int = 1) -> tuple[object, str | None]:
    """The value and the reason code of one cell."""
    parsed = parse(pl.Series("raw", [text], dtype=pl.String), _column(kind, code_table), scale)
    assert parsed.values.dtype == DTYPES[kind]
    return parsed.values[0], None if parsed.problems is None else parsed.problems[0]


@pytest.mark.parametrize(
    "text",
    [
        "20240101",
        "2024-1-1",
        "2024-01-01",
        "2024/1/1",
        "2024.1.1",
        "2024年1月1日",
        "2024年1月",
        "202401",
        "2024-01-01 00:00:00",
        "2024/1/1 8:05",
        "2024-01-01T00:00:00",
        "2024-01-01 00:00:00.000000",
        "20240101083000",
        "20240101.0",
        "45292",
        "45292.0",
        "45292.75",
        "２０２４－０１－０１",
        " 2024-01-01 ",
        "2024 年 1 月 1 日",
        "'2024-01-01",
        "2024年1月1号",
        "2024年01月01日 08时30分",
        "2024年1月1日 8点",
        "2024年1月1日 星期一",
        "2024/1/1 上午 12:00:00",
        "2024-01-01 00:00:00.0",
        "2024-01-01T08:00:00.000+08:00",
        # Databases and Java of themselves: the month is a word, the year has four digits.
        "Jan  1 2024 12:00AM",
        "Jan  1 2024 12:00:00:000AM",
        "JAN 1, 2024",
        "1-Jan-2024",
        "01 jan 2024",
        "Mon Jan 01 00:00:00 CST 2024",
    ],
)
def test_every_written_form_of_a_date_is_the_same_day(text: str) -> None:
    assert _one(text, "date") == (NEW_YEAR, None)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("202305", date(2023, 5, 1)),
        ("2023年5月", date(2023, 5, 1)),
        ("2023-05", date(2023, 5, 1)),
        ("2023/5", date(2023, 5, 1)),
        ("2023.10", date(2023, 10, 1)),
        ("202305.0", date(2023, 5, 1)),
        ("2023-05-31", date(2023, 5, 1)),
        ("20230531", date(2023, 5, 1)),
        ("45292", NEW_YEAR),
        ("2023年05月份", date(2023, 5, 1)),
        ("2023年5月15日", date(2023, 5, 1)),
        ("２０２３０５", date(2023, 5, 1)),
        ("2023-05-01 00:00:00", date(2023, 5, 1)),
        ("May  1 2023 12:00AM", date(2023, 5, 1)),
    ],
)
def test_a_month_is_its_first_day(text: str, month: date) -> None:
    assert _one(text, "month") == (month, None)


@pytest.mark.parametrize(
    "text", ["1900-01-00", "1900/1/0", "0", "0000-00-00", "9999-12-31", "1899-12-30 00:00:00", "0000-00-00 00:00:00"]
)
def test_a_spreadsheets_empty_date_is_no_date_and_no_fault(text: str) -> None:
    assert _one(text, "date") == (None, None)


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("2024-02-30", "date", "date_unreadable"),
        ("不详", "date", "date_unreadable"),
        ("2024", "date", "date_unreadable"),
        ("24-1-1", "date", "date_unreadable"),
        ("24/1/5", "date", "date_unreadable"),
        ("05-JAN-24", "date", "date_unreadable"),
        ("01/05/2024", "date", "date_unreadable"),
        ("Foo 5 2024", "date", "date_unreadable"),
        ("二〇二四年一月五日", "date", "date_unreadable"),
        ("1704384000000", "date", "date_unreadable"),
        ("1850-01-01", "date", "date_implausible"),
        ("2101-01-01", "date", "date_implausible"),
        ("202413", "month", "month_unreadable"),
        ("May-23", "month", "month_unreadable"),
        ("23年5月", "month", "month_unreadable"),
        ("二〇二三年五月", "month", "month_unreadable"),
        ("一千", "money", "money_unreadable"),
        ("壹佰元", "money", "money_unreadable"),
        ("12元5角", "money", "money_unreadable"),
        ("12,5", "money", "money_unreadable"),
        ("1,2345", "money", "money_unreadable"),
        ("1234,567", "money", "money_unreadable"),
        ("3千万", "money", "money_unreadable"),
        ("50%", "money", "money_unreadable"),
        ("1,2", "int", "int_unreadable"),
        ("1234567890123", "money", "money_unreadable"),
        ("3.5", "int", "int_unreadable"),
        ("三", "int", "int_unreadable"),
        ("大", "number", "number_unreadable"),
        ("inf", "number", "number_unreadable"),
        ("也许", "yesno", "yesno_unreadable"),
        ("3", "sex", "sex_unreadable"),
        ("1381234", "division", "division_unreadable"),
        ("3.71082E+11", "division", "digits_lost"),
        ("无人接听", "phone", "phone_unreadable"),
        ("1.38E+10", "phone", "digits_lost"),
        ("3.71082E+17", "id_number", "digits_lost"),
        ("3.71082e+17", "id_number", "digits_lost"),
        ("371082199001011000", "id_number", "digits_lost"),
        ("3" * 33, "id_number", "id_unreadable"),
        ("1.23E+18", "text", "digits_lost"),
        ("荣成\ufffd", "text", "garbled"),
        ("??", "name", "name_placeholder"),
        ("？", "name", "name_placeholder"),
        ("\ue000\ue001", "name", "name_placeholder"),
        ("\ufffd\ufffd", "name", "name_placeholder"),
        ("■", "name", "name_placeholder"),
        ("***", "name", "name_placeholder"),
        ("123", "name", "name_implausible"),
        ("371082199001011234", "name", "name_implausible"),
        ("王强371082199001011234", "name", "name_implausible"),
        ("E12345678", "name", "name_implausible"),
    ],
)
def test_what_cannot_be_read_is_empty_with_its_reason(text: str, kind: str, reason: str) -> None:
    assert _one(text, kind) == (None, reason)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("12", "12.00"),
        ("1,234.50", "1234.50"),
        ("￥12.3", "12.30"),
        ("¥12", "12.00"),
        ("12元", "12.00"),
        ("1.5万元", "15000.00"),
        ("(3.20)", "-3.20"),
        ("（1,003.20）", "-1003.20"),
        ("-3", "-3.00"),
        ("－３", "-3.00"),
        ("0.005", "0.01"),
        ("-12.345", "-12.35"),
        ("999999999999.99", "999999999999.99"),
        ("0.1", "0.10"),
        (".5", "0.50"),
        ("12.", "12.00"),
        ("1e3", "1000.00"),
        ("1.2万", "12000.00"),
        ("12万元", "120000.00"),
        ("3千元", "3000.00"),
        ("0.5千", "500.00"),
        ("12元整", "12.00"),
        ("12.5圆", "12.50"),
        ("100-", "-100.00"),
        ("1,234.50-", "-1234.50"),
        ("－1,234.5元", "-1234.50"),
        ("(100)元", "-100.00"),
        ("￥ 1,234,567.8", "1234567.80"),
        ("人民币100元", "100.00"),
        ("１２３．４５", "123.45"),
    ],
)
def test_money_is_exact(text: str, yuan: str) -> None:
    assert _one(text, "money") == (Decimal(yuan), None)


@pytest.mark.parametrize(
    ("text", "yuan"), [("1.5", "15000.00"), ("0.000001", "0.01"), ("3元", "3.00"), ("2万元", "20000.00")]
)
def test_a_heading_in_ten_thousands_scales_cells_without_their_own_unit(text: str, yuan: str) -> None:
    assert _one(text, "money", scale=10_000) == (Decimal(yuan), None)


@pytest.mark.parametrize(("text", "yuan"), [("1.5", "1500.00"), ("3元", "3.00"), ("2万元", "20000.00")])
def test_a_heading_in_thousands_scales_too(text: str, yuan: str) -> None:
    assert _one(text, "money", scale=1_000) == (Decimal(yuan), None)


# Characters that an encoding or a font lost: question marks, boxes, circles, asterisks, private use.
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王?", "王?"),
        ("王？", "王?"),
        ("张??", "张??"),
        ("?强", "?强"),
        ("王\ufffd", "王?"),
        ("王\ue000", "王\ue000"),
        ("王\U000f1234", "王\U000f1234"),
        ("王\U00101234", "王\U00101234"),
        ("王□", "王□"),
        ("王○强", "王○强"),
        ("王■", "王■"),
        ("张*明", "张*明"),
        ("张＊明", "张*明"),
        ("王××", "王××"),
        ("阿卜杜? • 热西提", "阿卜杜?·热西提"),
    ],
)
def test_a_name_with_a_lost_character_is_kept_and_marked(text: str, name: str) -> None:
    assert _one(text, "name") == (name, "name_placeholder")


@pytest.mark.parametrize("text", ["王强2", "王" * 40, "A" * 40, "第3人"])
def test_an_unlikely_name_is_kept_and_marked(text: str) -> None:
    assert _one(text, "name") == (text, "name_implausible")


@pytest.mark.parametrize(
    "text", ["王〇", "䶮", "𠮷田", "王\U0002a6b2", "阿卜杜·热西提·买买提·玉素甫江", "Ali", "王(WANG)"]
)
def test_rare_characters_long_and_foreign_names_are_no_fault(text: str) -> None:
    assert _one(text, "name") == (text, None)


@pytest.mark.parametrize("kind", sorted(DTYPES))
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *(
            (text, "cell_error")
            for text in ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#n/a")
        ),
        ("#公式未计算", "formula_empty"),
    ],
)
def test_a_spreadsheets_error_is_never_a_value_nor_an_empty_cell(kind: str, text: str, reason: str) -> None:
    assert _one(text, kind, "student_status" if kind == "code" else None) == (None, reason)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("3", "int", 3),
        ("3.0", "int", 3),
        ("3人", "int", 3),
        ("1,000", "int", 1000),
        ("2026年度", "int", 2026),
        ("-2", "int", -2),
        ("32.5", "number", 32.5),
        ("32.5㎡", "number", 32.5),
        ("1,000.5平方米", "number", 1000.5),
        ("1", "sex", 1),
        ("女", "sex", 2),
        ("2.0", "sex", 2),
        ("0", "sex", None),
        ("9", "sex", None),
        ("13812345678", "phone", "13812345678"),
        ("13812345678.0", "phone", "13812345678"),
        ("138 1234-5678", "phone", "13812345678"),
        ("+86 13812345678", "phone", "13812345678"),
        ("0631-7562222", "phone", "06317562222"),
        ("371082", "division", "371082"),
        ("371082001", "division", "371082001"),
        ("371082001002", "division", "371082001002"),
        ("371082001002.0", "division", "371082001002"),
        (" 荣成市 人民医院 ", "text", "荣成市 人民医院"),
        ("Ｈ００１", "text", "H001"),
        ("'000123", "text", "000123"),
        ("第一行\r\n第二行", "text", "第一行 第二行"),
        ("I10.x00x002", "text", "I10.x00x002"),
        ("E11.900", "text", "E11.900"),
        ("王　强", "name", "王强"),
        (" 王 强 ", "name", "王强"),
        ("阿卜杜•热西提", "name", "阿卜杜·热西提"),
        ("阿卜杜．热西提‧买买提", "name", "阿卜杜·热西提·买买提"),
        ("JOHN  SMITH", "name", "JOHN SMITH"),
        ("䶮", "name", "䶮"),
        ("37108219900101123x", "id_number", "37108219900101123X"),
        ("３７１０８２１９９００１０１１２３Ｘ", "id_number", "37108219900101123X"),
        ("'371082199001011234", "id_number", "371082199001011234"),
        ("371082 19900101 1234", "id_number", "371082199001011234"),
        ("371082199001011234.0", "id_number", "371082199001011234"),
        # 15 digits: 19 inserted and the check character appended; the number is the example of GB 11643 itself.
        ("110105491231002", "id_number", "11010519491231002X"),
        ("E12345678", "id_number", "E12345678"),
        ('="371082199001011234"', "id_number", "371082199001011234"),
        ('="000123"', "text", "000123"),
        ("37108219900101123×", "id_number", "37108219900101123X"),
        ("37108219900101123ｘ", "id_number", "37108219900101123X"),
        ("371082-19900101-1234", "id_number", "371082199001011234"),
        ("371082\u00a019900101\u30001234", "id_number", "371082199001011234"),
        ("‘371082199001011234", "id_number", "371082199001011234"),
        ("110105491231002.0", "id_number", "11010519491231002X"),
        ("（0631）7562222", "phone", "06317562222"),
        ("2型糖尿病", "text", "2型糖尿病"),
    ],
)
def test_other_values(text: str, kind: str, value: object) -> None:
    assert _one(text, kind) == (value, None)


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("1001.0", "1001", None),
        ("1001.00", "1001", None),
        ("1001", "1001", None),
        ("10010000", "10010000", None),
        ("001001", "001001", None),
        ("H 1001", "H1001", None),
        ("Ｈ１００１", "H1001", None),
        ("h1001", "H1001", None),
        ("h10010000", "H10010000", None),
        ("鲁（2020） 荣成市不动产权第 0001234 号", "鲁(2020)荣成市不动产权第0001234号", None),
        ("H1001\n", "H1001", None),
        ("G37.10", "G37.10", None),
        ("3.71E+17", None, "digits_lost"),
        ("无", None, None),
    ],
)
@pytest.mark.parametrize("feed", ["civil_affairs/households", "civil_affairs/payments"])
def test_a_key_between_tables_has_one_written_form(feed: str, text: str, value: str | None, reason: str | None) -> None:
    parsed = parse(pl.Series([text]), load_feeds()[feed].column("household_no"), key=True)
    found = None if parsed.problems is None else parsed.problems[0]
    assert (parsed.values[0], found) == (value, reason)


@pytest.mark.parametrize(
    "text", ["是", "有", "Y", "Ｙ", "yes", "1", "1.0", "TRUE", "√", "已享受", "通过", "已到账", "在校"]
)
def test_yes(text: str) -> None:
    assert _one(text, "yesno") == (True, None)


@pytest.mark.parametrize(
    "text", ["否", "无", "N", "no", "0", "0.0", "false", "×", "未享受", "不通过", "未到账", "不在校"]
)
def test_no(text: str) -> None:
    assert _one(text, "yesno") == (False, None)


@pytest.mark.parametrize(
    ("text", "table", "code"),
    [
        ("310", "medical_insurance_type", "310"),
        ("310.0", "medical_insurance_type", "310"),
        ("职 工", "medical_insurance_type", "310"),
        ("1", "student_status", "01"),
        ("01", "student_status", "01"),
        ("在读", "student_status", "01"),
        ("低保对象（单人）", "assistance_type", "100"),
        ("低保对象(单人)", "assistance_type", "100"),
        ("Rural", "urban_rural", "农村"),
        ("b", "house_grade", "B"),
        ("无", "work_capacity", "04"),
        ("01", "disability_category", "1"),
        ("Ⅲ级", "disability_grade", "3"),
        ("III", "disability_grade", "3"),
        ("三级", "disability_grade", "3"),
        ("叁级", "disability_grade", "3"),
        ("３", "disability_grade", "3"),
        ("D级危房", "house_grade", "D"),
        # Of the national platform's sub-codes the first two digits count.
        ("2101", "med_type", "21"),
        ("1401", "med_type", "14"),
        ("140104", "med_type", "14"),
        ("2101.0", "med_type", "21"),
        ("01-在读", "student_status", "01"),
        ("1在读", "student_status", "01"),
        ("职工(310)", "medical_insurance_type", "310"),
        ("职工（310）", "medical_insurance_type", "310"),
    ],
)
def test_codes(text: str, table: str, code: str) -> None:
    assert _one(text, "code", table) == (code, None)


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("公务员", "medical_insurance_type"),
        ("310城乡居民", "medical_insurance_type"),
        ("职工(390)", "medical_insurance_type"),
        ("31001", "medical_insurance_type"),
        ("9901", "med_type"),
        ("210", "med_type"),
        ("二级危房", "house_grade"),
    ],
)
def test_an_unknown_code_word_is_never_folded_into_a_default(text: str, table: str) -> None:
    assert _one(text, "code", table) == (None, "code_unknown")


def test_a_column_of_codes_without_a_code_table_is_a_fault_of_the_contract() -> None:
    with pytest.raises(ValueError, match="no code table"):
        _one("1", "code")


@pytest.mark.parametrize("kind", sorted(set(DTYPES) - {"code", "yesno"}))
@pytest.mark.parametrize("text", NOTHING)
def test_placeholders_are_empty_and_no_fault(kind: str, text: str | None) -> None:
    assert _one(text, kind) == (None, None)
