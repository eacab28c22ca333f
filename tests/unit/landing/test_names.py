"""Names that change with the month: their natural order, and which sheet of before misses its successor."""

from datetime import date

import polars as pl
import pytest

from assets.landing.in_force.counterparts import Counterparts
from assets.landing.in_force.names import natural, without_numbers
from assets.landing.in_force.order import Order, Source

FIRST, SECOND = date(2026, 6, 30), date(2026, 7, 1)


@pytest.mark.parametrize(
    "ordered",
    [
        ["households_1月.csv", "households_9月.csv", "households_10月.csv", "households_12月.csv"],
        ["九月", "十月", "十一月", "十二月"],
        ["2025-12", "2026-1", "2026-01-31", "2026-02"],
        ["９月", "１０月"],
        ["甲0", "甲1", "甲01", "甲2", "甲" + "9" * 30, "甲1" + "0" * 30],
        ["", "a", "乙", "甲"],
    ],
)
def test_numbers_in_names_are_in_the_order_of_their_values(ordered: list[str]) -> None:
    for names in (ordered, ordered[::-1]):
        assert [name for name in sorted(names, key=natural) if name not in ("甲1", "甲01")] == [
            name for name in ordered if name not in ("甲1", "甲01")
        ]
    assert len({natural(name) for name in ordered}) == len(ordered)


def test_what_stays_of_a_name() -> None:
    assert without_numbers("6月甲镇") == without_numbers("12月甲镇") == without_numbers("十二月甲镇")
    assert without_numbers("甲镇") != without_numbers("乙镇")
    # A number is told from a word by the month behind it.
    assert without_numbers("三里屯") == "三里屯"


def _blocks(*names: tuple[str, str]) -> pl.DataFrame:
    rows = [(FIRST, file, sheet, place, 1) for place, (file, sheet) in enumerate(names)]
    return pl.DataFrame(rows, schema=["delivery", "file", "sheet", "start", "rows"], orient="row")


def test_rows_stand_in_the_order_of_months(tmp_path) -> None:
    names = [("h_10月.csv", ""), ("h_9月.csv", "10月"), ("h_9月.csv", "9月")]
    order = Order([Source(tmp_path / "none", _blocks(*names))])
    assert order.blocks.select("file", "sheet").rows() == [names[2], names[1], names[0]]


def _earlier(*sheets: tuple[date, str, str, int]) -> pl.DataFrame:
    names = ["delivery", "file", "sheet", "rows_read"]
    return pl.DataFrame(sheets, schema=names, orient="row").with_columns(
        refused=pl.lit(False), rows_quarantined=pl.lit(0), set_aside_totals=pl.lit(0)
    )


BOOK, JUNE, JULY = "households.xlsx", "households_6月.xlsx", "households_7月.xlsx"


@pytest.mark.parametrize(
    ("earlier", "sheet", "read", "missing"),
    [
        # The same name, and a name that differs in the month.
        ([(BOOK, "甲镇"), (BOOK, "乙镇")], (BOOK, "甲镇"), [(BOOK, "乙镇")], True),
        ([(BOOK, "6月甲镇"), (BOOK, "6月乙镇")], (BOOK, "7月甲镇"), [(BOOK, "7月乙镇")], True),
        # A sheet of notes beside the data, and a form for the month to come: nothing is missing.
        ([(BOOK, "Sheet1")], (BOOK, "Sheet2"), [(BOOK, "Sheet1")], False),
        ([(BOOK, "6月甲镇")], (BOOK, "7月甲镇"), [(BOOK, "6月甲镇")], False),
        # Files whose names carry the month, and counties' codes: as many as before must be there.
        ([(JUNE, "甲镇"), (JUNE, "乙镇")], (JULY, "甲镇"), [(JULY, "乙镇")], True),
        (
            [("h_371082_06.xlsx", "城市"), ("h_371082_06.xlsx", "农村"), ("h_371083_06.xlsx", "农村")],
            ("h_371083_07.xlsx", "城市"),
            [("h_371082_07.xlsx", "城市"), ("h_371082_07.xlsx", "农村"), ("h_371083_07.xlsx", "农村")],
            False,
        ),
        (
            [("h_371082_06.xlsx", "城市"), ("h_371083_06.xlsx", "城市")],
            ("h_371083_07.xlsx", "城市"),
            [("h_371082_07.xlsx", "城市")],
            True,
        ),
        # Another county's sheet of the same name is nothing to a county that never had such rows.
        ([("h_甲.xlsx", "农村"), ("h_乙.xlsx", "城市")], ("h_甲.xlsx", "城市"), [("h_甲.xlsx", "农村")], False),
        # Under a new name it may be the successor of what has none.
        ([("h_甲县.xlsx", "城市")], ("h_甲区.xlsx", "城市"), [("h_甲区.xlsx", "农村")], True),
        ([("h_乙.xlsx", "城市")], ("h_甲.xlsx", "城市"), [("h_乙.xlsx", "城市")], False),
        ([], (BOOK, "甲镇"), [], False),
    ],
)
def test_a_sheet_whose_rows_were_there_before_is_missed(
    earlier: list[tuple[str, str]], sheet: tuple[str, str], read: list[tuple[str, str]], missing: bool
) -> None:
    before = _earlier(*((FIRST, *each, 1) for each in earlier))
    counterparts = Counterparts(before, {sheet[0], *(file for file, _ in read)}, SECOND, read)
    assert counterparts.missing(sheet) is missing


def test_only_sheets_with_rows_of_earlier_deliveries_are_missed() -> None:
    before = _earlier((FIRST, BOOK, "甲镇", 0), (SECOND, BOOK, "乙镇", 5))
    counterparts = Counterparts(before, {BOOK}, SECOND, [])
    assert not counterparts.missing((BOOK, "甲镇"))
    assert not counterparts.missing((BOOK, "乙镇"))
