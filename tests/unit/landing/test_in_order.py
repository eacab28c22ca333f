"""Work side by side: results in order, few items under way, errors where they belong, the same rows as one by one."""

import threading
from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest

from assets.landing.files.headings import match_headings
from assets.landing.files.sheets import Sheet
from assets.landing.in_order import in_order
from assets.landing.operator.corrector import Corrector
from assets.landing.rows import Address, ReadRows, RowReader
from assets.vocabulary.feeds import load_feeds

FEED = load_feeds()["civil_affairs/deaths"]
BATCHES = 9


def test_results_come_in_the_order_of_items_though_a_later_one_is_done_first() -> None:
    later_done = threading.Event()

    def work(item: int) -> int:
        if item == 0:
            assert later_done.wait(timeout=60)
        if item == 1:
            later_done.set()
        return item * 10

    assert list(in_order(range(7), work)) == [0, 10, 20, 30, 40, 50, 60]


@pytest.mark.parametrize("ahead", [0, 1, 2, 5])
def test_no_more_items_are_taken_than_are_under_way(ahead: int) -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for item in range(20):
            taken.append(item)
            yield item

    for place, result in enumerate(in_order(items(), lambda item: item, ahead=ahead)):
        assert result == place
        assert len(taken) <= place + ahead + 1


def test_what_work_raises_is_raised_in_its_place() -> None:
    def work(item: int) -> int:
        if item == 3:
            raise ValueError("three")
        return item

    results = []
    with pytest.raises(ValueError, match="three"):
        for result in in_order(range(9), work):
            results.append(result)
    assert results == [0, 1, 2]


def test_what_items_raise_is_raised() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise KeyError("no more")

    with pytest.raises(KeyError):
        list(in_order(items(), lambda item: item))


def _batches() -> Iterator[pl.DataFrame]:
    """Rows good, marked, refused and blank, and totals; every batch has other ones."""
    for batch in range(BATCHES):
        rows: list[tuple[str | None, ...]] = [("甲", "371082199001011234", "2024-01-01"), ("合计", None, "3")]
        rows += [(f"王{'?' * (n % 2)}", "E1234", f"2024-01-{n:02d}") for n in range(1, batch + 20)]
        rows += [("乙", None, "昨天"), (None, None, None)] * (batch % 3)
        yield pl.DataFrame(rows, schema=["c0", "c1", "c2"], orient="row")


def _read(workers: int) -> list[ReadRows]:
    match = match_headings(["姓名", "身份证号", "死亡日期"], FEED)
    sheet = Sheet("", "", match, _batches, 2)
    address = Address(FEED.key, date(2026, 6, 30), "deaths.csv", "")
    reader = RowReader(FEED, sheet, address, Corrector.idle(FEED))
    return list(in_order(map(reader.records, sheet.batches()), reader.parse, workers=workers))


def test_rows_are_the_same_however_many_batches_are_parsed_at_once() -> None:
    alone, together = _read(1), _read(4)
    assert len(alone) == BATCHES
    for one, other in zip(alone, together, strict=True):
        assert one.rows.equals(other.rows)
        assert one.quarantine.equals(other.quarantine)
        assert one.table.equals(other.table)
        assert one.counts == other.counts
    numbers = pl.concat([read.rows["row_no"] for read in alone])
    assert numbers.is_sorted()
    assert numbers.n_unique() == len(numbers)
