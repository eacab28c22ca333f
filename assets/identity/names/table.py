"""The table of distinct names: each in the forms by which it is compared.

What belongs here: `name_table`. What does not: the forms themselves (normal_form, readings) and comparing.
"""

import polars as pl

from assets.identity.names.normal_form import (
    COMPOUND_MARK,
    PLAIN_NAME,
    SEPARATORS,
    folded_form,
    is_alphabetic,
    normal_form,
    simplified,
    variant_characters,
    without_accents,
)
from assets.identity.names.readings import pinyin

NAME_TABLE_SCHEMA = pl.Schema(
    {"name_key": pl.String, "folded": pl.String, "pinyin": pl.String, "compound": pl.Boolean, "words": pl.String}
)
_APOSTROPHES = r"['’‘`]"


def _with_words(forms: pl.DataFrame) -> pl.DataFrame:
    """`words`: the parts of a name in letters or with dots, with a space between; null for a name of one part."""
    letters = is_alphabetic(pl.col("name_key"))
    chosen = forms.filter(pl.col("compound") | (letters & pl.col("name").str.contains(SEPARATORS)))
    shown = pl.col("name").str.normalize("NFKC").str.to_uppercase().str.replace_all(_APOSTROPHES, "")
    spaced = pl.when(letters).then(shown.str.replace_all(SEPARATORS, " "))
    parts = spaced.otherwise(shown.str.replace_all(COMPOUND_MARK, " "))
    words = parts.str.split(" ").list.filter(pl.element() != "").list.join(" ")
    found = chosen.select("name", words=words).filter(pl.col("words").str.contains(" "))
    if found.is_empty():
        return forms.with_columns(words=pl.lit(None, pl.String))
    folded = (
        simplified(found["words"])
        .to_frame()
        .select(without_accents(pl.col("words").str.replace_many(variant_characters("any"))))
    )
    return forms.join(found.with_columns(folded), on="name", how="left", maintain_order="left")


def name_table(names: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Distinct written names → (name, name_key), and for each name_key its forms in NAME_TABLE_SCHEMA.

    Both tables are sorted by their first column; null names and those without a normal form are left out of the second.
    """
    written = names.drop_nulls().unique().sort().rename("name")
    keys, table = names_of(written)
    return pl.DataFrame({"name": written, "name_key": keys}), table


def names_of(written: pl.Series) -> tuple[pl.Series, pl.DataFrame]:
    """The name_key of each of the distinct names, and of each name_key its forms in NAME_TABLE_SCHEMA, in its order.

    `pinyin` is toneless, a space after each syllable, a surname's own reading where it has one (单 → shan). `compound`:
    written with a dot anywhere. `words`: of the writing with the most parts.
    """
    keys = normal_form(written)
    table = keys.drop_nulls().unique().sort().to_frame("name_key")
    forms = pl.DataFrame({"name": written, "name_key": keys}).filter(~pl.col("name").str.contains(PLAIN_NAME))
    forms = _with_words(forms.drop_nulls("name_key").with_columns(compound=pl.col("name").str.contains(COMPOUND_MARK)))
    dotted = table["name_key"].is_in(forms.filter("compound")["name_key"].unique().implode())
    ranked = pl.col("words").sort_by(pl.col("words").str.count_matches(" "), "words", descending=[True, False])
    worded = forms.drop_nulls("words").group_by("name_key").agg(ranked.first())
    places = table["name_key"].search_sorted(worded["name_key"])
    words = pl.Series("words", [None], dtype=pl.String).new_from_index(0, table.height).scatter(places, worded["words"])
    table = table.with_columns(folded_form(table["name_key"]), compound=dotted, words=words)
    table = table.with_columns(pinyin=pinyin(table["folded"]))
    return keys, table.select(NAME_TABLE_SCHEMA.names())


def sorted_words() -> pl.Expr:
    """Of a table of names: the words of a name in letters in the order of the alphabet; null for all other names."""
    letters = is_alphabetic(pl.col("folded")) & pl.col("words").is_not_null()
    return pl.when(letters).then(pl.col("words").str.split(" ").list.sort().list.join(" "))
