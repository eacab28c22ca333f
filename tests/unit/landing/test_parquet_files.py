"""Damaged Parquet files are refused, and end nothing but the process in which they are tried out."""

from pathlib import Path
from random import Random

import polars as pl
import pytest

from assets.landing import reasons
from assets.landing.files.parquet_files import open_parquet
from assets.landing.files.sheets import RefusedSheet, Sheet
from assets.landing.options import LandingOptions
from assets.vocabulary.feeds import load_feeds

FEED = load_feeds()["civil_affairs/deaths"]
OPTIONS = LandingOptions(workbook_memory_gib=1.0)
# A byte or two of a sound file of fifty rows were changed, and one ended the process, the other made the library panic.
DAMAGED = Path(__file__).parent / "damaged"


def sound(path: Path, rows: int = 50) -> Path:
    numbers = [str(number) for number in range(rows)]
    columns = {"姓名": ["张三"] * rows, "身份证号": numbers, "死亡日期": ["2025-01-01"] * rows}
    pl.DataFrame(columns).write_parquet(path, row_group_size=rows)
    return path


@pytest.mark.parametrize("name", ["aborts", "panics"])
def test_a_damaged_file_is_refused(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    refused = open_parquet(DAMAGED / f"{name}.parquet", FEED, OPTIONS)
    assert isinstance(refused, RefusedSheet)
    assert refused.reason in (reasons.UNREADABLE_PARQUET, reasons.TOO_LARGE_PARQUET)
    assert capfd.readouterr() == ("", "")
    opened = open_parquet(sound(tmp_path / "sound.parquet"), FEED, OPTIONS)
    assert isinstance(opened, Sheet)
    assert sum(batch.height for batch in opened.batches()) == 50


def test_changed_bytes_never_raise(tmp_path: Path) -> None:
    data = sound(tmp_path / "sound.parquet").read_bytes()
    random = Random(5)
    for _ in range(40):
        damaged = bytearray(data)
        damaged[random.randrange(4, len(data) - 8)] ^= 1 << random.randrange(8)
        (tmp_path / "damaged.parquet").write_bytes(damaged)
        opened = open_parquet(tmp_path / "damaged.parquet", FEED, OPTIONS)
        rows = sum(batch.height for batch in opened.batches()) if isinstance(opened, Sheet) else 0
        assert rows in (0, 50)
