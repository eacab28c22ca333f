"""Tokens over nights through the public function: unchanged, changed, joined and parted records."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from assets.identity import Resolution, resolve
from tests.stages.identity.people import records, valid_id

NIGHTS = [date(2025, 6, day) for day in (1, 2, 3)]
BORN = date(1990, 1, 1)
X, Y = valid_id(BORN, 123), valid_id(date(1985, 5, 5), 221)
WEI, LI = {"name": "张伟", "id_number": X}, {"name": "李四", "id_number": Y}
CHILD = {"name": "王红", "birth_date": date(2012, 3, 4), "household_no": "H1"}


def tonight(before: Resolution | None, night: int, *rows: Mapping[str, object]) -> Resolution:
    return resolve(records(*rows), previous=before.registry if before else None, night=NIGHTS[night])


def person_of(resolution: Resolution, record: int) -> str:
    return str(resolution.links.row(by_predicate=pl.col("record_id") == record, named=True)["person_id"])


def events(resolution: Resolution) -> list[tuple[str, str, str]]:
    return resolution.events.select("person_id", "event", "other_person_id").rows()


def test_unchanged_records_keep_their_tokens_in_any_order() -> None:
    rows: list[Mapping[str, object]] = [WEI, LI, CHILD, {"name": "无名氏"}, {"name": "赵六"}, {"name": "赵六"}]
    first = tonight(None, 0, *rows)
    shuffled = records(*rows).sample(fraction=1, shuffle=True, seed=3)
    second = resolve(shuffled, previous=first.registry, night=NIGHTS[1])
    assert second.links.equals(first.links)
    assert second.registry.equals(first.registry)
    assert second.events.is_empty()
    assert second.persons["first_night"].unique().to_list() == [NIGHTS[0]]


def test_a_person_who_was_away_comes_back() -> None:
    first = tonight(None, 0, WEI, LI)
    second = tonight(first, 1, WEI)
    third = tonight(second, 2, WEI, LI)
    assert third.links.equals(first.links)


def test_new_persons_are_numbered_on() -> None:
    first = tonight(None, 0, WEI)
    second = tonight(first, 1, WEI, LI)
    assert (person_of(second, 1), person_of(second, 2)) == ("P0000000001", "P0000000002")
    assert second.events.select("person_id", "event").rows() == [("P0000000002", "minted")]
    assert second.persons.sort("person_id")["first_night"].to_list() == NIGHTS[:2]


def test_another_spelling_is_absorbed() -> None:
    first = tonight(None, 0, {"name": "萧红", "id_number": X})
    second = tonight(first, 1, {"name": "萧红", "id_number": X}, {"name": "肖红", "id_number": X})
    assert person_of(second, 2) == person_of(first, 1)
    assert [event for _, event, _ in events(second)] == ["absorbed"]


def test_a_spelling_changed_on_every_row_keeps_the_token() -> None:
    first = tonight(None, 0, {"name": "萧红", "id_number": X})
    second = tonight(first, 1, {"name": "肖红", "id_number": X})
    third = tonight(second, 2, {"name": "李四", "id_number": X})
    assert person_of(second, 1) == person_of(first, 1)
    assert person_of(third, 1) != person_of(first, 1)


def test_a_number_that_comes_later_finds_the_person_known_by_details() -> None:
    first = tonight(None, 0, CHILD, WEI)
    second = tonight(first, 1, {**CHILD, "id_number": valid_id(date(2012, 3, 4), 42), "sex": None}, WEI)
    assert person_of(second, 1) != person_of(second, 2)
    assert person_of(second, 2) == person_of(first, 2)
    with_sex = tonight(None, 0, {**CHILD, "sex": 2}, WEI)
    later = tonight(with_sex, 1, {**CHILD, "sex": 2, "id_number": valid_id(date(2012, 3, 4), 42)}, WEI)
    assert person_of(later, 1) == person_of(with_sex, 1)


def test_two_tokens_become_one_when_a_detail_joins_them_and_part_when_it_goes() -> None:
    lead = {"name": "张伟", "phone": "13812345678", "division_code": "371082001001"}
    first = tonight(None, 0, WEI, lead)
    assert person_of(first, 1) != person_of(first, 2)
    second = tonight(first, 1, {**WEI, "phone": "13812345678"}, lead)
    survivor = min(person_of(first, 1), person_of(first, 2))
    loser = max(person_of(first, 1), person_of(first, 2))
    assert {person_of(second, 1), person_of(second, 2)} == {survivor}
    assert (loser, "merged", survivor) in events(second)
    third = tonight(second, 2, WEI, lead)
    assert person_of(third, 1) == survivor
    assert person_of(third, 2) not in (survivor, loser)
    assert (survivor, "split", person_of(third, 2)) in events(third)


def test_the_majority_changing_hands_moves_no_token() -> None:
    other = {"name": "李四", "id_number": X}
    first = tonight(None, 0, WEI, WEI, other, {"id_number": X})
    second = tonight(first, 1, WEI, other, other, {"id_number": X})
    assert person_of(second, 1) == person_of(first, 1)
    assert person_of(second, 2) == person_of(first, 3)
    assert person_of(second, 4) == person_of(first, 3)


def test_details_never_take_over_the_token_of_an_id_that_is_away() -> None:
    lead = {"name": "张伟", "phone": "13812345678"}
    namesake = {"name": "张伟", "id_number": valid_id(date(1970, 7, 7), 31), "phone": "13812345678"}
    first = tonight(None, 0, {**WEI, "phone": "13812345678"}, lead, {**namesake, "phone": None})
    assert person_of(first, 2) == person_of(first, 1)
    second = tonight(first, 1, namesake, lead)
    assert {person_of(second, 1), person_of(second, 2)} == {person_of(first, 3)}
    third = tonight(second, 2, WEI, namesake)
    assert person_of(third, 1) == person_of(first, 1)
    assert person_of(third, 2) == person_of(first, 3)


def test_the_registry_keeps_every_earlier_key() -> None:
    first = tonight(None, 0, WEI, LI, CHILD)
    second = tonight(first, 1, {"name": "赵六", "phone": "13812345678"})
    assert set(first.registry["identity_key"]) < set(second.registry["identity_key"])
    assert not set(second.links["person_id"]) & set(first.links["person_id"])
