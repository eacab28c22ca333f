"""T0: records in one normal form, and which of them carry enough to be recognised again.

What belongs here: cleaning of every attribute that matching compares. What does not: comparing records with each other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl

from assets.identity.names import LOST, name_table
from assets.identity.places import ordinals, spread
from assets.identity.rounded import without_rounded
from assets.identity.side_by_side import side_by_side
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


@dataclass(frozen=True)
class _Numbers:
    """texts: numbers in normal form.  valid: place, birth_date and sex of those that are right."""

    texts: pl.Series
    valid: pl.DataFrame


def _read(column: pl.Series, places: pl.Series) -> pl.DataFrame:
    """place, birth_date, sex of the texts at `places` that are valid numbers in plain form."""
    texts = column.gather(places)
    plain = texts.str.contains(PLAIN).fill_null(False).arg_true()
    read = read_plain(texts.gather(plain)).with_columns(place=places.gather(plain))
    return read.filter("valid").select("place", "birth_date", "sex")


def _numbers(column: pl.Series) -> _Numbers:
    """Numbers in normal form; those in plain form with a right check character are so already."""
    known = column.is_not_null().arg_true()
    right = _read(column, known)
    doubtful = known.filter(~spread(column.len(), ordinals(right["place"]), right["place"]).gather(known).is_not_null())
    texts = column.gather(doubtful)
    table = texts.unique().rename("text").to_frame()
    # A step after another: each text is looked at, few have fifteen digits.
    cleaned = table.select(identity_number.clean(pl.col("text"))).to_series()
    whole = _mended(cleaned, cleaned.str.contains(r"^[0-9]{15}$"), identity_number.normalise)
    table = table.with_columns(mended=whole).with_columns(mended=_informative(pl.col("mended")))
    mended = texts.rename("text").to_frame().join(table, on="text", how="left", maintain_order="left")["mended"]
    column = column.scatter(doubtful, mended)
    return _Numbers(column, pl.concat([right, _read(column, doubtful)]))


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


Tables = tuple[pl.DataFrame, ...]


def _named(records: pl.DataFrame) -> Tables:
    """(name and name_key of each record, the table of names)."""
    written, table = name_table(records["name"])
    columns = records.select("name", name_key=_keys_of(records["name"], written))
    stripped = pl.when(pl.col("name_key").is_not_null()).then(pl.col("name").str.strip_chars())
    return columns.with_columns(name=stripped), table


def _keys_of(names: pl.Series, written: pl.DataFrame) -> pl.Series:
    """The name_key of each name; nearly all names are their own."""
    other = written.filter(pl.col("name").ne_missing(pl.col("name_key")))
    places = names.is_in(other["name"].implode()).fill_null(False).arg_true()
    found = names.gather(places).to_frame("name").join(other, on="name", how="left", maintain_order="left")
    return names.scatter(places, found["name_key"])


def _numbered(records: pl.DataFrame) -> Tables:
    """id_text, id_valid, guardian_id; a number that equals the guardian's on the same row is the guardian's alone.

    With number_birth and number_sex, what a valid number says.
    """
    columns = [records["id_number"], records["guardian_id_number"]]
    own, guardian = side_by_side([partial(_numbers, column) for column in columns])
    borrowed = (own.texts == guardian.texts).fill_null(False)
    valid = own.valid.filter(~borrowed.gather(own.valid["place"]))
    places = ordinals(valid["place"])
    table = pl.DataFrame({"id_text": own.texts, "borrowed": borrowed})
    return (
        table.select(
            guardian_id=_coded(guardian.texts),
            id_text=pl.when(~pl.col("borrowed")).then("id_text"),
            id_valid=pl.zeros(records.height, pl.UInt8, eager=True).cast(pl.Boolean).scatter(valid["place"], True),
            number_birth=spread(records.height, places, valid["birth_date"]),
            number_sex=spread(records.height, places, valid["sex"]),
        ),
    )


_DETAIL_FORMS: Mapping[str, tuple[str, Callable[[pl.Expr], pl.Expr]]] = {
    "phone": (r"^1[3-9][0-9]{9}$", _phone),
    "division_code": (r"^$", _division),
    "address": (r"^$", _address),
    "household_no": (r"^[0-9A-Z]+$", _text),
}


def _coded(texts: pl.Series) -> pl.Series:
    """A number for each text instead of the text: few differ, and most records say none. Sorts as the texts do."""
    return texts.cast(pl.Enum(texts.drop_nulls().unique().sort()))


def _detail(column: pl.Series, plain: str, mend: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    return _coded(_unless(column, plain, mend))


def _detailed(records: pl.DataFrame) -> Tables:
    tasks = [partial(_detail, records[column], *form) for column, form in _DETAIL_FORMS.items()]
    return (pl.DataFrame(dict(zip(_DETAIL_FORMS, side_by_side(tasks), strict=True))),)


def _parts(records: pl.DataFrame) -> Iterator[Callable[[], Tables]]:
    """Each part with the columns that it reads."""
    yield partial(_named, records.select("name"))
    yield partial(_numbered, records.select("id_number", "guardian_id_number"))
    yield partial(_detailed, records.select(*_DETAIL_FORMS))


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

    Columns: record_id, source, rows, name (as written), name_key, id_text, id_valid, sex, birth_date, birth_stated (by
    the row itself, not by its number), phone, division_code, address, household_no, guardian_id, separate. Raises
    ColumnNotFoundError without record_id or source.
    """
    records = _with_columns(records)
    kept = records.select("record_id", "source", "rows", "sex", "birth_date")
    parts = _parts(records)
    # Nobody holds the columns as written but the part that reads them.
    del records
    (spelled, names), (numbers,), (details,) = side_by_side(parts)
    known_sex = pl.when(pl.col("sex").is_in([1, 2])).then("sex")
    known_birth = pl.when(pl.col("birth_date") > pl.date(1900, 1, 1)).then("birth_date")
    records = pl.concat([kept, spelled, numbers, details], how="horizontal").with_columns(
        sex=pl.coalesce(known_sex, "number_sex"),
        birth_date=pl.coalesce(known_birth, "number_birth"),
        birth_stated=known_birth.is_not_null(),
    )
    records = without_rounded(records.drop("number_birth", "number_sex"), names)
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
