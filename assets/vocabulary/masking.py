"""How personal values are shown to staff and in review tables: one convention, as Polars expressions.

No national pattern exists for names; the forms are those in common use. What may be shown to whom is not decided here.
"""

import polars as pl


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
