"""What the departments other than the ledger say of the foreign people, and the hits that are due on 2026-03-15.

What belongs here: planted facts and truth, each with its arithmetic. What does not: how they are written to files.
True cases and near misses stand side by side. Own-pay lines of YB01 since 1 January: 0.5*25000 = 12500 (农村) and
0.5*54000 = 27000 (城镇) in the low-income population, 25000 and 54000 for everybody else.
Spans: 30 days = from 2026-02-14, 90 days = from 2025-12-16, three full months = December, January, February.
"""

from datetime import date
from typing import NamedTuple

from tests.night.foreign_people import NUMBERS


class Settlement(NamedTuple):
    """A settlement with the patient's own pay in yuan; the funds pay the same amount again."""

    number: str
    name: str
    med_type: str
    settled: date
    own_pay: str


SETTLEMENTS = (
    # 6000.00 + 6500.00 = 12500.00: reaches the rural line, YB01.
    Settlement("42900626010001", "李桂兰", "14", date(2026, 1, 8), "6000.00"),
    Settlement("42900626010002", "李桂兰", "11", date(2026, 2, 10), "6500.00"),
    # 50000.00 is not more than 50000; 7000.00 + 5499.99 = 12499.99 misses 12500 (the 50000 is of last year).
    Settlement("42900625120003", "陈大明", "21", date(2025, 12, 20), "50000.00"),
    Settlement("42900626010004", "陈大明", "11", date(2026, 1, 15), "7000.00"),
    Settlement("42900626030005", "陈大明", "11", date(2026, 3, 1), "5499.99"),
    # The first day of the 90 and one fen above: YB02. 26999.99 misses the urban line of 27000.
    Settlement("42900625120006", "吴建国", "21", date(2025, 12, 16), "50000.01"),
    Settlement("42900626010007", "吴建国", "21", date(2026, 1, 20), "26999.99"),
    # Reversed next day: no YB02; 62000.00 - 62000.00 + 24999.99 misses 25000: no YB01.
    Settlement("42900626020008", "何丽", "21", date(2026, 2, 20), "62000.00"),
    Settlement("42900626020009", "何丽", "21", date(2026, 2, 21), "-62000.00"),
    Settlement("42900626020010", "何丽", "21", date(2026, 2, 22), "24999.99"),
    Settlement("42900626010011", "齐大川", "21", date(2026, 1, 5), "12600.00"),
    # In no ledger: 30000 + 24500 - 400 = 54100, above both lines of everybody else; no single one above 50000.
    Settlement("42900626010012", "金明", "21", date(2026, 1, 11), "30000.00"),
    Settlement("42900626020013", "金明", "14", date(2026, 2, 12), "24500.00"),
    Settlement("42900626020014", "金明", "14", date(2026, 2, 13), "-400.00"),
    # 54000.00 reaches 1.0*54000 (YB01) and is above 50000 (YB02), on the business date itself.
    Settlement("43032126030001", "罗小燕", "21", date(2026, 3, 15), "54000.00"),
    # The day before the 90: no YB02.
    Settlement("43032125120002", "彭海波", "21", date(2025, 12, 15), "80000.00"),
    # In no ledger: YB02; nothing in 2026, so no YB01 by either line.
    Settlement("43032125120003", "高原", "21", date(2025, 12, 28), "51200.00"),
    Settlement("37098326020001", "邹本荣", "21", date(2026, 2, 3), "12700.00"),
    Settlement("37108226010002", "于洪涛", "11", date(2026, 1, 9), "310.50"),
)

# Everybody in a low-income household in force is enrolled for 2026 but these; the last five are dead (no YB08).
NOT_ENROLLED = ("于子涵", "孙玉梅", "莫桂英", "蓝天成", "柯卫东", "于秀莲", "孔祥林", "颜寿山", "初振东", "童金枝")
# name, insurance, year, status: suspended and last year's do not count; a new one beside an ended one does.
OTHER_ENROLMENTS = (
    ("黄土根", "390", 2026, "2"),
    ("胡佳", "390", 2025, "1"),
    ("胡春生", "310", 2026, "1"),
    ("夏勇", "310", 2026, "4"),
    ("夏勇", "390", 2026, "1"),
)

# name, stage, status, home teaching, guardian
STUDENTS = (
    ("吴晓敏", "普通高中", "01", None, "吴建国"),
    ("邓凯", "初中", "01", None, "邓红"),
    ("蓝小海", "初中", "01", None, None),
    ("柯小米", "小学", "01", None, "柯卫东"),
    ("鲁明", "初中", "03", False, "鲁长河"),  # 16 on the day: no JY01
    ("侯小天", "初中", "03", False, None),  # in no watched household: no JY01
    ("易思远", "初中", "06", None, "易建军"),  # 15, born on the last day that counts: JY01
    ("周浩", "小学", "01", None, "周海燕"),
    ("周婷", "初中", "01", None, "周海燕"),
    ("于子轩", "小学", "01", None, None),  # unaided, but T3 is not asked for: no JY02
    ("刘梦琪", "初中", "03", False, "刘福来"),  # JY01
    ("刘梦洁", "小学", "02", True, "刘福来"),  # taught at home: no JY01
    ("马思佳", "普通高中", "01", False, "马金山"),  # T5 and unaided: JY02
)

