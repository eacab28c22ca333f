"""The characters that made-up names are put together from.

Belongs here: lists of name parts and of ways to write the same name. Does not belong here: how a name is drawn or
disturbed. Two-character names such as 建国 and 秀英 and the surnames with their weights (surnames.csv) are those of
Faker's zh_CN provider (MIT), with the weights of 于 闫 付 肖 代 set by hand; the characters are common ones chosen by
hand.
"""

from pathlib import Path

SURNAMES_FILE = Path(__file__).parent / "surnames.csv"

# First and last character of a given name, by sex (1 male, 2 female) and generation (0 = born before 1970, 1 = before
# 2000, 2 = later).
FIRST_CHARACTERS: dict[tuple[int, int], str] = {
    (1, 0): "建国志德永玉世文学光明庆福兴长春保振洪宝继传维忠树金绪成守",
    (1, 1): "志建海晓文永立春小东伟振洪新宏云家少俊国军宗庆向学红光卫",
    (1, 2): "子浩宇梓俊家嘉一明泽天博睿志晨文承奕思佳景书逸锦沐皓致瑞",
    (2, 0): "秀桂玉淑凤兰素春翠月金爱美红瑞庆贵翠云彩巧清香荣风菊喜",
    (2, 1): "晓丽海红小艳雪春玉美秀燕慧文金爱淑丹俊冬芳静莉亚彩维继洪",
    (2, 2): "梓雨欣诗思佳子若一语可嘉梦紫雅心馨怡艺奕晨书芷依沐安锦悦",
}
LAST_CHARACTERS: dict[tuple[int, int], str] = {
    (1, 0): "国军民华平生义明山林德才贵祥福和仁胜海田庆堂喜礼江全忠文岭顺",
    (1, 1): "伟强磊勇军杰涛超明刚平辉鹏华飞波斌亮峰雷东坤岩利建林成龙宁滨",
    (1, 2): "轩泽宇涵豪然辰杰宸睿航博昊阳琪铭皓瑞霖凯鑫源恒熙哲远诚毅彬煜",
    (2, 0): "英兰珍芳华荣芝香云花梅凤霞玲琴娥莲菊美清贞娟秋叶芬爱环仙平",
    (2, 1): "芳娜敏静丽艳娟霞燕玲丹萍红英梅莉婷晶颖雪慧倩琴洁莹琳玉欣瑜璐",
    (2, 2): "涵萱怡妍彤琪欣雯瑶婷悦媛晗诺菲琳宁馨语桐颖蕊钰萌妤曦晴洁柔宁",
}
RARE_CHARACTERS = "䶮㼆㛃喆淼犇垚翀"
MINORITY_FIRST = ("阿不都", "买买提", "阿依", "古丽", "艾山", "吐尔逊", "玉素甫", "帕提", "阿卜杜", "努尔")
MINORITY_LAST = ("热合曼", "艾力", "夏木", "克孜", "买买提", "沙吾提", "依明", "玉苏普", "古丽", "赛买提")

# The same character in traditional script: what a system that mixes scripts writes. Left simplified, right traditional.
TRADITIONAL: dict[str, str] = {
    "张": "張",
    "刘": "劉",
    "陈": "陳",
    "杨": "楊",
    "赵": "趙",
    "孙": "孫",
    "马": "馬",
    "吴": "吳",
    "郑": "鄭",
    "冯": "馮",
    "闫": "閆",
    "许": "許",
    "邓": "鄧",
    "韩": "韓",
    "萧": "蕭",
    "钟": "鐘",
    "谭": "譚",
    "贾": "賈",
    "卢": "盧",
    "蒋": "蔣",
}
# Surnames that people and clerks write either way, though they are different characters.
EITHER_WAY: dict[str, str] = {"闫": "阎", "付": "傅", "肖": "萧", "代": "戴", "丘": "邱"}
DOTS = ("•", "．", ".", "・", "‧")
