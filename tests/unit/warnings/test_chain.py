"""The chain of events: it holds as made, and every kind of tampering shows."""

import hashlib
from collections.abc import Callable

import polars as pl
import pytest

from assets.warnings import verify_chain
from tests.unit.warnings.world import World, hit


@pytest.fixture
def events() -> pl.DataFrame:
    world = World()
    world.step([hit("YB01", "H1"), hit("YB01", "H2", "P2")])
    world.step([hit("YB01", "H1", tier="R"), hit("YB01", "H3", "P3")])
    world.step([hit("MZ03", "H1")])
    return world.events


def test_the_chain_holds_and_grows_without_touching_what_was(events: pl.DataFrame) -> None:
    assert verify_chain(events) is None
    assert events["sequence"].to_list() == list(range(1, events.height + 1))
    assert events["night"].is_sorted()
    assert events["night"].n_unique() == 3


def test_the_first_digest_is_what_anyone_can_compute(events: pl.DataFrame) -> None:
    first = events.row(0, named=True)
    text = "\x1f".join(["0" * 64, "1", "2026-03-02", first["warning_id"], "opened", first["detail"]])
    assert first["digest"] == hashlib.sha256(text.encode()).hexdigest()
    assert events["previous_digest"][1] == first["digest"]


def _set(column: str, value: object) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda events: events.with_columns(
        pl.when(pl.col("sequence") == 2).then(pl.lit(value)).otherwise(column).alias(column)
    )


TAMPERING: list[tuple[str, Callable[[pl.DataFrame], pl.DataFrame], int]] = [
    ("a detail", _set("detail", "{}"), 2),
    ("an event", _set("event", "closed"), 2),
    ("a warning", _set("warning_id", "W20260302000009"), 2),
    ("a digest", _set("digest", "0" * 64), 2),
    ("a row removed", lambda events: events.filter(pl.col("sequence") != 2), 3),
    (
        "rows swapped",
        lambda events: events.with_columns(sequence=pl.col("sequence").replace({2: 3, 3: 2})),
        2,
    ),
    ("the beginning cut off", lambda events: events.filter(pl.col("sequence") > 1), 2),
]


@pytest.mark.parametrize(("case", "tamper", "at"), TAMPERING, ids=[case[0] for case in TAMPERING])
def test_tampering_shows(
    events: pl.DataFrame, case: str, tamper: Callable[[pl.DataFrame], pl.DataFrame], at: int
) -> None:
    assert verify_chain(tamper(events)) == at, case


def test_details_carry_tokens_and_codes_only(events: pl.DataFrame) -> None:
    pattern = r"^\{[\x20-\x7e]*\}$"
    closed = pl.col("event") == "closed"
    assert events.filter(~closed)["detail"].str.contains(pattern).all()
