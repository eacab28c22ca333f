"""Texts with more than one meaning: never guessed, never two values joined, always with the reason."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from assets.landing.values.parse import parse
from assets.vocabulary.feeds import Column


def _read(
    texts: list[str], kind: str, table: str | None = None, *, key: bool = False
) -> list[tuple[object, str | None]]:
    """The value and the reason code of each cell of a column."""
    column = Column("any", kind, "optional", ("任意",), table)
    parsed = parse(pl.Series("raw", texts, dtype=pl.String), column, key=key)
    problems = [None] * len(texts) if parsed.problems is None else parsed.problems.to_list()
    return list(zip(parsed.values.to_list(), problems, strict=True))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("300\n200", "money_unreadable"),
        ("300 500", "money_unreadable"),
        ("12 345", "money_unreadable"),
        ("100 200 300", "money_unreadable"),
        ("3 00", "money_unreadable"),
        ("1, 234", "money_unreadable"),
        ("300￥200", "money_unreadable"),
        ("300人民币200", "money_unreadable"),
        ("300元 200", "money_unreadable"),
        ("$300", "money_unreadable"),
        ("300①", "small_digits"),
        ("300²", "small_digits"),
        ("2½", "small_digits"),
        ("⑤", "small_digits"),
    ],
)
def test_no_amount_is_put_together(text: str, reason: str) -> None:
    assert _read([text], "money") == [(None, reason)]


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("300 元", "300"),
        ("1.5 万元", "15000"),
        ("￥ 300", "300"),
        ("人民币 ￥ 300 元", "300"),
        ("( 300 )", "-300"),
        ("- 300", "-300"),
        ("100 CNY", "100"),
        ("1 234 567", "1234567"),
        ("12 345 678.5", "12345678.5"),
        ("300\n", "300"),
    ],
)
def test_blanks_that_divide_nothing_are_left_out(text: str, yuan: str) -> None:
    assert _read([text], "money") == [(Decimal(yuan), None)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("3 人", "int", 3),
        ("32.5 m²", "number", 32.5),
        ("32.5米²", "number", 32.5),
        ("3①", "int", None),
        ("3 5", "int", None),
    ],
)
def test_numbers_too(text: str, kind: str, value: float | None) -> None:
    found = _read([text], kind)[0]
    assert found[0] == value
    assert (found[1] is None) == (value is not None)


@pytest.mark.parametrize("kind", ["id_number", "phone", "division", "date", "month"])
def test_a_footnotes_sign_is_no_digit(kind: str) -> None:
    text = {"id_number": "37108219900101123①", "phone": "1381234567②", "division": "37108①"}.get(kind, "2024-1-1③")
    assert _read([text], kind) == [(None, "small_digits")]


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("2024-1-2 3", "date", "date_unreadable"),
        ("20231 2", "date", "date_unreadable"),
        ("2024-12 1", "date", "date_unreadable"),
        ("2024-1-2\n2024-3-4", "date", "date_unreadable"),
        ("2024-1-", "date", "date_unreadable"),
        ("2024-01-15点", "date", "date_unreadable"),
        ("200103", "date", "date_ambiguous"),
        ("190512", "date", "date_ambiguous"),
        ("20241", "date", "date_ambiguous"),
        ("20246", "month", "month_ambiguous"),
        ("19001", "month", "month_ambiguous"),
        ("21009.0", "month", "month_ambiguous"),
        ("2024.1", "date", "date_ambiguous"),
        ("2024.1", "month", "month_ambiguous"),
        ("1905-07-16", "date", "date_only_year"),
        ("1905-07-16 00:00:00", "month", "date_only_year"),
    ],
)
def test_no_day_is_guessed(text: str, kind: str, reason: str) -> None:
    assert _read([text], kind) == [(None, reason)]


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("2024 1 2", "date", date(2024, 1, 2)),
        ("2024 11 5", "date", date(2024, 11, 5)),
        ("2024 1", "month", date(2024, 1, 1)),
        ("202401", "date", date(2024, 1, 1)),
        ("200103", "month", date(2001, 3, 1)),
        ("2024.10", "month", date(2024, 10, 1)),
        ("2024.01", "month", date(2024, 1, 1)),
        ("2024.1月", "month", date(2024, 1, 1)),
        ("2024.2", "month", date(2024, 2, 1)),
        ("21010", "date", date(1957, 7, 9)),
        ("1905-01-05", "date", date(1905, 1, 5)),
    ],
)
def test_what_has_one_meaning_is_read(text: str, kind: str, day: date) -> None:
    assert _read([text], kind) == [(day, None)]


@pytest.mark.parametrize(
    ("text", "number", "reason"),
    [
        ("371082200503121", None, "id_cut"),
        ("371082198505051", None, "id_cut"),
        ("371082200013011", None, "id_cut"),
        ("110105491231002", "11010519491231002X", None),
        ("371082210505123", "371082192105051233", None),
    ],
)
def test_fifteen_of_eighteen_digits_are_no_old_number(text: str, number: str | None, reason: str | None) -> None:
    assert _read([text], "id_number") == [(number, reason)]


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        (["1", "10", "20", "30"], ["01", "10", "20", "30"]),
        (["1.0", "10.0"], ["01", "10"]),
        (["1", "2", "0"], ["10", "20", "01"]),
        (["1", "5", "配偶"], ["10", "50", "10"]),
        (["01", "10", "1"], ["01", "10", "01"]),
        (["1", "1"], [None, None]),
        (["1", "2", "3", "子"], [None, None, None, "20"]),
        (["0", "1", "10"], ["01", None, "10"]),
    ],
)
def test_a_code_that_may_have_lost_its_zero_is_told_by_the_column(texts: list[str], codes: list[str | None]) -> None:
    found = _read(texts, "code", "relation")
    assert [code for code, _ in found] == codes
    assert [reason for _, reason in found] == ["code_ambiguous" if code is None else None for code in codes]


def test_a_digit_of_other_tables_needs_no_company() -> None:
    assert _read(["1"], "code", "marital_status") == [("10", None)]


@pytest.mark.parametrize(
    ("texts", "reasons"),
    [
        (["37108219900202000000"] * 2, ["digits_lost"] * 2),
        (["37108219900202000000", "37108219900202123443"], ["digits_lost", None]),
        (["371000202506010000", "371000202506020000"], ["digits_lost"] * 2),
        (["371000202506010000", "371000202506011234"], ["digits_doubtful", None]),
        (["3710820010020010", "3710820010020012"], [None, None]),
        (["A37108219900202000000", "000000000000000010000"], [None, None]),
    ],
)
def test_keys_of_which_fifteen_digits_are_left(texts: list[str], reasons: list[str | None]) -> None:
    found = _read(texts, "text", key=True)
    assert [reason for _, reason in found] == reasons
    assert [value for value, _ in found] == [
        None if reason == "digits_lost" else text for text, reason in zip(texts, reasons, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("张三\n李四", None, "name_two_lines"),
        ("张三\r\n李四", None, "name_two_lines"),
        ("王\n强", "王强", None),
        ("张三\n", "张三", None),
    ],
)
def test_two_names_are_not_joined(text: str, name: str | None, reason: str | None) -> None:
    assert _read([text], "name") == [(name, reason)]
