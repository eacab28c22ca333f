"""The number of a pair lasts over other reasons, other keys, merged and split persons; it tells nothing of its keys."""

from datetime import date

import polars as pl
import pytest

from assets.identity.lasting import REGISTRY_SCHEMA
from assets.identity.review_pairs import PAIR_SCHEMA, Remembered, remember_pairs
from assets.vocabulary.identity_words import MERGED, REVIEW_NUMBER

FIRST, SECOND, THIRD = date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 2)
ID_KEY, PHONE, HOUSE = "371082198001011237|王伟", "phone|王伟|19800101|1|138", "household|王伟|19800101|1|H1"
NOTHING = pl.DataFrame(schema=PAIR_SCHEMA)


def registry(keys: dict[str, str]) -> pl.DataFrame:
    rows = [(key, person, FIRST) for key, person in keys.items()]
    return pl.DataFrame(rows, schema=REGISTRY_SCHEMA, orient="row")


def review(*rows: tuple[str, str, str]) -> pl.DataFrame:
    columns = ["left_person_id", "right_person_id", "reason_code"]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    return frame.with_columns(review_id=pl.concat_str(columns))


def remember(
    pairs: pl.DataFrame, keys: dict[str, str], known: pl.DataFrame = NOTHING, night: date = FIRST
) -> Remembered:
    return remember_pairs(pairs, registry(keys), known, night)


KEYS = {ID_KEY: "P1", PHONE: "P2", HOUSE: "P2", "371082197001011237|李四": "P3", f"{MERGED}P9": "P1"}
PAIR = ("P2", "P1", "fuzzy_between")


def test_a_new_pair_is_remembered_by_the_smallest_key_of_either_side() -> None:
    made = remember(review(PAIR), KEYS)
    (row,) = made.pairs.rows(named=True)
    assert (row["left_key"], row["right_key"], row["first_night"]) == (HOUSE, ID_KEY, FIRST)
    assert (row["left_keys"], row["right_keys"]) == ([HOUSE, PHONE], [ID_KEY])
    assert made.review["review_id"].to_list() == [row["review_id"]]
    assert made.review.columns == review(PAIR).columns


def test_numbers_are_of_the_night_in_an_order_that_the_rows_do_not_decide() -> None:
    rows = [PAIR, ("P3", "P1", "fuzzy_tie")]
    made, turned = remember(review(*rows), KEYS), remember(review(*rows[::-1]), KEYS)
    assert made.pairs.equals(turned.pairs)
    assert made.pairs["review_id"].str.contains(REVIEW_NUMBER).all()
    assert [number[:15] for number in made.pairs["review_id"]] == ["R20260630000001", "R20260630000002"]
    assert [int(number[1:]) % 97 for number in made.pairs["review_id"]] == [1, 1]


@pytest.mark.parametrize(
    ("row", "keys"),
    [
        (("P2", "P1", "fuzzy_tie"), KEYS),  # another reason
        (("P1", "P2", "fuzzy_between"), KEYS),  # the other way round
        (("P5", "P1", "fuzzy_between"), KEYS | {HOUSE: "P5", PHONE: "P5"}),  # another token
        (PAIR, KEYS | {"address|王伟": "P2"}),  # a smaller key
    ],
)
def test_the_number_lasts(row: tuple[str, str, str], keys: dict[str, str]) -> None:
    first = remember(review(PAIR), KEYS)
    second = remember(review(row), keys, first.pairs, SECOND)
    assert second.review["review_id"].to_list() == first.review["review_id"].to_list()
    assert second.pairs.drop("left_keys").equals(first.pairs.drop("left_keys"))


def test_the_number_comes_back_with_the_pair() -> None:
    first = remember(review(PAIR), KEYS)
    quiet = remember(review(), KEYS, first.pairs, SECOND)
    assert quiet.pairs.equals(first.pairs)
    again = remember(review(PAIR), KEYS, quiet.pairs, THIRD)
    assert again.review["review_id"].to_list() == first.review["review_id"].to_list()


def test_keys_follow_the_sides_while_they_are_two_persons_and_stay_once_they_are_one() -> None:
    first = remember(review(PAIR), KEYS)
    moved = KEYS | {"address|王伟": "P2"}
    second = remember(review(), moved, first.pairs, SECOND)
    assert second.pairs["left_keys"].to_list() == [["address|王伟", HOUSE, PHONE]]
    merged = remember(review(), dict.fromkeys(moved, "P1"), second.pairs, THIRD)
    assert merged.pairs.equals(second.pairs)
    apart = remember(review(PAIR), moved, merged.pairs, THIRD)
    assert apart.review["review_id"].to_list() == first.review["review_id"].to_list()


def test_two_reasons_of_one_pair_are_one_row() -> None:
    made = remember(review(PAIR, ("P1", "P2", "fuzzy_tie")), KEYS)
    assert made.review["reason_code"].to_list() == ["fuzzy_between"]


def test_a_person_without_a_key_stops_the_night_without_a_value() -> None:
    with pytest.raises(ValueError, match=r"^1 review rows name a person without a key$"):
        remember(review(("P2", "P8", "fuzzy_tie")), KEYS)
