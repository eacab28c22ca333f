"""Churn on small nights counted by hand."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from assets.identity import churn as churn_module
from assets.identity.churn import Published, churn_table
from assets.vocabulary.tables import conform, empty, table_schema

FIGURES = ("measure", "number", "of", "share")
NIGHT, EVE = date(2025, 6, 2), date(2025, 6, 1)


def published(folder: Path, *links: tuple[str, int, str], away: tuple[str, ...] = ()) -> Published:
    """Links of (file, row_no, person); `away` are persons of tonight's table beyond those."""
    folder.mkdir()
    fixed = {"feed": "f", "delivery": EVE, "sheet": "", "role": "self", "method": "exact", "probability": 1.0}
    rows = [{**fixed, "file": file, "row_no": row, "person_id": person} for file, row, person in links]
    pl.DataFrame(rows, schema=table_schema("identity/links")).write_parquet(folder / "links")
    persons = sorted({person for *_, person in links} | set(away))
    return Published(pl.DataFrame({"person_id": persons}, schema={"person_id": pl.String}), folder / "links")


def events(*told: tuple[str, str, str]) -> pl.DataFrame:
    rows = [(person, event, other, "") for person, event, other in told]
    return pl.DataFrame(rows, schema=table_schema("identity/events"), orient="row")


def made(before: Published, tonight: Published, told: pl.DataFrame) -> dict[str, tuple[int, int | None, float | None]]:
    """measure → number, of, share."""
    table = conform(churn_table(NIGHT, before, tonight, told, 0.005), "identity/churn")
    return {measure: (number, of, share) for measure, number, of, share in table.select(*FIGURES).iter_rows()}


def test_a_night_on_which_everything_happens(tmp_path: Path) -> None:
    before = published(
        tmp_path / "before",
        *(
            ("a", 1, "P1"),
            ("a", 2, "P2"),
            ("a", 3, "P3"),
            ("a", 4, "P3"),
            ("a", 5, "P4"),
            ("b", 1, "P5"),
            ("b", 2, "P6"),
        ),
    )
    tonight = published(
        tmp_path / "tonight",
        # P2 gave way to P1; a row of P3 became P7; all rows of P4 are P1's; P5 is not seen; P6 has a changed row.
        *(
            ("a", 1, "P1"),
            ("a", 2, "P1"),
            ("a", 3, "P3"),
            ("a", 4, "P7"),
            ("a", 5, "P1"),
            ("c", 1, "P6"),
            ("c", 2, "P8"),
        ),
    )
    told = events(
        ("P2", "merged", "P1"),
        *(
            ("P3", "split", "P7"),
            ("P4", "split", "P1"),
            ("P7", "minted", ""),
            ("P8", "minted", ""),
            ("P6", "absorbed", ""),
        ),
    )
    found = made(before, tonight, told)
    assert found == {
        "seen_again": (5, 6, round(5 / 6, 9)),
        "another_id": (2, 5, 2 / 5),
        "merged": (1, 5, 1 / 5),
        "split": (2, 5, 2 / 5),
        "rows_moved": (3, 5, 3 / 5),
        "minted": (2, None, None),
        "absorbed": (1, None, None),
    }


def test_nothing_changed(tmp_path: Path) -> None:
    links = [("a", row, f"P{row}") for row in range(1, 8)]
    found = made(published(tmp_path / "before", *links), published(tmp_path / "tonight", *links), events())
    assert [found[measure] for measure in ("seen_again", "another_id", "split", "rows_moved")] == [
        (7, 7, 1.0),
        (0, 7, 0.0),
        (0, 7, 0.0),
        (0, 7, 0.0),
    ]


def test_the_first_night_has_no_shares(tmp_path: Path) -> None:
    none = Published(empty("identity/persons"), None)
    found = made(none, published(tmp_path / "tonight", ("a", 1, "P1")), events(("P1", "minted", "")))
    assert [found[measure] for measure in ("seen_again", "another_id", "rows_moved")] == [(0, 0, None)] * 3
    assert found["minted"] == (1, None, None)


def test_who_was_away_is_no_churn_though_their_id_gives_way(tmp_path: Path) -> None:
    before = published(tmp_path / "before", ("a", 1, "P2"))
    found = made(before, published(tmp_path / "tonight", ("a", 1, "P2")), events(("P9", "merged", "P2")))
    assert found["merged"] == found["another_id"] == (0, 1, 0.0)


def test_of_very_many_rows_the_same_ones_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(churn_module, "MOST_ROWS", 3)
    before = published(tmp_path / "before", *[("a", row, "P1") for row in range(1, 13)])
    tonight = published(tmp_path / "tonight", *[("a", row, "P1" if row % 8 else "P2") for row in range(1, 13)])
    found = made(before, tonight, events())
    assert found["rows_moved"] == (1, 3, round(1 / 3, 9))
