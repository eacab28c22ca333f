"""Values out of a short list of words: yes and no, sex, the codes of a code table."""

import unicodedata
from functools import cache

import polars as pl

from assets.landing.values.cells import Parsed, Reader, constant, parse_cells, tidy
from assets.vocabulary.feeds import code_words

YES = (
    *("是", "是的", "有", "y", "yes", "1", "true", "t", "√", "✓", "✔", "☑", "对"),
    *("通过", "已通过", "享受", "已享受", "到账", "已到账", "居住", "在校", "在读"),
)
NO = (
    *("否", "无", "没有", "不是", "n", "no", "0", "false", "f", "×", "✗", "✘", "x", "错"),
    *("不通过", "未通过", "未享受", "不享受", "未到账", "不居住", "未居住", "无人居住", "不在校", "非在校", "未在校"),
)
MALE = ("1", "男", "男性", "m", "male")
FEMALE = ("2", "女", "女性", "f", "female")
SEX_UNKNOWN = ("0", "9", "未知", "未说明", "未知的性别", "未说明的性别", "不详")


def _word(text: pl.Expr) -> pl.Expr:
    """Without spaces, lower case, '1.0' as '1'. Placeholders stay: 无 is a word of some lists."""
    text = text.str.replace_all(r"\s", "").str.to_lowercase()
    return text.str.replace(r"^([0-9]+)\.0+$", "${1}")


def _careful_yesno(word: pl.Expr) -> pl.Expr:
    return pl.when(word.is_in(YES)).then(True).when(word.is_in(NO)).then(False)


def _careful_sex(word: pl.Expr) -> pl.Expr:
    return pl.when(word.is_in(MALE)).then(1).when(word.is_in(FEMALE)).then(2).cast(pl.Int8)


def _sex_reason(word: pl.Expr) -> pl.Expr:
    return pl.when(~word.is_in(SEX_UNKNOWN)).then(pl.lit("sex_unreadable"))


YES_NO = Reader(pl.Boolean, _word, _careful_yesno, constant("yesno_unreadable"))
SEX = Reader(pl.Int8, _word, _careful_sex, _sex_reason)


# Tables whose codes have sub-codes, two or four digits more, that say nothing that is asked for here (2101 → 21).
_WITH_SUB_CODES = frozenset({"med_type"})
_SUB_CODE = r"^([0-9]{2})(?:[0-9]{2}){1,2}$"
# '21已给予临时救助', '310-职工': a code with its own word behind it; '职工(310)': before it.
_NUMBERED = r"^([0-9]{1,5})[-—_:：、./]?([^0-9].*)$"
_IN_BRACKETS = r"^([^0-9]+)\(([0-9]{1,5})\)$"


def _codes(table: str) -> tuple[dict[str, str], list[int]]:
    """The words of a table with their codes, and how long its codes of digits are."""
    codes = {unicodedata.normalize("NFKC", word).lower(): code for word, code in code_words(table).items()}
    return codes, sorted({len(word) for word in codes if word.isascii() and word.isdigit()})


@cache
def _shortened(table: str) -> dict[str, str]:
    """Digits that mean one code as they stand and another with the 0 that a spreadsheet takes away: 1 and 01."""
    codes, widths = _codes(table)
    found = {word: word.zfill(width) for word in codes if word.isascii() and word.isdigit() for width in widths}
    return {word: codes[full] for word, full in found.items() if codes.get(full, codes[word]) != codes[word]}


@cache
def code(table: str) -> Reader:
    """The codes of a code table; digits are also tried with leading zeros added and removed."""
    codes, widths = _codes(table)

    def known(word: pl.Expr) -> pl.Expr:
        return word.replace_strict(codes, default=None, return_dtype=pl.String)

    def both(word: pl.Expr, pattern: str) -> pl.Expr:
        """A code and a word beside each other, where they say the same."""
        left, right = known(word.str.extract(pattern, 1)), known(word.str.extract(pattern, 2))
        return pl.when(left == right).then(left)

    def careful(word: pl.Expr) -> pl.Expr:
        digits = pl.when(word.str.contains(r"^[0-9]+$")).then(word)
        candidates = [word, *(digits.str.zfill(width) for width in widths), digits.str.strip_chars_start("0")]
        if table in _WITH_SUB_CODES:
            candidates.append(word.str.extract(_SUB_CODE, 1))
        return pl.coalesce(*(known(each) for each in candidates), both(word, _NUMBERED), both(word, _IN_BRACKETS))

    return Reader(pl.String, _word, careful, constant("code_unknown"))


def parse_codes(raw: pl.Series, table: str) -> Parsed:
    """The codes of a table. Where a digit may have lost its 0 (1 for 01), the column's other numbers say which it is:

    beside longer ones it is shortened, beside single digits that are no shortened form it stands for itself; beside
    none of either it is nobody's guess.
    """
    parsed = parse_cells(raw, code(table))
    shortened = _shortened(table)
    if not shortened:
        return parsed
    word = raw.to_frame("raw").select(_word(tidy(pl.col("raw")))).to_series()
    doubted = word.is_in(list(shortened)).fill_null(False)
    if not doubted.any():
        return parsed
    others = word.filter(word.str.contains(r"^[0-9]+$").fill_null(False) & ~doubted).unique()
    single, longer = (others.str.len_chars() == 1).any(), (others.str.len_chars() > 1).any()
    if single and not longer:
        return parsed
    known = longer and not single
    values = word.replace_strict(shortened if known else {}, default=None, return_dtype=pl.String)
    problem = None if known else "code_ambiguous"
    cells = pl.DataFrame({"old": parsed.values, "new": values, "doubted": doubted})
    cells = cells.with_columns(problem=parsed.problems if parsed.problems is not None else pl.lit(None, pl.String))
    read = cells.select(
        value=pl.when("doubted").then("new").otherwise("old"),
        problem=pl.when("doubted").then(pl.lit(problem, pl.String)).otherwise("problem"),
    )
    return Parsed(read["value"].alias(raw.name), read["problem"], parsed.patient)
