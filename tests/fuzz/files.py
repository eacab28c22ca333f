"""A plan → a file's bytes and the truth of it.

What belongs here: lines above the header, sheets beside the data, names, and joining the parts. What does not: the
parts (headings, bodies, writers).
"""

from dataclasses import dataclass, replace
from random import Random

from assets.vocabulary.departments import DEPARTMENT_NAMES
from assets.vocabulary.feeds import Feed, load_feeds
from assets.vocabulary.identity_words import DECISIONS_FEED, REVIEW_LIST
from tests.fuzz.bodies import MAIN, Line, make_body
from tests.fuzz.cells import Cell, Pen
from tests.fuzz.headings import Written, choose_columns, make_header
from tests.fuzz.plans import TEXT_KINDS, FilePlan
from tests.fuzz.truth import LOADED, REFUSED, REPEAT, REPLACED, FileTruth, SheetTruth
from tests.fuzz.writers import Page, line_numbers, pack, write

TOWNS = ("崖头街道", "斥山街道", "虎山镇")
ABOVE = {
    "title": "2026年6月情况统计表",
    "maker": "制表单位：荣成市某局",
    "date": "填报日期：2026-06-30",
    "blank": "",
    "yuan": "单位：元",
    "ten_thousand": "单位：万元",
}
SUFFIXES = {
    "openpyxl": "xlsx",
    "xlsxwriter": "xlsx",
    "inline": "xlsx",
    "xls": "xls",
    "html": "xls",
    "parquet": "parquet",
}
FORMATS = {"openpyxl": "xlsx", "xlsxwriter": "xlsx", "inline": "xlsx"}
DISGUISES = {
    "csv": "xls",
    "tsv": "xlsx",
    "txt": "csv",
    "openpyxl": "csv",
    "xlsxwriter": "xls",
    "inline": "et",
    "xls": "xlsx",
}
# Words of a reason, by the specification of hidden sheets, of sheets without a header, and of snapshots that would take
# everybody out of force without naming anybody.
HIDDEN, NO_HEADER, NO_ROW_USABLE = "隐藏", "没有找到表头", "没有一行能用"


@dataclass(frozen=True)
class MadeFile:
    """A file for the inbox: its folder, its name there, its bytes, and what it holds."""

    folder: str
    name: str
    data: bytes
    truth: FileTruth


