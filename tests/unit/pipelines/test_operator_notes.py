"""`doudi accept` and `doudi correct`: what they write, what they refuse, and what becomes of a file that is there."""

import stat
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assets.landing.operator.notes import read_notes
from pipelines.command_line import app
from pipelines.operator_notes import NoteError, record_acceptance, record_correction

NIGHT = date(2026, 6, 30)
TODAY = date(2026, 7, 1)
ACCEPTANCE = {"feed": "civil_affairs/households", "night": "2026-06-30", "reason": "区划调整", "by": "李静"}
CORRECTION = {"feed": "救助家庭台账", "key": "家庭编号=370001", "column": "家庭年总收入", "wrong": "1", "right": "2"}
CORRECTION |= {"why": "录入时写反了", "until": "2099-12-31", "by": "李静"}

runner = CliRunner()


def _arguments(command: str, inbox: Path, options: dict[str, str]) -> list[str]:
    given = [part for name, value in options.items() for part in (f"--{name}", value)]
    return [command, "--inbox", str(inbox), *given]


def _invoke(command: str, inbox: Path, options: dict[str, str]) -> Result:
    return runner.invoke(app, _arguments(command, inbox, options))


def test_an_acceptance_is_what_the_night_reads(tmp_path: Path) -> None:
    result = _invoke("accept", tmp_path, ACCEPTANCE | {"county": "荣成市"})
    assert result.exit_code == 0, result.output
    assert "doudi run --inbox" in result.output
    assert _invoke("accept", tmp_path, ACCEPTANCE | {"night": "2026-07-01"}).exit_code == 0
    rows = read_notes(tmp_path, NIGHT).acceptances.rows()
    assert rows == [(NIGHT, "civil_affairs/households", "371082", "区划调整", "李静")]


def test_a_correction_is_what_the_night_reads(tmp_path: Path) -> None:
    options = {"feed": "civil_affairs/members", "column": "身份证号", "right": "371082198001011234"}
    options |= {"why": "空着", "until": "2099-12-31", "by": "李静", "key": "家庭编号=370001;姓名=王强"}
    result = _invoke("correct", tmp_path, options)
    assert result.exit_code == 0, result.output
    row = read_notes(tmp_path, NIGHT).corrections.row(0, named=True)
    assert (row["row_key"], row["column"], row["wrong"]) == ("household_no=370001;name=王强", "id_number", None)
    assert (row["state"], row["right"]) == ("not_found", "371082198001011234")


def test_a_key_of_several_columns_may_be_given_in_parts(tmp_path: Path) -> None:
    result = runner.invoke(app, [*_arguments("correct", tmp_path, CORRECTION), "--key", "户主姓名=王强"])
    assert result.exit_code == 0, result.output
    keys = read_notes(tmp_path, NIGHT).corrections["row_key"].to_list()
    assert keys == ["household_no=370001;head_name=王强"]


def test_the_file_opens_in_excel_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    _invoke("correct", tmp_path, CORRECTION)
    path = tmp_path / "operator" / "corrections.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf" + "数据,主键,栏目,".encode())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["corrections.csv"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"feed": "households"}, "「数据」"),
        ({"county": "某某县"}, "「区划」"),
        ({"reason": "  "}, "「原因」"),
        ({"by": ""}, "「接受人」"),
        ({"night": "30.6.2026"}, "night"),
    ],
)
def test_an_acceptance_that_would_not_count_is_refused(tmp_path: Path, changed: dict[str, str], told: str) -> None:
    result = _invoke("accept", tmp_path, ACCEPTANCE | changed)
    assert result.exit_code == 2
    assert told in result.output
    assert not (tmp_path / "operator").exists()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"feed": "households"}, "「数据」"),
        ({"column": "银行账号"}, "「栏目」"),
        ({"key": "家庭编号"}, "「主键」"),
        ({"right": "两元"}, "「更正值」"),
        ({"right": "1.00"}, "一样"),
        ({"why": ""}, "「原因」"),
        ({"until": "2000-01-01"}, "「有效期至」"),
    ],
)
def test_a_correction_that_would_not_work_is_refused(tmp_path: Path, changed: dict[str, str], told: str) -> None:
    result = _invoke("correct", tmp_path, CORRECTION | changed)
    assert result.exit_code == 2
    assert "not recorded" in result.output
    assert told in result.output
    assert not (tmp_path / "operator").exists()


def test_a_correction_recorded_twice_or_against_another_is_refused(tmp_path: Path) -> None:
    assert _invoke("correct", tmp_path, CORRECTION).exit_code == 0
    before = (tmp_path / "operator" / "corrections.csv").read_bytes()
    assert "已经登记过" in _invoke("correct", tmp_path, CORRECTION).output
    assert "只留一条" in _invoke("correct", tmp_path, CORRECTION | {"right": "3"}).output
    assert (tmp_path / "operator" / "corrections.csv").read_bytes() == before
    assert _invoke("correct", tmp_path, CORRECTION | {"wrong": "7"}).exit_code == 0


def _acceptance(**changed: str) -> dict[str, str]:
    fields = {"night": "2026-06-30", "feed": "学籍", "division_code": "", "reason": "放假", "accepted_by": "李静"}
    return fields | changed


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_a_file_that_excel_saved_keeps_its_encoding_and_columns(tmp_path: Path, encoding: str, ending: str) -> None:
    path = tmp_path / "operator" / "acceptances.csv"
    path.parent.mkdir()
    text = "接受人;备注;夜;数据;原因;区划\n王一;电话问过;2026/6/30;医保结算;检修;" + ending
    path.write_bytes(text.encode(encoding))
    record_acceptance(tmp_path, _acceptance(reason='放假;"全部"'))
    rows = read_notes(tmp_path, NIGHT).acceptances.select("feed", "reason", "accepted_by").rows()
    assert rows == [("education/students", '放假;"全部"', "李静"), ("medical_insurance/settlements", "检修", "王一")]
    assert path.read_bytes().decode(encoding).startswith("接受人;备注;夜;数据;原因;区划")


def test_a_reason_stays_on_one_line(tmp_path: Path) -> None:
    record_acceptance(tmp_path, _acceptance(reason="放假\n第二行"))
    assert read_notes(tmp_path, NIGHT).acceptances["reason"].to_list() == ["放假 第二行"]


@pytest.mark.parametrize("content", ["数据,原因\n学籍,放假\n", "\x81"])
def test_a_file_that_cannot_be_read_is_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "operator" / "acceptances.csv"
    path.parent.mkdir()
    path.write_bytes(content.encode("latin-1") if content == "\x81" else content.encode())
    before = path.read_bytes()
    with pytest.raises(NoteError, match="请"):
        record_acceptance(tmp_path, _acceptance())
    assert path.read_bytes() == before


def test_an_inbox_that_is_not_there_is_named(tmp_path: Path) -> None:
    fields = {"feed": "学籍", "key": "学籍号=1", "column": "姓名", "wrong": "", "right": "王强"}
    fields |= {"why": "空着", "until": "2026-12-31", "recorded_by": "李静"}
    with pytest.raises(NoteError, match="nowhere"):
        record_correction(tmp_path / "nowhere", fields, TODAY)
