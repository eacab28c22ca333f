"""`doudi codes`: a code table by its heading, its column or its name; every table says where it is from."""

import pytest
from typer.testing import CliRunner

from assets.vocabulary.feeds import code_source, code_tables
from pipelines.code_report import UnknownCodesError, tables_called
from pipelines.command_line import app

runner = CliRunner()


def test_every_table_has_a_source_and_a_column() -> None:
    assert all(code_source(table) for table in code_tables())
    assert tables_called("") == list(code_tables())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("救助类型", ["assistance_type"]),
        ("civil_affairs/disabled.grade", ["disability_grade"]),
        ("med_type", ["med_type"]),
        ("状态", ["household_status", "rental_status", "property_status", "case_status"]),
    ],
)
def test_a_table_is_found_by_what_it_is_called(written: str, expected: list[str]) -> None:
    assert set(expected) <= set(tables_called(written))


def test_an_unknown_name_says_what_may_be_meant() -> None:
    with pytest.raises(UnknownCodesError, match="did you mean 救助类型"):
        tables_called("救助类别型")


def test_the_words_and_the_source_are_shown() -> None:
    shown = runner.invoke(app, ["codes", "救助类型"], env={"COLUMNS": "160"}).output
    assert "城市低保、城镇低保" in shown and "来源：救助系统编码" in shown
    assert "civil_affairs/payments.assistance_type" in shown
    listed = runner.invoke(app, ["codes"], env={"COLUMNS": "200"}).output
    assert all(table in listed for table in code_tables())
    assert runner.invoke(app, ["codes", "nothing at all"]).exit_code == 2
