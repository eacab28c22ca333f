"""Every rule of the tiers on a small frame; what is expected is written by hand."""

from datetime import date

import polars as pl
import pytest

from assets.identity import IdentitySettings, resolve
from assets.identity.model import Model
from tests.stages.identity.people import groups, methods, partition, reasons, records, valid_id

BORN = date(1990, 1, 1)
X, Y = valid_id(BORN, 123), valid_id(date(1985, 5, 5), 221)
BROKEN_X = X[:15] + str((int(X[15]) + 1) % 10) + X[16:]
PHONE = "13812345678"
WEI = {"name": "张伟", "id_number": X}

SAME_ID = [
    ("张伟", "張 偉", True),
    ("萧红", "肖红", True),
    ("张伟", "张玮", True),
    ("张小明", "张小亮", True),
    ("买买提·艾力江", "买买提", True),
    ("张伟", "李四", False),
    ("张小明", "李小红", False),
]


@pytest.mark.parametrize(("first", "second", "same"), SAME_ID)
def test_the_same_valid_id_needs_a_consistent_name(first: str, second: str, same: bool) -> None:
    found = resolve(records({"name": first, "id_number": X}, {"name": second, "id_number": X.lower()}))
    assert (len(groups(found)) == 1) is same
    assert reasons(found) == ([] if same else ["id_two_names"])


def test_a_similar_name_under_the_id_is_the_person_and_never_exact() -> None:
    """A dead brother's row with the living one's number: close names, one person, and nothing held against anyone."""
    for living, dead, method in (
        ("李建军", "李建国", "id_only"),
        ("王志华", "王芝花", "id_only"),
        ("王䶮", "王?", "id_only"),
        ("王小明", "王\ue000明", "id_only"),
        ("萧红", "肖红", "exact"),
    ):
        found = resolve(records(*({"name": living, "id_number": X} for _ in range(3)), {"name": dead, "id_number": X}))
        assert len(groups(found)) == 1
        assert methods(found) == ["exact", "exact", "exact", method]


def test_the_majority_name_keeps_the_id_and_a_row_without_name_goes_with_it() -> None:
    found = resolve(records(WEI, {"name": "李四", "id_number": X}, WEI, {"id_number": X}))
    assert groups(found) == {frozenset({1, 3, 4}), frozenset({2})}
    assert methods(found) == ["exact", "unlinked", "exact", "id_only"]
    persons = found.persons.sort("name")
    assert dict(persons.select("name", "id_valid").iter_rows()) == {"张伟": True, "李四": False}


def test_different_valid_ids_are_different_persons_whatever_else_agrees() -> None:
    both = {"name": "张伟", "phone": PHONE, "household_no": "H1", "address": "三组", "division_code": "371082001001"}
    assert partition({**both, "id_number": X}, {**both, "id_number": valid_id(BORN, 125)}) == [[1], [2]]


def test_a_number_of_fifteen_digits_is_the_one_of_eighteen() -> None:
    old = X[:6] + X[8:17]
    assert partition(WEI, {"name": "张伟", "id_number": old}) == [[1, 2]]


def test_one_number_written_for_a_whole_office() -> None:
    rows = [{"name": f"{family}{given}", "id_number": X} for family in "赵钱孙李周吴郑王" for given in "伟芳"]
    found = resolve(records(*rows, WEI))
    assert len(groups(found)) == 17
    assert reasons(found) == ["id_two_names"] * 16


