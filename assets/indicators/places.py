"""The regions that may set a policy, and from which of them a county takes it.

What belongs here: the order of regions, the kinds of place, the error of a policy file. What does not: any value.
"""

from collections.abc import Iterable

import polars as pl

EVERYWHERE = "000000"
URBAN_RURAL = ("城镇", "农村")


class ParameterError(ValueError):
    """A policy file contradicts itself or leaves something open; the message names parameters and regions."""


def ancestors(county: str) -> tuple[str, ...]:
    """The regions whose values hold in a county, the nearest first: county, prefecture, province, country."""
    return tuple(dict.fromkeys((county, county[:4] + "00", county[:2] + "0000", EVERYWHERE)))


def nearest_regions(counties: Iterable[str], regions: Iterable[str]) -> pl.DataFrame:
    """The nearest of `regions` to each county and to 000000: county_code, region. A county without one has no row."""
    known = set(regions)
    nearest = [
        {"county_code": county, "region": region}
        for county in sorted({*counties, EVERYWHERE})
        for region in [near for near in ancestors(county) if near in known][:1]
    ]
    return pl.DataFrame(nearest, schema={"county_code": pl.String, "region": pl.String})
