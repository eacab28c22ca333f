"""Persons, households and rows of a plain world."""

from datetime import date
from pathlib import Path

import polars as pl

from data.synthetic import generate
from tests.unit.synthetic.conftest import NIGHT, PERSONS
from tests.unit.synthetic.reading import ROOT, Inbox, standard_names

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def valid(number: str) -> bool:
    """GB 11643, written down again."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
    return number[17] == "10X98765432"[total % 11]


def test_persons_are_as_many_as_asked_and_all_different(world: Path) -> None:
    persons = pl.read_parquet(world / "truth/persons.parquet")
    assert persons.height == PERSONS
    assert persons["true_person"].n_unique() == persons["id_number"].n_unique() == PERSONS


def test_numbers_are_valid_and_say_birth_sex_and_county(larger: Path) -> None:
    persons = pl.read_parquet(larger / "truth/persons.parquet")
    counties = set(pl.read_parquet(ROOT / "data/reference/divisions.parquet").filter(level="county")["code"])
    for number, sex, birth in persons.select("id_number", "sex", "birth_date").iter_rows():
        assert valid(number)
        assert date.fromisoformat(number[6:14]) == birth
        assert int(number[16]) % 2 == sex % 2
        assert number[:6] in counties


def test_every_feed_of_the_contract_is_there_with_its_headings(inbox: Inbox) -> None:
    names = {feed: columns for feed, columns in standard_names().items() if not feed.startswith("feedback/")}
    assert set(inbox.feeds) == set(names)
    for feed, columns in names.items():
        assert inbox.rows(feed)
        assert set(inbox.rows(feed)[0]) == {*columns.values(), "person", "guardian"}


def test_each_feed_keeps_its_key(inbox: Inbox) -> None:
    keys = {
        "civil_affairs/households": ("household_no",),
        "civil_affairs/payments": ("pay_month", "id_number", "assistance_type"),
        "civil_affairs/disabled": ("certificate_no",),
        "medical_insurance/enrolment": ("person", "insurance_type", "year"),
        "medical_insurance/settlements": ("settlement_no",),
        "education/students": ("student_no",),
        "education/aid": ("student_no", "school_year", "term", "aid_item"),
        "housing/dangerous_houses": ("house_no",),
        "housing/property": ("title_no", "person"),
        "employment/contributions": ("person", "insurance_type", "month"),
        "employment/unemployment": ("person", "registered_date"),
    }
    for feed, columns in keys.items():
        rows = [tuple(row[column] for column in columns) for row in inbox.rows(feed)]
        assert len(set(rows)) == len(rows), feed


def test_rows_of_a_person_are_about_twenty(tmp_path: Path) -> None:
    summary = generate(persons=6000, seed=3, night=NIGHT, out=tmp_path, truth_rows=False)
    assert 15 <= sum(summary.rows.values()) / summary.persons <= 22
    assert summary.persons == 6000
    assert not (tmp_path / "truth/rows.parquet").exists()
    assert all(size > 0 for size in summary.bytes.values())


def test_households_live_in_real_villages_and_have_a_head(inbox: Inbox) -> None:
    villages = set(pl.read_parquet(ROOT / "data/reference/divisions.parquet").filter(level="village")["code"])
    members = inbox.by("civil_affairs/members", "household_no")
    for row in inbox.rows("civil_affairs/households"):
        assert row["division_code"] in villages
        assert row["person"] in {member["person"] for member in members[row["household_no"]]}
        assert int(row["member_count"]) == len(members[row["household_no"]])


def test_all_kinds_of_household_occur_and_the_watched_are_most(larger: Path) -> None:
    kinds = pl.read_csv(larger / "inbox/civil_affairs/households.csv", infer_schema=False)["救助类型"].value_counts()
    counted = dict(zip(kinds["救助类型"], kinds["count"], strict=True))
    assert set(counted) == {"110", "120", "131", "132", "600", "650", "660", "670", "990"}
    assert counted["990"] > sum(counted.values()) / 2


def test_money_of_a_settlement_adds_up(inbox: Inbox) -> None:
    for row in inbox.rows("medical_insurance/settlements"):
        money = {name: round(float(cell) * 100) for name, cell in row.items() if name.endswith(("_pay", "_fee"))}
        assert money["total_fee"] == money["fund_pay"] + money["personal_pay"]
        assert money["fund_pay"] == money["pooled_pay"] + money["catastrophic_pay"] + money["assistance_pay"]
        sign = -1 if money["total_fee"] < 0 else 1
        assert 0 <= sign * (money["in_scope_fee"] - money["fund_pay"]) <= sign * money["personal_pay"]


def test_every_row_has_its_person(world: Path, inbox: Inbox) -> None:
    rows = pl.read_parquet(world / "truth/rows.parquet")
    own = rows.filter(pl.col("role") != "guardian")
    assert own.height == sum(len(feed) for feed in inbox.feeds.values())
    assert own.filter(pl.col("true_person").is_null())["noise"].unique().to_list() == ["other_name"]
    assert set(rows["role"].unique()) == {"self", "head", "owner", "guardian"}
    assert rows.select("feed", "file", "sheet", "row_no", "role").is_unique().all()
