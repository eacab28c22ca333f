"""The regions that may set a policy, and from which of them a county takes it.

What belongs here: the order of regions, the kinds of place, the error of a policy file. What does not: any value.
"""

EVERYWHERE = "000000"
URBAN_RURAL = ("城镇", "农村")


class ParameterError(ValueError):
    """A policy file contradicts itself or leaves something open; the message names parameters and regions."""


def ancestors(county: str) -> tuple[str, ...]:
    """The regions whose values hold in a county, the nearest first: county, prefecture, province, country."""
    return tuple(dict.fromkeys((county, county[:4] + "00", county[:2] + "0000", EVERYWHERE)))
