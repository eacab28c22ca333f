"""The Chinese words of the returned lists and the quality cards, and where a reason is split into fault and cure.

What belongs here: fixed texts. What does not: counting (counting, figures), cells of a workbook (sheets, card).
"""

import polars as pl

# Between what is wrong and how to mend it, in every reason that landing gives.
CURE_MARK = "；"
USUAL_CURE = "请核对后重报"
UNKNOWN_DATA = "未识别的数据"

# Reason codes of the table queues/returns where no cell is at fault.
FILE_REFUSED, SHEET_REFUSED, FILE_UNRECOGNISED = "file_refused", "sheet_refused", "file_unrecognised"

WHOLE_FILE, WHOLE_SHEET = "整份文件未采用", "整张工作表未采用"
WHOLE_ROW, ONE_CELL, KEPT_CELL = "整行未采用", "该格未采用", "已采用待核"
# What is noted although the cell's content is taken over as it stands.
KEPT_REASONS = frozenset({"name_placeholder", "name_implausible", "id_incomplete"})

TREATMENTS = (
    (
        WHOLE_FILE,
        "文件没有读入，请整份更正后重报。每次报送全量的数据：此前收到过的继续沿用，从未收到过的仍是空缺；"
        "逐次累加的数据：此前收到的不受影响，缺的是这一份",
    ),
    (WHOLE_SHEET, "这张工作表没有读入；说明、填表须知等不含数据的工作表可不理会"),
    (WHOLE_ROW, "这一行没有进入比对；涉及的人可能因此未被发现，请优先更正"),
    (ONE_CELL, "这一行已采用，只是这一格按“不知道”处理"),
    (KEPT_CELL, "这一格已照原样采用，请核对是否有误"),
)

NOTHING_SENT = "今晚没有收到贵单位的数据，没有需要退回的内容。"
NOTHING_NEW = "今晚没有收到贵单位的数据。"
UNMENDED = "上次退回的{rows:,}行尚未更正，见{night}的退回清单。"
DOUBTFUL = "有{rows:,}行可能是另一户或另一个人，却因编号或内容相同没有采用，见“重复与冲突”。"
NOTHING_RETURNED = "今晚收到的数据全部采用，本夜无退回。"
GUIDE = (
    "怎样看：先看“汇总”，知道哪些文件、哪些栏目有问题；再按“明细”里的文件、工作表和行号，到原文件中找到那一行。"
    "行号就是用 Excel（文本文件用编辑器）打开原文件时左侧显示的行号。",
    "怎样改：请在源系统或原始台账中更正，再重新导出，按原来的文件名规则重报；不必改动或交回本表。",
    "“表头变化”是本次列名与上次不同之处；“重复与冲突”是可能不是同一人却只采用了一行的，"
    "以及同一次报送的文件之间说法不一的行，请确认以哪一行为准。",
    "建议在收到后5个工作日内更正重报；暂时不能更正的，请告知原因，以便登记。",
    "填报内容已遮盖，仅供对照；本表仍属内部资料，限履行职责的工作人员使用，不得转发或公示。",
)
SNAPSHOT_GUIDE = "以下数据每次报送全量，更正后请整份重报：{titles}。"
APPEND_GUIDE = "以下数据逐次累加，更正后可以只报更正的行（主键相同的，以后报的为准），也可以整份重报：{titles}。"
CUT = "本表只列前{shown:,}行，另有{rest:,}行未列出；全部内容见同名的 csv 文件。"
CUT_CONFLICTS = "本表只列前{shown:,}行，另有{rest:,}行未列出；请先处理已列出的，重报后系统会再次核对。"
NONE_OF_THIS = "本夜没有这类情况。"

OTHER_PERSON = "主键相同而姓名或证件号码不同，只采用了一行；如是两户或两个人，请更正编号后重报"
NO_NUMBER = "内容完全相同且都没有证件号码，只采用了一行；如是两个人，请补上证件号码后重报"
CONTRADICTS = "同一次报送的文件之间说法不一；请确认以哪一行为准"
CHANGES = {"new": "新增列", "missing": "缺少列", "renamed": "列名改变", "similar": "疑似改名"}
STATES = {"fresh": "正常", "stale": "过期", "missing": "未收到"}
GREEN, YELLOW, RED = "绿", "黄", "红"
VERDICTS = {GREEN: "绿 正常", YELLOW: "黄 有待更正", RED: "红 须尽快处理"}
LEGEND = (
    "红：未收到、已过期、整份退回，或行数、证件号明显异常；黄：有退回的行（此前退回尚未更正的也算）、待核的格、"
    "可能不是同一人的行或表头变化；绿：没有发现问题。"
    "采用＋退回＋不计（合计行、重复行等）＝读到的行数。"
)


def fault(reason: pl.Expr) -> pl.Expr:
    """What is wrong: the reason up to its first mark."""
    return reason.str.replace(rf"(?s){CURE_MARK}.*$", "")


def cure(reason: pl.Expr) -> pl.Expr:
    """How to mend it: the reason behind its first mark, a usual sentence where there is nothing."""
    told = reason.str.extract(rf"(?s){CURE_MARK}(.+)$")
    return told.fill_null(USUAL_CURE)
