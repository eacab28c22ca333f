"""A written table is the rows in their order, and its bytes do not tell how they were handed over."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from assets.landing.files.sheets import BATCH_ROWS
from assets.landing.in_force.footer import FooterError, footer_bytes, read_footer
from assets.landing.in_force.table_writer import TableWriter

SCHEMA = pl.Schema({"name": pl.String, "day": pl.Date, "paid": pl.Decimal(14, 2), "ok": pl.Boolean, "place": pl.Int64})
B = BATCH_ROWS


def _rows(start: int, stop: int) -> pl.DataFrame:
    place = pl.int_range(start, stop, eager=True)
    return pl.DataFrame(
        {
            "name": pl.select(pl.when(place % 7 > 0).then(pl.format("甲{}", place % 1000))).to_series(),
            "day": pl.select(pl.lit(date(2024, 1, 1)) + pl.duration(days=place % 300)).to_series(),
            "paid": (place % 5000).cast(pl.Decimal(14, 2)) * Decimal("0.01"),
            "ok": pl.select(pl.when(place % 3 > 0).then(place % 2 == 0)).to_series(),
            "place": place,
        }
    ).select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())


def _write(path: Path, *frames: pl.DataFrame) -> Path:
    with TableWriter(path, SCHEMA) as writer:
        for frame in frames:
            writer.write(frame)
    return path


def _places(path: Path) -> list[int]:
    return pl.read_parquet(path)["place"].to_list()


def _groups(path: Path) -> list[int]:
    metadata = pq.ParquetFile(path).metadata
    return [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]


def test_how_rows_are_handed_over_does_not_show(tmp_path: Path) -> None:
    rows = _rows(0, 2 * B + 50)
    whole = _write(tmp_path / "whole", rows)
    parts = _write(tmp_path / "parts", rows[:10], rows[10:10], rows[10 : B + 7], rows[B + 7 :])
    assert whole.read_bytes() == parts.read_bytes()
    assert _groups(whole) == [B, B, 50]
    assert pl.read_parquet(whole).equals(rows)


def test_a_copy_is_the_same_bytes_as_writing_the_rows_that_stay(tmp_path: Path) -> None:
    source = _write(tmp_path / "source", _rows(0, 2 * B + 50))
    cases = {
        "all": ([], 0, None),
        "tail": ([], B, None),
        "middle": ([], 30, B + 30),
        "without": ([0, B, 2 * B + 49], 0, None),
        "last": ([2 * B], 0, None),
    }
    for name, (left_out, start, stop) in cases.items():
        with TableWriter(tmp_path / name, SCHEMA) as writer:
            writer.copy(source, pl.Series(left_out, dtype=pl.Int64), start, stop)
        kept = [place for place in range(start, 2 * B + 50 if stop is None else stop) if place not in left_out]
        expected = _write(tmp_path / "expected", pl.read_parquet(source)[kept])
        assert (tmp_path / name).read_bytes() == expected.read_bytes(), name
        assert writer.rows == len(kept)


def test_a_growing_table_takes_over_row_groups_that_lose_no_row(tmp_path: Path) -> None:
    source = _write(tmp_path / "source", _rows(0, 3 * B + 50))
    with TableWriter(tmp_path / "grown", SCHEMA, even_groups=False) as writer:
        writer.copy(source, pl.Series([5, 6, 3 * B], dtype=pl.Int64))
        writer.write(_rows(3 * B + 50, 3 * B + 60))
    grown = tmp_path / "grown"
    assert _places(grown) == [place for place in range(3 * B + 60) if place not in (5, 6, 3 * B)]
    assert _groups(grown) == [B - 2, B, B, 59]
    assert writer.rows == 3 * B + 57
    # Taken over as they are: the pages of the second group are in both files.
    group = read_footer(source).row_groups[1]
    assert source.read_bytes()[group.start : group.start + group.size] in grown.read_bytes()
    # Others who read Parquet find the same.
    with duckdb.connect() as connection:
        found = connection.execute("select count(*), sum(place), count(name) from read_parquet(?)", [str(grown)])
        frame = pl.read_parquet(grown)
        assert found.fetchone() == (frame.height, frame["place"].sum(), frame["name"].drop_nulls().len())
    assert pq.read_table(grown)["place"].to_pylist() == frame["place"].to_list()


def test_small_row_groups_do_not_pile_up(tmp_path: Path) -> None:
    table = _write(tmp_path / "night0", _rows(0, B))
    for night in range(1, 8):
        start = B + (night - 1) * 100
        with TableWriter(tmp_path / f"night{night}", SCHEMA, even_groups=False) as writer:
            writer.copy(table)
            writer.write(_rows(start, start + 100))
        table = tmp_path / f"night{night}"
    assert _groups(table) == [B, 700]
    more = _write(tmp_path / "more", _rows(B + 700, 2 * B + 700))
    with TableWriter(tmp_path / "joined", SCHEMA, even_groups=False) as writer:
        writer.copy(table)
        writer.copy(more)
    assert _groups(tmp_path / "joined") == [B, B + 700]
    assert _places(tmp_path / "joined") == [*range(2 * B + 700)]


def test_a_file_of_another_writer_is_decoded(tmp_path: Path) -> None:
    rows = _rows(0, B)
    rows.write_parquet(tmp_path / "other")
    with TableWriter(tmp_path / "copy", SCHEMA) as writer:
        writer.copy(tmp_path / "other")
    assert (tmp_path / "copy").read_bytes() == _write(tmp_path / "own", rows).read_bytes()


def test_a_table_without_rows(tmp_path: Path) -> None:
    none = _write(tmp_path / "none")
    with TableWriter(tmp_path / "copy", SCHEMA, even_groups=False) as writer:
        writer.copy(none)
    assert (tmp_path / "copy").read_bytes() == none.read_bytes()
    assert pl.read_parquet(none).schema == SCHEMA


def test_a_footer_that_is_written_again_is_the_same_bytes(tmp_path: Path) -> None:
    source = _write(tmp_path / "source", _rows(0, 2 * B + 50))
    footer = read_footer(source)
    assert source.read_bytes().endswith(footer_bytes(footer, list(footer.row_groups)))
    assert [group.rows for group in footer.row_groups] == [B, B, 50]


def test_what_cannot_be_moved_is_refused(tmp_path: Path) -> None:
    indexed = tmp_path / "indexed"
    pq.write_table(_rows(0, 100).to_arrow(), indexed, write_page_index=True)
    (tmp_path / "none").write_bytes(b"no Parquet at all")
    for path in (indexed, tmp_path / "none"):
        with pytest.raises(FooterError):
            read_footer(path)
