"""The counties of Shandong in an order of their own, with their shares of the world's people and the villages in use.

Belongs here: where people may live. Does not belong here: who lives there.
Whatever the world's size, a village has as many watched people as when the world is the whole province (10.49 M); in a
larger world villages grow.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from data.synthetic.places import DIVISIONS, SUFFIX, TOWN_WORDS, ZONE_MARK
from data.synthetic.randomness import Draws
from tests.benchmarks.identity.households import VILLAGE_PERSONS

PROVINCE = "37"
# A small world has at least so many counties, and one more for each so many people until it has them all.
FEWEST_COUNTIES, COUNTY_PERSONS = 4, 20_000


@dataclass(frozen=True)
class County:
    """`villages`: code, address, urban, only those in use. `all_codes`: all counties in the world's order."""

    number: int
    first_person: int
    persons: int
    villages: pl.DataFrame
    all_codes: list[str]


def make_counties(draws: Draws, persons: int) -> list[County]:
    """The world's counties with people in proportion to their villages; a small world has few counties, in part."""
    every = _villages()
    codes = every["county"].unique().to_numpy()
    codes = codes[np.argsort(draws.bits("county", codes.astype(np.int64)))].tolist()
    used = codes[: int(np.clip(persons // COUNTY_PERSONS, FEWEST_COUNTIES, len(codes)))]
    by_county = {str(code[0]): frame for code, frame in every.partition_by("county", as_dict=True).items()}
    sizes = np.array([by_county[code].height for code in used])
    ends = np.rint(np.cumsum(sizes) / sizes.sum() * persons).astype(np.int64).tolist()
    counties: list[County] = []
    for number, (code, first, end) in enumerate(zip(used, [0, *ends[:-1]], ends, strict=True)):
        if first == end:  # a handful of people does not reach every county
            continue
        villages = by_county[code]
        order = np.argsort(draws.bits("village", villages["code"].cast(pl.Int64).to_numpy()))
        lived_in = int(np.clip(round((end - first) / VILLAGE_PERSONS), 1, villages.height))
        counties.append(County(number, first, end - first, villages[order[:lived_in].tolist()], codes))
    return counties


def _villages() -> pl.DataFrame:
    """county, code, address, urban of every village of the province but those of development zones."""
    table = pl.read_parquet(DIVISIONS)
    names = table.select("code", "name")
    village = table.filter(pl.col("level") == "village", pl.col("code").str.starts_with(PROVINCE))
    village = village.with_columns(county=pl.col("code").str.head(6))
    return (
        village.filter(pl.col("code").str.slice(4, 1) != ZONE_MARK)
        .join(names.rename({"code": "county", "name": "county_name"}), on="county")
        .join(names.rename({"code": "parent", "name": "township_name"}), on="parent")
        .select(
            "county",
            "code",
            address=pl.col("county_name") + pl.col("township_name") + pl.col("name").str.replace(SUFFIX, ""),
            urban=pl.col("name").str.contains(TOWN_WORDS),
        )
        .sort("code")
    )
