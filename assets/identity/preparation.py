"""T0: records in one normal form, and which of them carry enough to be recognised again.

What belongs here: cleaning of every attribute that matching compares. What does not: comparing records with each other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from assets.identity.names import LOST, name_table
from assets.vocabulary import identity_number
from assets.vocabulary.plain_numbers import PLAIN, read_plain

RECORD_SCHEMA: dict[str, Any] = {
    "name": pl.String,
    "id_number": pl.String,
    "sex": pl.Int8,
    "birth_date": pl.Date,
    "phone": pl.String,
    "division_code": pl.String,
    "address": pl.String,
    "household_no": pl.String,
    "guardian_id_number": pl.String,
}
# What of a record is compared; with `source` and `ordinal` it tells a record from any other.
DETAILS = (
    *("name_key", "id_text", "sex", "birth_date", "phone", "division_code", "address", "household_no"),
    "guardian_id",
)
PLACEHOLDER_IDS = (
    *("无", "不详", "未知", "空", "暂无", "待补", "未填"),
    *("NULL", "NONE", "NA", "NAN", "123456789012345678"),
)


@dataclass
class Prepared:
    """Normalised records, and the table of their names (name_key, folded, pinyin, compound)."""

    records: pl.DataFrame
    names: pl.DataFrame

    def hand_over(self) -> pl.DataFrame:
        """The records, which are no longer held here: they are most of what the stage holds in memory."""
        records, self.records = self.records, self.records.clear()
        return records


def source_type(sources: Iterable[str]) -> pl.Enum:
    """One byte a record instead of a text; sorts as the texts do."""
    return pl.Enum(sorted(set(sources)))


def beside(
    records: pl.DataFrame, others: pl.DataFrame, keys: Mapping[str, str], columns: Sequence[str]
) -> pl.DataFrame:
    """`records` with `columns` of `others`, joined on `keys` (column here → there, unique there), in the same order.

    Only the keys go through the join: a join copies every column that it is given.
    """
    found = records.select(*keys).join(
        others, left_on=list(keys), right_on=list(keys.values()), how="left", nulls_equal=True, maintain_order="left"
    )
    return records.hstack(found.select(columns))


def _mended(column: pl.Series, where: pl.Series, mend: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """`column` with `mend` for the texts at which `where` is true, each different one mended once.

    Nearly all texts of a delivery are written as they should be: looking is cheap, mending is not.
    """
    other = where.fill_null(False).arg_true()
    if other.is_empty():
        return column
    texts = column.gather(other)
    table = texts.unique().rename("text").to_frame().with_columns(mended=mend(pl.col("text")))
    mended = texts.rename("text").to_frame().join(table, on="text", how="left", maintain_order="left")["mended"]
    return column.scatter(other, mended)


def _unless(column: pl.Series, plain: str, mend: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """`column` with `mend` for the texts that do not match `plain`."""
    return _mended(column, ~column.str.contains(plain), mend)


def _without_constant_digits(text: pl.Expr) -> pl.Expr:
    """Null where a text is one character repeated."""
    repeated = text.str.strip_chars(text.str.slice(0, 1)).str.len_chars() == 0
    return pl.when(~repeated).then(text)


def _informative(text: pl.Expr) -> pl.Expr:
    """A number in normal form; null for placeholders and what Excel has rounded to nothing."""
    says = (
        ~text.is_in(PLACEHOLDER_IDS)
        & ~text.str.contains(r"^(9{6}|0{6})|^[0-9](\.[0-9]+)?E\+?[0-9]+$")
        & (text.str.count_matches(r"[0-9A-Z]") >= 4)
    )
    return _without_constant_digits(pl.when(says).then(text))


def _numbers(column: pl.Series) -> pl.Series:
    """Numbers in normal form, a step after another; those in plain form with a right check character need none."""
    plain = column.str.contains(PLAIN).fill_null(False).arg_true()
    right = plain.filter(read_plain(column.gather(plain))["valid"])
    doubtful = (pl.zeros(column.len(), pl.UInt8, eager=True) == 0).scatter(right, False) & column.is_not_null()
    cleaned = _mended(column, doubtful, identity_number.clean)
    whole = _mended(cleaned, doubtful & cleaned.str.contains(r"^[0-9]{15}$"), identity_number.normalise)
    return _mended(whole, doubtful, _informative)


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


def _address(value: pl.Expr) -> pl.Expr:
    """Without what stands above the township, which is often left out, and one word for a village's groups."""
    text = _text(value).str.replace(_ABOVE_TOWNSHIP + _FROM_TOWNSHIP, "$1")
    return text.str.replace_all(_VILLAGE_GROUP, "${1}组")


def _with_columns(records: pl.DataFrame) -> pl.DataFrame:
    """All columns present in their types; `rows` is 1 where the caller does not say."""
    present = set(records.columns)
    typed = [
        pl.col(name).cast(dtype, strict=False) if name in present else pl.lit(None, dtype).alias(name)
        for name, dtype in RECORD_SCHEMA.items()
    ]
    rows = pl.col("rows").cast(pl.UInt32) if "rows" in present else pl.lit(1, pl.UInt32).alias("rows")
    sources = source_type(records["source"].cast(pl.String).unique().drop_nulls())
    return records.select("record_id", pl.col("source").cast(sources), rows, *typed)


