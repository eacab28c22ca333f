"""Determinism, and what changes from one night to the next."""

import hashlib
from pathlib import Path

import polars as pl
import pytest

from data.synthetic import generate
from tests.unit.synthetic.conftest import APPENDED, NIGHT, PERSONS, SEED
from tests.unit.synthetic.reading import Inbox, read_inbox


def digests(out: Path) -> dict[str, str]:
    """Every file's digest by its path."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def test_same_arguments_same_bytes(world: Path, next_day: Path, tmp_path: Path) -> None:
    for day, made in ((0, world), (1, next_day)):
        generate(persons=PERSONS, seed=SEED, night=NIGHT, out=tmp_path / str(day), day=day)
        assert digests(tmp_path / str(day)) == digests(made)


def test_another_seed_is_another_world(world: Path, tmp_path: Path) -> None:
    generate(persons=PERSONS, seed=SEED + 1, night=NIGHT, out=tmp_path)
    first, second = (pl.read_parquet(out / "truth/persons.parquet")["name"] for out in (world, tmp_path))
    assert (first == second).sum() < 0.05 * len(first)


def test_an_inbox_that_is_not_synthetic_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox/real.csv").write_text("1", encoding="utf-8")
    with pytest.raises(FileExistsError, match="not synthetic"):
        generate(persons=1000, seed=1, night=NIGHT, out=tmp_path)
    assert (tmp_path / "inbox/real.csv").read_text(encoding="utf-8") == "1"


def test_progress_counts_the_rows_of_each_feed(tmp_path: Path) -> None:
    seen: dict[str, int] = {}
    summary = generate(
        persons=1000, seed=1, night=NIGHT, out=tmp_path, progress=lambda feed, rows: seen.update({feed: rows})
    )
    assert seen == summary.rows


def test_persons_keep_their_numbers_and_newborns_come_last(larger: Path, tmp_path: Path) -> None:
    generate(persons=12_000, seed=SEED, night=NIGHT, out=tmp_path, day=20)
    before, after = (pl.read_parquet(out / "truth/persons.parquet") for out in (larger, tmp_path))
    columns = ["true_person", "name", "id_number", "sex", "birth_date", "household_no"]
    kept = after.filter(pl.col("true_person") <= 12_000)
    assert kept.select(columns).sort("true_person").equals(before.select(columns).sort("true_person"))
    born = after.filter(pl.col("true_person") > 12_000)
    assert born.height > 5
    assert born.select((pl.col("birth_date") > NIGHT).all()).item()


def test_appended_feeds_deliver_only_new_rows(inbox: Inbox, next_day: Path) -> None:
    later = read_inbox(next_day, NIGHT)
    for feed, rows in later.feeds.items():
        if feed.split("/")[1] in APPENDED:
            old = {tuple(row.values()) for row in inbox.rows(feed)}
            assert not old & {tuple(row.values()) for row in rows}, feed
            assert len(rows) < len(old) / 4 or feed == "civil_affairs/visits"


def test_a_new_month_brings_its_contributions(inbox: Inbox, next_day: Path) -> None:
    months = {row["month"] for row in inbox.rows("employment/contributions")}
    new = {row["month"] for row in read_inbox(next_day, NIGHT).rows("employment/contributions")}
    assert max(months) == "202605"
    assert new == {"202606"}


def test_snapshots_change_by_about_a_hundredth_a_day(larger: Path, tmp_path: Path) -> None:
    generate(persons=12_000, seed=SEED, night=NIGHT, out=tmp_path, day=1)
    first, second = (
        pl.read_csv(out / "inbox/civil_affairs/households.csv", infer_schema=False) for out in (larger, tmp_path)
    )
    both = first.join(second, on="家庭编号", suffix="_later")
    changed = {
        column: both.filter(pl.col(column).ne_missing(pl.col(f"{column}_later"))).height / both.height
        for column in ("联系电话", "居住地址", "状态", "上次核查日期")
    }
    assert all(share > 0 for share in changed.values())
    assert 0.004 < sum(changed.values()) < 0.03
