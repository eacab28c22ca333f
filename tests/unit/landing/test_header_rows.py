"""Headers of one to three rows: which rows they are, and which column each heading names."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.landing.files.headings import FoundHeader, find_header
from assets.vocabulary.feeds import load_feeds
from tests.unit.landing.header_layouts import DEATHS, DISABLED, HOUSEHOLDS, LAYOUTS, MEMBERS, PAYMENTS, Layout

FEEDS = load_feeds()


def rows_of(text: str) -> list[list[str | None]]:
    lines = [line.split("|") for line in text.strip().splitlines()]
    return [[None if cell.strip() == "_" else cell.strip() for cell in line] for line in lines]


def header_of(feed: str, text: str) -> FoundHeader | None:
    return find_header(rows_of(text), FEEDS[feed])


def columns_of(found: FoundHeader) -> str:
    names = {place: name for name, place in found.match.positions.items()}
    return " ".join(names.get(place, "-") for place in range(max(names) + 1))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_layouts(layout: Layout) -> None:
    found = header_of(layout.feed, layout.rows)
    assert found is not None
    assert found.match.missing == ()
    expected = layout.columns.split()
    while expected[-1] == "-":
        expected.pop()
    assert columns_of(found).split() == expected
    assert (found.first, found.rows) == (layout.first, layout.height)
    filled = [row for row in rows_of(layout.rows)[: layout.first] if any(row)]
    assert found.title_rows == len(filled)


def test_headings_of_merged_rows_are_told_in_full() -> None:
    found = header_of(MEMBERS, "户编号|家庭成员|_\n_|姓名|身份证号")
    assert found is not None
    assert found.match.headings == ("户编号", "家庭成员/姓名", "家庭成员/身份证号")
    assert found.match.written == {"household_no": "户编号", "name": "家庭成员/姓名", "id_number": "家庭成员/身份证号"}


@pytest.mark.parametrize(
    ("feed", "rows", "missing"),
    [
        (DISABLED, "监护人|_|残疾证号|残疾类别|残疾等级|发证日期\n姓名|身份证号|_|_|_|_", ("姓名", "身份证号")),
        (DISABLED, "监护人|_|_|_|_|_\n姓名|身份证号|残疾证号|残疾类别|残疾等级|发证日期", ("姓名", "身份证号")),
        (DEATHS, "死亡日期|殡仪馆|经办人|_\n_|_|姓名|身份证号", ("姓名", "身份证号")),
        (HOUSEHOLDS, "户编号|户主姓名|家庭成员|_|救助类型|区划代码|状态\n_|_|姓名|身份证号|_|_|_", ("户主身份证号",)),
        (
            PAYMENTS,
            "发放年月|姓名|身份证号|救助类型|发放状态|上年|_\n_|_|_|_|_|应发金额|实发金额",
            ("应发金额", "实发金额"),
        ),
    ],
)
def test_what_is_about_somebody_else_is_missing_rather_than_taken(
    feed: str, rows: str, missing: tuple[str, ...]
) -> None:
    found = header_of(feed, rows)
    assert found is not None
    assert found.match.missing == missing


def test_a_row_of_data_is_no_header_row_even_where_it_holds_a_word_of_the_header() -> None:
    found = header_of(DEATHS, "姓名|身份证号|死因\n甲|_|死亡日期")
    assert found is not None
    assert (found.rows, found.match.headings) == (1, ("姓名", "身份证号", "死因"))
    assert found.match.missing == ("死亡日期",)


PLAIN_HEADERS = {key: [column.headings[0] for column in feed.columns] for key, feed in FEEDS.items()}
ID_NUMBERS = st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True)
DATES = st.dates().map(str)
WORDS = st.text(alphabet="甲乙丙丁张王李低保在子女男是否无镇村" + string.ascii_letters, min_size=1, max_size=6)
CELLS = st.one_of(WORDS, st.integers(0, 10**6).map(str), DATES, ID_NUMBERS, st.just(""), st.none())


@st.composite
def _data_rows(draw: st.DrawFn) -> tuple[str, list[list[str | None]]]:
    key = draw(st.sampled_from(sorted(FEEDS)))
    width = len(PLAIN_HEADERS[key])
    return key, draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=4))


@settings(max_examples=150, deadline=None)
@given(_data_rows())
def test_rows_of_data_below_never_change_a_header_of_one_row(case: tuple[str, list[list[str | None]]]) -> None:
    key, data = case
    header = list(PLAIN_HEADERS[key])
    alone = find_header([header], FEEDS[key])
    followed = find_header([header, *data], FEEDS[key])
    assert alone is not None
    assert alone == followed
    assert alone.rows == 1
    assert alone.match.positions == {column.name: place for place, column in enumerate(FEEDS[key].columns)}


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(sorted(FEEDS)), st.integers(0, 8), st.lists(st.sampled_from(["", None]), max_size=3), st.booleans()
)
def test_titles_above_and_blank_columns_beside_only_move_a_header(
    key: str, titles: int, blank: list[str | None], group: bool
) -> None:
    header = [*blank, *PLAIN_HEADERS[key]]
    above: list[list[str | None]] = [["某市2026年名单" if number else "制表单位：某局"] for number in range(titles)]
    found = find_header([*above, [], header], FEEDS[key])
    assert found is not None
    assert (found.first, found.rows, found.title_rows) == (titles + 1, 1, titles)
    expected = {column.name: place + len(blank) for place, column in enumerate(FEEDS[key].columns)}
    assert found.match.positions == expected
    if group:
        grouped = find_header([*above, ["基本信息"], header], FEEDS[key])
        assert grouped is not None
        assert grouped.match.positions == expected
