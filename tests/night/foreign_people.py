"""The people and households of the foreign inbox, thought out by hand for the business date 2026-03-15.

What belongs here: who lives where and what the ledger says of the household. What does not: what the other feeds
say of them and which hits are due (foreign_facts), how any of it is written to files (foreign_inbox).
Nobody here is real; the numbers are made from a running counter.

Lines that the comments use: low-income standard 1010 (城镇) and 838 (农村) yuan a month; review overdue (MZ13) when
before 2025-03-15, or before 2025-09-15 with a member able to work; school age (JY01) born 2010-03-16 … 2019-08-31.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Member(NamedTuple):
    """One member row. `birth_sex` is YYYYMMDD and M or F, empty for somebody who was named before."""

    name: str
    birth_sex: str = ""
    relation: str = "本人"
    capacity: str | None = None
    in_school: bool | None = None
    serious: bool | None = None


@dataclass(frozen=True)
class Household:
    """One ledger row with its members, the head first. `review` may be a text that is no date."""

    number: str
    kind: str
    division: str
    urban_rural: str | None
    status: str
    review: date | str | None
    members: tuple[Member, ...]
    income: Decimal | None = None
    cost: Decimal | None = None
    complete: bool | None = None
    property_ok: bool | None = None
    mode: str | None = None


def identity_number(body: str) -> str:
    """A 17-digit body with its check character (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def household(
    number: str, kind: str, division: str, urban_rural: str | None, state: str, *members: Member,
    income: str | None = None, cost: str | None = None, complete: bool | None = None,
    property_ok: bool | None = None, mode: str | None = None,
) -> Household:  # fmt: skip
    """A household from short texts; `state` is the status and the last review, which stays a text if it is no date."""
    status, _, review = state.partition(" ")
    try:
        reviewed: date | str | None = date.fromisoformat(review) if review else None
    except ValueError:
        reviewed = review
    return Household(
        number, kind, division, urban_rural, status, reviewed, members, Decimal(income) if income else None,
        Decimal(cost) if cost else None, complete, property_ok, mode,
    )  # fmt: skip


M = Member
# 天门市: a village and a residents' committee. 湘潭县: the same. 荣成市 and 肥城市 in Shandong.
TM_VILLAGE, TM_TOWN = "429006103205", "429006001003"
XT_VILLAGE, XT_TOWN = "430321203215", "430321100003"
RC_VILLAGE, RC_TOWN, FC_VILLAGE = "371082001203", "371082001008", "370983001202"

HOUSEHOLDS = (
    # Reviewed on 2025-03-15 exactly, nobody able to work (both over 59): not more than 12 months ago, no MZ13.
    household("TM-0001", "120", TM_VILLAGE, "农村", "在保 2025-03-15",
              M("李桂兰", "19500412F"), M("周德发", "19480903M", "配偶")),
    household("TM-0002", "600", TM_VILLAGE, "农村", "在保 2026-02-01",
              M("陈大明", "19620520M", capacity="03", serious=False),
              M("刘秀英", "19641102F", "配偶", "04", serious=False)),
    # Reviewed 9 months ago; the daughter of 17 is in school and the father has lost his capacity: nobody able, no MZ13.
    household("TM-0003", "110", TM_TOWN, "城镇", "在保 2025-06-01",
              M("吴建国", "19750214M", capacity="03"), M("吴晓敏", "20080601F", "女", in_school=True)),
    # 15000/12/2 = 625 < 838, but the income is not complete: unknown, neither ZH01 nor ZH02.
    household("TM-0004", "990", TM_VILLAGE, "农村", "关注",
              M("郑国强", "19850130M", capacity="01"), M("何丽", "19870719F", "配偶", "01"),
              income="15000", complete=False),
    household("TM-0005", "132", TM_VILLAGE, "农村", "在保 2025-12-01",
              M("黄土根", "19480115M", capacity="04"), mode="分散"),
    # The grandchild turned 6 on 31 August 2025 itself.
    household("TM-0006", "120", TM_VILLAGE, "农村", "在保 2025-10-10",
              M("曾庆云", "19601230F"), M("曾乐乐", "20190831M", "孙辈")),
    # Reviewed on 2025-09-14, the head is able to work: more than 6 months ago, MZ13. The son turns 16 on the day.
    household("TM-0007", "120", TM_VILLAGE, "农村", "在保 2025-09-14",
              M("鲁长河", "19760606M", capacity="01"), M("鲁明", "20100315M", "子", in_school=False)),
    household("TM-0008", "110", TM_TOWN, "城镇", "在保 2026-01-15",
              M("邓红", "19820228F", capacity="01"), M("邓凯", "20111010M", "子", in_school=True)),
    # 9000/12/1 = 750 < 838, but the property check failed: no ZH01.
    household("TM-0010", "990", TM_VILLAGE, "农村", "关注", M("程万里", "19630606M", capacity="01"),
              income="9000", complete=True, property_ok=False),
    household("TM-0012", "600", TM_TOWN, "城镇", "在保 2026-02-15",
              M("夏勇", "19880808M", capacity="01"), M("江敏", "19900909F", "配偶", "01")),
    household("TM-0014", "132", TM_VILLAGE, "农村", "在保 2025-12-20", M("孔祥林", "19440704M"), mode="分散"),
    household("TM-0015", "600", TM_VILLAGE, "农村", "在保 2026-02-18",
              M("汪汉生", "19710303M", serious=False), M("叶春梅", "19730504F", "配偶", "01", False, False)),
    # 涂小宝 is in a margin household and at the same time in low-income support alone: already 单人保, no MZ03.
    household("TM-0016", "600", TM_VILLAGE, "农村", "在保 2026-02-19",
              M("涂金凤", "19650301F"), M("涂小宝", "19980915M", "子", "03")),
    household("TM-0017", "120", TM_VILLAGE, "农村", "在保 2026-02-19", M("涂小宝", capacity="03")),
    # Reviewed on 2025-03-14: more than 12 months ago, MZ13. 12000/12/2 = 500 < 838, but T1: no ZH01.
    household("TM-0018", "120", TM_VILLAGE, "农村", "在保 2025-03-14",
              M("熊德全", "19510505M"), M("熊幺妹", "19531111F", "配偶"),
              income="12000", complete=True, property_ok=True),
    # 838*12*2 = 20112: exactly the standard, so not ZH01 but ZH02 (T6 is not of the low-income population).
    household("TM-0020", "660", TM_VILLAGE, "农村", "在保 2026-03-03",
              M("游开明", "19750810M", capacity="01"), M("游丽", "19791010F", "配偶", "01"),
              income="20112", complete=True),
    household("TM-0021", "600", TM_VILLAGE, "农村", "在保 2026-02-22",
              M("齐大川", "19780107M", capacity="03", serious=True), M("齐小满", "20150606M", "子")),
    # Reviewed on 2025-03-01, nobody able to work: MZ13 (blue).
    household("TM-0022", "120", TM_VILLAGE, "农村", "在保 2025-03-01",
              M("蓝天成", "19580202M"), M("蓝小海", "20130303M", "孙辈", in_school=True)),
    household("TM-0023", "120", TM_VILLAGE, "农村", "在保 2026-03-01",
              M("柯卫东", "19811212M", capacity="01"), M("童金枝", "19490505F", "父母"),
              M("柯小米", "20181010F", "女", in_school=True)),

    household("430321000101", "990", XT_TOWN, "城镇", "关注",
              M("谭志远", "19790303M", capacity="01"), M("罗小燕", "19811212F", "配偶", "01")),
    # 24000/12/2 = 1000 lies between 838 and 1257, but T5 is of the low-income population: no ZH02.
    household("430321000102", "650", XT_VILLAGE, "农村", "在保 2026-02-20",
              M("彭海波", "19700808M", capacity="01"), M("冯玉兰", "19720209F", "配偶", "01"),
              income="24000", complete=True, property_ok=True),
    # Reviewed on 2025-09-15 exactly, both able to work: not more than 6 months ago, no MZ13.
    household("430321000103", "600", XT_VILLAGE, "农村", "在保 2025-09-15",
              M("胡春生", "19681010M", capacity="01"), M("胡佳", "19950404F", "女", "01")),
    # 1.5*838*12*3 = 45252: exactly the upper line, no ZH02. Rural by the village code alone; as 城镇 it would be ZH02.
    household("430321000104", "990", XT_VILLAGE, None, "关注",
              M("易建军", "19780909M", capacity="01"), M("易思远", "20100316M", "子"), M("易思雨", "20190901F", "女"),
              income="45252", complete=True, property_ok=True),
    household("430321000105", "600", XT_VILLAGE, "农村", "在保 2026-01-30",
              M("周海燕", "19860430F", capacity="01", serious=False), M("周浩", "20140404M", "子", in_school=True),
              M("周婷", "20120202F", "女", in_school=True)),
    # Never reviewed as far as the ledger says: empty is no MZ13.
    household("430321000106", "120", XT_VILLAGE, "农村", "在保", M("龙翠花", "19550505F")),
    # The father turns 60 on the day and no longer counts as able to work.
    household("430321000107", "120", XT_VILLAGE, "农村", "在保 2026-01-08",
              M("向东", "19911111M", capacity="01"), M("向国忠", "19660315M", "父母", "01")),
    # 24239/12/2 = 1009.96 < 1010: ZH01. Urban by the village code alone; as 农村 it would be ZH02.
    household("430321000108", "990", XT_TOWN, None, "关注",
              M("唐亮", "19890606M", capacity="01"), M("石慧", "19920707F", "配偶", "01"),
              income="24239", complete=True),
    household("430321000110", "132", XT_VILLAGE, "农村", "在保 2026-01-01", M("颜寿山", "19400808M"), mode="集中"),
    household("430321000111", "110", XT_TOWN, "城镇", "退出 2025-01-10", M("贺兰芝", "19500606F")),
    # (22000 - 2000)/12/2 = 833.33 < 838: ZH01, by the employment cost (without it 916.67).
    household("430321000114", "600", XT_VILLAGE, None, "在保 2026-02-12",
              M("文清", "19880318F", capacity="01", serious=False), M("文静", "20201212F", "女"),
              income="22000", cost="2000", complete=True, property_ok=True),
    household("430321000116", "120", XT_VILLAGE, "农村", "在保 2026-02-23",
              M("阮志平", "19870523M", capacity="01"), M("莫桂英", "19570101F", "父母")),

    household("0042", "670", RC_VILLAGE, "农业", "在保 2026-02-11",
              M("于洪涛", "19830606M", capacity="01"), M("王丽娟", "19840202F", "配偶", "01"),
              M("于子轩", "20160303M", "子", in_school=True), M("于子涵", "20210909M", "子")),
    # Tapering: of the low-income population, but MZ13 asks for 在保.
    household("0043", "110", RC_TOWN, "非农业", "渐退 2024-01-01", M("孙玉梅", "19901010F", capacity="01")),
    # Left: not watched (no JY01), not of the low-income population (no YB08), not 在保 (no MZ13).
    household("0044", "120", RC_VILLAGE, "Rural", "退出 2023-01-01",
              M("张存厚", "19660909M", capacity="01"), M("张小蕊", "20150505F", "女")),
    # 18179.88/12 = 1514.99 < 1.5*1010 = 1515: ZH02. T6 without enrolment: no YB08.
    household("0045", "660", RC_TOWN, "Urban", "在保 2026-03-01", M("徐凤英", "19580303F"),
              income="18179.88", complete=True, property_ok=True),
    household("0046", "600", RC_VILLAGE, "农村", "在保 2026-01-20",
              M("刘福来", "19800818M", capacity="02"), M("刘梦琪", "20120707F", "女"), M("刘梦洁", "20131111F", "女")),
    household("0047", "650", RC_TOWN, "城镇", "在保 2026-02-25",
              M("马金山", "19740927M", capacity="01"), M("马思佳", "20090105F", "女", in_school=True)),
    household("0049", "110", RC_TOWN, "城镇", "在保 2026-02-28",
              M("毕文军", "19720404M", capacity="01"), M("丛丽", "19740505F", "配偶", "01")),
    # A review date that does not exist: the cell is lost, the household is not; empty is no MZ13.
    household("0050", "120", FC_VILLAGE, "农村", "在保 2026-02-30",
              M("于秀莲", "19460812F"), M("于忠民", "19691020M", "子", "03")),
    household("0051", "131", RC_TOWN, "城镇", "在保 2026-02-02", M("初振东", "19390419M"), mode="集中"),
    household("0052", "600", RC_TOWN, "城镇", "在保 2026-01-25",
              M("梁爱华", "19720616F", capacity="01", serious=True),
              M("鞠晓光", "20000101M", "子", "02", serious=False)),
    # 838*12*3 = 30168; 30167/12/3 = 837.97 < 838: ZH01.
    household("0054", "990", FC_VILLAGE, "农村", "关注",
              M("丁一鸣", "19840612M", capacity="01"), M("尹淑珍", "19560117F", "父母"), M("丁小朵", "20230222F", "女"),
              income="30167", complete=True),
    # 12000/12 = 1000, between 838 and 1257, T9: ZH02.
    household("0056", "990", FC_VILLAGE, "农村", "关注", M("石磊", "19900725M", capacity="01"),
              income="12000", complete=True, property_ok=True),
    # 9000/12 = 750 < 838, T4: ZH01.
    household("0057", "600", FC_VILLAGE, "农村", "在保 2026-02-05", M("邹本荣", "19700616M", capacity="02"),
              income="9000", complete=True, property_ok=True),
)  # fmt: skip

# People whom no ledger knows, with the county of their number.
OUTSIDERS = (
    ("宋佳", "371082", "19660316F"), ("宋毅", "371082", "19660315M"), ("高原", "430321", "19770707M"),
    ("金明", "429006", "19690909M"), ("欧阳建", "371082", "19710101M"), ("侯小天", "429006", "20120505M"),
    ("戚永福", "370983", "19331212M"),
)  # fmt: skip


def _all_people() -> dict[str, str]:
    listed = [(m.name, h.division[:6], m.birth_sex) for h in HOUSEHOLDS for m in h.members if m.birth_sex]
    numbers = {}
    for place, (name, county, birth_sex) in enumerate((*listed, *OUTSIDERS)):
        sequence = 2 * place + (1 if birth_sex[8] == "M" else 2)
        numbers[name] = identity_number(f"{county}{birth_sex[:8]}{sequence:03d}")
    return numbers


# The identity number of everybody, by name; every name is used once.
NUMBERS = _all_people()
