"""Records without a valid identity number that are one person because their details are identical.

What belongs here: the details that identify (`tokens`) and the groups they make. What does not: anything similar but
not identical (that is blocking and scoring).
"""

import polars as pl

from assets.identity.preparation import DETAILS

_SEPARATOR = "|"


def _joined(kind: str, *parts: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit(kind), *parts, separator=_SEPARATOR)


def _token_expressions() -> list[pl.Expr]:
    """Each is null where one of its parts is; birth date and sex may be unknown, but then must be so on both sides."""
    person = (
        pl.col("name_key"),
        pl.col("birth_date").dt.strftime("%Y%m%d").fill_null(""),
        pl.col("sex").cast(pl.String).fill_null(""),
    )
    return [
        _joined("number", pl.col("id_text"), pl.col("name_key")),
        _joined("phone", *person, pl.col("phone")),
        _joined("guardian", *person, pl.col("guardian_id")),
        _joined("household", *person, pl.col("household_no")),
        _joined("address", *person, pl.col("division_code"), pl.col("address")),
    ]


def owner_key() -> pl.Expr:
    """The key of a valid number (id_text) with one of its names (name_key), which may be missing."""
    return pl.concat_str("id_text", pl.col("name_key").fill_null(""), separator=_SEPARATOR)


def tokens(units: pl.DataFrame) -> pl.DataFrame:
    """(unit, token): every text by which a unit is recognised, also on a later night."""
    expressions = [expression.alias(str(place)) for place, expression in enumerate(_token_expressions())]
    wide = units.select("unit", *expressions)
    return (
        wide.unpivot(index="unit", variable_name="kind", value_name="token").drop_nulls("token").select("unit", "token")
    )


def _separate_tokens(units: pl.DataFrame) -> pl.DataFrame:
    """(unit, token) of units that carry too little: what they say, their source and their place among its like."""
    details = [pl.col(name).cast(pl.String).fill_null("") for name in DETAILS]
    return units.select(
        "unit", token=_joined("row", pl.col("source").cast(pl.String), *details, pl.col("ordinal").cast(pl.String))
    )


def identity_tokens(units: pl.DataFrame) -> pl.DataFrame:
    """(unit, token) of all units: `tokens` where there are any, else one of its own."""
    known = tokens(units.filter(~pl.col("separate")))
    return pl.concat([known, _separate_tokens(units.filter("separate"))])


def make_units(loose: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Records without a valid number → (units, record → unit).

    A unit is a distinct set of details over all sources; a separate record is a unit of its own. `loose` holds record,
    source, ordinal, separate, rows, id_group, cluster and the details.
    """
    lone_source = pl.when("separate").then("source").alias("source")
    lone_ordinal = pl.when("separate").then("ordinal").alias("ordinal")
    keyed = loose.select("record", "rows", "separate", "id_group", "cluster", lone_source, lone_ordinal, *DETAILS)
    grouped = (
        keyed.group_by("separate", "id_group", "cluster", "source", "ordinal", *DETAILS)
        .agg("record", pl.col("rows").sum())
        # What they say numbers them, not where they stood: ties are broken by number.
        .sort(*DETAILS, "source", "ordinal", "id_group", "cluster", nulls_last=True)
        .with_row_index("unit")
    )
    return grouped.drop("record"), grouped.select("unit", "record").explode("record")


def connected(edges: pl.DataFrame) -> pl.DataFrame:
    """(unit, token) → (unit, group): units that share a token, directly or through others, are one group.

    Each round hands the smallest label over all tokens; it ends when nothing changes.
    """
    numbered = edges.select("unit", token=pl.col("token").rank("dense"))
    labels = numbered.select("unit", "token", group=pl.col("unit"))
    while True:
        spread = labels.with_columns(pl.col("group").min().over("token"))
        spread = spread.with_columns(pl.col("group").min().over("unit"))
        if spread["group"].equals(labels["group"]):
            return spread.select("unit", "group").unique("unit")
        labels = spread


def group_units(units: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """(unit, group) of all units; `known`: their `identity_tokens`.

    Numbers that are not valid also join names that are consistent under them.
    """
    numbers = units.filter(pl.col("id_text").is_not_null() & pl.col("name_key").is_not_null()).select(
        "unit", token=_joined("group", pl.col("id_text"), pl.col("id_group").cast(pl.String))
    )
    return connected(pl.concat([known, numbers]))
