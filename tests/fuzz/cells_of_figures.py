"""Dates, months, amounts and numbers as clerks write them.

What belongs here: the written forms of what can be counted, and those that cannot be read. What does not: persons and
words (cells_of_persons, cells_of_words).
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from tests.fuzz.cells import Cell, Pen, bad, full_width


def _day(pen: Pen) -> date:
    return date(2015, 1, 1) + timedelta(days=pen.random.randrange(4100))


def date_cell(pen: Pen) -> Cell:
    day = _day(pen)
    native = pen.random.choice([None, day, datetime.combine(day, time()), datetime.combine(day, time(10, 30, 15))])
    if not pen.quirky():
        return Cell(day.isoformat(), day, native)
    serial = (day - date(1899, 12, 30)).days
    forms = [
        f"{day:%Y%m%d}",
        f"{day.year}-{day.month}-{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month}月{day.day}号",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"{day.year} {day.month} {day.day}",
        f"{day} 00:00:00",
        f"{day.year}/{day.month}/{day.day} 0:00",
        f"{day}T00:00:00",
        f"{day} 00:00:00.000",
        f"{day:%Y%m%d}103000",
        f"{day:%Y%m%d}.0",
        f"{serial}",
        f"{serial}.0",
        f"{serial}.75",
        full_width(day.isoformat()),
        f"'{day}",
        f" {day} ",
        f"{day:%b} {day.day:>2} {day.year} 12:00AM",
    ]
    return Cell(pen.one_of(forms), day, pen.random.choice([None, serial, serial + 0.5]))


def bad_date(pen: Pen) -> Cell:
    texts = ["昨天", "2024-02-30", "24-1-1", "20241301", "二〇二四年一月五日", "2024", "不详"]
    if pen.random.random() < 0.2:
        return bad(pen.one_of(["1850-01-01", "2101-01-01"]), "date_implausible")
    if pen.random.random() < 0.3:
        return bad(pen.one_of(["200103", "20241", "2024.1"]), "date_ambiguous")
    texts += ["2024-1-2 3", "20231 2", "2024-1-"]
    return bad(pen.one_of(texts), "date_unreadable")


def month_cell(pen: Pen) -> Cell:
    first = _day(pen).replace(day=1)
    if not pen.quirky():
        return Cell(f"{first:%Y%m}", first, pen.random.choice([None, int(f"{first:%Y%m}"), first]))
    forms = [
        f"{first.year}年{first.month}月",
        f"{first:%Y-%m}",
        f"{first.year}/{first.month}",
        f"{first:%Y.%m}",
        f"{first:%Y-%m-%d}",
        f"{first:%Y%m}15",
        f"{first:%Y%m}.0",
        full_width(f"{first:%Y%m}"),
        f" {first:%Y%m} ",
    ]
    return Cell(pen.one_of(forms), first)


def bad_month(pen: Pen) -> Cell:
    if pen.random.random() < 0.3:
        return bad(pen.one_of(["20246", "2024.1"]), "month_ambiguous")
    return bad(pen.one_of(["202413", "上个月", "May-23", "2024年"]), "month_unreadable")


def money_cell(pen: Pen) -> Cell:
    """An amount in yuan; under a heading in another unit its text is so many of that unit."""
    amount = Decimal(pen.random.choice([0, 5, 100_050, 123_456_789, pen.random.randrange(10_000_000)])) / 100
    amount = amount.quantize(Decimal("0.01")) * (-1 if pen.random.random() < 0.1 else 1)
    shown = amount / pen.scale
    plain = f"{shown:f}"
    if not pen.quirky():
        return Cell(plain, amount, pen.random.choice([None, float(shown)]))
    size = f"{abs(shown):,f}"
    minus = "-" if amount < 0 else ""
    forms = [minus + size, f"￥{plain}" if amount >= 0 else plain, full_width(plain), f" {plain} ", f"'{plain}"]
    own_unit = [
        f"{amount:f}元",
        f"{amount:f} 元",
        f"{minus}{abs(amount):,f}元",
        f"{amount / 10_000:f}万元",
        f"{amount / 10_000:f}万",
    ]
    if amount < 0:
        forms += [f"({size})", f"（{size}）", f"{size}-"] * 2
    return Cell(pen.one_of(forms + own_unit), amount)


def bad_money(pen: Pen) -> Cell:
    if pen.random.random() < 0.2:
        return bad(pen.one_of(["300①", "300²"]), "small_digits")
    texts = ["壹佰元整", "五百", "约500", "1.2.3", "12abc", "300 500", "$300", "100￥200"]
    return bad(pen.one_of(texts + (["300\n200"] if pen.line_breaks else [])), "money_unreadable")


def int_cell(pen: Pen) -> Cell:
    number = pen.random.choice([0, 1, 2, 3, 5, 12, 2024, 1500])
    if not pen.quirky():
        return Cell(str(number), number, pen.random.choice([None, number, float(number)]))
    forms = [f"{number}.0", f"{number:,}", full_width(str(number)), f" {number} ", f"{number}人", f"'{number}"]
    return Cell(pen.one_of(forms), number)


def bad_int(pen: Pen) -> Cell:
    return bad(pen.one_of(["三", "3.5", "若干", "3-4"]), "int_unreadable")


def number_cell(pen: Pen) -> Cell:
    number = pen.random.randrange(100_000) / 10
    if not pen.quirky():
        return Cell(f"{number}", number, pen.random.choice([None, number]))
    forms = [f"{number}㎡", f"{number:,}平方米", full_width(f"{number}"), f"{number:,}"]
    return Cell(pen.one_of(forms), number)


def bad_number(pen: Pen) -> Cell:
    return bad(pen.one_of(["大", "inf", "10×8"]), "number_unreadable")
