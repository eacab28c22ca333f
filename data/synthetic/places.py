"""Real counties, townships and villages of Shandong to live in.

Belongs here: choosing villages and spelling addresses. Does not belong here: who lives where.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from data.synthetic.randomness import Draws

DIVISIONS = Path(__file__).parents[1] / "reference" / "divisions.parquet"
# 荣成市 (威海), 昌邑市 (潍坊), 平邑县 (临沂)
SMALL_WORLD_COUNTIES = ("371082", "370786", "371326")
SMALL_WORLD_PERSONS = 5000
# Statistical codes with 7 in the fifth place are development zones, which no identity number begins with.
ZONE_MARK = "7"
TOWN_WORDS = "社区|居委会|居民委员会"
SUFFIX = "(村民委员会|居民委员会|村委会|居委会)$"
NEIGHBOURS = 12

Index = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Places:
    """counties: code, name. villages: code, address (county to village), sorted by county and town or country."""

    counties: pl.DataFrame
    villages: pl.DataFrame
    starts: Index  # [county, 0 country / 1 town] → first village
    counts: Index

    def village(self, draws: Draws, county: Index, urban: npt.NDArray[np.bool_], household: Index) -> Index:
        """The village of each household; neighbours in order mostly share one."""
        group = (household // NEIGHBOURS) * 2 + urban
        kind = urban.astype(np.int64)
        drawn = draws.bits("place/village", group) % self.counts[county, kind].astype(np.uint64)
        return self.starts[county, kind] + drawn.astype(np.int64)


def load_places(persons: int) -> Places:
    """Three counties in different prefectures for a small world, otherwise every county of the province."""
    table = pl.read_parquet(DIVISIONS)
    county = table.filter(level="county").filter(pl.col("code").str.starts_with("37"))
    county = county.filter(pl.col("code").str.slice(4, 1) != ZONE_MARK).select("code", "name").sort("code")
    if persons < SMALL_WORLD_PERSONS:
        county = county.filter(pl.col("code").is_in(SMALL_WORLD_COUNTIES))
    names = table.select("code", "name")
    village = (
        table.filter(level="village")
        .with_columns(county=pl.col("code").str.head(6), township=pl.col("parent"))
        .join(names.rename({"code": "county", "name": "county_name"}), on="county")
        .join(names.rename({"code": "township", "name": "township_name"}), on="township")
        .with_columns(urban=pl.col("name").str.contains(TOWN_WORDS))
        .with_columns(
            address=pl.col("county_name") + pl.col("township_name") + pl.col("name").str.replace(SUFFIX, ""),
        )
    )
    both = village.group_by("county").agg(
        pl.col("urban").sum().alias("town"), (~pl.col("urban")).sum().alias("country")
    )
    fit = both.filter((pl.col("town") >= 3) & (pl.col("country") >= 3))
    county = county.join(fit, left_on="code", right_on="county", how="semi").sort("code")
    return _indexed(county, village)


def _indexed(county: pl.DataFrame, village: pl.DataFrame) -> Places:
    numbered = county.with_row_index("county_index").select("county_index", county="code")
    village = village.join(numbered, on="county").sort("county_index", "urban", "code")
    counted = village.group_by("county_index", "urban").len().sort("county_index", "urban")
    counts = counted["len"].to_numpy().astype(np.int64).reshape(-1, 2)
    starts = np.concatenate([[0], np.cumsum(counts.ravel())[:-1]]).reshape(-1, 2)
    return Places(county, village.select("code", "address"), starts, counts)
