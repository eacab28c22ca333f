"""The pairs that a person must judge, masked.

What belongs here: the review table and its reasons for staff. What does not: why a pair is doubtful (that is decision
and exact).
"""

import polars as pl

from assets.identity.lasting import digest
from assets.vocabulary.masking import mask_id_number, mask_name
from assets.vocabulary.tables import COMPARISONS, table_schema

TWO_NAMES, OF_ANOTHER = "id_two_names", "id_of_another"
REASONS = {
    TWO_NAMES: "同一身份证号对应两个不同姓名，请核实号码属于谁",
    OF_ANOTHER: "有一行写着其中一人的身份证号，姓名和其他信息却与另一人相符，请核实该行号码是否登记有误",
    "fuzzy_between": "姓名等信息相近但把握不足，请核实是否为同一人",
    "fuzzy_tie": "有两名人员同样相符，请核实属于哪一人",
    "fuzzy_birth_conflict": "姓名等信息相符但出生日期不一致，请核实",
    "fuzzy_name_differs": "其他信息相符但姓名写法不一致，请核实是否为同一人（注意双胞胎、兄弟姐妹）",
    "fuzzy_name_alone": "仅姓名与地区相符，请核实是否为同一人",
}

SCHEMA = table_schema("identity/review")


def _masked(persons: pl.DataFrame) -> pl.DataFrame:
    """person_id, masked: name and number masked, the birth as its year."""
    shown = pl.concat_str(
        mask_name(pl.col("name")).fill_null("（无姓名）"),
        mask_id_number(pl.col("id_number")).fill_null("（无号码）"),
        pl.col("birth_date").dt.strftime("%Y年生").fill_null("（出生不详）"),
        separator=" ",
    )
    return persons.select("person_id", masked=shown)


def review_table(
    pairs: pl.DataFrame, records: pl.DataFrame, persons: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """`pairs` (left, right: clusters; reason_code, weight, probability) as the contract's rows, sorted by review_id.

    `records`: cluster and source, for the feeds of either side. `pairs` may say what was compared (`comparisons`).
    """
    compared = pl.col("comparisons") if "comparisons" in pairs.columns else pl.lit(None, COMPARISONS)
    nothing = pl.lit([], COMPARISONS)
    pairs = pairs.with_columns(comparisons=pl.when(compared.is_null()).then(nothing).otherwise(compared))
    clusters = pl.concat([pairs.select(cluster="left"), pairs.select(cluster="right")]).unique()
    feeds = (
        records.select("cluster", "source")
        .join(clusters, on="cluster", how="semi")
        .select("cluster", feed=pl.col("source").cast(pl.String).str.split_exact("|", 1).struct.field("field_0"))
        .unique()
        .sort("cluster", "feed")
        .group_by("cluster", maintain_order=True)
        .agg(pl.col("feed").str.join(" "))
    )
    sides = clusters.join(tokens, on="cluster").join(feeds, on="cluster")
    sides = sides.join(_masked(persons.join(sides, on="person_id", how="semi")), on="person_id")
    table = pairs
    for side in ("left", "right"):
        names = {"cluster": side, "person_id": f"{side}_person_id", "feed": f"{side}_feeds", "masked": f"{side}_masked"}
        table = table.join(sides.select(list(names)).rename(names), on=side)
    pair = table.select(pl.concat_str("left_person_id", "right_person_id", "reason_code", separator="|")).to_series()
    return (
        table.with_columns(
            review_id=pl.lit("R") + digest(pair).str.slice(0, 16),
            reason=pl.col("reason_code").replace_strict(REASONS, return_dtype=pl.String),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
        .sort("review_id")
    )
