"""One form for what is the same detail: telephone, division, address, number as it is written in a delivery.

What belongs here: the normal form of a single text. What does not: names (those are in `names`), which texts are there.
"""

from collections.abc import Callable, Mapping

import polars as pl

from assets.identity.places import Form, mended

PLACEHOLDER_IDS = (
    *("无", "不详", "未知", "空", "暂无", "待补", "未填"),
    *("NULL", "NONE", "NA", "NAN", "123456789012345678"),
)

# Characters that are written alike in every normal form of Unicode, and digits and capitals.
_PLAIN = r"^[0-9A-Z一-鿿]+$"


def unless(column: pl.Series, plain: str, form: Form) -> pl.Series:
    """`column` with its `form` for the texts that do not match `plain`."""
    return mended(column, ~column.str.contains(plain), form)


def _without_constant_digits(text: pl.Expr) -> pl.Expr:
    """Null where a text is one character repeated."""
    repeated = text.str.strip_chars(text.str.slice(0, 1)).str.len_chars() == 0
    return pl.when(~repeated).then(text)


def informative(text: pl.Expr) -> pl.Expr:
    """A number in normal form; null for placeholders and what Excel has rounded to nothing."""
    says = (
        ~text.is_in(PLACEHOLDER_IDS)
        & ~text.str.contains(r"^(9{6}|0{6})|^[0-9](\.[0-9]+)?E\+?[0-9]+$")
        & (text.str.count_matches(r"[0-9A-Z]") >= 4)
    )
    return _without_constant_digits(pl.when(says).then(text))


def _phone(value: pl.Expr) -> pl.Expr:
    digits = value.str.normalize("NFKC").str.replace(r"\.0+$", "").str.replace_all(r"[^0-9]", "")
    national = digits.str.replace(r"^(?:00)?86(1[0-9]{10})$", "$1")
    return _without_constant_digits(pl.when(national.str.len_chars() >= 7).then(national))


def _division(value: pl.Expr) -> pl.Expr:
    """Digits without the zeros that stand for 'no finer level': of 6, 9 or 12 characters, else as written."""
    digits = value.str.replace_all(r"[^0-9]", "")
    trimmed = digits.str.replace(r"^([0-9]{6})0{3}(?:0{3})?$", "$1").str.replace(r"^([0-9]{9})000$", "$1")
    return pl.when(trimmed.str.len_chars() >= 2).then(_without_constant_digits(trimmed))


def _text(value: pl.Expr) -> pl.Expr:
    text = value.str.normalize("NFKC").str.replace_all(r"[\s\p{Z}\p{Cf}]", "").str.to_uppercase()
    return pl.when(text.str.contains(r"[\p{L}\p{N}]")).then(text)


# What stands above a township, if it is nothing else; and the township with all below it.
_ABOVE_TOWNSHIP = r"^(?:.{2,8}?(?:省|自治区))?(?:.{2,7}?(?:市|自治州|地区|盟))?(?:.{1,6}?[县区市旗])?"
_FROM_TOWNSHIP = r"([^省市县区旗]{1,8}(?:镇|乡|街道|苏木).*)$"
_VILLAGE_GROUP = r"([0-9一二三四五六七八九十])(?:社|队|小组|村民小组|生产队)"


def phones(texts: pl.Series) -> pl.Series:
    return unless(texts, r"^1[3-9][0-9]{9}$", _phone)


def divisions(texts: pl.Series) -> pl.Series:
    return unless(texts, r"^$", _division)


def plain_texts(texts: pl.Series) -> pl.Series:
    return unless(texts, _PLAIN, _text)


def addresses(texts: pl.Series) -> pl.Series:
    """Without what stands above the township, which is often left out, and one word for a village's groups."""
    plain = plain_texts(texts)
    # Only what has the words for a place above, or for a group, is taken apart.
    above = plain.str.contains(r"[省区市州盟县旗]")
    below = mended(plain, above, lambda text: text.str.replace(_ABOVE_TOWNSHIP + _FROM_TOWNSHIP, "$1"))
    return mended(below, below.str.contains(r"[社队组]"), lambda text: text.str.replace_all(_VILLAGE_GROUP, "${1}组"))


# Column → the normal form of its texts, none of which is null.
DETAIL_FORMS: Mapping[str, Callable[[pl.Series], pl.Series]] = {
    "phone": phones,
    "division_code": divisions,
    "address": addresses,
    "household_no": plain_texts,
}
