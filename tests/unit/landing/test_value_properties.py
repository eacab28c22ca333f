"""What holds for every kind of value: the quick form, the company of other cells, lost digits."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.landing.reasons import reason_table
from assets.landing.values.cells import Parsed, Reader, parse_cells, read_distinct
from assets.landing.values.dates import DATE
from assets.landing.values.identifiers import ID_NUMBER, count_ids
from assets.landing.values.names import NAME
from assets.landing.values.numbers import MEASURE, WHOLE_NUMBER, money
from assets.landing.values.parse import parse
from assets.landing.values.texts import DIVISION, KEY, PHONE, TEXT
from assets.vocabulary.feeds import DTYPES, Column, load_feeds


def _column(kind: str) -> Column:
    return Column("any", kind, "optional", ("任意",))


def test_ids_stored_as_numbers_are_lost_even_where_the_checksum_passes_by_chance() -> None:
    # Three that fail their checksum, then one that passes it: all four lost the same digits.
    lost = ["371082199001011000", "371082198505051000", "371082197707071000", "110105194912315000"]
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    numbers = (f"110105194912{day:02d}{digit}000" for day in range(10, 32) for digit in range(10))
    # Remainder 1 is the check character 0 (GB 11643).
    passing = next(n for n in numbers if sum(int(d) * w for d, w in zip(n, weights, strict=False)) % 11 == 1)
    parsed = parse(pl.Series([*lost, passing, "11010519491231002X"]), _column("id_number"))
    assert parsed.values.to_list() == [None] * 5 + ["11010519491231002X"]
    assert parsed.problems is not None
    assert parsed.problems.to_list() == ["digits_lost"] * 5 + [None]
    alone = parse(pl.Series([passing]), _column("id_number"))
    assert alone.values.to_list() == [passing]


@pytest.mark.parametrize(
    ("cells", "filled", "malformed"),
    [
        (["371082199001011234", None, "", "无"], 1, 0),
        (
            ["37108219900101123x", "３７１０８２１９９００１０１１２３４", "371082 19900101 1234", "110105491231002"],
            4,
            0,
        ),
        (["E12345678", "37108219900101", "37108219900101123456", "不详"], 4, 4),
        (["3.71E+17", "3" * 33, "#N/A", "371082199001011234"], 4, 3),
        (["371082199001011000", "371082199001011234"], 2, 1),
        ([None, None], 0, 0),
        ([], 0, 0),
    ],
)
def test_counting_ids(cells: list[str | None], filled: int, malformed: int) -> None:
    counts = count_ids(parse(pl.Series("raw", cells, dtype=pl.String), _column("id_number")))
    assert (counts.filled, counts.malformed) == (filled, malformed)


CELLS = st.one_of(
    st.text(alphabet="0123456789.-/ eE+X年月日万元,王无-()", max_size=20),
    st.from_regex(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", fullmatch=True),
    st.from_regex(r"-?[0-9]{1,13}(\.[0-9]{0,3})?", fullmatch=True),
    st.from_regex(r"[0-9]{6,18}[X]?", fullmatch=True),
    st.from_regex(r"[0-9]{0,2}[A-Za-z无空王?#·][A-Za-z0-9无空王?#/!.(-]{0,8}", fullmatch=True),
    st.text(max_size=12).filter(lambda text: "\x00" not in text),
)


@settings(max_examples=15, deadline=None)
@given(cells=st.lists(CELLS, max_size=40))
@pytest.mark.parametrize("reader", [DATE, money(1), WHOLE_NUMBER, MEASURE, TEXT, KEY, NAME, PHONE, DIVISION, ID_NUMBER])
def test_the_quick_form_never_differs_from_the_careful_one(reader: Reader, cells: list[str]) -> None:
    assert reader.quick is not None
    texts = pl.Series("raw", sorted(set(cells)), dtype=pl.String)
    both = read_distinct(texts, reader).with_columns(quick=reader.quick(pl.col("raw")))
    sure = both.filter(pl.col("quick").is_not_null())
    assert sure["quick"].to_list() == sure["careful"].to_list()
    assert sure["problem"].null_count() == sure.height


@settings(max_examples=6, deadline=None)
@given(cells=st.lists(st.one_of(st.none(), CELLS), max_size=6), repeats=st.integers(1, 3))
@pytest.mark.parametrize("kind", sorted(set(DTYPES) - {"code", "id_number"}))
def test_a_cell_means_the_same_in_any_company(kind: str, cells: list[str | None], repeats: int) -> None:
    def read(texts: list[str | None]) -> Parsed:
        return parse(pl.Series("raw", texts, dtype=pl.String), _column(kind))

    together = read(cells * repeats)
    alone = [read([cell]) for cell in cells]
    assert together.values.to_list() == [each.values[0] for each in alone] * repeats
    reasons = [None if each.problems is None else each.problems[0] for each in alone] * repeats
    assert (together.problems.to_list() if together.problems is not None else [None] * len(reasons)) == reasons


# Digits of any script, in the shapes in which numbers are cast.
DIGIT = st.characters(categories=("Nd", "Nl", "No"))
DIGITS = st.text(alphabet=st.one_of(st.sampled_from("0123456789"), DIGIT), min_size=1, max_size=40)
SHAPES = ("{0}", "{0}.0", "{0}-{1}", "{0}-{1}-{1}", "{0}年{1}月", "{0}.{1}", "{0}万元", "-{0}e{1}", "({0})", "{0}X")
ANYTHING = st.one_of(
    st.text(max_size=24),
    st.builds(lambda shape, *parts: shape.format(*parts), st.sampled_from(SHAPES), DIGITS, DIGITS),
    *(st.text(alphabet=DIGIT, min_size=length, max_size=length) for length in (4, 5, 6, 8, 14, 15, 17, 18)),
)
CODE_TABLE = "student_status"


@settings(max_examples=120, deadline=None)
@given(cells=st.lists(ANYTHING, max_size=30))
@pytest.mark.parametrize("kind", sorted(DTYPES))
def test_no_text_whatsoever_stops_the_night(kind: str, cells: list[str]) -> None:
    column = Column("any", kind, "optional", ("任意",), CODE_TABLE if kind == "code" else None)
    for scale in (1, 10_000) if kind == "money" else (1,):
        parsed = parse(pl.Series("raw", cells, dtype=pl.String), column, scale)
        assert (parsed.values.len(), parsed.values.dtype) == (len(cells), DTYPES[kind])


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("٤٥٦٧٨", "date", "date_unreadable"),
        ("٢٠٢٤-٠١-٠١", "date", "date_unreadable"),
        ("٢٠٢٤٠١", "month", "month_unreadable"),
        ("٣٧١٠٨٢١٩٩٠٠١٠١١٢٣٤", "id_number", "id_unreadable"),
        ("٣٧١٠٨٢٩٠٠١٠١١٢٣", "id_number", "id_unreadable"),
        ("٣", "int", "int_unreadable"),
        ("٣٫٥", "number", "number_unreadable"),
        ("٣٠٠", "money", "money_unreadable"),
        ("١٣٨١٢٣٤٥٦٧٨", "phone", "phone_unreadable"),
        ("٣٧١٠٨٢", "division", "division_unreadable"),
        ("٩" * 30 + "万元", "money", "money_unreadable"),
        ("9" * 22 + "万元", "money", "money_unreadable"),
    ],
)
def test_digits_of_other_scripts_are_marked(text: str, kind: str, reason: str) -> None:
    parsed = parse(pl.Series("raw", [text]), _column(kind))
    assert parsed.values.to_list() == [None]
    assert parsed.problems is not None
    assert parsed.problems.to_list() == [reason]


def test_every_column_of_every_feed_has_a_reader() -> None:
    for feed in load_feeds().values():
        for column in feed.landed_columns:
            parsed = parse(pl.Series([None], dtype=pl.String), column)
            assert parsed.values.dtype == DTYPES[column.type]


def test_parsing_keeps_order_and_length() -> None:
    raw = pl.Series(["b", None, "2024-01-01", "20240102", "2024-01-01"])
    parsed = parse_cells(raw, DATE)
    assert parsed.values.to_list() == [None, None, date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 1)]


@pytest.mark.parametrize("feed", sorted(load_feeds()))
def test_every_reason_says_what_is_wrong_and_how_to_mend_it(feed: str) -> None:
    for reason in reason_table(load_feeds()[feed])["reason"]:
        assert [bool(part) for part in reason.split("；")] == [True, True], reason