def make_file(plan: FilePlan, ordinal: int) -> MadeFile:
    """The file of a plan; `ordinal` keeps the names and the persons of a delivery apart."""
    random = Random(f"{plan.seed}/{ordinal}")
    feed = load_feeds()[plan.feed]
    if feed.department == "feedback":
        # Lists come back as workbooks or csv, never packed.
        plan = replace(plan, kind="csv" if plan.kind in TEXT_KINDS else "openpyxl", archive="", disguised=False)
    pages, sheets = _pages(plan, random, feed)
    data = write(plan, pages)
    name = _name(plan, random, feed, ordinal)
    told = name
    if plan.archive:
        data, member = pack(plan.archive, name, data)
        name = f"材料_{ordinal}.zip"
        told = f"{name}/{member}"
    encoding = {"utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(plan.encoding, plan.encoding)
    kind = FORMATS.get(plan.kind, plan.kind)
    truth = FileTruth(feed.key, told, kind, encoding, sheets, _personal(sheets))
    return MadeFile(feed.department, name, data, truth)


def _name(plan: FilePlan, random: Random, feed: Feed, ordinal: int) -> str:
    suffix = SUFFIXES.get(plan.kind, plan.kind)
    if plan.disguised:
        suffix = DISGUISES.get(plan.kind, suffix)
    if random.random() < 0.1:
        suffix = suffix.upper()
    start = feed.name
    if feed.key == DECISIONS_FEED:
        start = random.choice(["identity", REVIEW_LIST])
    elif feed.department == "feedback":
        start = random.choice([random.choice(list(DEPARTMENT_NAMES)[:5]), "民政"])
    return f"{start}_{ordinal}_{random.choice(['荣成市', '202606', 'a'])}.{suffix}"


def _personal(sheets: list[SheetTruth]) -> frozenset[str]:
    """Names and numbers long enough to be known again in a message."""
    values = {str(value) for sheet in sheets for row in sheet.rows for value in row.values.values()}
    return frozenset(value for value in values if len(value) >= 9 and (value.isalnum() or "·" in value))


def _pages(plan: FilePlan, random: Random, feed: Feed) -> tuple[list[Page], list[SheetTruth]]:
    if not plan.is_book:
        name = "表1" if plan.kind == "html" else ""
        page, sheet = _table(plan, random, feed, name)
        return [page], [sheet]
    made = [_table(plan, random, feed, TOWNS[place]) for place in range(plan.sheets)]
    pages, sheets = [page for page, _ in made], [sheet for _, sheet in made]
    if plan.explanation:
        pages.insert(random.randint(0, len(pages)), Page("填表须知", [[Cell("请按表填写")], [Cell("谢谢配合")]]))
        sheets.append(SheetTruth("填表须知", refused=NO_HEADER))
    if plan.hidden == "table":
        page, sheet = _table(plan, random, feed, "旧表")
        pages.append(Page(page.name, page.lines, page.merged, hidden=True))
        sheets.append(SheetTruth(sheet.name, refused=HIDDEN))
    if plan.hidden == "list":
        pages.append(Page("下拉选项", [[Cell("城市低保")], [Cell("农村低保")]], hidden=True))
    return pages, sheets


def _table(plan: FilePlan, random: Random, feed: Feed, name: str) -> tuple[Page, SheetTruth]:
    """A sheet of data."""
    written = choose_columns(plan, random, feed)
    header = make_header(plan, random, written)
    body = make_body(plan, _pen(plan, random), feed, written)
    above = [] if plan.kind == "parquet" else [ABOVE[key] for key in plan.above]
    lines = [_first(text, len(written)) for text in above]
    merged = [(top + len(lines), left, low + len(lines), right) for top, left, low, right in header.merged]
    lines += [[Cell(text) for text in row] for row in header.rows]
    start = len(lines)
    page = Page(name, [*lines, *(line.cells for line in body)], merged)
    for line, number in zip(body, line_numbers(plan, page)[start:], strict=True):
        if line.truth is not None:
            line.truth.line = None if plan.kind in ("html", "parquet") else number
    sheet = SheetTruth(name, [line.truth for line in body if line.truth is not None])
    sheet.blank = len(body) - len(sheet.rows)
    sheet.title_rows = sum(1 for text in above if text)
    sheet.header_rows = 0 if plan.kind == "parquet" else len(header.rows)
    _count_ids(sheet, written, body)
    if feed.mode == "snapshot" and sheet.count(REFUSED) and not sheet.count(LOADED, REPEAT, REPLACED):
        sheet.refused = NO_ROW_USABLE
    return page, sheet


def _first(text: str, width: int) -> list[Cell]:
    return [Cell(text), *(Cell("") for _ in range(width - 1))]


def _pen(plan: FilePlan, random: Random) -> Pen:
    return Pen(
        random,
        wide=plan.kind != "xls",
        line_breaks=plan.kind != "parquet",
        formulas=plan.is_text,
        quirks=plan.quirks / 10,
    )


def _count_ids(sheet: SheetTruth, written: list[Written], body: list[Line]) -> None:
    """The main person's identity numbers: those that are not empty, and of those the unreadable ones."""
    place = next((at for at, each in enumerate(written) if each.column and each.column.name in MAIN[1::2]), None)
    if place is not None:
        cells = [line.cells[place] for line in body if line.truth is not None and line.truth.values]
        sheet.ids_filled = sum(1 for cell in cells if not cell.empty)
        sheet.ids_malformed = sum(1 for cell in cells if cell.reasons)
