"""How `doudi policy` is made and shown: a county's parameters on a night, and which of them are placeholders.

What belongs here: one county's rows for a reader. What does not: which value is in force (assets.indicators).
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assets.indicators.parameters import EVERYWHERE, URBAN_RURAL, read_parameters, resolve
from assets.indicators.placeholders import DISEASES, PLACEHOLDER, placeholders
from assets.vocabulary.divisions import division_name, region_of

COUNTRY = "全国"
_VALUE = ("value", "region", "valid_from", "valid_to", "source", "status")


@dataclass(frozen=True)
class PolicyOfCounty:
    """`parameters`: a row a parameter, or one a kind of place where town and country differ; `placeholders`: names."""

    county_code: str
    county: str
    night: date
    parameters: list[dict[str, Any]]
    placeholders: list[str]


def look_up(county: str, night: date) -> PolicyOfCounty:
    """What is in force there. Raises UnknownDivisionError; ParameterError for a faulty file or too early a night."""
    code = EVERYWHERE if county.strip() in (EVERYWHERE, COUNTRY) else region_of(county)
    values = read_parameters()
    resolved = resolve(values, [code], night).filter(pl.col("county_code") == code)
    return PolicyOfCounty(
        code,
        _region_name(code),
        night,
        _rows(resolved, values),
        placeholders(resolved, night)["name"].unique().sort().to_list(),
    )


def _region_name(code: str) -> str:
    return COUNTRY if code == EVERYWHERE else division_name(code)


def _rows(resolved: pl.DataFrame, values: pl.DataFrame) -> list[dict[str, Any]]:
    """In the order of the file; one row for both kinds of place where they have the same value from the same row."""
    names = (
        values.select("name", "meaning_zh").unique("name", keep="first", maintain_order=True).with_row_index("place")
    )
    kinds = pl.col("urban_rural").sort_by(
        pl.col("urban_rural").replace_strict({k: i for i, k in enumerate(URBAN_RURAL)})
    )
    rows = (
        resolved.group_by("name", *_VALUE)
        .agg(kinds)
        .join(names, on="name")
        .sort("place", pl.col("urban_rural").list.join("") != URBAN_RURAL[0])
        .with_columns(
            pl.col("urban_rural").list.join("、"),
            region_name=pl.col("region").map_elements(_region_name, return_dtype=pl.String),
        )
    )
    return rows.select("name", "meaning_zh", "urban_rural", *_VALUE, "region_name").to_dicts()


def plain(value: float) -> str:
    """A number as staff write it: 1,080 or 0.05, no exponent and no zeros behind."""
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def print_json(console: Console, told: PolicyOfCounty) -> None:
    """The whole of it, for machines; dates as text."""
    console.file.write(json.dumps(told.__dict__, ensure_ascii=False, indent=2, default=str) + "\n")


def print_policy(console: Console, told: PolicyOfCounty) -> None:
    """A table of the parameters, and below it the placeholders by name."""
    title = f"{told.county} {told.county_code}, parameters in force on {told.night}"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading in ("parameter", "meaning", "for", "value", "set by", "in force", "status", "source"):
        table.add_column(heading, justify="right" if heading == "value" else "left", overflow="fold")
    for row in told.parameters:
        span = f"{row['valid_from']} – {row['valid_to'] or ''}"
        set_by = f"{row['region_name']} {row['region']}"
        status = f"[yellow]{row['status']}[/yellow]" if row["status"] == PLACEHOLDER else row["status"]
        cells = (row["name"], row["meaning_zh"], row["urban_rural"], plain(row["value"]), set_by, span)
        table.add_row(*map(escape, cells), status, escape(row["source"]))
    console.print(table)
    if not told.placeholders:
        console.print("没有占位值 (no placeholders)")
        return
    names = ", ".join(told.placeholders)
    console.print(
        f"[yellow]{len(told.placeholders)} 项参数仍为占位值[/yellow] (placeholders): {escape(names)}",
        highlight=False,
        soft_wrap=True,
    )
    lists = f"; {DISEASES} is the file serious_diseases.csv" if DISEASES in told.placeholders else ""
    console.print(
        f"To replace one: a row for region {told.county_code} in data/reference/policy/parameters.csv{lists}.",
        highlight=False,
        soft_wrap=True,
    )
