"""What an aside in a heading's brackets says: that the column is somebody else's, of another time or another thing.

What belongs here: asides that take a column away from whom or what its heading names. What does not: units
(heading_units), the persons a feed knows (heading_words), explanations, which change nothing.
"""

import re
from collections.abc import Collection

from assets.landing.files.heading_texts import normalise_heading
from assets.landing.files.heading_words import FeedWords
from assets.vocabulary.feeds import Column, Feed

_SOMEBODY = re.compile(r"[\u4e00-\u9fff]{1,8}[人者员属亲妻夫子女媳婿孙兄弟姐妹偶友]|法定监护")
_THE_SAME = frozenset(
    {
        "本人",
        "个人",
        "每人",
        "单人",
        "男女",
        "老人",
        "病人",
        "当事人",
        "残疾人",
        "受助人",
        "救助人",
        "受益人",
        "居民个人",
    }
)
# The period of an amount; 元/年 is a unit and no aside.
_PERIOD = re.compile(
    r"[本当全每按上下]?(?:年|年度|季|季度|半年|学年|学期|周|旬|日|天|期)"
    r"|.*(?:全年|每年|按年|年度|季度|半年|月均|人均|户均|期末|期初).*"
)
_MONTH = re.compile(r"[本当每按上下]?月|月度|.*每月.*")
_ANOTHER_AMOUNT = re.compile(
    r"退回|退款|退票|返还|追回|扣回|扣减|扣除|扣款|核减|补发|补差|预发|预算|预拨|计划|标准|最高|最低|上限|下限|封顶|测算"
    r"|未发|待发|失败|冲正|冲销|结余|余额|差额|调整|变更|大写|合计|小计|总计"
)
_LEAST_WORD = 2


def is_about_others(asides: Collection[str], words: FeedWords) -> bool:
    """Whether an aside ends in a word for somebody else: 户主配偶."""
    return any(words.is_of_others(aside) for aside in asides)


def names_another_person(asides: Collection[str], words: FeedWords) -> bool:
    """Whether an aside seems to name a person whom the feed does not know as the row's own: 送养人."""
    return any(
        _SOMEBODY.fullmatch(aside) and aside not in _THE_SAME and not words.names_person(aside) for aside in asides
    )


def means_another_thing(asides: Collection[str], column: Column, feed: Feed) -> bool:
    """Whether an aside names another column (死亡日期（火化）), or an amount's other period or kind (退回)."""
    own = "".join(map(normalise_heading, column.headings))
    for aside in asides:
        if len(aside) >= _LEAST_WORD and aside not in own and _begins_another(aside, column, feed):
            return True
        if column.type == "money" and _is_another_amount(aside, own):
            return True
    return False


def _begins_another(aside: str, column: Column, feed: Feed) -> bool:
    headings = (heading for other in feed.columns if other.name != column.name for heading in other.headings)
    return any(normalise_heading(heading).startswith(aside) for heading in headings)


def _is_another_amount(aside: str, own: str) -> bool:
    yearly = "年" in own
    if _MONTH.fullmatch(aside):
        return yearly
    if _PERIOD.fullmatch(aside):
        return not (yearly and "年" in aside)
    return any(found[0] not in own for found in _ANOTHER_AMOUNT.finditer(aside))
