"""`doudi person` and `doudi why` over two published nights: tables, JSON, masks, and errors that name the cure."""

import json
import re
import shlex
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from pipelines import identity_commands
from pipelines.command_line import app
from tests.stages.identity.explained_night import FIRST, MEMBERS, NIGHTS, PHONE, X, published, record

runner = CliRunner()
SECRETS = (X, PHONE, "欧阳伟", "1990-01-01")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("commands"), FIRST, FIRST).root


def asked(lake: Path, *arguments: str) -> str:
    result = runner.invoke(app, [*arguments, "--lake", str(lake)], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return result.output


def person_id(lake: Path) -> str:
    told = json.loads(asked(lake, "why", record(MEMBERS, 1), record(MEMBERS, 3), "--format", "json"))
    assert isinstance(told["left"]["person_id"], str)
    return str(told["left"]["person_id"])


def test_a_person_prints_records_that_why_takes(lake: Path) -> None:
    shown = asked(lake, "person", person_id(lake))
    records = [shlex.split(quoted)[0] for quoted in re.findall(r"'[^']+!\d+/\w+'", shown)]
    assert len(records) == 3
    assert not any(secret in shown for secret in SECRETS)
    waterfall = asked(lake, "why", *records[:2])
    assert "prior" in waterfall and "█" in waterfall and "One person" in waterfall
    assert not any(secret in waterfall for secret in SECRETS)


def test_a_record_is_whole_on_a_narrow_terminal(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, shown = person_id(lake), StringIO()
    monkeypatch.setattr(identity_commands, "console", Console(width=40, file=shown))
    asked(lake, "person", known)
    assert record(MEMBERS, 1) in shown.getvalue() and record(MEMBERS, 3) in shown.getvalue()


def test_in_full_only_where_asked(lake: Path) -> None:
    assert X in asked(lake, "person", person_id(lake), "--plain")
    assert "欧阳伟" in asked(lake, "why", record(MEMBERS, 1), record(MEMBERS, 3), "--plain")


def test_json_is_json_and_masked(lake: Path) -> None:
    for arguments in (("person", person_id(lake)), ("why", record(MEMBERS, 1), record(MEMBERS, 4))):
        text = asked(lake, *arguments, "--format", "json")
        assert json.loads(text)["night"] == str(NIGHTS[1])
        assert not any(secret in text for secret in SECRETS)


def test_an_earlier_night(lake: Path) -> None:
    text = asked(lake, "person", person_id(lake), "--night", str(NIGHTS[0]), "--format", "json")
    assert json.loads(text)["night"] == str(NIGHTS[0])


ERRORS = [
    (("person", "P9999999999"), "look for it in identity.links"),
    (("person", "P0000000001", "--night", "2024-01-01"), "give one of them as --night"),
    (("why", "P0000000001", "nonsense"), "A record is feed:file#sheet!row"),
]


@pytest.mark.parametrize(("arguments", "cure"), ERRORS)
def test_errors_name_the_cure(lake: Path, arguments: tuple[str, ...], cure: str) -> None:
    result = runner.invoke(app, [*arguments, "--lake", str(lake)])
    assert result.exit_code == 2
    assert cure in result.output.replace("\n", " ")


def test_a_lake_without_a_night(tmp_path: Path) -> None:
    result = runner.invoke(app, ["person", "P0000000001", "--lake", str(tmp_path)])
    assert result.exit_code == 2
    assert "doudi run" in result.output.replace("\n", " ")
