"""The sample as it is checked in: the same bytes again, and the files hold what the truth says."""

import csv
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from data.synthetic import generate
from tests.unit.synthetic.reading import ROOT
from tests.unit.synthetic.test_days import digests

SAMPLE = ROOT / "data/sample"
SIZE_LIMIT = 2_000_000
Cells = list[list[str]]


def flat(path: Path) -> Cells:
    """Lines of a text file below its header."""
    raw = path.read_bytes()
    encoding = "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    lines = text.splitlines()
    return list(csv.reader(lines, delimiter="\t" if path.suffix in {".tsv", ".txt"} else ","))[1:]


def sheets(path: Path) -> dict[str, Cells]:
    """Rows of each sheet below the header, which is the first row with more than one cell filled."""
    found: dict[str, Cells] = {}
    for sheet in openpyxl.load_workbook(path).worksheets:
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        header = next(number for number, row in enumerate(rows) if sum(bool(cell) for cell in row) > 1)
        found[sheet.title] = rows[header + 1 :]
    return found


def read(path: Path) -> dict[str, Cells]:
    """Rows of a file's sheets ('' for a file without sheets)."""
    if path.suffix == ".xlsx":
        return sheets(path)
    if path.suffix == ".parquet":
        frame = pl.read_parquet(path)
        return {"": [["" if cell is None else str(cell) for cell in row] for row in frame.iter_rows()]}
    return {"": flat(path)}


@pytest.fixture(scope="module")
def delivered() -> dict[tuple[str, str, str], Cells]:
    """All rows of the sample by feed, file and sheet."""
    feeds = pl.read_parquet(SAMPLE / "truth/rows.parquet")["feed"].unique().to_list()
    found: dict[tuple[str, str, str], Cells] = {}
    for path in sorted((SAMPLE / "inbox").glob("*/*.*")):
        key = f"{path.parent.name}/{path.stem}"
        feed = max((name for name in feeds if key == name or key.startswith(f"{name}_")), key=len)
        found |= {(feed, path.name, sheet): rows for sheet, rows in read(path).items()}
    return found


def test_the_sample_is_made_again_byte_for_byte(tmp_path: Path) -> None:
    generate(persons=1500, seed=20260630, night=date(2026, 6, 30), out=tmp_path, style="mixed")
    checked_in = {path: digest for path, digest in digests(SAMPLE).items() if path != "README.md"}
    assert digests(tmp_path) == checked_in


def test_the_sample_is_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < SIZE_LIMIT


def test_every_row_is_accounted_for(delivered: dict[tuple[str, str, str], Cells]) -> None:
    """Below each header stand the rows of the truth, those to be refused or set aside, and nothing else."""
    rows = pl.read_parquet(SAMPLE / "truth/rows.parquet").filter(pl.col("role") != "guardian")
    frames = [pl.read_parquet(SAMPLE / f"truth/{name}.parquet") for name in ("refused", "set_aside")]
    places = [frame.select("feed", "file", "sheet", "row_no") for frame in (rows, *frames)]
    counted: dict[tuple[str, str, str], set[int]] = {}
    for feed, file, sheet, row_no in pl.concat(places).iter_rows():
        counted.setdefault((feed, file, sheet), set()).add(row_no)
    assert {key: len(cells) for key, cells in delivered.items()} == {key: len(known) for key, known in counted.items()}
    assert all(known == set(range(1, len(known) + 1)) for known in counted.values())


def test_rows_name_their_true_persons(delivered: dict[tuple[str, str, str], Cells]) -> None:
    rows = pl.read_parquet(SAMPLE / "truth/rows.parquet").filter(pl.col("noise").is_null())
    persons = pl.read_parquet(SAMPLE / "truth/persons.parquet")
    named = rows.join(persons, on="true_person").filter(pl.col("role") != "guardian")
    assert named.height > 20_000
    for row in named.iter_rows(named=True):
        cells = delivered[row["feed"], row["file"], row["sheet"]][row["row_no"] - 1]
        wide = {chr(ord("０") + digit): str(digit) for digit in range(10)}
        plain = {"".join(wide.get(letter, letter) for letter in cell).lstrip("'") for cell in cells}
        assert {row["name"], row["id_number"]} <= plain


def test_flaws_are_where_the_truth_says(delivered: dict[tuple[str, str, str], Cells]) -> None:
    refused = pl.read_parquet(SAMPLE / "truth/refused.parquet")
    seen = {
        row["column"]: delivered[row["feed"], row["file"], row["sheet"]][row["row_no"] - 1]
        for row in refused.iter_rows(named=True)
    }
    assert "2026-13-45" in seen["aid_date"]
    assert "电话打听" in seen["visit_type"]
    assert "详见附件" in seen["personal_pay"]
    for row in pl.read_parquet(SAMPLE / "truth/set_aside.parquet").iter_rows(named=True):
        cells = delivered[row["feed"], row["file"], row["sheet"]]
        last = cells[row["row_no"] - 1]
        assert last in cells[:-1] if row["reason"] == "repeat" else last[0].startswith("合计")


def test_many_forms_occur() -> None:
    texts = [path.read_bytes() for path in sorted((SAMPLE / "inbox").glob("*/*.[ct][sx][vt]"))]
    joined = b"\n".join(texts)
    assert {path.suffix for path in (SAMPLE / "inbox").glob("*/*")} == {".csv", ".tsv", ".txt", ".xlsx", ".parquet"}
    assert any(text.startswith(b"\xef\xbb\xbf") for text in texts)
    assert "与户主关系".encode("gb18030") in joined and "与户主关系".encode() in joined
    forms = ("2025年6月", "１", "psn_name", "aae041", ',"1,', "一级")
    assert all(form.encode() in joined or form.encode("gb18030") in joined for form in forms)


def test_a_workbooks_name_for_its_maker_is_fixed() -> None:
    made = {openpyxl.load_workbook(path).properties.created for path in (SAMPLE / "inbox").glob("*/*.xlsx")}
    assert len(made) == 1


def test_mixed_style_refuses_a_world_of_many_blocks(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one block"):
        generate(persons=140_000, seed=1, night=date(2026, 6, 30), out=tmp_path, style="mixed")
