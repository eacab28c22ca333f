"""The stage over landed files: rows in, links of rows out, in the contract's shape and order."""

from datetime import date
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from assets.identity import assets as identity_assets
from assets.identity import rows as identity_rows
from assets.identity.rows import distinct_records, first_records, groups_of, person_feeds
from assets.lake.night import Lake, Night
from assets.vocabulary.tables import conform, empty, load_tables, table_order, table_schema
from tests.stages.identity.people import valid_id

NIGHT = date(2025, 6, 1)
BORN = date(1990, 1, 1)
X, Y = valid_id(BORN, 123), valid_id(date(1965, 5, 5), 221)
CHILD_BORN = date(2015, 6, 1)

LANDED: dict[str, list[dict[str, object]]] = {
    "civil_affairs/households": [
        {"household_no": "H1", "head_name": "张伟", "head_id_number": X, "phone": "13812345678"}
    ],
    "civil_affairs/members": [
        {"household_no": "H1", "name": "张伟", "id_number": X},
        {"household_no": "H1", "name": "张小明", "birth_date": CHILD_BORN, "sex": 1, "guardian_id_number": Y},
        {"household_no": "H1", "name": "张小明", "birth_date": CHILD_BORN, "sex": 1, "guardian_id_number": Y},
    ],
    "civil_affairs/children": [
        {"name": "张小明", "id_number": Y, "guardian_name": "王芳", "guardian_id_number": Y},
        {"name": "赵六"},
    ],
    "medical_insurance/settlements": [
        {"settlement_no": str(n), "name": name, "id_number": number}
        for n, (name, number) in enumerate(
            [("张伟", X), ("张 偉", X), ("赵六", None), ("赵六", None), (None, None)] * 3
        )
    ],
    "education/students": [
        {
            "student_no": "1",
            "name": "张小明",
            "guardian_name": "王芳",
            "guardian_id_number": Y,
            "birth_date": CHILD_BORN,
        }
    ],
}


