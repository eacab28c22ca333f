"""Values out of a short list of words: yes and no, sex, the codes of a code table."""

import unicodedata
from functools import cache

import polars as pl

from assets.landing.values.cells import Reader, constant, tidy
from assets.vocabulary.feeds import code_words

YES = ("是", "有", "y", "yes", "1", "true", "t", "√", "✓", "✔", "对")
NO = ("否", "无", "没有", "不是", "n", "no", "0", "false", "f", "×", "✗", "✘", "x", "错")
MALE = ("1", "男", "男性", "m", "male")
FEMALE = ("2", "女", "女性", "f", "female")
SEX_UNKNOWN = ("0", "9", "未知", "未说明", "未知的性别", "未说明的性别", "不详")


def _word(raw: pl.Expr) -> pl.Expr:
    """Without spaces, lower case, '1.0' as '1'. Placeholders stay: 无 is a word of some lists."""
    text = tidy(raw).str.replace_all(r"\s", "").str.to_lowercase()
    return text.str.replace(r"^([0-9]+)\.0+$", "${1}")


def _careful_yesno(word: pl.Expr) -> pl.Expr:
    return pl.when(word.is_in(YES)).then(True).when(word.is_in(NO)).then(False)


def _careful_sex(word: pl.Expr) -> pl.Expr:
    return pl.when(word.is_in(MALE)).then(1).when(word.is_in(FEMALE)).then(2).cast(pl.Int8)


def _sex_reason(word: pl.Expr) -> pl.Expr:
    return pl.when(~word.is_in(SEX_UNKNOWN)).then(pl.lit("sex_unreadable"))


YES_NO = Reader(pl.Boolean, _word, _careful_yesno, constant("yesno_unreadable"))
SEX = Reader(pl.Int8, _word, _careful_sex, _sex_reason)


@cache
def code(table: str) -> Reader:
    """The codes of a code table; digits are also tried with leading zeros added and removed."""
    codes = {unicodedata.normalize("NFKC", word).lower(): code for word, code in code_words(table).items()}
    widths = sorted({len(word) for word in codes if word.isascii() and word.isdigit()})

    def known(word: pl.Expr) -> pl.Expr:
        return word.replace_strict(codes, default=None, return_dtype=pl.String)

    def careful(word: pl.Expr) -> pl.Expr:
        # '21已给予临时救助', '310-职工': a code with its own word behind it.
        numbered = r"^([0-9]{1,3})[-—_:：、.]?([^0-9].*)$"
        code, meaning = known(word.str.extract(numbered, 1)), known(word.str.extract(numbered, 2))
        digits = pl.when(word.str.contains(r"^[0-9]+$")).then(word)
        candidates = [word, *(digits.str.zfill(width) for width in widths), digits.str.strip_chars_start("0")]
        return pl.coalesce(*(known(each) for each in candidates), pl.when(code == meaning).then(code))

    return Reader(pl.String, _word, careful, constant("code_unknown"))