# name, school year, term, yuan. The current term is 2 of 2025-2026.
AID = (
    ("吴晓敏", "2025-2026", "1", "1000.00"),
    ("吴晓敏", "2025-2026", "2", "1000.00"),
    ("邓凯", "2024-2025", "2", "625.00"),  # last year's second term and this year's first: JY02
    ("邓凯", "2025-2026", "1", "625.00"),
    ("周浩", "2025-2026", "2", "500.00"),
    ("柯小米", "2025-2026", "2", "500.00"),
)
# Aided in this term too, on a list that names the student by number and name alone: no JY02.
AID_WITHOUT_NUMBER = (("周婷", "2025-2026", "2", "625.00"),)

# house, owner, grade, appraised, occupied, in renovation from, completed, damage
HOUSES = (
    ("W-0001", "程万里", "D", date(2025, 12, 1), True, None, None, "火星"),  # ZJ01 R; the damage is no known code
    ("W-0002", "龙翠花", "C", date(2025, 11, 10), True, None, date(2023, 5, 1), "无"),  # completed before: ZJ01 O
    ("W-0003", "欧阳建", "D", date(2026, 1, 20), True, None, None, None),  # owner in no ledger: ZJ01 R
    ("W-0004", "刘福来", "C", date(2025, 10, 10), False, None, None, "无"),  # nobody lives there
    ("W-0005", "于洪涛", "D", date(2024, 6, 1), True, (2024, 9), date(2025, 9, 30), "无"),  # completed after
    ("W-0006", "周德发", "B", date(2025, 6, 6), True, None, None, "无"),
    ("W-0007", "莫桂英", "D", date(2025, 10, 30), True, None, None, "无"),
    ("W-0008", "石磊", "C", date(2025, 9, 9), True, None, None, None),
)

# name, insurance, first month, months in a row, the month that never arrived. RS02 looks at 2024-12 … 2025-11.
CONTRIBUTIONS = (
    ("夏勇", "110", (2025, 6), 6, None),  # 6 months, then none: RS02
    ("石磊", "110", (2025, 1), 11, None),  # 11 months, then none: RS02
    ("宋佳", "110", (2024, 12), 12, None),  # 59 (60 tomorrow), in no ledger: RS02
    ("宋毅", "110", (2024, 12), 12, None),  # 60 today: no RS02
    ("向东", "110", (2025, 7), 5, None),  # 5 months: no RS02
    ("郑国强", "110", (2025, 6), 6, (2025, 9)),  # 6 declared, 5 arrived: no RS02
    ("冯玉兰", "110", (2024, 12), 12, None),  # a benefit is in force: no RS02
    ("石慧", "110", (2025, 6), 9, None),  # paid up to February: neither RS02 nor RS04
    ("谭志远", "110", (2025, 10), 5, None),  # paid up to February
    ("鲁长河", "410", (2025, 6), 6, None),  # work injury insurance is not asked for: no RS02
)

# name, registered, benefit from, until, cancelled
UNEMPLOYMENT = (
    ("夏勇", date(2026, 2, 14), None, None, None),  # the first day of the 30: RS01
    ("江敏", date(2025, 10, 1), None, None, None),  # earlier, but still registered: RS04 with 夏勇
    ("向东", date(2026, 3, 15), None, None, None),  # today: RS01; the father of 60 does not count: RS04
    ("阮志平", date(2026, 2, 20), None, None, None),  # RS01, RS04
    ("柯卫东", date(2026, 3, 1), None, None, None),  # RS01, RS04
    ("毕文军", date(2026, 2, 13), None, None, None),  # one day too early: no RS01
    ("丛丽", date(2026, 3, 1), None, None, date(2026, 3, 10)),  # cancelled: no RS01, and no RS04 for the household
    ("唐亮", date(2026, 3, 2), None, None, None),  # T9: no RS01; 石慧 contributes: no RS04
    ("石慧", date(2025, 12, 20), None, None, None),
    ("冯玉兰", date(2025, 12, 5), (2025, 12), (2026, 11), None),  # the husband is not registered: no RS04
)

# name, category, grade. MZ03 asks for T4 and grade 1–2, or 3 of 5 and 6.
DISABLED = (
    ("汪汉生", "4", "2"),  # MZ03
    ("鞠晓光", "6", "3"),  # MZ03
    ("邹本荣", "4", "1"),  # MZ03
    ("周海燕", "4", "3"),  # T4, but limb grade 3
    ("马金山", "2", "1"),  # T5
    ("涂小宝", "5", "2"),  # already in low-income support alone
)

