"""Properties over many small populations made of few names, dates and numbers, so that they collide."""

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.identity import Resolution, resolve
from tests.stages.identity.people import records, valid_id

BIRTHS = [date(1990, 1, 1), date(1990, 1, 10), date(2015, 6, 1)]
VALID = [valid_id(birth, sequence) for birth in BIRTHS for sequence in (11, 13)]
BROKEN = [VALID[0][:16] + "9" + VALID[0][17:], VALID[2][1:], "A1234567", "999999999999999999", "无"]

record = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["a|self", "b|self", "b|guardian"]),
        "name": st.sampled_from(
            ["张伟", "張偉", "张玮", "张小明", "张小亮", "萧红", "肖红", "买买提·艾力", "买买提", "不详", None]
        ),
        "id_number": st.sampled_from([*VALID, *BROKEN, None]),
        "sex": st.sampled_from([1, 2, None]),
        "birth_date": st.sampled_from([*BIRTHS, None]),
        "phone": st.sampled_from(["13812345678", "13912345678", None]),
        "division_code": st.sampled_from(["371082001001", "371082002001", None]),
        "household_no": st.sampled_from(["H1", "H2", None]),
        "guardian_id_number": st.sampled_from([VALID[0], VALID[2], None]),
    }
)
population = st.lists(record, max_size=14)


def valid_ids_of_persons(resolution: Resolution, frame: pl.DataFrame) -> pl.DataFrame:
    """person_id, ids: how many valid numbers hold its records; a number that is another's holds none."""
    own = resolution.links.filter(pl.col("method").is_in(["exact", "id_only"]))
    held = frame.filter(pl.col("id_number").is_in(VALID)).join(own, on="record_id")
    return held.group_by("person_id").agg(ids=pl.col("id_number").n_unique())


@settings(max_examples=60, deadline=None)
@given(population)
def test_no_two_valid_ids_share_a_person_and_every_record_has_one_link(rows: list[dict[str, object]]) -> None:
    frame = records(*rows)
    found = resolve(frame)
    assert found.links["record_id"].to_list() == frame["record_id"].to_list()
    assert set(found.links["person_id"]) == set(found.persons["person_id"])
    assert found.persons["person_id"].is_unique().all()
    assert valid_ids_of_persons(found, frame).filter(pl.col("ids") > 1).is_empty()
    assert found.links["probability"].is_between(0.9, 1.0).all()


@settings(max_examples=40, deadline=None)
@given(population, st.integers(0, 1_000))
def test_the_order_of_the_records_changes_nothing(rows: list[dict[str, object]], seed: int) -> None:
    frame = records(*rows)
    found, again = resolve(frame), resolve(frame.sample(fraction=1, shuffle=True, seed=seed))
    for table in ("links", "persons", "review", "events", "registry", "blocking"):
        assert getattr(again, table).equals(getattr(found, table)), table


@settings(max_examples=40, deadline=None)
@given(population, population)
def test_over_nights_no_token_has_two_ids_and_a_quiet_night_changes_nothing(
    rows: list[dict[str, object]], later: list[dict[str, object]]
) -> None:
    first = resolve(records(*rows), night=date(2025, 6, 1))
    frame = records(*rows, *later)
    second = resolve(frame, previous=first.registry, night=date(2025, 6, 2))
    third = resolve(frame, previous=second.registry, night=date(2025, 6, 3))
    assert valid_ids_of_persons(second, frame).filter(pl.col("ids") > 1).is_empty()
    assert third.links.equals(second.links)
    assert third.registry.equals(second.registry)
    assert set(first.registry["identity_key"]) <= set(second.registry["identity_key"])
    live = second.registry.filter(~pl.col("identity_key").str.starts_with("merged|"))
    gone = second.events.filter(pl.col("event") == "merged")["person_id"]
    assert not set(gone) & set(live["person_id"])
