"""An inbox in which every file is ugly in its own way, and the truth about it.

What belongs here: putting the inbox together, the operator's corrections, and what becomes of those. What does not:
the files themselves (ugly_households, ugly_members, ugly_relief, ugly_care, ugly_medical, ugly_schools, ugly_housing,
ugly_labour).
Nobody here is real.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.night import (
    ugly_care,
    ugly_households,
    ugly_housing,
    ugly_labour,
    ugly_medical,
    ugly_members,
    ugly_relief,
    ugly_schools,
)
from tests.night.ugly_files import put, text, words
from tests.night.ugly_people import AILI, LIU, ZOU
from tests.night.ugly_truth import Refused, Sheet, Truth, refusals, sheets

NIGHT = date(2026, 6, 30)
PASSWORDS = json.dumps(["not-this-one", ugly_relief.PASSWORD, ugly_care.PASSWORD])
MODULES = (ugly_households, ugly_members, ugly_relief, ugly_care, ugly_medical, ugly_schools, ugly_housing, ugly_labour)
CORRECTION_HEADINGS = words("数据 主键 栏目 原值 更正值 原因 有效期至 登记人")
UNTIL = "2026-12-31"
# The note, then what becomes of it: state and cells corrected.
CORRECTIONS = (
    # The thirtieth of February cannot be read, so the wrong value is empty.
    (("残疾人与两项补贴", f"残疾人证号={LIU.number}11", "发证日期", "", "2018年2月28日", "录入笔误，已核对原证", UNTIL,
      "栾一凡"), ("applied", 1)),
    (("civil_affairs/households", "家庭编号=RC1002", "家庭人口数", "1", "2", "漏录妻子", UNTIL, "栾一凡"),
     ("applied", 1)),
    (("救助家庭台账", "household_no=RC2001", "status", "退出", "在保", "系统切换误标", UNTIL, "栾一凡"),
     ("not_needed", 0)),
    (("救助家庭台账", "家庭编号=RC9999", "状态", "退出", "在保", "系统切换误标", UNTIL, "栾一凡"), ("not_found", 0)),
    (("失业登记与待遇", f"社会保障号码={ZOU.number};登记日期=2026-01-07", "连续拒绝介绍次数", "2", "0", "重复计数",
      "2026-06-29", "栾一凡"), ("expired", 0)),
    (("家庭成员", f"家庭编号=RC2001;身份证号={AILI.number};姓名=买买提·艾力", "身高", "170", "171", "测试栏目", UNTIL,
      "栾一凡"), ("unusable", 0)),
)  # fmt: skip


@dataclass(frozen=True)
class UglyInbox:
    """The folder and the truth of all that is in it."""

    folder: Path
    truths: tuple[Truth, ...]

    @property
    def sheets(self) -> list[Sheet]:
        return sheets(self.truths)

    @property
    def refusals(self) -> list[Refused]:
        return refusals(self.truths)


def build(folder: Path) -> UglyInbox:
    """Write the inbox."""
    truths = [truth for module in MODULES for write in module.FILES for truth in write(folder)]
    notes = [CORRECTION_HEADINGS, *(note for note, _ in CORRECTIONS)]
    put(folder / "operator" / "corrections_6月.csv", text(notes, "gb18030"))
    return UglyInbox(folder, tuple(truths))
