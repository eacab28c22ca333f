"""The columns of a file and its header: which of the contract's columns, under which headings, in how many rows.

What belongs here: choosing and dressing headings, units, merged groups. What does not: rows of data (bodies).
"""

from dataclasses import dataclass
from random import Random

from assets.vocabulary.feeds import Column, Feed, person_aliases
from tests.fuzz.cells import full_width
from tests.fuzz.plans import FilePlan

# Columns that no feed of the contract has.
EXTRA = ("序号", "民族", "经办人", "所属镇街", "附件数", "录入批次", "XSBH_KZ1")
UNITS = {"(元)": 1, "（元）": 1, "（万元）": 10_000, "(万元)": 10_000, "（千元）": 1_000, "/万元": 10_000, "：元": 1}
UNITS |= {
    "（必填，万元）": 10_000,
    "（单位：万）": 10_000,
    "（人民币，千元）": 1_000,
    "（元，保留两位小数）": 1,
    "（折合万元）": 10_000,
}
GROUPS = ("基本信息", "业务信息", "登记信息", "认定情况")
UPPER = ("一、总体", "二、明细", "三、其他")
ROLES = ("户主", "监护人")


@dataclass(frozen=True)
class Written:
    """A column of the file: the contract's, or None for one it does not know; `heading` as it stands in the file."""

    column: Column | None
    heading: str
    scale: int = 1

    @property
    def blank(self) -> bool:
        return not self.heading


@dataclass(frozen=True)
class Header:
    """The header's lines, and what is merged: (row, column, last row, last column) from 0, as workbooks have it."""

    rows: list[list[str]]
    merged: list[tuple[int, int, int, int]]


def choose_columns(plan: FilePlan, random: Random, feed: Feed) -> list[Written]:
    """Which columns the file has and how each is headed, in their order."""
    chosen = [column for column in feed.columns if _present(plan, random, feed, column)]
    if plan.shuffled:
        random.shuffle(chosen)
    default = 10_000 if "ten_thousand" in plan.above and plan.kind != "parquet" else 1
    written = [_written(plan, random, feed, column, default) for column in chosen]
    for extra in random.sample(EXTRA, plan.extra_columns):
        written.insert(random.randint(0, len(written)), Written(None, extra))
    for _ in range(plan.blank_columns if plan.kind != "parquet" else 0):
        written.insert(random.randint(0, len(written)), Written(None, ""))
    return written


def _present(plan: FilePlan, random: Random, feed: Feed, column: Column) -> bool:
    needed = column.presence == "required" or column.name in feed.unique_key or column.name in feed.answers
    return needed or random.random() >= plan.absent / 10


def _written(plan: FilePlan, random: Random, feed: Feed, column: Column, default: int) -> Written:
    heading = random.choice(_names(feed, column))
    if column.type == "money" and random.random() < 0.4:
        unit = random.choice(list(UNITS))
        return Written(column, _dress(plan, random, heading) + unit, UNITS[unit])
    return Written(column, _dress(plan, random, heading), default if column.type == "money" else 1)


def _names(feed: Feed, column: Column) -> list[str]:
    """Headings by which a column may be called: the contract's, its standard name, the aliases of the person's id."""
    names = [*column.headings * 3, column.name]
    main = [c.name for c in feed.landed_columns if c.type == "id_number"][:1]
    if column.name in main:
        others = {heading for other in feed.columns for heading in other.headings}
        names += [alias for alias in person_aliases() if alias not in others]
    return names


def _dress(plan: FilePlan, random: Random, heading: str) -> str:
    """A heading as people set it: spaces, line breaks, stars, numbers and notes around it."""
    if random.random() >= plan.dressed / 10:
        return heading
    middle = random.randint(1, max(1, len(heading) - 1))
    dressed = [f"*{heading}", f"＊{heading}", f" {heading} ", f"{heading}（必填）", f"{heading}*", full_width(heading)]
    if heading.isascii():
        return random.choice([f"*{heading}", f" {heading}", heading.upper(), full_width(heading)])
    dressed += [f"{heading[:middle]}　{heading[middle:]}", f"{heading[:middle]} {heading[middle:]}", f"1.{heading}"]
    dressed += [f"（一）{heading}", f"2、{heading}", f"“{heading}”"]
    if plan.kind not in ("html", "parquet"):
        dressed += [f"{heading[:middle]}\n{heading[middle:]}"] * 2
    return random.choice(dressed)


def make_header(plan: FilePlan, random: Random, written: list[Written]) -> Header:
    """The header of one, two or three rows over the columns."""
    if plan.header_rows == 1 or plan.kind == "parquet":
        return Header([[each.heading for each in written]], [])
    runs = _runs(random, written)
    rows = [[""] * len(written) for _ in range(plan.header_rows)]
    merged: list[tuple[int, int, int, int]] = []
    last = plan.header_rows - 1
    for start, end, group in runs:
        if not group:
            rows[0][start] = written[start].heading
            if written[start].heading:
                merged.append((0, start, last, start))
            continue
        for level in range(last):
            rows[level][start] = group if level == last - 1 else random.choice(UPPER)
            if end - start > 1:
                merged.append((level, start, level, end - 1))
        for place in range(start, end):
            rows[last][place] = written[place].heading.removeprefix(group)
    return Header(rows, merged)


def _runs(random: Random, written: list[Written]) -> list[tuple[int, int, str]]:
    """Neighbouring columns under one group title: (start, end, title); '' is a heading merged down."""
    runs: list[tuple[int, int, str]] = []
    place = 0
    while place < len(written):
        if written[place].blank:
            runs.append((place, place + 1, ""))
            place += 1
            continue
        role = _role(written[place])
        end = place + 1
        longest = place + random.randint(1, 5)
        while end < min(len(written), longest) and not written[end].blank and _role(written[end]) == role:
            end += 1
        if not role and (random.random() < 0.3 and runs):
            end = place + 1
            runs.append((place, end, ""))
        else:
            runs.append((place, end, role or random.choice(GROUPS)))
        place = end
    return runs


def _role(written: Written) -> str:
    """The role whose name begins the heading and leaves a heading of its own: 户主姓名 may stand as 户主 over 姓名."""
    for role in ROLES:
        rest = written.heading.removeprefix(role)
        if rest != written.heading and rest in ("姓名", "身份证号", "证件号码", "电话"):
            return role
    return ""
