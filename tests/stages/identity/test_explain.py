"""What is told of a person and of a pair: by hand-made rows, and held against what the night published."""

from datetime import date
from math import log2
from pathlib import Path

import polars as pl
import pytest

from assets.identity.explain_address import PublishedNight, UnknownError
from assets.identity.explain_pair import Waterfall, explain_pair
from assets.identity.explain_person import person_story
from assets.lake import Lake
from tests.stages.identity.explained_night import FIRST, MEMBERS, NIGHTS, PHONE, SETTLEMENTS, X, Y, published, record


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Two nights; on the second a member has come."""
    second = {**FIRST, MEMBERS: [*FIRST[MEMBERS], {"household_no": "H2", "name": "孙丽", "phone": "13900000001"}]}
    return published(tmp_path_factory.mktemp("explained"), FIRST, second)


@pytest.fixture(scope="module")
def night(lake: Lake) -> PublishedNight:
    return PublishedNight.open(lake, None)


def person_of(night: PublishedNight, text: str) -> str:
    return str(night.link(text)["person_id"])


def test_every_row_of_a_person_is_told_and_nothing_that_names_them(night: PublishedNight) -> None:
    story = person_story(night, person_of(night, record(MEMBERS, 1)))
    assert [(row["record"], row["method"]) for row in story.rows] == [
        (record(MEMBERS, 1), "exact"),
        (record(MEMBERS, 3), "repaired"),
        (record(SETTLEMENTS, 1), "exact"),
    ]
    assert story.known["name"] == "欧*伟" and story.known["birth_date"] == "1990-**-**"
    assert not any(value in repr(story) for value in (X, PHONE, "欧阳伟", "欧 阳伟", "1990-01-01"))
    assert [(event["night"], event["event"]) for event in story.events] == [(str(NIGHTS[0]), "minted")]


def test_in_full_where_asked(night: PublishedNight) -> None:
    story = person_story(night, person_of(night, record(MEMBERS, 1)), plain=True)
    assert (story.known["name"], story.known["id_number"], story.known["phone"]) == ("欧阳伟", X, PHONE)


def test_doubtful_pairs_of_a_person_are_told(night: PublishedNight) -> None:
    story = person_story(night, person_of(night, record(SETTLEMENTS, 2)))
    assert [row["reason_code"] for row in story.review] == ["id_two_names"]


def test_a_token_that_gave_way_leads_to_the_one_that_goes_on(tmp_path: Path) -> None:
    lead = {"household_no": "H9", "name": "欧阳伟", "phone": PHONE}
    one, other = {"household_no": "H1", "name": "欧阳伟", "id_number": X}, {"name": "欧阳伟", "phone": PHONE}
    lake = published(
        tmp_path, {MEMBERS: [one, lead]}, {MEMBERS: [{**one, "phone": PHONE, "household_no": "H9"}, lead | other]}
    )
    before, now = PublishedNight.open(lake, NIGHTS[0]), PublishedNight.open(lake, NIGHTS[1])
    first, second = (person_of(before, record(MEMBERS, row)) for row in (1, 2))
    survivor, gone = sorted((first, second))
    story = person_story(now, gone)
    assert (story.asked, story.person_id, story.formerly) == (gone, survivor, [gone])
    assert len(story.rows) == 2
    assert {(event["event"], event["person_id"]) for event in story.events} >= {("merged", gone), ("minted", survivor)}
    assert person_story(before, gone).person_id == gone


def told(night: PublishedNight, left: str, right: str, plain: bool = False) -> Waterfall:
    return explain_pair(night, left, right, plain)


def test_the_waterfall_ends_in_the_weight_by_which_the_night_linked(night: PublishedNight) -> None:
    waterfall = told(night, record(MEMBERS, 1), record(MEMBERS, 3))
    link = night.link(record(MEMBERS, 3))
    assert waterfall.left["record"] == record(MEMBERS, 3)
    assert waterfall.probability == link["probability"]
    before = waterfall.prior + waterfall.known_elsewhere
    assert waterfall.weight == pytest.approx(before + sum(step.bits for step in waterfall.steps), abs=0.05)
    assert waterfall.steps[-1].total == pytest.approx(waterfall.weight, abs=0.01)
    levels = {step.comparison: step.level for step in waterfall.steps}
    assert (levels["name"], levels["id_number"], levels["household"]) == ("equal", "one_edit", "equal")
    assert waterfall.rules[0] == "repaired number"
    assert "repaired" in waterfall.ends[0]


def test_the_prior_is_one_in_the_population_or_its_floor(night: PublishedNight) -> None:
    assert told(night, record(MEMBERS, 1), record(MEMBERS, 3)).prior == pytest.approx(-log2(10_000))


def test_a_reviewed_pair_weighs_what_the_review_says(night: PublishedNight) -> None:
    brother = person_of(night, record(MEMBERS, 4))
    review = (
        night.scan("identity/review")
        .collect()
        .filter((pl.col("left_person_id") == brother) | (pl.col("right_person_id") == brother))
    )
    waterfall = told(night, record(MEMBERS, 4), person_of(night, record(MEMBERS, 1)))
    assert review.height == 1
    assert waterfall.weight == review["weight"].item()
    assert waterfall.doubt == review["reason_code"].item() == "fuzzy_name_differs"
    said = {row["comparison"]: (row["level"], row["weight"]) for row in review["comparisons"].item()}
    assert {s.comparison: (s.level, s.bits) for s in waterfall.steps if s.level != "not known"} == said


ENDS = [
    ((MEMBERS, 1), (SETTLEMENTS, 1), "One person, before any weight was looked at: an equal valid number"),
    ((MEMBERS, 2), (MEMBERS, 1), "Two persons: two different valid numbers"),
    ((MEMBERS, 1), (SETTLEMENTS, 2), "Two persons: one number with two names"),
    ((SETTLEMENTS, 2), (MEMBERS, 1), "Two persons: one number with two names"),
    # The number is another's on the settlement: it stands against nobody.
    ((SETTLEMENTS, 2), (MEMBERS, 2), "Two persons."),
    ((SETTLEMENTS, 3), (SETTLEMENTS, 4), "Two persons."),
]


@pytest.mark.parametrize(("left", "right", "end"), ENDS)
def test_what_decided(night: PublishedNight, left: tuple[str, int], right: tuple[str, int], end: str) -> None:
    assert told(night, record(*left), record(*right)).ends[0].startswith(end)


def test_values_are_masked_unless_asked(night: PublishedNight) -> None:
    pair = record(MEMBERS, 1), record(MEMBERS, 3)
    masked, plain = told(night, *pair), told(night, *pair, plain=True)
    assert not any(value in repr(masked) for value in (X, Y, PHONE, "欧阳伟"))
    assert X in repr(plain) and "欧阳伟" in repr(plain)


def test_who_was_one_person_before_is_said_to_be(night: PublishedNight, lake: Lake) -> None:
    pair = record(MEMBERS, 1), record(MEMBERS, 3)
    now, first = told(night, *pair), told(PublishedNight.open(lake, NIGHTS[0]), *pair)
    assert (now.standing - now.weight, first.standing - first.weight) == (2.0, 0.0)


WRONG = [
    ("P9999999999", "no person P9999999999"),
    ("nonsense", "neither a record nor a person id"),
    (f"{MEMBERS}:f.csv!99", "in no delivery in force"),
    (f"{MEMBERS}:other.csv!1", "doudi person ID prints records"),
]


@pytest.mark.parametrize(("text", "cure"), WRONG)
def test_what_is_not_there_is_named_with_the_cure(night: PublishedNight, text: str, cure: str) -> None:
    with pytest.raises(UnknownError, match=cure):
        told(night, text, record(MEMBERS, 1))


def test_a_record_may_be_written_short(night: PublishedNight) -> None:
    assert person_of(night, f"{MEMBERS}:f.csv!1") == person_of(night, record(MEMBERS, 1))


def test_an_unknown_night_names_those_there_are(lake: Lake, tmp_path: Path) -> None:
    with pytest.raises(UnknownError, match="2025-06-01, 2025-06-02"):
        PublishedNight.open(lake, date(2024, 1, 1))
    with pytest.raises(UnknownError, match="doudi run"):
        PublishedNight.open(Lake(tmp_path), None)


def test_an_earlier_night_is_told_as_it_was(lake: Lake) -> None:
    first = PublishedNight.open(lake, NIGHTS[0])
    with pytest.raises(UnknownError):
        first.link(record(MEMBERS, 5))
    assert person_of(PublishedNight.open(lake, None), record(MEMBERS, 5))