PERSON = {"name": "王红", "birth_date": date(2012, 3, 4), "sex": 2}
SAME_DETAILS = [
    ({"phone": PHONE}, {"phone": PHONE}, True),
    ({"household_no": "H1"}, {"household_no": "h1 "}, True),
    ({"guardian_id_number": X}, {"guardian_id_number": X}, True),
    (
        {"address": "三组5号", "division_code": "371082001001"},
        {"address": "三组 5号", "division_code": "371082001001"},
        True,
    ),
    ({"address": "三组5号"}, {"address": "三组5号"}, False),
    ({"division_code": "371082001001"}, {"division_code": "371082001001"}, False),
    ({"phone": PHONE}, {"phone": "13912345678"}, False),
    ({"phone": PHONE}, {"phone": PHONE, "birth_date": date(2012, 3, 5)}, False),
    ({"phone": PHONE}, {"phone": PHONE, "sex": 1}, False),
    ({"phone": PHONE}, {"phone": PHONE, "name": "王洪"}, False),
    ({"phone": "00000000000"}, {"phone": "00000000000"}, False),
    ({}, {}, False),
]


@pytest.mark.parametrize(("left", "right", "same"), SAME_DETAILS)
def test_identical_details_without_an_id(left: dict[str, object], right: dict[str, object], same: bool) -> None:
    found = resolve(records({**PERSON, **left}, {**PERSON, **right}))
    assert (methods(found) == ["same_details"] * 2) is same
    # Among ten thousand people nobody else bears both: what is not identical is one by its weight, but for other names.
    assert len(groups(found)) == (2 if right.get("name") else 1)


def test_a_name_alone_never_merges() -> None:
    assert partition({"name": "王红"}, {"name": "王红"}, {"name": "张伟"}, WEI) == [[1], [2], [3], [4]]


def test_placeholders_carry_no_weight() -> None:
    row = {"name": "不详", "id_number": "999999999999999999", "phone": "00000000"}
    assert partition(row, row) == [[1], [2]]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (("John Smith", "A1234567"), ("JOHN  SMITH", "a1234567"), True),
        (("John Smith", "A1234567"), ("Mary Jones", "A1234567"), False),
        (("John Smith", "A1234567"), ("John Smith", "B7654321"), False),
        ((None, "A1234567"), (None, "A1234567"), False),
    ],
)
def test_ids_of_other_kinds_count_only_with_the_name(
    left: tuple[str | None, str], right: tuple[str | None, str], same: bool
) -> None:
    rows = [{"name": name, "id_number": number} for name, number in (left, right)]
    found = resolve(records(*rows))
    assert (len(groups(found)) == 1) is same
    assert "exact" not in methods(found)


LINKED = [
    ("a broken id", {"name": "张伟", "id_number": BROKEN_X}, {}),
    ("a digit lost", {"name": "张伟", "id_number": X[:9] + X[10:]}, {}),
    ("two digits swapped", {"name": "张伟", "id_number": X[:8] + X[9] + X[8] + X[10:]}, {}),
    ("name spelled by ear, broken id", {"name": "张玮", "id_number": BROKEN_X, "birth_date": BORN}, {}),
    ("phone", {"name": "张伟", "phone": PHONE}, {"phone": PHONE}),
    ("household", {"name": "张伟", "household_no": "H1"}, {"household_no": "H1"}),
    ("guardian", {"name": "张伟", "guardian_id_number": Y}, {"guardian_id_number": Y}),
    ("birth and sex", {"name": "张伟", "birth_date": BORN, "sex": 1}, {}),
]


def has_broken_id(row: dict[str, object]) -> bool:
    return "id_number" in row


@pytest.mark.parametrize(("row", "also"), [case[1:] for case in LINKED], ids=[case[0] for case in LINKED])
def test_sure_links(row: dict[str, object], also: dict[str, object]) -> None:
    found = resolve(records({**WEI, **also}, row))
    assert groups(found) == {frozenset({1, 2})}
    assert methods(found) == ["exact", "repaired" if has_broken_id(row) else "fuzzy"]
    probability = found.links["probability"].to_list()[1]
    assert 0.999 <= probability < 1


DOUBTFUL = [
    ("name and village", {"name": "张伟", "division_code": "371082001001"}, "fuzzy_name_alone"),
    ("other birth", {"name": "张伟", "phone": PHONE, "birth_date": date(1971, 8, 9)}, "fuzzy_birth_conflict"),
    ("by ear", {"name": "张玮", "birth_date": BORN, "sex": 1, "household_no": "H1"}, "fuzzy_name_differs"),
]


