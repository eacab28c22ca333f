"""The Chinese words of the 身份核实清单: comparisons and how much they say, how to fill the list in.

What belongs here: fixed texts. What does not: rows (rows), cells (book).
"""

from assets.vocabulary.departments import DEPARTMENT_NAMES
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.identity_words import REVIEW_LIST

# What identity compares; a word that is in none of these tables is shown as it is.
COMPARISONS = {
    "name": "姓名",
    "birth_date": "出生日期",
    "sex": "性别",
    "phone": "电话",
    "division": "地区",
    "address": "住址",
    "guardian": "监护人",
    "household": "家庭编号",
    "id_number": "证件号码",
}
LEVELS = {
    "equal": "相同",
    "variant": "写法不同、实为同名（繁简、异体）",
    "pinyin": "读音相同",
    "truncated": "一方不完整",
    "similar_character": "有字形相近的字",
    "swapped": "字的次序不同",
    "typo": "像是录入差错",
    "one_character": "差一个字",
    "lost_character": "有缺失的字",
    "some_words": "部分相同",
    "near": "相近",
    "similar": "大体相同",
    "different": "不同",
    "village": "同一村(社区)",
    "township": "同一乡镇(街道)",
    "county": "同一县(市、区)",
    "one_edit": "差一处",
    "two_edits": "差两处",
    "missing": "一方没有",
}
# From so many bits of match weight on; below the last it is the strongest word against.
STRENGTHS = ((8.0, "很像同一人"), (3.0, "像同一人"), (-1.0, "说明不了什么"), (-4.0, "不太像同一人"))
STRONGLY_AGAINST = "很不像同一人"

NOTHING_TO_JUDGE = "今晚没有需要核实的人员"
GUIDE = (
    "本清单列出系统拿不准是不是同一个人的两条记录（甲、乙）。请对照业务系统、户口簿，或向本人、村(社区)核实后填写。"
    "它只是核实线索，不作为新增、停发、减发任何待遇的依据。",
    "“结论”请从下拉列表中选择；拿不准的请留空：两条记录继续分开处理，下一晚仍会列出。",
    "“结论”“核实人”“核实日期”三项都要填写；核实日期是得出结论的那一天，不能晚于交回的日期。三项都空着的行视为尚未核实。",
    "同一核实编号有几个结论的，以核实日期最晚的为准；同一天的结论不一致的，按“不同人”处理，并在“退回”工作表中告知。",
    "双胞胎、兄弟姐妹常常姓名相近、号码相邻、住址和电话相同，请特别留意。",
    f"填好后请原样存盘，交回收件目录的 feedback 文件夹；文件名须以“{REVIEW_LIST[:4]}”（或 identity）开头，"
    "保留原名即可。“核实编号”不要改动；可以增加列、调整列的次序，也可以只交回填了的行。",
    "本清单含个人信息，限履行职责的工作人员使用，不得转发、公示或用于其他目的。",
)
RETURNED = "此前交回的结论有{rows}处未能采用或与他人不一致，详见“退回”工作表，请核对后重报。"
CONCLUSIONS = (
    ("同一人", "甲、乙是同一个人，两条记录并为一人"),
    ("不同人", "甲、乙是两个人，一直分开处理，不再列出"),
    ("撤销", "收回此前的结论，重新列为待核实"),
)


def feed_titles() -> dict[str, str]:
    """Feed → whose extract it is and what it is called: 教育 学籍."""
    return {
        feed.key: f"{DEPARTMENT_NAMES[feed.department]} {feed.title}"
        for feed in load_feeds().values()
        if feed.department in DEPARTMENT_NAMES
    }
