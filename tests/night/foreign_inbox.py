"""A foreign inbox: the extracts of one night as other offices' clerks and exporters would write them.

What belongs here: which file is written how, and what must be refused. What does not: the facts and the hits that
are due (foreign_people, foreign_facts), rows (foreign_rows), habits (foreign_styles), cells (foreign_files).
It follows feeds.yml and the formats' notes alone: other headings, other order, other encodings, no less legitimate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tests.night import foreign_rows as rows_of
from tests.night import foreign_styles as styles
from tests.night.foreign_facts import AID, AID_WITHOUT_NUMBER, HITS
from tests.night.foreign_files import (
    Grid,
    Month,
    Row,
    Style,
    grid,
    write_flat,
    write_parquet,
    write_text,
    write_workbook,
)
from tests.night.foreign_people import TM_TOWN

NIGHT = date(2026, 3, 15)
# The indicators that everybody was thought through for; each of them has true cases.
INDICATORS = frozenset(code for code, *_ in HITS)


@dataclass(frozen=True)
class Expected:
    """What the night must find. A hit is (indicator, household number, identity number, tier)."""

    hits: frozenset[tuple[str, str | None, str | None, str]]
    refused_files: frozenset[str]
    not_delivered: frozenset[str]
    readable_rows: Mapping[str, int]


@dataclass
class Inbox:
    """The inbox being written: counts the rows that must be loaded, by feed. A file is `<feed><suffix>`."""

    root: Path
    rows: dict[str, int] = field(default_factory=dict)

    def grid(self, feed: str, rows: Sequence[Row], headings: str, style: Style, **extra: object) -> Grid:
        """A grid of a feed, its rows counted; `extra` are columns that no contract knows."""
        self.rows[feed] = self.rows.get(feed, 0) + len(rows)
        return grid(rows, styles.headings_of(headings), style, extra)

    def flat(self, feed: str, suffix: str, table: Grid, **form: Any) -> None:
        write_flat(self.root / f"{feed}{suffix}", table, **form)

    def parquet(self, feed: str, suffix: str, table: Grid) -> None:
        write_parquet(self.root / f"{feed}{suffix}", table)

    def workbook(
        self, feed: str, suffix: str, office: str, sheets: Mapping[str, Grid], total: Mapping[str, object] | None = None
    ) -> None:
        write_workbook(self.root / f"{feed}{suffix}", f"{office}数据交换表", office, sheets, total)


def _whole_numbers(rows: Sequence[Row]) -> list[Row]:
    whole = ("household_no", "division_code")
    return [row | {column: int(str(row[column])) for column in whole} for row in map(dict, rows)]


def _ledger(inbox: Inbox) -> None:
    feed, headings = "civil_affairs/households", styles.LEDGER_HEADINGS
    tianmen = rows_of.of_county("429006")
    towns = rows_of.households([household for household in tianmen if household.division == TM_TOWN])
    villages = rows_of.households([household for household in tianmen if household.division != TM_TOWN])
    sheets = {
        "竟陵街道": inbox.grid(feed, towns, headings, styles.WORDY, 经办人="某某"),
        "皂市镇": inbox.grid(feed, villages, styles.OTHER_LEDGER_HEADINGS, styles.SERIAL, 备注=""),
    }
    inbox.workbook(feed, "_天门市.xlsx", "天门市民政局", sheets, {"axdf0005": 36})
    xiangtan = _whole_numbers(rows_of.households(rows_of.of_county("430321")))
    inbox.parquet(
        feed, "-湘潭县.parquet", inbox.grid(feed, xiangtan, styles.NATIVE_LEDGER_HEADINGS, styles.NATIVE, 批次=3)
    )
    shandong = rows_of.households(rows_of.of_county("37"))
    table = inbox.grid(feed, shandong, headings.replace("axdf0002", "户主姓名"), styles.SLOPPY, 序号=1)
    inbox.flat(feed, "202603山东.csv", table, encoding="gb18030", line_end="\r\n", blank_after=4)


def _members(inbox: Inbox) -> None:
    feed = "civil_affairs/members"

    def table(county: str, number: str, style: Style) -> Grid:
        rows = rows_of.members(rows_of.of_county(county))
        return inbox.grid(feed, rows, styles.MEMBER_HEADINGS.format(number=number), style, 民族="", 健康状况="一般")

    tianmen = table("429006", "公民身份号码", styles.SLOPPY)
    tianmen += [tianmen[3], tianmen[8]]  # exact repeats of a re-export
    inbox.flat(feed, "_天门市.tsv", tianmen, delimiter="\t", blank_after=5)
    xiangtan = table("430321", "身份证件号", styles.SLOPPY)
    inbox.flat(feed, "_湘潭县.txt", xiangtan, encoding="utf-16", delimiter="\t", line_end="\r\n")
    shandong = table("37", "证件号码", styles.WORDY_TEXT)
    inbox.flat(feed, "_37.csv", shandong, encoding="utf-8-sig", delimiter=";", blank_after=2)


def _payments(inbox: Inbox) -> None:
    feed, headings = "civil_affairs/payments", styles.PAYMENT_HEADINGS
    rows = rows_of.payments()
    early = [row for row in rows if rows_of.month_of(row, "pay_month") < Month(2026, 1)]
    late = [row for row in rows if row not in early]
    table = inbox.grid(feed, early, headings, styles.SLOPPY, 卡号="6217000000000000")
    inbox.flat(feed, "_2025四季度.csv", table, encoding="utf-8-sig", line_end="\r\n")
    sheet = inbox.grid(feed, late, headings, styles.SERIAL)
    sheet += grid(early[:2], styles.headings_of(headings), styles.SERIAL)[1:]  # delivered a second time
    inbox.workbook(feed, "_2026一季度.xlsx", "民政局", {"明细": sheet}, {"实发金额": "85,000.00", "应发金额": 85000})


def _special_groups(inbox: Inbox) -> None:
    feed = "civil_affairs/disabled"
    table = inbox.grid(feed, rows_of.disabled(), styles.DISABLED_HEADINGS, styles.WORDY_TEXT, 户籍区县="某区")
    inbox.flat(feed, "_残联2026.csv", table, encoding="gb18030", delimiter=";")
    feed = "civil_affairs/deaths"
    sheet = inbox.grid(feed, rows_of.deaths(), styles.DEATH_HEADINGS, styles.SERIAL, 经办="窗口2")
    inbox.workbook(feed, "_2026.xlsx", "殡葬管理所", {"Sheet1": sheet})
    for feed, rows in rows_of.small_feeds().items():
        table = inbox.grid(feed, rows, styles.SMALL_HEADINGS[feed], styles.SLOPPY)
        inbox.flat(feed, "_0315.csv", table, encoding="gb18030", line_end="\r\n", blank_after=0)
    feed = "civil_affairs/verification"
    table = inbox.grid(feed, rows_of.verification(), styles.VERIFICATION_HEADINGS, styles.NATIVE)
    inbox.parquet(feed, "_2026.parquet", table)


def _settlements(inbox: Inbox) -> None:
    feed, headings = "medical_insurance/settlements", styles.SETTLEMENT_HEADINGS
    tianmen = inbox.grid(feed, rows_of.settlements("429006"), headings, styles.TIMED, psn_no="", acct_pay="0.00")
    repeated = [*tianmen[:6], tianmen[5], *tianmen[6:]]  # counted twice it would lift 陈大明 above the line
    inbox.flat(feed, "_202603_天门市.csv", repeated, encoding="utf-8-sig", line_end="\r\n", blank_after=7)
    xiangtan = rows_of.settlements("430321")
    sheet = inbox.grid(feed, xiangtan, styles.CHINESE_SETTLEMENT_HEADINGS, styles.WORDY, 医院等级="三级")
    total = {"个人负担总额": "185,200.00", "医疗总费用": 370400}
    inbox.workbook(feed, "-湘潭县.xlsx", "湘潭县医疗保障局", {"明细": sheet}, total)
    inbox.parquet(feed, "_37.parquet", inbox.grid(feed, rows_of.settlements("37"), headings, styles.STAMPED))


def _enrolment(inbox: Inbox) -> None:
    feed, headings, rows = "medical_insurance/enrolment", styles.ENROLMENT_HEADINGS, rows_of.enrolment()
    mixed = inbox.grid(feed, rows[::2], headings, styles.SLOPPY, psn_no="1")
    inbox.flat(feed, "_2026(1).csv", mixed, encoding="gb18030", blank_after=9)
    inbox.flat(feed, "_2026(2).txt", inbox.grid(feed, rows[1::2], headings, styles.ENROLLED), encoding="utf-16")


def _education(inbox: Inbox) -> None:
    feed, headings, rows = "education/students", styles.STUDENT_HEADINGS, rows_of.students()
    sheets = {
        "第一中学": inbox.grid(feed, rows[:5], headings, styles.WORDY, 就读方式="1走读"),
        "中心小学": inbox.grid(feed, rows[5:9], headings, styles.WORDY),
    }
    inbox.workbook(feed, "_2026春.xlsx", "教育局", sheets, {})
    table = inbox.grid(feed, rows[9:], headings, styles.SLOPPY, 班级="3班")
    inbox.flat(feed, "_补充.tsv", table, delimiter="\t", line_end="\r\n")
    feed, headings = "education/aid", styles.AID_HEADINGS
    aided = inbox.grid(feed, rows_of.aid(AID), f"id_number=身份证件号 {headings}", styles.WORDY_TEXT)
    inbox.flat(feed, "_2025-2026.csv", aided, delimiter=";", encoding="utf-8-sig")
    numberless = inbox.grid(feed, rows_of.aid(AID_WITHOUT_NUMBER), headings, styles.SLOPPY)
    inbox.flat(feed, "_学校补报.csv", numberless, encoding="gb18030")


def _housing(inbox: Inbox) -> None:
    feed = "housing/dangerous_houses"
    table = inbox.grid(feed, rows_of.houses(), styles.HOUSE_HEADINGS, styles.HOUSED, 结构="砖木")
    inbox.flat(feed, "_2026.csv", table, encoding="gb18030", line_end="\r\n", blank_after=3)
    feed = "housing/public_rental"
    table = inbox.grid(feed, rows_of.public_rental(), styles.RENTAL_HEADINGS, styles.SLOPPY)
    inbox.flat(feed, ".txt", table, encoding="utf-16", delimiter="\t")


def _employment(inbox: Inbox) -> None:
    feed, headings, rows = "employment/contributions", styles.CONTRIBUTION_HEADINGS, rows_of.contributions()
    late = [row for row in rows if rows_of.month_of(row, "month") >= Month(2026, 1)]
    early = [row for row in rows if row not in late]
    inbox.flat(feed, "_2025.csv", inbox.grid(feed, early, headings, styles.INSURED, aac008=1), line_end="\r\n")
    inbox.parquet(feed, "_2026.parquet", inbox.grid(feed, late, headings, styles.NATIVE, aac008=1))
    feed, headings, rows = "employment/unemployment", styles.UNEMPLOYMENT_HEADINGS, rows_of.unemployment()
    sheets = {
        "1": inbox.grid(feed, rows[:6], headings, styles.SERIAL, aae116=""),
        "2": inbox.grid(feed, rows[6:], headings, styles.WORDY),
    }
    inbox.workbook(feed, "_登记.xlsx", "人社局", sheets)


def _refused(inbox: Inbox) -> frozenset[str]:
    """A letter, a file without a required heading (it would enrol two of the planted), a file of no feed."""
    letter = "各县市区民政局：\n\n现将有关事项函告如下，请遵照执行。\n\n此函\n\n某市民政局\n2026年3月10日\n"
    write_text(inbox.root / "civil_affairs/temporary_aid_来函说明.txt", letter, "gb18030")
    lines: list[Row] = [
        {**rows_of.person(name), "year": 2026, "insurance_type": "390"} for name in ("蓝天成", "柯卫东")
    ]
    headings = styles.headings_of(styles.ENROLMENT_HEADINGS)
    del headings["status"]  # required
    write_flat(inbox.root / "medical_insurance/enrolment_补录.csv", grid(lines, headings, Style()))
    marriages: Grid = [["男方姓名", "女方姓名", "登记日期"], ["甲", "乙", "2026-01-01"]]
    write_flat(inbox.root / "civil_affairs/marriages_2026.csv", marriages)
    return frozenset({"temporary_aid_来函说明.txt", "enrolment_补录.csv", "marriages_2026.csv"})


def build(inbox: Path) -> Expected:
    """Write the inbox below this folder, and say what a night of 2026-03-15 must find in it."""
    writing = Inbox(inbox)
    first = (_ledger, _members, _payments, _special_groups)
    for write in (*first, _settlements, _enrolment, _education, _housing, _employment):
        write(writing)
    return Expected(
        hits=HITS,
        refused_files=_refused(writing),
        not_delivered=frozenset({"employment/wage_arrears", "housing/property"}),
        readable_rows=writing.rows,
    )
