"""How personal values are shown to staff and in review tables: one convention, as Polars expressions.

No national pattern exists for names; the forms are those in common use. What may be shown to whom is not decided here.
"""

from collections.abc import Callable
from functools import cache

import polars as pl

from assets.vocabulary.feeds import code_tables

_DIGIT = r"\p{Nd}"
_BETWEEN = r"[ \-—–_.·'’,，]{0,2}"
_THREE = rf"({_DIGIT}{_BETWEEN}{_DIGIT}{_BETWEEN}{_DIGIT})"
_FOUR = rf"((?:{_BETWEEN}{_DIGIT}){{3}}{_BETWEEN}[{_DIGIT}XxＸｘ×])"
_LONG_NUMBER = rf"{_THREE}(?:{_BETWEEN}{_DIGIT}){{8,}}{_FOUR}"
_PHONE_NUMBER = rf"{_THREE}(?:{_BETWEEN}{_DIGIT}){{4,7}}{_FOUR}"
# Contiguous digits from which a column's own figures end: 20240131 is a date, 371082001001 a division.
_LONGEST_DATE, _LONGEST_DIVISION = 9, 11
_LONGEST_SHOWN = 40
_FIGURE_CHARACTERS = (
    "年月日号时分秒元万千百十亿一二三四五六七八九零〇两第上下半季度周岁约无不详未知空长期永久是否有男女至今"
)
# The single surnames of the Hundred Family Surnames (百家姓) with others that are common today; double ones whose first
# character is no surname by itself follow below.
_SINGLE_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧"
    "计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫"
    "经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓"
    "牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙"
    "池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容"
    "向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰"
    "巢关蒯相查后荆红游竺权逯盖益桓公肖闫付覃涂丘仝苟芦代岳佟尉战初矫丛隋慈原兰邸宛冼揭阳商牟佘伯赏墨哈谯笪年爱佴言福"
    "張陳劉楊趙黃吳孫馬許鄭馮鄧蕭葉蘇呂蔣閻閆韓羅龍莊鍾譚賈鄒"
)
_SURNAME = rf"[{_SINGLE_SURNAMES}]|上官|皇甫|令狐|长孙|宇文|端木|独孤|南宫|澹台|轩辕|濮阳|淳于|太史|呼延|拓跋"


def mask_name(value: pl.Expr) -> pl.Expr:
    """张伟 → 张*, 张小明 → 张*明, longer names keep the first and the last character."""
    length = value.str.len_chars()
    stars = pl.lit("*").repeat_by((length - 2).clip(1, 4).fill_null(1)).list.join("")
    long_form = pl.concat_str(value.str.slice(0, 1), stars, value.str.slice(-1, 1))
    short_form = pl.concat_str(value.str.slice(0, 1), pl.lit("*"))
    return pl.when(length >= 3).then(long_form).when(length >= 1).then(short_form)


def mask_id_number(value: pl.Expr) -> pl.Expr:
    """371082199001011234 → 371***********1234. Shorter than 8 characters: all stars."""
    masked = pl.concat_str(value.str.slice(0, 3), pl.lit("*" * 11), value.str.slice(-4, 4))
    hidden = pl.lit("********")
    return pl.when(value.str.len_chars() >= 8).then(masked).when(value.str.len_chars() > 0).then(hidden)


def mask_phone(value: pl.Expr) -> pl.Expr:
    """13812345678 → 138****1234, each number of several; any other script's digits and spaced ones as well."""
    return mask_figure(value)


def mask_digits(value: pl.Expr, shortest: int = 6) -> pl.Expr:
    """Hide the middle of every run of at least `shortest` digits: 371082199001011234 → 371***********1234.

    From 11 digits on (a mobile or an identity number) a space, hyphen or dot between them does not end a run.
    """
    masked = value.str.replace_all(_LONG_NUMBER, "${1}***********${2}").str.replace_all(_PHONE_NUMBER, "${1}****${2}")
    return masked.str.replace_all(rf"({_DIGIT}{{2}}){_DIGIT}{{{max(shortest - 4, 1)},}}({_DIGIT}{{2}})", "${1}***${2}")


def mask_identity_text(value: pl.Expr) -> pl.Expr:
    """What stands in a column of identity numbers, whatever it is: as mask_figure, without spaces."""
    return mask_figure(_tidy(value).str.replace_all(" ", "", literal=True))


def mask_name_text(value: pl.Expr) -> pl.Expr:
    """What stands in a column of names; one that is nothing but placeholders stays as it is."""
    compact = _tidy(value).str.replace_all(" ", "")
    return pl.when(compact.str.contains(r"^[?？□○■*＊\p{Co}\x{FFFD}]+$")).then(compact).otherwise(mask_name(compact))


