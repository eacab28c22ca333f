"""Other values of parameters for a replay: `std[370000,城镇]=1080` read and laid over the file's values.

What belongs here: reading, judging, overlaying. What does not: what follows from them (replay).
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from math import isfinite
from unicodedata import normalize

import polars as pl

from assets.indicators.parameters import COLUMNS
from assets.indicators.places import EVERYWHERE, URBAN_RURAL
from assets.vocabulary.divisions import UnknownDivisionError, region_of

_WRITTEN = re.compile(r"^(?P<name>[^\[\]=]+)(?:\[(?P<place>[^\[\]]*)\])?=(?P<value>[^=]*)$")
_EXAMPLE = "write it as edge_k=2.0 or 'std[370000,城镇]=1080'"


class AssumptionError(ValueError):
    """What is to be assumed cannot be read or does not exist; the text says what to write."""


@dataclass(frozen=True)
class Assumption:
    """`value` holds in `region`, for 城镇 or 农村 alone or, where `urban_rural` is empty, for both."""

    name: str
    region: str
    urban_rural: str
    value: float

    def __str__(self) -> str:
        place = ",".join(part for part in (self.region, self.urban_rural) if part)
        return f"{self.name}[{place}]={self.value:g}"


def read_assumptions(texts: Iterable[str], known: Collection[str]) -> tuple[Assumption, ...]:
    """All of them; `known` are the parameters that exist. Raises AssumptionError, also where one is set twice."""
    made = tuple(read_assumption(text, known) for text in texts)
    places = [(each.name, each.region, each.urban_rural) for each in made]
    for each, place in zip(made, places, strict=True):
        if places.count(place) > 1:
            raise AssumptionError(f"{each.name} is set twice for {each.region} {each.urban_rural}".rstrip())
    return made


def read_assumption(text: str, known: Collection[str]) -> Assumption:
    """One of them: name[region,城镇 or 农村]=value, either part of the place or all of it left out.

    Without a region it is the country's value. Full-width signs are read as their plain ones. Raises AssumptionError.
    """
    matched = _WRITTEN.match("".join(normalize("NFKC", text).split()))
    if matched is None:
        raise AssumptionError(f"{text!r} is no parameter with a value: {_EXAMPLE}")
    name = matched["name"]
    if name not in known:
        near = get_close_matches(name, sorted(known), n=3)
        meant = f"did you mean {', '.join(near)}?" if near else "doudi policy shows all of them"
        raise AssumptionError(f"{name!r} is no parameter; {meant}")
    region, kind = (EVERYWHERE, "") if matched["place"] is None else _place(matched["place"], text)
    return Assumption(name, region, kind, _number(matched["value"], text))


def _place(written: str, text: str) -> tuple[str, str]:
    parts = written.split(",")
    kinds = [part for part in parts if part in URBAN_RURAL]
    regions = [part for part in parts if part not in URBAN_RURAL]
    if len(kinds) > 1 or len(regions) > 1:
        raise AssumptionError(f"{text!r}: in the brackets stand one region, or 城镇 or 农村, or both: {_EXAMPLE}")
    if not regions or regions[0] == EVERYWHERE:
        return EVERYWHERE, "".join(kinds)
    try:
        return region_of(regions[0]), "".join(kinds)
    except UnknownDivisionError as error:
        raise AssumptionError(f"{text!r}: {error}. The kind of place is 城镇 or 农村") from None


def _number(written: str, text: str) -> float:
    try:
        value = float(written) if "_" not in written else float("nan")
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise AssumptionError(f"{text!r}: {written!r} is no number; write 1080, 0.5 or 2, without separators or signs")
    return value


def overlay(values: pl.DataFrame, assumptions: Iterable[Assumption], first: date, last: date) -> pl.DataFrame:
    """The values with the assumed ones instead of the same region's own, from the first to the last day.

    One for both kinds of place replaces what the region set for either. Nearer regions keep their own values. The
    result serves for the nights of this span alone. An assumed value's source is the assumption as written.
    """
    laid = values
    for each in assumptions:
        same = (pl.col("name") == each.name) & (pl.col("region") == each.region)
        if each.urban_rural:
            same &= pl.col("urban_rural") == each.urban_rural
        assumed = {
            "name": each.name,
            "region": each.region,
            "urban_rural": each.urban_rural,
            "value": each.value,
            "valid_from": first,
            "valid_to": last,
            "source": str(each),
            "status": "local",
            "meaning_zh": "",
            "meaning_en": "",
        }
        replaced = same & ~pl.col("source").is_in([str(other) for other in assumptions])
        laid = pl.concat([laid.filter(~replaced), pl.DataFrame([assumed], schema=COLUMNS)])
    return laid