# name, died, cremated
DEATHS = (
    ("于秀莲", date(2025, 12, 10), date(2025, 12, 12)),  # paid for January and February: MZ01
    ("孔祥林", date(2026, 2, 12), "2026-02-30"),  # 16 + 15 = 31 days in 在保: MZ01; the cremation is no date
    ("颜寿山", date(2026, 2, 13), date(2026, 2, 15)),  # 30 days, paid for February alone: no MZ01
    ("贺兰芝", date(2025, 10, 5), None),  # left the ledger, but paid for November: MZ01
    ("初振东", date(2026, 2, 25), date(2026, 2, 27)),  # the payment for March failed: no MZ01
    ("童金枝", date(2026, 1, 20), None),  # 54 days in 在保: MZ01
    ("戚永福", date(2026, 1, 1), None),  # in no ledger, never paid
)

# Beside the head (低保) or person (特困) of each household in force for December, January and February.
# name, household, month, type, state
OTHER_PAYMENTS = (
    ("贺兰芝", "430321000111", (2025, 10), "110", "成功"),
    ("贺兰芝", "430321000111", (2025, 11), "110", "成功"),
    ("初振东", "0051", (2026, 3), "131", "失败"),
)

# code, household (None = in no ledger), person (None = the household as such), tier: the complete list.
_HITS = (
    ("YB01", "TM-0001", "李桂兰", "O"),
    ("YB02", "TM-0003", "吴建国", "R"),
    ("YB08", "TM-0005", "黄土根", "O"),
    ("JY01", "TM-0006", "曾乐乐", "R"),
    ("MZ13", "TM-0007", None, "B"),
    ("JY02", "TM-0008", "邓凯", "O"),
    ("ZJ01", "TM-0010", None, "R"),
    ("RS01", "TM-0012", "夏勇", "Y"),
    ("RS02", "TM-0012", "夏勇", "O"),
    ("RS04", "TM-0012", None, "R"),
    ("MZ01", "TM-0014", "孔祥林", "O"),
    ("MZ03", "TM-0015", "汪汉生", "R"),
    ("MZ13", "TM-0018", None, "B"),
    ("ZH02", "TM-0020", None, "Y"),
    # Three departments, 医保 教育 民政: ZH05.
    ("YB01", "TM-0021", "齐大川", "O"),
    ("MZ03", "TM-0021", "齐大川", "R"),
    ("JY01", "TM-0021", "齐小满", "R"),
    ("ZH05", "TM-0021", None, "R"),
    # 医保 and 教育; 民政 with a blue one only: no ZH05.
    ("YB08", "TM-0022", "蓝天成", "O"),
    ("JY02", "TM-0022", "蓝小海", "O"),
    ("MZ13", "TM-0022", None, "B"),
    # 医保 and 人社; 民政 in the adverse lane only: no ZH05.
    ("YB08", "TM-0023", "柯卫东", "O"),
    ("RS01", "TM-0023", "柯卫东", "Y"),
    ("RS04", "TM-0023", None, "R"),
    ("MZ01", "TM-0023", "童金枝", "O"),
    ("YB01", "430321000101", "罗小燕", "O"),
    ("YB02", "430321000101", "罗小燕", "R"),
    ("YB08", "430321000103", "胡佳", "O"),
    ("JY01", "430321000104", "易思远", "R"),
    ("ZJ01", "430321000106", None, "O"),
    ("RS01", "430321000107", "向东", "Y"),
    ("RS04", "430321000107", None, "R"),
    ("ZH01", "430321000108", None, "R"),
    ("MZ01", "430321000111", "贺兰芝", "O"),
    ("ZH01", "430321000114", None, "R"),
    # Three departments, 人社 医保 住建: ZH05.
    ("RS01", "430321000116", "阮志平", "Y"),
    ("RS04", "430321000116", None, "R"),
    ("YB08", "430321000116", "莫桂英", "O"),
    ("ZJ01", "430321000116", None, "R"),
    ("ZH05", "430321000116", None, "R"),
    ("YB08", "0042", "于子涵", "O"),
    ("YB08", "0043", "孙玉梅", "O"),
    ("ZH02", "0045", None, "Y"),
    ("JY01", "0046", "刘梦琪", "R"),
    ("JY02", "0047", "马思佳", "O"),
    ("MZ01", "0050", "于秀莲", "O"),
    ("MZ03", "0052", "梁爱华", "R"),
    ("MZ03", "0052", "鞠晓光", "R"),
    ("ZH01", "0054", None, "R"),
    # Three departments, 人社 民政 住建: ZH05.
    ("RS02", "0056", "石磊", "O"),
    ("ZH02", "0056", None, "Y"),
    ("ZJ01", "0056", None, "O"),
    ("ZH05", "0056", None, "R"),
    # Three hits above blue, but of two departments: 12700 >= 12500 (医保), MZ03 and ZH01 (民政): no ZH05.
    ("YB01", "0057", "邹本荣", "O"),
    ("MZ03", "0057", "邹本荣", "R"),
    ("ZH01", "0057", None, "R"),
    ("YB01", None, "金明", "O"),
    ("YB02", None, "高原", "R"),
    ("RS02", None, "宋佳", "O"),
    ("ZJ01", None, None, "R"),  # 欧阳建
)

HITS = frozenset((code, number, NUMBERS[person] if person else None, tier) for code, number, person, tier in _HITS)
