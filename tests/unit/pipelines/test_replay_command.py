"""`doudi replay`: what it shows and writes, and that a slip in what is asked is told with the cure."""

from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from click.testing import Result
from typer.testing import CliRunner

from assets.indicators.slope import TIED_BENEFITS
from assets.lake import Lake
from pipelines.command_line import app
from pipelines.replay_report import choose_nights
from tests.stages.indicators.replayed_town import published
from tests.stages.indicators.small_town import NIGHT

runner = CliRunner()
TIED = sorted(TIED_BENEFITS)
TABLES = ("changes", "changes_by_night", "workload", "workload_by_night", "slope_by_night")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return published(tmp_path_factory.mktemp("commands"), NIGHT)


def asked(lake: Lake, *arguments: str) -> Result:
    return runner.invoke(app, ["replay", *arguments, "--lake", str(lake.root)], env={"COLUMNS": "200"})


def line_of(shown: str, *begins: str) -> list[str]:
    """The numbers of the table's row that begins with these cells."""
    rows = [line.split() for line in shown.splitlines()]
    found = [row[len(begins) :] for row in rows if tuple(row[: len(begins)]) == begins]
    assert len(found) == 1, begins
    return found[0]


def test_the_counts_are_shown_and_written(lake: Lake, tmp_path: Path) -> None:
    book = tmp_path / "replay.xlsx"
    result = asked(
        lake, "--set", "edge_k=2.0", "--set", "std[110101]=1", "--set", f"{TIED[0]}=1", "--output", str(book)
    )
    assert result.exit_code == 0, result.output
    assert "edge_k[000000]=2 holds in 1 of 1 counties" in result.output
    assert "std[110101]=1 holds in 0 of 1 counties" in result.output
    assert line_of(result.output, "ZH02", "收入处于边缘区间") == ["4", "3", "0", "7"]
    assert line_of(result.output, "371082", "荣成市")[1:3] == ["3", "0"]
    assert "低保边缘线" in result.output and TIED[1] in result.output
    assert f"placeholders {TIED[0]}" not in result.output
    sheets = openpyxl.load_workbook(book)
    assert sheets.sheetnames == ["说明", "进出情况", "逐日进出", "乡镇工作量", "逐日乡镇工作量", "陡坡"]
    rows = [[cell.value for cell in row] for row in sheets["进出情况"]]
    margin = next(dict(zip(rows[0], row, strict=True)) for row in rows if row[0] == "ZH02")
    assert (margin["等级"], margin["新进入"], margin["退出"], margin["假设参数"]) == ("黄", 3, 0, 7)
    about = "".join(str(row[0].value) for row in sheets["说明"])
    assert "edge_k[000000]=2：1个县中1个适用" in about


def test_a_folder_gets_parquet_and_the_same_bytes_again(lake: Lake, tmp_path: Path) -> None:
    for name in ("first", "second"):
        assert asked(lake, "--set", "std=1", "--nights", str(NIGHT), "--output", str(tmp_path / name)).exit_code == 0
    for table in TABLES:
        first, second = (tmp_path / name / f"{table}.parquet" for name in ("first", "second"))
        assert first.read_bytes() == second.read_bytes()
    assert pl.read_parquet(tmp_path / "first" / "changes.parquet").height > 0


@pytest.mark.parametrize(
    ("arguments", "cure"),
    [
        (["--set", "edgek=2"], "did you mean edge_k?"),
        (["--set", "std[371o82]=2"], "did you mean 371082 山东省荣成市"),
        (["--set", "std=zwei"], "is no number"),
        (["--set", "std=1", "--set", "std=2"], "set twice"),
        (["--set", "std=1", "--nights", "2026-05-31"], "did you mean 2026-06-30?"),
        (["--set", "std=1", "--nights", "2026-05-01..2026-05-31"], "published are 1 from 2026-06-30 to 2026-06-30"),
        (["--set", "std=1", "--nights", "2026-06-30..2026-06-01"], "did you mean 2026-06-01..2026-06-30?"),
        (["--set", "std=1", "--nights", "30.6.2026"], "write 2026-03-01, or 2026-03-01..2026-03-31"),
        (["--set", "std=1", "--nights", "2026-06-01..2026-06-02..2026-06-03"], "write 2026-03-01, or"),
        (["--set", "std=1", "--band", "0"], "band"),
        (["--set", "std=1", "--output", "report.csv"], "a file that ends in .xlsx, or a folder"),
        ([], "--set"),
    ],
)
def test_a_slip_is_told_with_the_cure(lake: Lake, arguments: list[str], cure: str) -> None:
    result = asked(lake, *arguments)
    assert result.exit_code == 2
    assert cure in result.output.replace("\n", " ")


def test_nothing_is_written_into_the_lake(lake: Lake) -> None:
    result = asked(lake, "--set", "std=1", "--output", str(lake.root / "replay.xlsx"))
    assert result.exit_code == 2
    assert "lies in the lake" in result.output


def test_a_lake_without_a_night_says_what_to_run(tmp_path: Path) -> None:
    result = asked(Lake(tmp_path), "--set", "std=1")
    assert result.exit_code == 2
    assert "doudi run --inbox" in result.output.replace("\n", " ")


def test_days_of_a_span_without_a_night_are_counted(lake: Lake) -> None:
    chosen = choose_nights(lake, "2026-06-01..2026-06-30")
    assert (chosen.nights, chosen.missing) == ((date(2026, 6, 30),), 29)
    assert choose_nights(lake, "").nights == (NIGHT,)
