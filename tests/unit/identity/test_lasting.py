"""Tokens over nights: absorbed, minted, merged, split; on keys alone, truth written by hand."""

from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from assets.identity.lasting import Lasting, assign, digest, last_number

FIRST, SECOND = date(2025, 6, 1), date(2025, 6, 2)
ID_X, ID_Y = "11010519491231002X|张伟", "371082199001011239|李四"


def keys(*rows: tuple[int, str]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema={"cluster": pl.UInt32, "identity_key": pl.String}, orient="row")
    anchored = pl.col("identity_key").str.contains(r"^\d{17}[\dX]\|.")
    return frame.with_columns(anchored=anchored, main=anchored)


def registry(*rows: tuple[str, str, date]) -> pl.DataFrame:
    return pl.DataFrame(
        rows, schema={"identity_key": pl.String, "person_id": pl.String, "first_night": pl.Date}, orient="row"
    )


def tokens(lasting: Lasting) -> dict[int, str]:
    return dict(lasting.tokens.select("cluster", "person_id").iter_rows())


def events(lasting: Lasting) -> list[tuple[str, str, str]]:
    return lasting.events.select("person_id", "event", "other_person_id").rows()


def known(lasting: Lasting) -> dict[str, str]:
    return dict(lasting.registry.select("identity_key", "person_id").iter_rows())


# By `printf 'doudi person order|%s' TEXT | sha256sum`.
DIGESTS = [
    ("a", "fe334c2406c406168dbf23fe096b7272591443f72f11d8cfe520f0c85b2103e4"),
    (ID_X, "121019f67083bece691628df5e2284376a701a44f115813a26af20875f3391a0"),
    ("", "ce9f3716b7d1b122687660b73908d94ed31257af117f25bd49b66381eb8dd91f"),
]


def test_digests_last_and_open_no_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a database outside the lake's limits")

    monkeypatch.setattr(duckdb, "connect", refuse)
    monkeypatch.chdir(tmp_path)
    texts = pl.Series([text for text, _ in DIGESTS] + [None], dtype=pl.String)
    assert digest(texts).to_list() == [expected for _, expected in DIGESTS] + [None]
    assert digest(texts.clear()).to_list() == []
    assert list(tmp_path.iterdir()) == []


def test_new_clusters_are_minted_in_the_order_of_their_digests() -> None:
    lasting = assign(keys((7, "a"), (3, "b"), (5, "c")), None, FIRST)
    order = sorted({"a": 7, "b": 3, "c": 5}.items(), key=lambda item: digest(pl.Series([item[0]])).item())
    assert tokens(lasting) == {cluster: f"P{n:010d}" for n, (_, cluster) in enumerate(order, start=1)}
    assert [event for _, event, _ in events(lasting)] == ["minted"] * 3
    assert lasting.registry["first_night"].unique().to_list() == [FIRST]


def test_numbers_go_on_from_the_highest_ever_given() -> None:
    before = registry((ID_X, "P0000000004", FIRST), ("merged|P0000000009", "P0000000004", FIRST))
    assert last_number(before) == 9
    assert tokens(assign(keys((1, "a")), before, SECOND)) == {1: "P0000000010"}


def test_a_new_key_is_absorbed() -> None:
    lasting = assign(keys((1, ID_X), (1, "phone|new")), registry((ID_X, "P0000000004", FIRST)), SECOND)
    assert tokens(lasting) == {1: "P0000000004"}
    assert events(lasting) == [("P0000000004", "absorbed", "")]
    assert known(lasting) == {ID_X: "P0000000004", "phone|new": "P0000000004"}


def test_nothing_new_makes_no_event() -> None:
    before = registry((ID_X, "P0000000004", FIRST), ("gone", "P0000000001", FIRST))
    lasting = assign(keys((1, ID_X)), before, SECOND)
    assert events(lasting) == []
    assert known(lasting) == {ID_X: "P0000000004", "gone": "P0000000001"}


@pytest.mark.parametrize(
    ("first_nights", "survivor", "loser"),
    [
        ((FIRST, SECOND), "P0000000008", "P0000000002"),
        ((SECOND, FIRST), "P0000000002", "P0000000008"),
        ((FIRST, FIRST), "P0000000002", "P0000000008"),
    ],
)
def test_the_oldest_then_smallest_token_goes_on(first_nights: tuple[date, date], survivor: str, loser: str) -> None:
    before = registry(
        ("a", "P0000000008", first_nights[0]), ("b", "P0000000002", first_nights[1]), ("old", loser, FIRST)
    )
    lasting = assign(keys((1, "a"), (1, "b")), before, SECOND)
    assert tokens(lasting) == {1: survivor}
    assert events(lasting) == [(loser, "merged", survivor)]
    assert known(lasting) == {"a": survivor, "b": survivor, "old": survivor, f"merged|{loser}": survivor}


def test_a_split_leaves_the_token_with_the_part_that_has_the_id() -> None:
    before = registry((ID_X, "P0000000004", FIRST), ("a", "P0000000004", FIRST), ("b", "P0000000004", FIRST))
    lasting = assign(keys((1, "a"), (1, "b"), (2, ID_X)), before, SECOND)
    assert tokens(lasting) == {1: "P0000000005", 2: "P0000000004"}
    assert events(lasting) == [("P0000000004", "split", "P0000000005"), ("P0000000005", "minted", "")]


def test_a_token_with_an_id_is_not_taken_over_by_details_while_its_id_is_away() -> None:
    before = registry((ID_X, "P0000000001", FIRST), ("lead", "P0000000001", FIRST), (ID_Y, "P0000000002", FIRST))
    lasting = assign(keys((1, ID_Y), (1, "lead")), before, SECOND)
    assert tokens(lasting) == {1: "P0000000002"}
    assert known(lasting) == {ID_X: "P0000000001", ID_Y: "P0000000002", "lead": "P0000000002"}
    assert events(lasting) == [("P0000000001", "split", "P0000000002")]


def test_without_a_night_the_earliest_date_stands() -> None:
    assert assign(keys((1, "a")), None, None).tokens["first_night"].to_list() == [date(1970, 1, 1)]
