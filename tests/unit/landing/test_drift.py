"""What differs between the headings of two sheets of a feed, and which sheets are compared."""

from datetime import date

import polars as pl
import pytest

from assets.landing.guard.drift import HEADINGS, heading_rows
from assets.landing.guard.heading_changes import SheetHeadings, WrittenHeading, changes_between
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import empty, table_schema

FEEDS = load_feeds()
CHILDREN = FEEDS["civil_affairs/children"]
PAYMENTS = FEEDS["civil_affairs/payments"]
NAME, ID, KIND = ("姓名", "name"), ("身份证号", "id_number"), ("类别", "child_category")
FATHER = ("父亲状态", "father_status")


def sheet(*headings: tuple[str, str | None] | tuple[str, str | None, int]) -> SheetHeadings:
    written = tuple(WrittenHeading(text, column, *(scale or [1])) for text, column, *scale in headings)
    return SheetHeadings(CHILDREN.key, "children.csv", "", written)


def told(now: SheetHeadings, then: SheetHeadings | None) -> list[tuple[str, str, str | None, str | None]]:
    return sorted((c.kind, c.heading, c.before, c.column) for c in changes_between(CHILDREN, now, then))


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [
        (sheet(NAME, ID, KIND), sheet(NAME, ID, KIND), []),
        (sheet(ID, KIND, NAME), sheet(NAME, ID, KIND), []),
        (sheet((" 姓 名*", "name"), ID, KIND), sheet(NAME, ID, KIND), []),
        (
            sheet(NAME, ("证件号码", "id_number"), KIND),
            sheet(NAME, ID, KIND),
            [("renamed", "证件号码", "身份证号", "id_number")],
        ),
        (sheet(NAME, ID, KIND, FATHER), sheet(NAME, ID, KIND), [("new", "父亲状态", None, "father_status")]),
        (sheet(NAME, ID, KIND), sheet(NAME, ID, KIND, FATHER), [("missing", "父亲状态", None, "father_status")]),
        (sheet(NAME, ID, KIND, ("备注", None)), sheet(NAME, ID, KIND), [("new", "备注", None, None)]),
        (sheet(NAME, ID, KIND), sheet(NAME, ID, KIND, ("备注", None)), [("missing", "备注", None, None)]),
        (sheet(NAME, ID, KIND, ("备注", None)), sheet(NAME, ID, KIND, ("备 注", None)), []),
        (
            sheet(NAME, ID, KIND, ("父亲情况状态", None)),
            sheet(NAME, ID, KIND, FATHER),
            [("similar", "父亲情况状态", "父亲状态", "father_status")],
        ),
        (
            sheet(NAME, ID, KIND, ("情形开始年和月", None), ("备注", None)),
            sheet(NAME, ID, KIND),
            [("new", "备注", None, None), ("similar", "情形开始年和月", None, "status_since")],
        ),
        (
            sheet(NAME, ID, KIND, ("父亲身份证号", None), ("监护人的姓名呢", None)),
            sheet(NAME, ID, KIND),
            [("new", "父亲身份证号", None, None), ("similar", "监护人的姓名呢", None, "guardian_name")],
        ),
        (sheet(NAME, ID, KIND, ("姓名", None)), sheet(NAME, ID, KIND), [("similar", "姓名", None, "name")]),
        (sheet(NAME, ID, KIND, ("姓名", None)), sheet(NAME, ID, KIND, ("姓名", None)), []),
    ],
)
def test_changes(
    now: SheetHeadings, then: SheetHeadings, expected: list[tuple[str, str, str | None, str | None]]
) -> None:
    assert told(now, then) == expected


def test_a_first_delivery_tells_only_of_likely_names_and_of_columns_that_are_there_twice() -> None:
    first = sheet(NAME, ID, KIND, ("父亲情况状态", None), ("备注", None), ("证件号码", None))
    assert told(first, None) == [
        ("similar", "父亲情况状态", None, "father_status"),
        ("similar", "证件号码", None, "id_number"),
    ]


def test_another_unit_is_told_though_the_heading_is_the_same() -> None:
    now = SheetHeadings(PAYMENTS.key, "p.csv", "", (WrittenHeading("应发金额", "amount_due", 10_000),))
    then = SheetHeadings(PAYMENTS.key, "p.csv", "", (WrittenHeading("应发金额", "amount_due", 1),))
    (change,) = changes_between(PAYMENTS, now, then)
    assert (change.kind, change.column) == ("renamed", "amount_due")
    assert change.reason == "「应发金额」的单位由元变成了万元，已换算成元；请核对单位没有写错"


def test_what_never_leaves_the_landing_is_neither_unknown_nor_missed() -> None:
    account = WrittenHeading("银行账号", "bank_account", 1)
    name = WrittenHeading("姓名", "name", 1)
    with_account = SheetHeadings(PAYMENTS.key, "p.csv", "", (name, account))
    without = SheetHeadings(PAYMENTS.key, "p.csv", "", (name,))
    assert list(changes_between(PAYMENTS, without, with_account)) == []


def test_every_reason_says_what_and_how() -> None:
    now = sheet(NAME, ("证件号码", "id_number"), KIND, ("父亲情况状态", None), ("备注", None), ("姓名", None))
    then = sheet(NAME, ID, KIND, FATHER, ("母亲状态", "mother_status"), ("民族", None))
    changes = list(changes_between(CHILDREN, now, then))
    assert {change.kind for change in changes} == {"new", "missing", "renamed", "similar"}
    for change in changes:
        what, how = change.reason.split("；")
        assert what
        assert how
        assert f"「{change.heading}」" in what


def _headings(rows: list[tuple[str, date, str]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"feed": feed, "delivery": day, "file": file, "sheet": "", "place": 1, "heading": "姓名", "column": "name"}
            | {"scale": 1}
            for feed, day, file in rows
        ],
        schema=table_schema(HEADINGS),
    )


def _kept(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select("delivery", "file", "sheet", refused=pl.lit(False)).unique()


def test_of_an_append_feed_the_last_file_of_each_name_among_six_deliveries_is_kept() -> None:
    days = [date(2026, 1, day) for day in range(1, 10)]
    rows = [(PAYMENTS.key, day, f"payments_{day:%Y%m%d}_甲县.csv") for day in days]
    rows += [(PAYMENTS.key, days[5], "payments_乙县.csv"), (PAYMENTS.key, days[0], "payments_丙县.csv")]
    earlier = _headings(rows)
    left = heading_rows(PAYMENTS, [], _kept(earlier), earlier)
    assert sorted(left["file"]) == ["payments_20260109_甲县.csv", "payments_乙县.csv"]


def test_of_a_snapshot_feed_what_the_ledger_keeps_is_kept() -> None:
    rows = [(CHILDREN.key, date(2026, 1, day), f"children_{day}.csv") for day in (1, 2)]
    earlier = _headings(rows)
    assert heading_rows(CHILDREN, [], _kept(earlier), earlier).height == 2
    assert heading_rows(CHILDREN, [], _kept(earlier).clear(), earlier).height == 0
    assert heading_rows(CHILDREN, [], _kept(earlier), empty(HEADINGS)).height == 0
