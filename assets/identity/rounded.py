"""Numbers that a sheet has rounded to fifteen digits and that are valid by chance.

What belongs here: telling such a number from a person's own. What does not: rounded numbers that are not valid, which
match by their head like any other broken number.

371082199003071000 is valid for one in eleven places and births, and one in a thousand people has such a number. Where
somebody of the same name has a number of the same first fifteen digits it is theirs, rounded: one county's people of
one birthday are a handful.
"""

from typing import Final

import polars as pl

from assets.identity.names import rows_of

_ROUNDED: Final = "000"
_HEAD: Final = 15


def without_rounded(records: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """`records` (id_text, id_valid, name_key, sex) in order; a rounded number is not valid and says nothing of the sex.

    `names`: the table of names.
    """
    suspect = pl.col("id_valid") & pl.col("id_text").str.ends_with(_ROUNDED)
    places = records.select(suspect.fill_null(False)).to_series().arg_true()
    if places.is_empty():
        return records
    rounded = _with_head(records[places].select("id_text", "name_key").with_columns(place=places), names)
    of_names = records.lazy().select("id_text", "id_valid", "name_key").filter(pl.col("id_valid") & ~suspect)
    spelled = names.join(rounded, on="folded", how="semi").select("name_key")
    whole = _with_head(of_names.join(spelled.lazy(), on="name_key", how="semi").collect(), names)
    found = rounded.join(whole, on=["folded", "head"], how="semi")["place"]
    return records.with_columns(
        id_valid=records["id_valid"].scatter(found, False), sex=records["sex"].scatter(found, None)
    )


def _with_head(numbered: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    named = numbered.drop_nulls("name_key")
    named = named.with_columns(folded=names["folded"].gather(rows_of(named["name_key"], names)))
    return named.with_columns(head=pl.col("id_text").str.slice(0, _HEAD))
