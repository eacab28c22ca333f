"""Cells that are counted by bytes are those that a reader of CSV gives, whatever stands in them."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.landing.files import long_records as module
from assets.landing.files.long_records import long_records

CELL = st.sampled_from(["", "甲", "1", "12,345", 'a"b', "一\n二", "a\r\nb", " "])
LINE_END = st.tuples(st.sampled_from(["\n", "\r\n"]), st.booleans())
RECORDS = st.lists(st.lists(CELL, min_size=1, max_size=6), max_size=12)


def counted(text: str, columns: int, folder: Path, skip: int = 0, delimiter: str = ",") -> tuple[list[int], int]:
    path = folder / "file.csv"
    path.write_bytes(text.encode())
    found = long_records(path, skip, delimiter, columns)
    return found.ordinals.tolist(), found.records


@settings(max_examples=300, deadline=None, derandomize=True)
@given(records=RECORDS, columns=st.integers(2, 4), line_end=LINE_END)
@pytest.mark.parametrize("chunk", [1, 7, 1 << 20])
def test_as_a_reader_of_csv_counts(
    tmp_path_factory: pytest.TempPathFactory,
    chunk: int,
    records: list[list[str]],
    columns: int,
    line_end: tuple[str, bool],
) -> None:
    end, last = line_end
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerows(records)
    text = out.getvalue() if last else out.getvalue().removesuffix(end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK", chunk)
        ordinals, count = counted(text, columns, tmp_path_factory.getbasetemp())
    # What is one sign beside its delimiters is blank, a row of a single figure among empty cells as well.
    written = list(csv.reader(io.StringIO(text)))
    assert count == len(written)
    filled = {number: cells for number, cells in enumerate(written) if len("".join(cells).encode()) > 1}
    is_mixed = any(len(cells) == columns for cells in filled.values())
    certain = [number for number, cells in filled.items() if len(cells) > columns] if is_mixed else []
    assert set(certain) <= set(ordinals)
    assert all(len(written[number]) > columns for number in ordinals)


@pytest.mark.parametrize(
    ("text", "ordinals"),
    [
        ("甲,1,2,\n乙,1,2\n", [0]),
        ("甲,1,2,\n乙,1,2,\n", []),
        ("甲,1,2,\n乙,1,2,,\n丙,1\n,,\n", []),
        ("甲,1,2,3,\n乙,1\n", []),
        ('"甲,乙",1,2\n"丙\n丁",1,2,\n', [1]),
        ("甲,1,2\r\n乙,1,2,\r\n", [1]),
        ("甲,1,2\n乙,1,2,", [1]),
        ("甲,1,2\n,,,,,\n", []),
        ("", []),
    ],
)
def test_a_cell_too_many_in_some_rows_alone(tmp_path: Path, text: str, ordinals: list[int]) -> None:
    assert counted(f"标题\n姓名,甲,乙\n{text}", 3, tmp_path, skip=2)[0] == ordinals


def test_what_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a,b\n" * 7 + "a,b,\na,b, \na,b,c\na,b,\n", encoding="utf-8")
    found = long_records(path, 0, ",", 2)
    batch = pl.DataFrame({"c0": ["a"] * 5, "overflow": [None, None, " ", "c", None]})
    assert found.mark(batch, 6)["overflow"].to_list() == [None, "", None, "c", ""]
