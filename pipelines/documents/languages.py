"""The fixed words of the indicator catalogue in Chinese and in English.

What belongs here: headings, words for codes, the preface. What does not: anything that metadata say (names, rules,
numbers, deadlines).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from assets.queues.cover import TIER_MEANINGS
from assets.queues.listing import DISPOSITION_WORDS, TIER_WORDS
from assets.vocabulary.departments import DEPARTMENT_NAMES


@dataclass(frozen=True)
class Language:
    """Everything that the catalogue says by itself; each mapping is from a code of the metadata to its words."""

    title: str
    other: str
    preface: tuple[str, ...]
    lanes_and_parameters: tuple[str, ...]
    headings: Mapping[str, str]
    departments: Mapping[str, str]
    levels: Mapping[str, str]
    lanes: Mapping[str, str]
    tiers: Mapping[str, str]
    tier_meanings: Mapping[str, str]
    dispositions: Mapping[str, str]
    statuses: Mapping[str, str]
    everywhere: str
    no_sentence: str
    days: str
    between: str


CHINESE = Language(
    title="指标目录",
    other="[English](indicators.md)",
    preface=(
        "每个指标是一条核查线索的规则：达到条件就提示有关部门入户或核实，本身不作任何认定。本页由系统的元数据生成，规则、参数和"
        "清单上的文字与系统实际使用的完全一致。",
        "## 怎样读",
        "**等级和时限。** 一户一个通道只有一件预警，等级取各项命中中最高的；签收、反馈时限按全户预警的等级、以工作日计算。颜色和"
        "时限是本系统的工作规则，各地可以调整；国家没有文件为低收入人口规定红、橙、黄、蓝及其时限。",
    ),
    lanes_and_parameters=(
        "**通道。** “帮扶”表示有人可能需要帮助；“复核”表示待遇可能需要核实调整。复核通道只提示核实，系统不停发、不减发、不终止任何"
        "待遇：须由工作人员核实，按程序办理，处理前应听取本人或家属意见；并且只依据证件号码有效且完全一致、姓名一致的数据，稍有"
        "疑问的先送身份核实。",
        "**处置。** 落实政策（D1）：已在保障范围内，待遇没有落实；核查推送（D2）：尚未纳入，可能符合条件；一事一议（D3）：困难复杂，"
        "提请协调机制；建议复核（D4）：情况可能已变化，请核实。",
        "**参数。** 规则中的数字都是带地区和起止日期的参数，下文写的是没有本地值时全国通用的数；就近的地区优先（县、市、省、全国）。"
        "性质为“国家”“省级”“地方”的有文件依据；性质为“占位”的只是让系统能运行的示例，**各地使用前必须自行设定**。全部 {parameters} "
        "个参数中，{placeholders} 个仍有占位值。",
        "**日期。** 近若干天，含业务日期当日；近若干个月，指含当月在内的自然月；整月不含当月。",
        "**低收入人口。** 状态为在保或渐退的低保、特困、防止返贫监测对象、低保边缘、刚性支出困难家庭成员。",
        "**未评估。** 所需数据没有按时到的指标，当夜记为“未评估”，不提示，也不办结任何预警；它绝不等于没有困难。",
        "**身份存疑。** 命中依据的人员关联不够确定的，等级最高为黄色。已确定去世的人只触发“死亡仍在保”。",
        "**清单上的话。** 文中的“××”由系统按每户的事实填写。",
    ),
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
    statuses={"national": "国家", "provincial": "省级", "local": "地方", "placeholder": "占位"},
    everywhere="全国",
    no_sentence="（整句由系统按查明的情况写成）",
    days="{days}个工作日",
    between="、",
)

ENGLISH = Language(
    title="Indicators",
    other="[中文](indicators.zh-CN.md)",
    preface=(
        "Each indicator is a rule that finds somebody worth a visit. It asks a department to look; it decides nothing. This page is made"
        " from the system's metadata: rules, parameters and texts are those that the night uses.",
        "## How to read it",
        "**Tiers and deadlines.** A household has at most one open warning a lane, of the tier of its highest hit. Deadlines to acknowledge"
        " and to answer follow the warning's tier, in working days. The colours and deadlines are working rules of this system that a region"
        " may change: no national text sets them for low-income people.",
    ),
    lanes_and_parameters=(
        "**Lanes.** *Help*: somebody may need something. *Adverse*: a benefit may have to be reviewed. The adverse lane never ends, cuts or"
        " suspends anything: staff verify, follow the procedure and hear the person or family first. It rests on rows with an equal, valid"
        " identity number and the same name alone; anything weaker goes to identity review instead.",
        "**Disposition.** D1 carry out the policy: entitled, and not received. D2 push: not covered, may qualify. D3 case conference:"
        " difficulties pile up. D4 review: the facts may have changed.",
        "**Parameters.** Every number of a rule is a parameter with a region and dates. The text below has the value for places that set none"
        " of their own; the nearest region wins (county, prefecture, province, country). *National*, *provincial* and *local* values have a"
        " source in policy; a *placeholder* only lets the system run, and **every region must set its own before use**. Of {parameters}"
        " parameters {placeholders} still have placeholder values.",
        "**Dates.** Days looked back include the night's own; months are calendar months with the night's own; full months leave it out.",
        "**Low-income population.** Members of households in force or tapering of dibao, tekun, those monitored against a relapse into"
        " poverty, dibao margin and rigid expenditure.",
        "**Not assessed.** An indicator whose feeds did not come in time is *not assessed* that night: it warns of nothing and closes"
        " nothing. That never means that there is no difficulty.",
        "**Doubtful identity.** A hit that rests on a link below the sure threshold is yellow at most. Who is certainly dead raises only"
        " MZ01.",
        "**The sentence staff see** is Chinese, as is what they are asked; ×× stands for the household's facts.",
    ),
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
    statuses={key: key for key in ("national", "provincial", "local", "placeholder")},
    everywhere="everywhere",
    no_sentence="(the whole sentence is written from the facts)",
    days="{days} working days",
    between=", ",
)
