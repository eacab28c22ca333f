"""The world's records as a careful user of Splink would prepare them: cleaned columns, and some derived from others.

Belongs here: columns for Splink. Does not belong here: models (splink_models.py).
DuckDB's string distances count bytes, so names are also given in pinyin and as lists of characters.
"""

from functools import lru_cache

import polars as pl
import pypinyin
from opencc import OpenCC

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
NOT_IN_NAMES = r"[\s·•．.・‧'\-]"
PLACEHOLDER = "^999999|^(" + "|".join(f"{digit}+" for digit in range(10)) + ")$"


def prepare(records: pl.DataFrame, derived: bool = True) -> pl.DataFrame:
    """unique_id and the columns of the models; `derived`: birth date and sex also from a number that has them."""
    table = records.rename({"record_id": "unique_id"}).with_columns(
        name=pl.col("name").str.replace_all(NOT_IN_NAMES, ""), id_number=_number(records["id_number"])
    )
    table = table.with_columns(_simplified(table["name"]))
    table = table.with_columns(
        name_pinyin=_pinyin(table["name"]),
        name_letters=pl.col("name").str.split(""),
        birth_date=pl.coalesce("birth_date", _birth(pl.col("id_number"))) if derived else pl.col("birth_date"),
        sex=pl.coalesce("sex", _sex(pl.col("id_number"))) if derived else pl.col("sex"),
        township=pl.col("division_code").str.slice(0, 9),
    )
    return table.with_columns(pl.col("birth_date").cast(pl.String)).drop("source")


def _number(raw: pl.Series) -> pl.Series:
    """Capital X, no spaces; 15 digits as 18; null where it cannot be a number."""
    text = raw.str.to_uppercase().str.replace_all(r"[\s']", "").alias("text")
    old = text.str.contains(r"^\d{15}$").fill_null(False)
    longer = text.filter(old).str.slice(0, 6) + "19" + text.filter(old).str.slice(6)
    whole = text.scatter(old.arg_true(), longer + pl.select(_check(pl.lit(longer))).to_series())
    return whole.set(~whole.str.contains(r"^\d{16,17}[\dX]$") | whole.str.contains(PLACEHOLDER), None)


def _check(body: pl.Expr) -> pl.Expr:
    digits = [body.str.slice(place, 1).cast(pl.Int32, strict=False) * weight for place, weight in enumerate(WEIGHTS)]
    return (pl.sum_horizontal(digits) % 11).replace_strict(dict(enumerate(CHECK_CHARACTERS)), return_dtype=pl.String)


def _birth(number: pl.Expr) -> pl.Expr:
    whole = pl.when(number.str.len_chars() == 18).then(number)
    return whole.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)


def _sex(number: pl.Expr) -> pl.Expr:
    whole = pl.when(number.str.len_chars() == 18).then(number)
    return (2 - whole.str.slice(16, 1).cast(pl.Int8, strict=False) % 2).cast(pl.Int8)


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _characters(names: pl.Series) -> list[str]:
    """Distinct characters: tables are made for them, not for names."""
    return names.drop_nulls().str.split("").explode().unique().drop_nulls().to_list()


def _simplified(names: pl.Series) -> pl.Series:
    characters = _characters(names)
    return names.str.replace_many(characters, [_converter().convert(character) for character in characters])


def _pinyin(names: pl.Series) -> pl.Series:
    characters = _characters(names)
    sounds = [f"{pypinyin.lazy_pinyin(character)[0]} " for character in characters]
    return names.str.replace_many(characters, sounds).str.strip_chars().alias("name_pinyin")
