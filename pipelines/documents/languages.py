"""The fixed words of the indicator catalogue in Chinese and in English.

What belongs here: headings and words for codes. What does not: prose (prefaces), anything that metadata say.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from assets.queues.cover import TIER_MEANINGS
from assets.queues.listing import DISPOSITION_WORDS, TIER_WORDS
from assets.vocabulary.departments import DEPARTMENT_NAMES


@dataclass(frozen=True)
class Language:
    """The words of one page below docs/; each mapping is from a code of the metadata to its words."""

    page: str
    headings: Mapping[str, str]
    departments: Mapping[str, str]
    levels: Mapping[str, str]
    lanes: Mapping[str, str]
    tiers: Mapping[str, str]
    tier_meanings: Mapping[str, str]
    dispositions: Mapping[str, str]
    layers: Mapping[str, str]
    entitled: str
    statuses: Mapping[str, str]
    everywhere: str
    no_sentence: str
    days: str
    between: str


CHINESE = Language(
    page="indicators.zh-CN.md",
    headings={
        "tiers": "等级|含义|签收|反馈",
        "summary": "按部门一览",
        "summary_table": "代码|名称|对象|通道|等级|处置|推送",
        "each": "各指标",
        "facts": "项目|内容",
        "department": "主管部门",
        "level": "对象",
        "lane": "通道",
        "tier": "等级",
        "disposition": "处置",
        "pushes": "推送",
        "rule": "提示条件",
        "needs": "所需数据",
        "built_on": "所依据的指标",
        "legal": "政策依据",
        "sentence": "清单上的话",
        "asked": "请核查",
        "parameter_table": "参数|值|含义|地区|城乡|起止|依据|性质",
    },
    departments=DEPARTMENT_NAMES,
    levels={"P": "个人", "H": "家庭"},
    lanes={"H": "帮扶", "A": "复核"},
    tiers=TIER_WORDS,
    tier_meanings=TIER_MEANINGS,
    dispositions=DISPOSITION_WORDS,
    layers={"T1": "低保", "T2": "特困", "T3": "防止返贫监测对象", "T4": "低保边缘", "T5": "刚性支出困难"},
    entitled="{usual}；在保的{layers}为 {entitled}",
    statuses={"national": "国家", "provincial": "省级", "local": "地方", "placeholder": "占位"},
    everywhere="全国",
    no_sentence="（整句由系统按查明的情况写成）",
    days="{days}个工作日",
    between="、",
)

ENGLISH = Language(
    page="indicators.md",
    headings={
        "tiers": "tier|meaning|acknowledge in|answer in",
        "summary": "By department",
        "summary_table": "code|name|of|lane|tier|disposition|pushed to",
        "each": "Each indicator",
        "facts": "what|",
        "department": "department",
        "level": "of",
        "lane": "lane",
        "tier": "tier",
        "disposition": "disposition",
        "pushes": "pushed to",
        "rule": "fires when",
        "needs": "feeds needed",
        "built_on": "built on",
        "legal": "legal basis",
        "sentence": "sentence staff see",
        "asked": "what is asked",
        "parameter_table": "parameter|value|meaning|region|town or country|from, to|source|standing",
    },
    departments={key: key.replace("_", " ") for key in DEPARTMENT_NAMES},
    levels={"P": "person", "H": "household"},
    lanes={"H": "help", "A": "adverse"},
    tiers={"R": "red", "O": "orange", "Y": "yellow", "B": "blue"},
    tier_meanings={
        "R": "basic living is threatened now, or difficulties pile up",
        "O": "a clear risk, or money goes wrong",
        "Y": "one risk rises",
        "B": "something falls due",
    },
    dispositions={"D1": "carry out the policy", "D2": "push", "D3": "case conference", "D4": "review"},
    layers={
        "T1": "dibao",
        "T2": "tekun",
        "T3": "monitored against poverty",
        "T4": "the dibao margin",
        "T5": "rigid expenditure",
    },
    entitled="{usual}; for those in force in {layers}: {entitled}",
    statuses={key: key for key in ("national", "provincial", "local", "placeholder")},
    everywhere="everywhere",
    no_sentence="(the whole sentence is written from the facts)",
    days="{days} working days",
    between=", ",
)
