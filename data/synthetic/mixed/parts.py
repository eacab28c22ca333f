"""Which files each feed arrives in, and in what form.

Belongs here: the table of parts. Does not belong here: how a form is written (cells.py, files.py).
"""

from dataclasses import dataclass
from typing import Literal

Form = Literal["csv", "tsv", "txt", "xlsx", "parquet"]
DateForm = Literal["iso", "compact", "short", "slash", "words", "real"]
MonthForm = Literal["compact", "words", "iso"]


@dataclass(frozen=True)
class Part:
    """A file: `share` of the feed's rows in their order; `heading` -1 = the last heading the contract knows, 0 = the
    canonical.

    words: codes as words; switch: yes and no as 1 and 0; thousands: money as 1,234.50; quoted, wide: some ids with a
    leading ' or in full-width digits; sheets, title, total: of workbooks.
    """

    suffix: str = ""
    form: Form = "csv"
    share: float = 1.0
    encoding: str = "utf-8"
    heading: int = 0
    dates: DateForm = "iso"
    months: MonthForm = "compact"
    words: bool = False
    switch: bool = False
    thousands: bool = False
    quoted: bool = False
    wide: bool = False
    sheets: tuple[str, ...] = ("Sheet1",)
    title: str = ""
    total: bool = False


PARTS: dict[str, tuple[Part, ...]] = {
    "civil_affairs/households": (
        Part(
            form="xlsx",
            heading=1,
            dates="slash",
            months="words",
            words=True,
            sheets=("表一", "表二", "表三"),
            title="社会救助家庭台账",
            total=True,
        ),
    ),
    "civil_affairs/members": (
        Part("_一", encoding="gb18030", heading=1, dates="compact", words=True, quoted=True, share=0.6),
        Part("_二", form="tsv", encoding="utf-8-sig", dates="short", wide=True, switch=True, share=0.4),
    ),
    "civil_affairs/payments": (
        Part("_上", form="tsv", encoding="utf-8-sig", months="words", thousands=True, words=True, share=0.4),
        Part("_下", form="parquet", share=0.6),
    ),
    "civil_affairs/disabled": (Part(encoding="utf-8-sig", heading=1, dates="short", words=True, switch=True),),
    "civil_affairs/deaths": (Part(form="xlsx", heading=1, dates="real", title="死亡火化人员名单"),),
    "civil_affairs/children": (Part(encoding="gb18030", months="iso", words=True),),
    "civil_affairs/temporary_aid": (Part(dates="slash", words=True, thousands=True),),
    "civil_affairs/visits": (Part(form="txt", encoding="gb18030", dates="words"),),
    "civil_affairs/leads": (Part(form="xlsx", heading=1, dates="slash", title="12345热线及网格线索"),),
    "civil_affairs/verification": (Part(encoding="utf-8-sig", dates="compact", switch=True),),
    "medical_insurance/enrolment": (
        Part("_居民", encoding="gb18030", heading=-1, words=True, wide=True, share=0.3),
        Part("_平台", form="parquet", share=0.7),
    ),
    "medical_insurance/settlements": (
        Part("_平台导出", form="parquet", share=0.75),
        Part(
            "_手工", encoding="gb18030", heading=-1, dates="compact", thousands=True, words=True, quoted=True, share=0.1
        ),
        Part("_经办", form="xlsx", dates="real", title="医保结算明细", share=0.15),
    ),
    "education/students": (
        Part(form="xlsx", heading=1, dates="short", months="words", words=True, sheets=("第一批", "第二批")),
    ),
    "education/aid": (Part(encoding="utf-8-sig", dates="compact", words=True),),
    "housing/dangerous_houses": (Part(encoding="gb18030", dates="words", months="words", words=True),),
    "housing/public_rental": (Part(heading=1, words=True),),
    "housing/property": (Part(form="tsv", heading=1, dates="slash"),),
    "employment/contributions": (
        Part("_平台", form="parquet", share=0.85),
        Part("_补报", encoding="gb18030", heading=-1, switch=True, thousands=True, share=0.15),
    ),
    "employment/unemployment": (Part(encoding="utf-8-sig", heading=-1, dates="compact", months="words"),),
    "employment/wage_arrears": (Part(form="xlsx", dates="slash", words=True),),
}