def landed_frame(feed: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    address = {"feed": feed, "delivery": NIGHT, "sheet": ""}
    numbered = [{**address, "file": f"f{n % 2}.csv", "row_no": n + 1, **row} for n, row in enumerate(rows)]
    return pl.DataFrame(numbered, schema=table_schema(f"landing/{feed}"))


def night_with(root: Path, landed: dict[str, list[dict[str, object]]]) -> tuple[Lake, Night]:
    lake = Lake(root)
    night = lake.night(NIGHT)
    for feed in person_feeds():
        night.save(f"landing/{feed.key}", landed_frame(feed.key, landed.get(feed.key, [])))
    night.save("landing/feedback/identity", empty("landing/feedback/identity"))
    return lake, night


def materialise(lake: Lake) -> dg.ExecuteInProcessResult:
    return dg.materialize(
        [identity_assets.identity],
        partition_key=str(NIGHT),
        resources={"lake": lake},
        instance=dg.DagsterInstance.ephemeral(),
    )


@pytest.fixture
def made(tmp_path: Path) -> Night:
    lake, night = night_with(tmp_path, LANDED)
    assert materialise(lake).success
    return night


def people(night: Night, feed: str, role: str = "self") -> list[str]:
    mine = night.read("identity/links").filter((pl.col("feed") == feed) & (pl.col("role") == role))
    return mine.sort("row_no")["person_id"].to_list()


def test_every_group_with_a_name_or_an_id_has_one_link(made: Night) -> None:
    counted = made.read("identity/links").group_by("feed", "role").len().sort("feed", "role").rows()
    assert counted == [
        ("civil_affairs/children", "guardian", 1),
        ("civil_affairs/children", "self", 2),
        ("civil_affairs/households", "head", 1),
        ("civil_affairs/members", "guardian", 2),
        ("civil_affairs/members", "self", 3),
        ("education/students", "guardian", 1),
        ("education/students", "self", 1),
        ("medical_insurance/settlements", "self", 12),
    ]


def test_who_is_who_across_feeds(made: Night) -> None:
    head = people(made, "civil_affairs/households", "head")
    members = people(made, "civil_affairs/members")
    guardian = people(made, "education/students", "guardian")
    assert head == [members[0]] and members[1] == members[2] != members[0]
    assert people(made, "civil_affairs/members", "guardian") == guardian * 2
    assert people(made, "civil_affairs/children", "guardian") == guardian
    # The number in the child's column is the guardian's; a second child of one name under one guardian there is not.
    assert people(made, "civil_affairs/children")[0] == members[1] not in guardian


def test_rows_with_a_name_alone_are_persons_of_their_own(made: Night) -> None:
    links = made.read("identity/links").filter(pl.col("method") == "unlinked")
    named = links.filter(pl.col("feed") == "medical_insurance/settlements")
    assert named.height == 6
    assert links["person_id"].n_unique() == links.height


def test_tables_are_in_the_shape_and_order_of_their_contracts(made: Night) -> None:
    for table in identity_assets.TABLES:
        key = f"identity/{table}"
        frame = made.read(key)
        assert frame.schema == table_schema(key)
        assert conform(frame, key).equals(frame)
        assert frame.select(table_order(key)).is_unique().all()
        for column in load_tables()[key].columns:
            assert column.nullable or frame[column.name].null_count() == 0, (table, column.name)
            assert not column.allowed or set(frame[column.name].drop_nulls()) <= set(column.allowed)


def test_persons_count_their_rows_and_feeds(made: Night) -> None:
    persons, links = made.read("identity/persons"), made.read("identity/links")
    counted = links.group_by("person_id").agg(rows=pl.len(), feeds=pl.col("feed").n_unique()).sort("person_id")
    assert persons.select("person_id", "rows", "feeds").rows() == counted.rows()


def test_the_same_night_again_gives_the_same_bytes(made: Night, tmp_path: Path) -> None:
    before = {table: made.path(f"identity/{table}").read_bytes() for table in identity_assets.TABLES}
    assert materialise(made.lake).success
    assert {table: made.path(f"identity/{table}").read_bytes() for table in identity_assets.TABLES} == before


@pytest.mark.parametrize("piece", [1, 4])
def test_the_size_of_the_pieces_changes_no_link(
    made: Night, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(identity_rows, "ROWS_AT_A_TIME", piece)
    lake, night = night_with(tmp_path_factory.mktemp("pieces"), LANDED)
    assert materialise(lake).success
    assert night.read("identity/links").equals(made.read("identity/links"))


def test_metadata_hold_counts_and_no_personal_value(tmp_path: Path) -> None:
    lake, _ = night_with(tmp_path, LANDED)
    result = materialise(lake)
    text = " ".join(
        str(value.value)
        for event in result.get_asset_materialization_events()
        for value in event.materialization.metadata.values()
    )
    assert "same_details" in text and "household" in text
    assert not any(value in text for value in ("张伟", "张小明", "赵六", X, Y, "13812345678"))


def test_a_night_without_any_row(tmp_path: Path) -> None:
    lake, night = night_with(tmp_path, {})
    assert materialise(lake).success
    empty = [table for table in identity_assets.TABLES if table not in ("weights", "churn")]
    assert [night.rows(f"identity/{table}") for table in empty] == [0] * len(empty)
    # Nothing was learnt: the weights are the defaults, which no later night takes for estimated.
    assert night.read("identity/weights")["matches"].sum() == 0


def test_the_records_of_a_group_are_numbered_without_a_gap(tmp_path: Path) -> None:
    """On this rests that links find their rows by reading the tuples again, a group at a time."""
    _, night = night_with(tmp_path, LANDED)
    groups = groups_of({feed.key: night.path(f"landing/{feed.key}") for feed in person_feeds()})
    records = distinct_records(groups)
    firsts, met = first_records(records), 0
    for group in groups:
        numbers = records.filter(pl.col("source") == group.source)["record_id"].to_list()
        first = firsts.get(group.source, 0)
        assert numbers == list(range(first, first + len(numbers)))
        met += len(numbers)
    assert met == records.height > 0


def test_digits_of_another_script_in_a_number_leave_a_row_without_a_valid_id(tmp_path: Path) -> None:
    written = [
        "1101051949123100\u0662X",
        "11010549123100\u0662",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105491231002",
    ]
    people: list[dict[str, object]] = [{"household_no": "H1", "name": "张伟", "id_number": text} for text in written]
    lake, night = night_with(tmp_path, {"civil_affairs/members": people})
    assert materialise(lake).success
    details = night.read("identity/person_details").filter(pl.col("id_valid"))
    assert details["id_number"].to_list() == ["11010519491231002X"]
    links = night.read("identity/links").sort("row_no")
    assert links.height == 4
    exact = links.filter(pl.col("method") == "exact")
    assert sorted(exact["row_no"].to_list()) == [3, 4]
