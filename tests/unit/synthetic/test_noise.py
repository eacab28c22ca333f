"""Disturbed names and numbers: where they occur, and what they look like."""

from pathlib import Path

import polars as pl
import pytest

from tests.unit.synthetic.conftest import NIGHT
from tests.unit.synthetic.reading import Row, read_inbox
from tests.unit.synthetic.test_world import valid

FORGIVING = {
    "civil_affairs/temporary_aid",
    "civil_affairs/visits",
    "housing/property",
    "civil_affairs/disabled",
}
Disturbed = dict[str, list[tuple[Row, Row]]]


@pytest.fixture(scope="module")
def disturbed(larger: Path) -> Disturbed:
    """Rows with their true persons, by kind of disturbance; the person has name, id_number and feed."""
    rows = pl.read_parquet(larger / "truth/rows.parquet").filter(pl.col("noise").is_not_null())
    persons = pl.read_parquet(larger / "truth/persons.parquet")
    inbox = read_inbox(larger, NIGHT)
    found: Disturbed = {}
    for row in rows.join(persons, on="true_person", how="left").iter_rows(named=True):
        cells = inbox.rows(row["feed"])[row["row_no"] - 1]
        plain = {name.removeprefix("head_").removeprefix("owner_"): cell for name, cell in cells.items()}
        truth = {"name": row["name"], "id_number": row["id_number"], "feed": row["feed"]}
        found.setdefault(row["noise"], []).append((plain, truth))
    return found


def test_kinds(disturbed: Disturbed) -> None:
    assert set(disturbed) >= {
        *("id15", "id_digit", "id_swap", "guardian_id", "missing_id", "lower_x", "wide_x"),
        *("name_space", "name_traditional", "name_dot", "surname_variant", "other_name"),
    }


def test_fifteen_digits_are_the_number_without_century_and_check(disturbed: Disturbed) -> None:
    for row, truth in disturbed["id15"]:
        number = truth["id_number"]
        assert number[6:8] == "19"
        assert row["id_number"] == number[:6] + number[8:17]


@pytest.mark.parametrize("kind", ["id_digit", "id_swap"])
def test_broken_numbers_fail_the_check_and_stay_in_forgiving_feeds(disturbed: Disturbed, kind: str) -> None:
    for row, truth in disturbed[kind]:
        wrong, right = row["id_number"], truth["id_number"]
        places = [place for place in range(18) if wrong[place] != right[place]]
        assert not valid(wrong)
        assert len(places) == (1 if kind == "id_digit" else 2)
        assert kind == "id_digit" or (places[1] == places[0] + 1 and sorted(wrong) == sorted(right))
        assert truth["feed"] in FORGIVING


def test_other_forms_of_names_and_numbers(disturbed: Disturbed) -> None:
    assert all(row["id_number"] == truth["id_number"][:17] + "x" for row, truth in disturbed["lower_x"])
    assert all(row["id_number"] == truth["id_number"][:17] + "Ｘ" for row, truth in disturbed["wide_x"])
    assert all(row["name"].replace("\u3000", "") == truth["name"] for row, truth in disturbed["name_space"])
    assert all("·" in truth["name"] and "·" not in row["name"] for row, truth in disturbed["name_dot"])
    assert all(row["name"][1:] == truth["name"][1:] for row, truth in disturbed["surname_variant"])
    assert all(row["name"] != truth["name"] for row, truth in disturbed["name_traditional"])


def test_missing_ids_leave_other_evidence(disturbed: Disturbed) -> None:
    for row, truth in disturbed["missing_id"]:
        assert row["id_number"] == ""
        assert truth["id_number"] not in row.values()
        if truth["feed"] == "education/students":
            assert row["guardian_id_number"] and row["birth_date"] and row["sex"]
        if truth["feed"] == "civil_affairs/leads":
            assert row["phone"] and row["division_code"]


def test_a_guardians_id_stands_only_on_rows_of_older_pupils(disturbed: Disturbed) -> None:
    for row, truth in disturbed["guardian_id"]:
        assert row["id_number"] == row["guardian_id_number"] != truth["id_number"]
        assert row["birth_date"] < "2010-06-30"


def test_planted_persons_rows_are_clean_unless_the_case_is_about_identity(larger: Path) -> None:
    hits = pl.read_parquet(larger / "truth/hits.parquet")
    rows = pl.read_parquet(larger / "truth/rows.parquet").filter(pl.col("noise").is_not_null())
    persons = pl.read_parquet(larger / "truth/persons.parquet")
    homes = persons.filter(
        pl.col("household_no").is_in(hits["household_no"].drop_nulls().implode())
        | pl.col("true_person").is_in(hits["true_person"].drop_nulls().implode())
    )
    assert rows.filter(pl.col("true_person").is_in(homes["true_person"].implode())).is_empty()


def test_twins_and_namesakes_are_noted(larger: Path) -> None:
    persons = pl.read_parquet(larger / "truth/persons.parquet")
    twins = persons.filter(note="twin").group_by("household_no", "birth_date").len()
    assert twins.filter(pl.col("household_no").is_not_null())["len"].unique().to_list() == [2]
    namesakes = persons.filter(note="namesake")
    assert namesakes.height > 3
    shared = persons.filter(pl.col("note").ne_missing("namesake")).join(namesakes, on=["name", "sex"], how="semi")
    assert set(shared["name"]) == set(namesakes["name"])
    assert not set(shared["id_number"]) & set(namesakes["id_number"])
