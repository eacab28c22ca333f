"""`doudi policy`: what is in force for a county on a night, where it is from, and what is a placeholder."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl
import pytest
from rich.console import Console
from typer.testing import CliRunner

from assets.indicators.parameters import EVERYWHERE
from assets.lake import Lake
from assets.vocabulary.tables import table_schema
from pipelines import policy_commands
from pipelines.command_line import app
from pipelines.summary import placeholder_line

runner = CliRunner()
NIGHT = "2026-06-30"


def shown(*arguments: str) -> str:
    """On a terminal that is wide enough: the width that a console found when it was made may be another test's."""
    with patch.object(policy_commands, "console", Console(width=240)):
        result = runner.invoke(app, ["policy", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    text = shown("--county", "371082", "--night", NIGHT, "--format", "json")
    made: dict[str, Any] = json.loads(text)
    return made


def test_a_value_comes_with_its_region_dates_source_and_status(told: dict[str, Any]) -> None:
    rows = {(row["name"], row["urban_rural"]): row for row in told["parameters"]}
    rural = rows["std", "农村"]
    assert (rural["value"], rural["region"], rural["region_name"]) == (838, "370000", "山东省")
    assert (rural["valid_from"], rural["valid_to"], rural["status"]) == ("2024-01-01", None, "provincial")
    assert rural["source"].startswith("山东省2024年农村低保平均标准")
    assert rows["std", "城镇"]["value"] == 1010
    assert rows["edge_k", "城镇、农村"]["value"] == 1.5


def test_the_placeholders_are_those_of_the_county(told: dict[str, Any]) -> None:
    marked = {row["name"] for row in told["parameters"] if row["status"] == "placeholder"}
    assert set(told["placeholders"]) == marked | {"serious_diseases"}
    assert "pcdi" in marked and "std" not in marked
    elsewhere = json.loads(shown("--county", "110101", "--night", NIGHT, "--format", "json"))
    assert "std" in elsewhere["placeholders"]


def test_a_county_by_name_and_the_table(told: dict[str, Any]) -> None:
    table = shown("--county", "荣成市", "--night", NIGHT)
    assert f"{len(told['placeholders'])} 项参数仍为占位值" in table
    assert "荣成市 371082" in table and "山东省 370000" in table and "未核对原文" in table


@pytest.mark.parametrize(
    ("arguments", "cure"),
    [
        (["--county", "荣成"], "did you mean 371082 山东省荣成市"),
        (["--county", "市中区"], "370103 山东省市中区"),
        (["--county", "371099"], "give its six digits"),
        (["--night", "2019-12-31"], "no value in force on 2019-12-31"),
    ],
)
def test_what_is_not_there_is_told_with_the_cure(arguments: list[str], cure: str) -> None:
    result = runner.invoke(app, ["policy", *arguments])
    assert result.exit_code == 2
    assert cure in result.output.replace("\n", " ")


def test_the_summary_counts_the_placeholders(tmp_path: Path) -> None:
    lake, night = Lake(tmp_path), date(2026, 6, 30)
    path = lake.partition("indicators/placeholders", night)
    path.parent.mkdir(parents=True)
    rows = [(EVERYWHERE, "std"), ("371082", "std"), ("371082", "pcdi")]
    schema = table_schema("indicators/placeholders")
    frame = pl.DataFrame([{"county_code": county, "name": name} for county, name in rows], schema=schema)
    frame.write_parquet(path)
    line = placeholder_line(lake, night)
    assert line.startswith("2 项参数仍为占位值 (placeholders, in 1 counties)")
    assert "--county 371082 --night 2026-06-30" in line
    frame.clear().write_parquet(path)
    assert placeholder_line(lake, night) == ""