def _with_ids(records: pl.DataFrame) -> pl.DataFrame:
    """id_text, id_valid, guardian_id; a number that equals the guardian's on the same row is the guardian's alone.

    With number_birth and number_sex, what a valid number says.
    """
    id_text, guardian = _numbers(records["id_number"]), _numbers(records["guardian_id_number"])
    borrowed = (id_text == guardian).fill_null(False)
    id_text = id_text.rename("id_text").to_frame().select(pl.when(~borrowed).then("id_text")).to_series()
    plain = id_text.str.contains(PLAIN).fill_null(False).arg_true()
    read = read_plain(id_text.gather(plain)).with_columns(place=plain)
    valid = read.filter("valid")
    return records.drop("id_number", "guardian_id_number").with_columns(
        id_text=id_text,
        id_valid=pl.zeros(records.height, pl.UInt8, eager=True).cast(pl.Boolean).scatter(valid["place"], True),
        guardian_id=guardian,
        number_birth=_scattered(records.height, valid, "birth_date"),
        number_sex=_scattered(records.height, valid, "sex"),
    )


def _scattered(height: int, values: pl.DataFrame, column: str) -> pl.Series:
    """A series of nulls with `column` at the places of `values`."""
    return pl.repeat(None, height, dtype=values.schema[column], eager=True).scatter(values["place"], values[column])


def _with_details(records: pl.DataFrame) -> pl.DataFrame:
    known_sex = pl.when(pl.col("sex").is_in([1, 2])).then("sex")
    known_birth = pl.when(pl.col("birth_date") > pl.date(1900, 1, 1)).then("birth_date")
    return records.with_columns(
        sex=pl.coalesce(known_sex, "number_sex"),
        birth_date=pl.coalesce(known_birth, "number_birth"),
        phone=_unless(records["phone"], r"^1[3-9][0-9]{9}$", _phone),
        division_code=_unless(records["division_code"], r"^$", _division),
        address=_unless(records["address"], r"^$", _address),
        household_no=_unless(records["household_no"], r"^[0-9A-Z]+$", _text),
    ).drop("number_birth", "number_sex")


def separate() -> pl.Expr:
    """True where a record carries too little to be recognised again: identical ones are not one person for that.

    A name that lost characters is no name here: twins of one household may both be 王?.
    """
    supported = (
        pl.col("id_text").is_not_null()
        | pl.col("phone").is_not_null()
        | pl.col("guardian_id").is_not_null()
        | pl.col("household_no").is_not_null()
        | (pl.col("address").is_not_null() & pl.col("division_code").is_not_null())
    )
    named = pl.col("name_key").is_not_null() & ~pl.col("name_key").str.contains(LOST, literal=True)
    return ~(pl.col("id_valid") | (named & supported))


def prepare(records: pl.DataFrame) -> Prepared:
    """Normalised records in the given order.

    Columns: record_id, source, rows, name (as written), name_key, id_text, id_valid, sex, birth_date, phone,
    division_code, address, household_no, guardian_id, separate. Raises ColumnNotFoundError without record_id or source.
    """
    # One name for every step: what a step has replaced is let go before the next one.
    records = _with_columns(records)
    written, names = name_table(records["name"])
    records = beside(records, written, {"name": "name"}, ["name_key"])
    records = records.with_columns(
        name=pl.when(pl.col("name_key").is_not_null()).then(pl.col("name").str.strip_chars())
    )
    records = _with_details(_with_ids(records))
    return Prepared(records.with_columns(separate=separate()), names)


def number_separate(records: pl.DataFrame) -> pl.DataFrame:
    """With `ordinal`: the place of a separate record among its source's records of the same details, by record_id."""
    alone = records.filter("separate").sort("record_id")
    numbered = alone.select("record_id", ordinal=pl.int_range(pl.len(), dtype=pl.UInt32).over("source", *DETAILS))
    return records.join(numbered, on="record_id", how="left", maintain_order="left").with_columns(
        pl.col("ordinal").fill_null(0)
    )


def spread_separate(records: pl.DataFrame) -> pl.DataFrame:
    """With `ordinal` and `occurrence`: a separate record that stands for n rows becomes n records of one row each.

    `occurrence` counts them from 0 in the order of the rows; `ordinal` is as in `number_separate`. All others have 0.
    """
    zero = pl.lit(0, pl.UInt32)
    others = records.filter(~pl.col("separate")).with_columns(occurrence=zero, ordinal=zero)
    alone = records.filter("separate").with_columns(occurrence=pl.int_ranges(0, "rows", dtype=pl.UInt32))
    alone = alone.explode("occurrence").sort("record_id", "occurrence")
    numbered = alone.with_columns(
        pl.lit(1, pl.UInt32).alias("rows"), ordinal=pl.int_range(pl.len(), dtype=pl.UInt32).over("source", *DETAILS)
    )
    return pl.concat([others, numbered.select(others.columns)])
