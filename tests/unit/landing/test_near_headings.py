"""Headings near a missing one: told in the reason of a refusal, never taken, never somebody else's or a number."""

import pytest

from assets.landing import reasons
from assets.landing.files.heading_texts import heading_to_keep, heading_to_show
from assets.landing.files.headings import find_header
from assets.vocabulary.feeds import load_feeds

DEATHS = load_feeds()["civil_affairs/deaths"]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (
            ["姓名", "身份证号吗", "死亡日期"],
            "缺少必需的列「身份证号」（文件里有相近的「身份证号吗」）；请改名后重报，或告知我们增补",
        ),
        (
            ["姓名", "号证份身", "死亡日期"],
            "缺少必需的列「身份证号」（文件里有相近的「号证份身」）；请改名后重报，或告知我们增补",
        ),
        (
            ["姓名", "死亡日子", "殡仪馆"],
            "缺少必需的列「身份证号」、「死亡日期」（文件里有相近的「死亡日子」）；请改名或补上后重报，或告知我们增补",
        ),
        (["姓名", "父亲身份证号", "死亡日期"], "缺少必需的列：「身份证号」；请补上后重报"),
        (["姓名", "身份证号370101", "死亡日期"], "缺少必需的列：「身份证号」；请补上后重报"),
        (["姓名", "死亡日期", "备注"], "缺少必需的列：「身份证号」；请补上后重报"),
        # What follows a heading's words may be a name.
        (["姓名", "身份证号张伟明", "死亡日期"], "缺少必需的列：「身份证号」；请补上后重报"),
    ],
)
def test_the_reason_names_what_is_near_a_missing_heading(header: list[str], reason: str) -> None:
    found = find_header([header], DEATHS)
    assert found is not None
    assert reasons.missing_headings(found.match.missing, found.match.near) == reason


def test_a_long_unknown_heading_is_cut_in_the_reason() -> None:
    long = "本季度家庭所有成员（含未成年人）的实际身份证件号吗"
    assert heading_to_show(long) == "本季度家庭所有成员（含未成年人）的实际…"
    assert heading_to_keep(long) == long.replace("（", "(").replace("）", ")")


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("张伟明 138-1234-5678", "张***"),
        ("王小明370 8211 9900 1011 234", "王***"),
        ("王小明３７０８２１１９９００１０１１２３４", "王***"),
        ("联系电话13812345678", "联系***"),
        ("370-821-1990-0101-1234", "******"),
    ],
)
def test_a_heading_with_a_persons_number_is_data_and_shows_neither_number_nor_name(heading: str, shown: str) -> None:
    assert heading_to_keep(heading) == heading_to_show(heading) == shown


def test_a_shorter_number_is_starred_where_analysts_read_it() -> None:
    assert heading_to_keep("截至20250630余额") == "截至******余额"
    assert heading_to_show("截至20250630余额") == "截至20250630余额"
