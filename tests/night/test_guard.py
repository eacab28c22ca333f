"""A night whose deliveries lack a county: it is not published, the operator is told what to do, and accepts it."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assets.lake import Lake
from pipelines.command_line import app
from tests.night.nights import table

FIRST, SECOND = date(2026, 6, 29), date(2026, 6, 30)
HOUSEHOLDS = "家庭编号,户主姓名,户主身份证号,救助类型,家庭人口数,行政区划代码,户籍性质,最初享受月份,状态,收入核算完整"
RONGCHENG, RUSHAN = "371082", "371083"
REASON = "乳山市系统升级，明日补报"

runner = CliRunner()


def _write(inbox: Path, county: str, households: int) -> None:
    rows = [
        f"{county}{number:05},王建国,{county}19700101{number:03}5,110,1,{county}001001,农村,2024-01,在保,是"
        for number in range(1, households + 1)
    ]
    path = inbox / "civil_affairs" / f"households_{county}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([HOUSEHOLDS, *rows]) + "\n", encoding="utf-8")


def _run(inbox: Path, lake: Path, night: date) -> Result:
    return runner.invoke(app, ["run", "--inbox", str(inbox), "--lake", str(lake), "--night", str(night)])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An inbox of the second night without one county, and a lake with a first night that had both."""
    root = tmp_path_factory.mktemp("guard")
    for county in (RONGCHENG, RUSHAN):
        _write(root / "first", county, 150)
    result = _run(root / "first", root / "lake", FIRST)
    assert result.exit_code == 0, result.output
    _write(root / "second", RONGCHENG, 149)
    return root / "second", root / "lake"


def test_a_missing_county_stops_the_night_until_the_operator_accepts_it(world: tuple[Path, Path]) -> None:
    inbox, lake = world
    stopped = _run(inbox, lake, SECOND)
    assert stopped.exit_code == 1
    assert Lake(lake).published_night() == FIRST
    told = stopped.output
    assert "civil_affairs/households 救助家庭台账: 149 rows, usually 300 (50%)" in told
    assert "乳山市 371083: 0 rows, usually 150 (0%)" in told
    assert f"readers still see the night of {FIRST}" in told
    command = f"doudi accept --inbox {inbox} --feed civil_affairs/households --night {SECOND}"
    assert f"{command} --reason" in told

    county = command.replace(" --night", f" --county {RUSHAN} --night")
    assert f"{county} --reason" in told
    signed = ["--reason", REASON, "--by", "李静", "--lake", str(lake)]
    accepted = runner.invoke(app, [*command.split()[1:], *signed])
    assert accepted.exit_code == 0, accepted.output
    # That there are fewer households in all does not say that a county's are gone.
    assert f"{county} --reason" in accepted.output
    assert _run(inbox, lake, SECOND).exit_code == 1
    accepted = runner.invoke(app, [*county.split()[1:], *signed])
    assert accepted.exit_code == 0, accepted.output
    assert "still stopped" not in accepted.output
    published = _run(inbox, lake, SECOND)
    assert published.exit_code == 0, published.output
    assert Lake(lake).published_night() == SECOND
    assert "accepted by the operator" in published.output
    rows = table(Lake(lake), "landing/acceptances", SECOND).rows()
    places = ("", RUSHAN)
    assert rows == [(SECOND, "civil_affairs/households", place, REASON, "李静") for place in places]
    assert REASON not in (lake / "nights" / f"{SECOND}.json").read_text(encoding="utf-8")
