"""What a feed knows of headings: its contract's, and those that name a person by role: 户主身份证号码, 监护人手机号.

What belongs here: words. What does not: how a heading is written (heading_texts), rows of a header (header_rows).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from assets.landing.files.heading_texts import heading_forms, normalise_heading
from assets.vocabulary.feeds import Feed, PersonGroup, load_feeds, person_aliases

_ROLE_RANK = 200
# Ranks of the headings that name the own person's id in any feed; the contract's own come before, roles behind.
ALIAS_RANKS = range(100, _ROLE_RANK)
_MAIN_ROLES = ("self", "head", "owner")
_PHONES = ("电话", "联系电话", "联系方式", "电话号码", "手机", "手机号", "手机号码")
_MORE_WORDS: dict[str, tuple[str, ...]] = {
    "self": ("本人", "个人", "人员", "对象"),
    "head": ("户主",),
    "owner": ("产权人", "房主", "屋主", "所有权人"),
    "guardian": ("监护人", "法定监护人"),
}
_WORDS_OF_FEED: dict[str, tuple[str, ...]] = {
    "civil_affairs/members": ("家庭成员",),
    "civil_affairs/payments": ("救助对象",),
    "civil_affairs/disabled": ("残疾人",),
    "civil_affairs/deaths": ("死者", "死亡人员"),
    "civil_affairs/children": ("儿童",),
    "civil_affairs/temporary_aid": ("救助对象",),
    "civil_affairs/visits": ("探访对象", "走访对象"),
    "civil_affairs/verification": ("核对对象", "被核对人"),
    "medical_insurance/enrolment": ("参保人", "参保人员"),
    "medical_insurance/settlements": ("参保人", "参保人员", "患者"),
    "education/aid": ("学生",),
    "employment/contributions": ("参保人", "参保人员", "职工"),
    "employment/unemployment": ("失业人员",),
    "employment/wage_arrears": ("职工", "劳动者"),
}
# Persons beside the one whom a row is about; a heading of theirs is never taken for that one's.
_OTHER_PERSONS = """
    户主 监护人 父亲 母亲 父 母 父母 配偶 丈夫 妻子 爱人 子女 儿子 女儿 成员 家庭成员
    共同生活成员 家长 祖父母 赡养人 抚养人 扶养人 赡抚养人 义务人 代理人 委托人 受托人 经办人
    审核人 审批人 填表人 制表人 联系人 紧急联系人 照料人 护理人 照护人 照料护理人 开户人 收款人
    领款人 领取人 代领人 持卡人 担保人 报告人 责任人 帮扶人 包保人 帮扶责任人 网格员 村干部
    核查人 探访人 走访人 共有人 产权人 房主 屋主 承租人 申请人 代办人 被监护人 负责人 法定代表人
    法人 班主任 医生 医师
"""
_OTHERS = frozenset(_OTHER_PERSONS.split())
_GROUP_ENDS = re.compile(r"(?:基本|相关|有关|主要|个人)?(?:信息|情况|资料|内容|一栏|栏|部分|数据|项目|明细|登记|费用)$")
_ANOTHER = re.compile(r"^(?:共同|其他|其它|非|前|原|被|第[二三四]|同住)")
_NEUTRAL = re.compile(r"(?:信息|情况|资料|数据)$")


@dataclass(frozen=True)
class FeedWords:
    """`ranked`: normal form → (column, rank), the lower rank wins where two headings name one column.

    `main`: words for the person whom a row is about; `others`: words for anybody else.
    """

    ranked: dict[str, tuple[str, int]]
    main: frozenset[str]
    others: frozenset[str]

    def is_of_others(self, group: str) -> bool:
        """Whether what stands under this group is about somebody else than the person whom a row is about."""
        cores = set(group_cores(group))
        if cores & self.main:
            return False
        return any(core.endswith(tuple(self.others)) or _ANOTHER.sub("", core) in self.main for core in cores)

    def names_person(self, text: str) -> bool:
        """Whether a group, or what stands in brackets, names a person rather than explains."""
        return any(core in self.main or core in self.others for core in group_cores(text))


@lru_cache(maxsize=4096)
def group_cores(group: str) -> tuple[str, ...]:
    """A group's normal form, and what is left without numbering, notes and words such as 信息."""
    cores = [core for form in heading_forms(group) for core in (form.text, _GROUP_ENDS.sub("", form.text))]
    return tuple(dict.fromkeys(filter(None, cores)))


def is_neutral(group: str) -> bool:
    """Whether a group only says that there is information: 基本信息."""
    return _NEUTRAL.search(group) is not None


@cache
def feed_words(feed_key: str) -> FeedWords:
    """The words of one feed."""
    feed = load_feeds()[feed_key]
    ranked: dict[str, tuple[str, int]] = {}
    for column in feed.columns:
        for rank, heading in enumerate((*column.headings, column.name)):
            ranked.setdefault(normalise_heading(heading), (column.name, rank))
    own = own_id_column(feed)
    for rank, alias in enumerate(person_aliases() if own else (), start=ALIAS_RANKS.start):
        ranked.setdefault(normalise_heading(alias), (str(own), rank))
    made: dict[str, set[str]] = {}
    main: set[str] = set()
    for group in feed.person_groups():
        words = _role_words(feed, group)
        main.update(words if group.role in _MAIN_ROLES else ())
        for heading, name in _role_headings(feed, group, words):
            made.setdefault(normalise_heading(heading), set()).add(name)
    for heading, names in made.items():
        if len(names) == 1:
            ranked.setdefault(heading, (names.pop(), _ROLE_RANK))
    return FeedWords(ranked, frozenset(main), _OTHERS - main)


def own_id_column(feed: Feed) -> str | None:
    """The id column of the person whom the row is about: the only one, or the one without a role before it."""
    names = [column.name for column in feed.landed_columns if column.type == "id_number"]
    if len(names) == 1:
        return names[0]
    return "id_number" if "id_number" in names else None


def headings_of(feed: Feed, name: str) -> list[str]:
    """Normal forms of the headings by which a column may be known, without those made of roles."""
    return [
        heading
        for heading, (column, rank) in feed_words(feed.key).ranked.items()
        if column == name and rank < _ROLE_RANK
    ]


def _role_words(feed: Feed, group: PersonGroup) -> tuple[str, ...]:
    """Words for a person of the feed: from the contract's headings of the name, and those commonly used."""
    words: list[str] = []
    for heading in feed.column(group.name).headings if group.name else ():
        word = heading.removesuffix("姓名")
        if word and not word.isascii():
            words.append(word)
    common = _MORE_WORDS.get(group.role, ())
    own = _WORDS_OF_FEED.get(feed.key, ()) if group.role == "self" else ()
    return tuple(dict.fromkeys((*words, *common, *own)))


def _role_headings(feed: Feed, group: PersonGroup, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(heading, column) for every word of a role with every heading of a person's column."""
    columns: list[tuple[str, tuple[str, ...]]] = []
    if group.name:
        columns.append((group.name, ("姓名",)))
    if group.id_number:
        columns.append((group.id_number, person_aliases()))
    if group.phone:
        columns.append((group.phone, _PHONES))
    for name in (group.sex, group.birth_date, group.address):
        if name:
            columns.append((name, feed.column(name).headings))
    for word in words:
        for name, headings in columns:
            for heading in headings:
                # 残疾人证件号 may be the person's id or the disability certificate: it is neither.
                if not heading.isascii() and not f"{word}{heading}".startswith("残疾人证"):
                    yield f"{word}{heading}", name