def mask_figure(value: pl.Expr, shortest: int = 6) -> pl.Expr:
    """What stands in a column of dates, amounts or numbers: other Chinese characters than theirs become stars."""
    return _cut(_hide_letters(mask_digits(_tidy(value), shortest), _FIGURE_CHARACTERS))


def mask_word(value: pl.Expr) -> pl.Expr:
    """What stands in a column of code words: 一般困难户 → 一般困难户, 计生特扶 → 计生特*, a name as mask_name.

    Only characters that the code tables use are shown, so that a name that slipped into the column is not.
    """
    text = _tidy(value)
    known = text.str.to_lowercase().is_in(_known_words())
    hidden = _hide_letters(mask_digits(text), _known_characters())
    return pl.when(known).then(text).when(_may_be_a_name(text)).then(mask_name(text)).otherwise(_cut(hidden))


def mask_text(value: pl.Expr) -> pl.Expr:
    """What stands in a column of free text: 荣成市宁津街道 → 荣***, 文字说明 → 文***, numbers as figures.

    Two characters are shown where the text is long and does not begin with a surname, else one.
    """
    text = _tidy(value)
    shown = pl.when((text.str.len_chars() >= 5) & ~text.str.contains(rf"^(?:{_SURNAME})")).then(2).otherwise(1)
    chinese = pl.concat_str(text.str.slice(0, shown), pl.lit("***"))
    return pl.when(text.str.contains(r"\p{Han}")).then(chinese).otherwise(mask_figure(value))


def mask_cell(value: pl.Expr, column_type: pl.Expr) -> pl.Expr:
    """A cell as its sender may see it again, by the type of its column in the feeds' contract; null stays null.

    Empty text and white space become empty. A type that is not known is masked as free text, the strictest.
    """
    groups: list[tuple[tuple[str, ...], Callable[[pl.Expr], pl.Expr]]] = [
        (("name",), mask_name_text),
        (("id_number",), mask_identity_text),
        (("phone",), mask_phone),
        (("division",), lambda cell: mask_figure(cell, _LONGEST_DIVISION)),
        (("date", "month", "money", "int", "number"), lambda cell: mask_figure(cell, _LONGEST_DATE)),
        (("code", "sex", "yesno"), mask_word),
    ]
    known = [kind for kinds, _ in groups for kind in kinds]
    # Each mask gets the cells of its own types and null for the others, so that a cell is gone through once.
    masked = [mask(pl.when(column_type.is_in(kinds)).then(value)) for kinds, mask in groups]
    other = mask_text(pl.when(~column_type.is_in(known) | column_type.is_null()).then(value))
    return pl.coalesce(*masked, other, value.str.slice(0, 0))


def _tidy(value: pl.Expr) -> pl.Expr:
    """Without line breaks and what is not seen; the first 200 characters, enough to know what the cell is."""
    return value.str.slice(0, 200).str.replace_all(r"[\p{Cc}\p{Cf}\p{Z}]+", " ").str.strip_chars(" ")


def _cut(value: pl.Expr) -> pl.Expr:
    return value.str.replace(rf"^(.{{{_LONGEST_SHOWN}}}).+$", "${1}…")


def _hide_letters(value: pl.Expr, shown: str) -> pl.Expr:
    """Stars for Chinese characters but those shown, and for other scripts' letters; Latin words keep two letters.

    A word behind # is an error that a spreadsheet wrote (#VALUE!) and stays.
    """
    hidden = value.str.replace_all(r"(^|[^A-Za-z#])([A-Za-z]{2})[A-Za-z]{2,}", "${1}${2}***")
    hidden = hidden.str.replace_all(rf"[\p{{Han}}--[{shown}]]", "*")
    return hidden.str.replace_all(r"[\p{L}--\p{Han}--[A-Za-zＸｘ]]", "*")


def _may_be_a_name(text: pl.Expr) -> pl.Expr:
    return text.str.contains(rf"^(?:{_SURNAME})[\p{{Han}}·]{{1,3}}$")


@cache
def _known_words() -> list[str]:
    """The words of the code tables, in lower case."""
    return sorted({word.lower() for words in _code_words() for word in words})


@cache
def _known_characters() -> str:
    """The Chinese characters of the code tables' words and of figures."""
    written = "".join(word for words in _code_words() for word in words)
    written += _FIGURE_CHARACTERS
    return "".join(sorted({character for character in written if "\u4e00" <= character <= "\u9fff"}))


def _code_words() -> list[list[str]]:
    return [[str(code), *map(str, words)] for table in code_tables().values() for code, words in table.items()]
