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
    ],
)
def test_a_month_is_its_first_day(text: str, month: date) -> None:
    assert _one(text, "month") == (month, None)


@pytest.mark.parametrize("text", ["1900-01-00", "1900/1/0", "0", "0000-00-00", "9999-12-31", "1899-12-30 00:00:00"])
def test_a_spreadsheets_empty_date_is_no_date_and_no_fault(text: str) -> None:
    assert _one(text, "date") == (None, None)


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("2024-02-30", "date", "date_unreadable"),
        ("不详", "date", "date_unreadable"),
        ("2024", "date", "date_unreadable"),
        ("24-1-1", "date", "date_unreadable"),
        ("1850-01-01", "date", "date_implausible"),
        ("2101-01-01", "date", "date_implausible"),
        ("202413", "month", "month_unreadable"),
        ("一千", "money", "money_unreadable"),
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
        ("王\ufffd", "name", "garbled"),
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
    ],
)
def test_money_is_exact(text: str, yuan: str) -> None:
    assert _one(text, "money") == (Decimal(yuan), None)


@pytest.mark.parametrize(
    ("text", "yuan"), [("1.5", "15000.00"), ("0.000001", "0.01"), ("3元", "3.00"), ("2万元", "20000.00")]
)
def test_a_heading_in_ten_thousands_scales_cells_without_their_own_unit(text: str, yuan: str) -> None:
    assert _one(text, "money", scale=10_000) == (Decimal(yuan), None)


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


@pytest.mark.parametrize("text", ["是", "有", "Y", "yes", "1", "1.0", "TRUE", "√"])
def test_yes(text: str) -> None:
    assert _one(text, "yesno") == (True, None)


@pytest.mark.parametrize("text", ["否", "无", "N", "no", "0", "0.0", "false", "×"])
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
    ],
)
def test_codes(text: str, table: str, code: str) -> None:
    assert _one(text, "code", table) == (code, None)


def test_an_unknown_code_word_is_never_folded_into_a_default() -> None:
    assert _one("公务员", "code", "medical_insurance_type") == (None, "code_unknown")


def test_a_column_of_codes_without_a_code_table_is_a_fault_of_the_contract() -> None:
    with pytest.raises(ValueError, match="no code table"):
        _one("1", "code")


@pytest.mark.parametrize("kind", sorted(set(DTYPES) - {"code", "yesno"}))
@pytest.mark.parametrize("text", NOTHING)
def test_placeholders_are_empty_and_no_fault(kind: str, text: str | None) -> None:
    assert _one(text, kind) == (None, None)
