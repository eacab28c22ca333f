"""The first sheet of every list, 说明: what this is, tiers and deadlines, result codes, counts by county and tier.

What belongs here: the sheet's text and tables as rows. What does not: cells and formats (workbook).
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl

from assets.queues.listing import TIER_WORDS
from assets.vocabulary.departments import DEPARTMENT_NAMES
from assets.vocabulary.feeds import code_tables
from assets.vocabulary.paths import REFERENCE
from assets.vocabulary.warning_words import TIERS

NOTHING_NEW = "今晚无新增"
TIER_MEANINGS = {
    "R": "基本生活正受威胁，或多项困难叠加",
    "O": "风险明确，或待遇、资金出现差错",
    "Y": "一项风险上升",
    "B": "有事项到期",
}
RETURNED = "本部门今晚交回的反馈有{rows}处未能采用，详见“退回”工作表，请更正后重报。"
INTRODUCTION = (
    "本清单由系统夜间比对各部门数据生成，只是核查线索，不是认定结论，不作为新增、停发、减发任何待遇的依据。",
    "预警等级和期限为本地工作规则（可由各地调整），国家没有就低收入人口预警的颜色和期限作出统一规定。",
    "签收、反馈期限按全户预警的最高等级以工作日计算，可能早于本部门事项等级对应的期限。",
    "请在各县(市、区)工作表的浅黄色栏目中填写核查情况，由两名核查人签名，原样存盘后交回；文件名须以“{name}”（或“{department}”）开头，保留原名即可。",
    "同一预警编号在本清单中有多行的，核查结论填写其中一行即可；未填写的行视为尚未反馈。",
    "本清单含个人信息，限履行职责的工作人员使用，不得转发、公示或用于其他目的。",
)


@dataclass(frozen=True)
class Cover:
    """What stands on the sheet: a title, lines of text, and tables of (title, headings, rows)."""

    title: str
    lines: tuple[str, ...]
    tiers: tuple[tuple[str, ...], ...]
    results: tuple[tuple[str, ...], ...]
    counts: tuple[tuple[str | int, ...], ...]


@cache
def _tier_rows() -> tuple[tuple[str, ...], ...]:
    table = pl.read_csv(REFERENCE / "policy" / "deadlines.csv")
    days = {tier: (sign, answer) for tier, sign, answer in table.select("tier", "sign_days", "answer_days").rows()}
    return tuple(
        (TIER_WORDS[tier], TIER_MEANINGS[tier], f"{days[tier][0]}个工作日", f"{days[tier][1]}个工作日")
        for tier in TIERS
    )


def _consequence(state: str, quiet_days: int, benefit_days: int, lane: str | None) -> str:
    """What a result leads to, in the words of the sheet."""
    if state == "suppressed":
        return f"静默{quiet_days}天；数值加重两成、等级上升或出现新情形时恢复"
    if state == "closed":
        return "办结" + ("（仅用于复核类）" if lane == "A" else "")
    if benefit_days:
        return f"记为已核查；数据显示待遇落实后办结，{benefit_days}天仍未见到的重新提醒"
    return "记为已核查，继续跟踪"


@cache
def _result_rows() -> tuple[tuple[str, ...], ...]:
    table = pl.read_csv(REFERENCE / "policy" / "feedback_results.csv", schema_overrides={"result_code": pl.String})
    words = code_tables()["feedback_result"]
    columns = ["result_code", "item_state", "quiet_days", "benefit_days", "needs_remark", "lane"]
    return tuple(
        (code, words[code][0], _consequence(state, quiet, benefit, lane), "须填备注" if remark else "")
        for code, state, quiet, benefit, remark, lane in table.select(columns).rows()
    )


def county_counts(rows: pl.DataFrame) -> pl.DataFrame:
    """county_code, county, a column a tier and the sum, a row a county; `rows` are those of list_rows."""
    tiers = [(pl.col("预警等级") == word).sum().alias(word) for word in TIER_WORDS.values()]
    return rows.group_by("county_code", "county").agg(*tiers, pl.len().alias("合计")).sort("county_code", "county")


def build_cover(department: str, rows: pl.DataFrame, night: date, county: str = "", returned: int = 0) -> Cover:
    """The cover of a department's list, or of one county's part of it; `returned` rows of feedback were not taken."""
    new = int(rows["is_new"].sum())
    name = DEPARTMENT_NAMES[department]
    title = f"{name}部门困难家庭核查清单" + (f"（{county}）" if county else "")
    if rows.is_empty():
        summary = f"{night}：{NOTHING_NEW}，也没有待核查事项。"
    elif new == 0:
        summary = f"{night}：{NOTHING_NEW}；以下{rows.height}条为此前推送、尚未办结的事项。"
    else:
        summary = f"{night}：共{rows.height}条，其中今晚新增{new}条。"
    counts = county_counts(rows).drop("county_code")
    total = counts.select(pl.lit("合计").alias("county"), pl.exclude("county").sum())
    return Cover(
        title=title,
        lines=(
            summary,
            *([RETURNED.format(rows=returned)] if returned else []),
            *[line.format(department=department, name=DEPARTMENT_NAMES[department]) for line in INTRODUCTION],
        ),
        tiers=_tier_rows(),
        results=_result_rows(),
        counts=tuple(pl.concat([counts, total]).rows()) if rows.height else (),
    )