@pytest.mark.parametrize(("row", "reason"), [case[1:] for case in DOUBTFUL], ids=[case[0] for case in DOUBTFUL])
def test_doubtful_pairs_go_to_review_and_stay_apart(row: dict[str, object], reason: str) -> None:
    anchor = {**WEI, "phone": PHONE, "household_no": "H1", "division_code": "371082001001"}
    found = resolve(records(anchor, row))
    assert groups(found) == {frozenset({1}), frozenset({2})}
    assert methods(found) == ["exact", "unlinked"]
    assert reasons(found) == [reason]


def test_between_the_thresholds_is_review() -> None:
    namesakes = [{"name": "张伟", "id_number": valid_id(date(1950 + n, 2, 2), 101)} for n in range(39)]
    row = {"name": "张伟", "birth_date": BORN, "sex": 1}
    found = resolve(records(WEI, row, *namesakes), model=Model())
    assert methods(found)[1] == "unlinked"
    assert reasons(found) == ["fuzzy_between"]
    lower = resolve(records(WEI, row, *namesakes), IdentitySettings(sure_weight=9.0), model=Model())
    assert methods(lower)[1] == "fuzzy"


def test_a_tie_is_reviewed_on_either_side_and_not_linked() -> None:
    twin_names = [{"name": "张伟", "id_number": valid_id(BORN, n), "household_no": "H1"} for n in (123, 125)]
    found = resolve(records(*twin_names, {"name": "张伟", "birth_date": BORN, "household_no": "H1"}))
    assert partition(*twin_names, {"name": "张伟", "birth_date": BORN, "household_no": "H1"}) == [[1], [2], [3]]
    assert reasons(found) == ["fuzzy_tie", "fuzzy_tie"]


@pytest.mark.parametrize("name", ["张小红", "张晓明"])
def test_twins_need_their_given_names(name: str) -> None:
    shared = {"phone": PHONE, "household_no": "H1", "guardian_id_number": Y}
    first = {"name": "张小明", "id_number": valid_id(date(2015, 6, 1), 11), **shared}
    second = {"name": name, "birth_date": date(2015, 6, 1), **shared}
    assert partition(first, second) == [[1], [2]]


def test_a_guardians_number_on_a_childs_row_makes_nobody_the_guardian() -> None:
    guardian = {"name": "张伟", "id_number": X}
    child = {"name": "张小明", "id_number": X, "guardian_id_number": X, "birth_date": date(2015, 6, 1)}
    found = resolve(records(guardian, child))
    assert groups(found) == {frozenset({1}), frozenset({2})}
    assert reasons(found) == []


def test_a_guardian_known_by_number_alone_is_that_person() -> None:
    found = resolve(records(WEI, {"source": "y|guardian", "id_number": X}))
    assert groups(found) == {frozenset({1, 2})}
    assert methods(found) == ["exact", "id_only"]


def test_a_chain_of_sure_links_never_joins_two_valid_numbers() -> None:
    anchor = {**WEI, "household_no": "H1"}
    near = {"name": "张伟", "household_no": "H1", "phone": PHONE, "birth_date": BORN}
    far = {"name": "张伟", "phone": PHONE, "division_code": "371082002"}
    assert partition(anchor, near, far) == [[1, 2, 3]]
    other = {"name": "张伟", "id_number": Y, "household_no": "H2"}
    farther = {"name": "张伟", "phone": PHONE, "household_no": "H2"}
    apart = groups(resolve(records(anchor, near, farther, other)))
    assert not any({1, 4} <= group for group in apart)


