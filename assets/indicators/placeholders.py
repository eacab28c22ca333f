"""Which shipped example values the counties of a night still go by: the table indicators/placeholders.

What belongs here: picking them out of what is in force. What does not: which value is in force (parameters,
disease_lists).
"""

from datetime import date

import polars as pl

from assets.indicators.disease_lists import placeholder_lists, read_diseases
from assets.indicators.places import URBAN_RURAL
from assets.vocabulary.tables import conform

PLACEHOLDER = "placeholder"
DISEASES = "serious_diseases"
_TABLE = "indicators/placeholders"


def placeholders(resolved: pl.DataFrame, night: date) -> pl.DataFrame:
    """The placeholders among `resolved`, which is indicators/parameters, and among the counties' lists of diseases."""
    columns = ("county_code", "name", "urban_rural", "value", "region", "source")
    values = resolved.filter(pl.col("status") == PLACEHOLDER).select(columns)
    lists = placeholder_lists(read_diseases(), resolved["county_code"].unique(), night)
    both = lists.join(pl.DataFrame({"urban_rural": URBAN_RURAL}), how="cross")
    diseases = both.with_columns(name=pl.lit(DISEASES), value=pl.col("codes").cast(pl.Float64)).select(columns)
    return conform(pl.concat([values, diseases]), _TABLE)
