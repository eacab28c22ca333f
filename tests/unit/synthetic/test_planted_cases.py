"""The planted truth against the rules worked out again by brute force: nothing missing, nothing besides."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from data.synthetic import generate
from tests.unit.synthetic.brute_force import Finding, findings
from tests.unit.synthetic.conftest import NIGHT, accumulated
from tests.unit.synthetic.reading import Inbox, read_inbox

CODES = (
    *("YB01", "YB02", "YB08", "JY01", "JY02", "ZJ01", "RS01", "RS02", "RS04"),
    *("MZ01", "MZ03", "MZ13", "ZH01", "ZH02", "ZH05"),
)


def planted(out: Path, table: str = "hits") -> set[Finding]:
    """The planted hits or near misses as findings."""
    frame = pl.read_parquet(out / "truth" / f"{table}.parquet")
    rows = frame.select("code", "household_no", "true_person").iter_rows()
    return {(code, number or "", "" if person is None else str(person)) for code, number, person in rows}


def test_first_night_shows_exactly_what_was_planted(world: Path, inbox: Inbox) -> None:
    assert findings(inbox) == planted(world)


def test_second_night_shows_what_came_and_what_went(world: Path, next_day: Path, next_inbox: Inbox) -> None:
    assert findings(next_inbox) == planted(next_day)
    assert {"YB08", "JY01", "ZJ01", "RS01", "MZ13"} <= {code for code, _, _ in planted(world) - planted(next_day)}
    assert {"YB02", "YB08", "JY01", "ZJ01", "RS01", "ZH05"} <= {
        code for code, _, _ in planted(next_day) - planted(world)
    }


@pytest.mark.parametrize(
    ("night", "day"),
    [
        (date(2025, 1, 15), 0),
        (date(2024, 2, 29), 0),
        (date(2026, 9, 1), 0),
        (date(2026, 12, 31), 0),
        (date(2026, 2, 3), 30),
        (date(2026, 3, 31), 60),
    ],
)
def test_other_nights(tmp_path: Path, night: date, day: int) -> None:
    generate(persons=1000, seed=11, night=night, out=tmp_path)
    inbox = read_inbox(tmp_path, night)
    if day:
        generate(persons=1000, seed=11, night=night, out=tmp_path, day=day)
        inbox = accumulated(inbox, read_inbox(tmp_path, night + timedelta(days=day)))
    assert findings(inbox) == planted(tmp_path)


def test_larger_world_stays_calm(larger: Path) -> None:
    assert findings(read_inbox(larger, NIGHT)) == planted(larger)


@pytest.mark.parametrize("code", CODES)
def test_each_code_has_cases_and_near_misses(world: Path, code: str) -> None:
    hits = pl.read_parquet(world / "truth/hits.parquet").filter(code=code)
    near = pl.read_parquet(world / "truth/near_misses.parquet").filter(code=code)
    assert hits["case"].n_unique() >= 3 or (code == "ZH05" and hits.height >= 3)
    assert near["case"].n_unique() >= 4


def test_no_near_miss_is_a_hit(world: Path, next_day: Path) -> None:
    assert not planted(world) & planted(world, "near_misses")
    assert not planted(next_day) & planted(next_day, "near_misses")


def test_cases_are_independent_households(world: Path) -> None:
    """A household has hits of one code, or of two where the same facts make both; only joint cases have more."""
    hits = pl.read_parquet(world / "truth/hits.parquet").filter(pl.col("household_no").is_not_null())
    joint = hits.filter(pl.col("case").str.contains("joint") | (pl.col("code") == "ZH05"))["household_no"]
    single = hits.filter(~pl.col("household_no").is_in(joint.implode())).group_by("household_no").len()
    assert set(single["len"]) <= {1, 2}


def test_more_persons_more_cases(world: Path, larger: Path) -> None:
    """12,000 persons hold each common case three times, and each rare or joint one once."""
    frames = [pl.read_parquet(out / "truth/hits.parquet").filter(code="YB08") for out in (world, larger)]
    joint, others = pl.col("case").str.contains("joint"), ~pl.col("case").str.contains("joint")
    assert [frame.filter(joint).height for frame in frames] == [6, 6]
    assert [frame.filter(others).height for frame in frames] == [7, 21]


def test_too_small_a_world_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least"):
        generate(persons=300, seed=1, night=NIGHT, out=tmp_path)


@pytest.mark.parametrize(("night", "day"), [(date(2026, 12, 31), 1), (date(2026, 8, 31), 1), (NIGHT, 61), (NIGHT, -1)])
def test_a_day_outside_the_first_nights_term_is_refused(tmp_path: Path, night: date, day: int) -> None:
    with pytest.raises(ValueError, match=r"night|day"):
        generate(persons=1000, seed=1, night=night, out=tmp_path, day=day)