def test_a_common_name_weighs_less_than_a_rare_one() -> None:
    namesakes = [{"name": "张伟", "id_number": valid_id(date(1950 + n, 2, 2), 101)} for n in range(60)]
    rare = {"name": "欧阳靖", "id_number": Y}
    found = resolve(
        records(
            WEI,
            rare,
            {"name": "张伟", "birth_date": BORN},
            {"name": "欧阳靖", "birth_date": date(1985, 5, 5)},
            *namesakes,
        )
    )
    assert methods(found)[2:4] == ["unlinked", "fuzzy"]


def test_review_rows_are_masked() -> None:
    found = resolve(records({**WEI, "phone": PHONE}, {"name": "李四", "id_number": X}))
    text = " ".join(found.review.select("left_masked", "right_masked").row(0))
    assert "张伟" not in text and "李四" not in text and X not in text and "0101" not in text
    assert "张*" in text and "1990年生" in text


def test_a_block_of_fifty_thousand_namesakes_stays_bounded() -> None:
    place = pl.lit("371082001001")
    loose = pl.DataFrame({"name": ["张伟"] * 49_950}).with_columns(division_code=place)
    anchors = pl.DataFrame(
        {"name": ["张伟"] * 50, "id_number": [valid_id(date(1950 + n, 2, 2), 101) for n in range(50)]}
    ).with_columns(division_code=place)
    frame = (
        pl.concat([loose, anchors], how="diagonal").with_row_index("record_id").with_columns(source=pl.lit("x|self"))
    )
    found = resolve(frame)
    rule = found.blocking.filter(pl.col("rule") == "name and township").row(0, named=True)
    assert (rule["pairs"], rule["blocks_left_out"], rule["pairs_left_out"]) == (
        0,
        1,
        49_950 * 50 + 49_950 * 49_949 // 2,
    )
    assert found.persons.height == 50_000


def test_no_records_give_empty_tables() -> None:
    found = resolve(records())
    assert [t.height for t in (found.links, found.persons, found.review, found.events, found.registry)] == [0] * 5


def test_a_repeated_record_id_is_refused() -> None:
    frame = pl.concat([records(WEI), records(WEI)])
    with pytest.raises(ValueError, match="record_id"):
        resolve(frame)


def test_what_is_known_of_a_person_is_the_most_frequent_and_the_most_exact() -> None:
    found = resolve(
        records(
            {**WEI, "source": "a|self", "division_code": "371082001001", "phone": PHONE},
            {**WEI, "source": "a|head", "division_code": "371082002", "phone": PHONE},
            {"name": "張偉", "id_number": X, "source": "b|self", "division_code": "371082002", "phone": "13912345678"},
        )
    )
    person = found.persons.row(0, named=True)
    assert (person["name"], person["id_number"], person["id_valid"]) == ("张伟", X, True)
    assert (person["division_code"], person["phone"], person["birth_date"]) == ("371082001001", PHONE, BORN)
    assert (person["rows"], person["feeds"], person["sex"]) == (3, 2, 1)


def test_a_name_with_a_lost_character_under_the_id_of_another_name_is_another_person() -> None:
    found = resolve(records(*({"name": "王小明", "id_number": X} for _ in range(3)), {"name": "李?", "id_number": X}))
    assert len(groups(found)) == 2
    assert found.review.height == 1


def test_whole_names_measure_those_that_have_lost_characters() -> None:
    """However often the broken one stands there: three rows of 王? do not make 王䶮 the doubtful one."""
    found = resolve(records(*({"name": "王?", "id_number": X} for _ in range(3)), {"name": "王䶮", "id_number": X}))
    assert len(groups(found)) == 1
    assert methods(found) == ["id_only", "id_only", "id_only", "exact"]


def test_two_names_that_lost_characters_make_no_person_of_rows_without_ids() -> None:
    """王? and 王? of one birthday may be 王䶮 and 王堃."""
    bare = {"name": "王?", "birth_date": BORN}
    for details in (bare, bare | {"household_no": "H1", "phone": PHONE}):
        assert len(groups(resolve(records(details | {"source": "a"}, details | {"source": "b"})))) == 2
