"""The command line: help, arguments that cannot work, and the prompt over a published night."""

from datetime import date
from pathlib import Path

import polars as pl
from typer.testing import CliRunner

from assets.lake import Lake, publish
from assets.lake.publish import night_tables
from assets.vocabulary.tables import empty
from pipelines.command_line import app

runner = CliRunner()


def _lake(root: Path) -> Path:
    night = Lake(root).night(date(2026, 6, 30))
    for key in night_tables():
        night.save(key, empty(key))
    events = {"person_id": "P1", "event": "minted", "other_person_id": "", "reason": "first seen"}
    night.save("identity/events", pl.DataFrame([events]))
    publish(night)
    return root


def test_help_names_every_command() -> None:
    shown = runner.invoke(app, ["--help"]).output
    commands = ("run", "demo", "accept", "correct", "synth", "ui", "sql", "person", "why", "policy", "codes", "replay")
    assert all(command in shown for command in commands)


def test_a_wrong_inbox_is_named_with_the_cure(tmp_path: Path) -> None:
    result = runner.invoke(app, ["run", "--inbox", str(tmp_path / "nowhere"), "--lake", str(tmp_path / "lake")])
    assert result.exit_code == 2
    assert "give --inbox the folder" in result.output.replace("\n", " ")
    assert not (tmp_path / "lake").exists()


def test_a_wrong_night_is_refused(tmp_path: Path) -> None:
    result = runner.invoke(app, ["run", "--inbox", str(tmp_path), "--night", "30.6.2026"])
    assert result.exit_code == 2


def test_one_query(tmp_path: Path) -> None:
    lake = str(_lake(tmp_path))
    result = runner.invoke(app, ["sql", "--csv", "--lake", lake, "select person_id, event from identity.events"])
    assert result.exit_code == 0
    assert result.output.splitlines() == ["person_id,event", "P1,minted"]


def test_a_prompt_goes_on_after_an_error(tmp_path: Path) -> None:
    typed = "select nothing from nowhere;\nselect 40 + 2\nas answer;\n"
    result = runner.invoke(app, ["sql", "--lake", str(_lake(tmp_path))], input=typed)
    assert result.exit_code == 0
    assert "CatalogException" in result.output
    assert "42" in result.output


def test_the_catalogue_is_read_only(tmp_path: Path) -> None:
    result = runner.invoke(app, ["sql", "--lake", str(_lake(tmp_path)), "create table x as select 1"])
    assert result.exit_code == 2
    assert "read-only" in result.output


def test_a_query_before_the_first_night_says_what_to_run(tmp_path: Path) -> None:
    result = runner.invoke(app, ["sql", "--lake", str(tmp_path), "select 1"])
    assert result.exit_code == 2
    assert "doudi run" in result.output.replace("\n", " ")
