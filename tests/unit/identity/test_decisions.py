"""Staff's answers: the last and the most careful count, the rest is told; what they bind lasts as long as its keys."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.identity.decisions import Answers, bound_sides, judge_answers, undecided
from assets.identity.review_pairs import PAIR_SCHEMA
from assets.vocabulary.feeds import load_feeds

LISTED = date(2026, 6, 30)
NUMBER, OTHER = "R2026063000000123", "R2026063000000220"
LEFT, RIGHT = "address|王伟|19800101|1|371082|村", "371082198001011237|王伟"


def pairs(**changes: Any) -> pl.DataFrame:
    row = {"review_id": NUMBER, "left_key": LEFT, "right_key": RIGHT, "left_keys": [LEFT, "phone|王伟"]}
    row |= {"right_keys": [RIGHT], "first_night": LISTED} | changes
    return pl.DataFrame([row], schema=PAIR_SCHEMA)


def answer(decision: str | None, day: int, who: str | None = "甲某", **changes: Any) -> dict[str, Any]:
    """An answer of some day after the listing, in a file that came on that day."""
    when = LISTED + timedelta(days=day)
    row: dict[str, Any] = {"review_id": NUMBER, "decision": decision, "decided_by": who, "decided_date": when}
    row |= {"remark": None, "feed": "feedback/identity", "delivery": when, "file": "身份核实.xlsx", "sheet": ""}
    return row | {"row_no": 1} | changes


def judge(*rows: dict[str, Any], known: pl.DataFrame | None = None) -> Answers:
    numbered = [row | {"row_no": place} for place, row in enumerate(rows, start=1)]
    landed = pl.DataFrame(numbered, schema=load_feeds()["feedback/identity"].schema())
    return judge_answers(landed, pairs() if known is None else known)


def standing(answers: Answers) -> list[str]:
    return answers.decisions["decision"].to_list()


def told(answers: Answers) -> list[tuple[int, str]]:
    return answers.errors.select("row_no", "reason_code").rows()


def test_an_answer_is_kept_with_the_keys_of_its_pair() -> None:
    answers = judge(answer("同一人", 1, remark="户口簿"))
    (row,) = answers.decisions.rows(named=True)
    assert (row["left_key"], row["right_key"], row["decision"]) == (LEFT, RIGHT, "same")
    assert (row["decided_by"], row["remark"], row["contradicted"]) == ("甲某", "户口簿", False)
    assert row["first_seen"] == LISTED + timedelta(days=1)
    assert told(answers) == []


@pytest.mark.parametrize(
    ("given_answers", "decision"),
    [
        ([("同一人", 1), ("不同人", 2)], ["different"]),
        ([("不同人", 1), ("同一人", 2)], ["same"]),
        ([("同一人", 2), ("不同人", 1)], ["same"]),
        ([("不同人", 1), ("撤销", 2)], []),
        ([("不同人", 1), ("撤销", 2), ("同一人", 3)], ["same"]),
        ([("撤销", 1)], []),
    ],
)
def test_the_last_answer_by_its_day_counts(given_answers: list[tuple[str, int]], decision: list[str]) -> None:
    assert standing(judge(*(answer(*each) for each in given_answers))) == decision


@pytest.mark.parametrize(
    "words", [("同一人", "不同人", "撤销"), ("撤销", "同一人", "不同人"), ("不同人", "撤销", "同一人")]
)
def test_of_one_day_the_careful_answer_counts_whatever_the_order(words: tuple[str, ...]) -> None:
    rows = [answer(word, 1, who) for word, who in zip(words, ("甲", "乙", "丙"), strict=True)]
    assert standing(judge(*rows)) == ["different"]
    assert standing(judge(*(row for row in rows if row["decision"] != "不同人"))) == []


def test_two_who_disagree_are_both_told_and_the_decision_says_so() -> None:
    answers = judge(answer("同一人", 1, "甲"), answer("不同人", 2, "乙"))
    assert standing(answers) == ["different"]
    assert answers.decisions["contradicted"].to_list() == [True]
    assert told(answers) == [(1, "contradicted"), (2, "contradicts")]


def test_what_was_taken_back_is_told_apart_until_it_is_decided_again() -> None:
    taken_back = judge(answer("同一人", 1), answer("撤销", 2)).withdrawn
    assert taken_back.select("review_id", "decision").rows() == [(taken_back["review_id"].item(), "withdrawn")]
    assert judge(answer("同一人", 1), answer("撤销", 2), answer("不同人", 3)).withdrawn.is_empty()
    assert judge(answer("同一人", 1)).withdrawn.is_empty()


def test_who_changes_their_mind_or_withdraws_contradicts_nobody() -> None:
    assert told(judge(answer("同一人", 1, "甲"), answer("不同人", 2, "甲 "))) == []
    assert told(judge(answer("同一人", 1, "甲"), answer("撤销", 2, "乙"))) == []
    assert told(judge(answer("同一人", 1, "甲"), answer("不同人", 2, "乙"), answer("不同人", 3, "甲"))) == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (answer("同一人", 1, review_id=OTHER), "review_unknown"),
        (answer(None, 1), "decision_missing"),
        (answer("同一人", 1, None), "decider_missing"),
        (answer("同一人", 1, " "), "decider_missing"),
        (answer("同一人", 1, decided_date=None), "date_missing"),
        (answer("同一人", 1, decided_date=LISTED + timedelta(days=2)), "date_in_future"),
        (answer("同一人", 1, decided_date=LISTED - timedelta(days=1)), "date_before_listing"),
    ],
)
def test_an_answer_that_cannot_be_taken_says_why(row: dict[str, Any], reason: str) -> None:
    answers = judge(row)
    assert standing(answers) == []
    assert told(answers) == [(1, reason)]
    assert answers.errors["reason"].str.contains(r"\p{Han}").all()


def test_an_answer_that_could_not_be_taken_does_not_replace_one_that_was() -> None:
    wrong = answer("不同人", 2, decided_date=LISTED + timedelta(days=9))
    assert standing(judge(answer("同一人", 1), wrong)) == ["same"]


def test_a_number_is_read_in_any_writing_and_no_other_text_is_repeated() -> None:
    assert standing(judge(answer("同一人", 1, review_id=f" {NUMBER.lower()} "))) == ["same"]
    assert judge(answer("同一人", 1, review_id="371082198001011237")).errors["review_id"].to_list() == [None]
    assert judge(answer("同一人", 1, review_id=OTHER)).errors["review_id"].to_list() == [OTHER]


def test_nothing_landed_and_nothing_listed() -> None:
    answers = judge(known=pl.DataFrame(schema=PAIR_SCHEMA))
    assert (answers.decisions.height, answers.errors.height) == (0, 0)


@settings(deadline=None)
@given(
    st.permutations(
        [answer("同一人", 1, "甲"), answer("不同人", 1, "乙"), answer("撤销", 3), answer("同一人", 3, "丁")]
    )
)
def test_the_order_of_files_and_rows_decides_nothing(rows: list[dict[str, Any]]) -> None:
    answers = judge(*rows)
    assert standing(answers) == []
    assert judge(*rows[::-1]).decisions.equals(answers.decisions)


def sides(*rows: tuple[str, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"identity_key": pl.String, "side": pl.UInt32}, orient="row")


def bound(keys: pl.DataFrame, *rows: dict[str, Any], known: pl.DataFrame | None = None) -> list[tuple[Any, ...]]:
    known = pairs() if known is None else known
    return bound_sides(judge(*rows, known=known).decisions, known, keys).select("left", "right", "decision").rows()


def test_a_decision_binds_the_sides_of_its_keys() -> None:
    keys = sides((LEFT, 7), ("phone|王伟", 7), (RIGHT, 2), ("371082198001011237|李四", 3))
    assert bound(keys, answer("同一人", 1)) == [(7, 2, "same")]
    assert bound(keys, answer("不同人", 1)) == [(7, 2, "different")]
    assert bound(keys, answer("撤销", 1)) == []


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (sides(("phone|王伟", 7), (RIGHT, 2)), [(7, 2, "same")]),  # moved house: another of its keys leads there
        (sides((LEFT, 7), ("phone|王伟", 8), (RIGHT, 2)), [(7, 2, "same")]),  # fell apart: its own key decides
        (sides((RIGHT, 2)), []),  # gone
        (sides((LEFT, 2), (RIGHT, 2)), []),  # one already
        (sides((LEFT, 7), (LEFT, 8), (RIGHT, 2)), []),  # a key of two sides tells neither
    ],
)
def test_a_side_is_found_by_its_own_key_or_by_the_only_one_that_the_others_lead_to(
    keys: pl.DataFrame, expected: list[tuple[Any, ...]]
) -> None:
    assert bound(keys, answer("同一人", 1)) == expected


def test_other_keys_that_lead_to_several_sides_bind_nothing() -> None:
    known = pairs(left_keys=["phone|王伟", "household|王伟"])
    keys = sides(("phone|王伟", 7), ("household|王伟", 8), (RIGHT, 2))
    assert bound(keys, answer("同一人", 1), known=known) == []


def test_two_numbers_of_the_same_sides_follow_the_rule_of_one() -> None:
    known = pl.concat([pairs(), pairs(review_id=OTHER, left_key=RIGHT, right_key="phone|王伟", left_keys=[RIGHT])])
    keys = sides((LEFT, 7), ("phone|王伟", 7), (RIGHT, 2))
    rows = [answer("不同人", 2), answer("同一人", 1, review_id=OTHER)]
    assert bound(keys, *rows, known=known) == [(7, 2, "different")]
    later = [answer("不同人", 2), answer("同一人", 3, review_id=OTHER)]
    assert bound(keys, *later, known=known) == [(2, 7, "same")]


def test_nobody_is_asked_again_about_two_persons() -> None:
    review = pl.DataFrame({"review_id": [NUMBER, OTHER]})
    assert undecided(review, judge(answer("不同人", 1)).decisions)["review_id"].to_list() == [OTHER]
    assert undecided(review, judge(answer("同一人", 1)).decisions).height == 2
