"""All that a night knows of one person: who they are, their rows, what happened to their id, doubtful pairs.

What belongs here: looking it up in the published tables, masked unless asked otherwise. What does not: why two records
are one person (explain_pair), and how it is printed (pipelines).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from assets.identity.explain_address import LINK, PublishedNight, record_text
from assets.vocabulary.identity_words import MERGED
from assets.vocabulary.masking import mask_id_number, mask_name, mask_phone, mask_text

Row = dict[str, Any]


def mask_date(value: pl.Expr) -> pl.Expr:
    """The year alone."""
    return value.dt.strftime("%Y-**-**")


# How what names a person is shown where nobody asked for it in full.
MASKS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "name": mask_name,
    "id_number": mask_id_number,
    "phone": mask_phone,
    "address": mask_text,
    "birth_date": mask_date,
}


@dataclass(frozen=True)
class PersonStory:
    """person_id is the token that goes on, `asked` the one that was asked for, `formerly` all that gave way to it.

    known: empty where no row of tonight names them. rows: record, method, probability. events: night, person_id, event,
    other_person_id, reason. review: the pairs that staff are asked about.
    """

    asked: str
    person_id: str
    night: str
    formerly: list[str]
    known: Row
    rows: list[Row]
    events: list[Row]
    review: list[Row]


def person_story(night: PublishedNight, asked: str, plain: bool = False) -> PersonStory:
    """The story of a person; `plain` shows names, numbers and addresses in full. Raises UnknownError."""
    person_id = night.person(asked)
    mine = pl.col("person_id") == person_id
    merged = night.scan("identity/registry").filter(mine & pl.col("identity_key").str.starts_with(MERGED))
    formerly = merged.select(pl.col("identity_key").str.strip_prefix(MERGED)).collect().to_series().sort().to_list()
    links = night.scan("identity/links").filter(mine).collect().sort(LINK)
    rows = [
        {"record": record_text(link), "method": link["method"], "probability": link["probability"]}
        for link in links.iter_rows(named=True)
    ]
    sides = pl.col("left_person_id", "right_person_id")
    review = night.scan("identity/review").filter(pl.any_horizontal(sides == person_id))
    return PersonStory(
        asked,
        person_id,
        str(night.night),
        formerly,
        _known(night, person_id, plain),
        rows,
        _events(night, [person_id, *formerly]),
        review.drop("comparisons").collect().to_dicts(),
    )


def _known(night: PublishedNight, person_id: str, plain: bool) -> Row:
    mine = pl.col("person_id") == person_id
    details = night.scan("identity/person_details").filter(mine)
    if not plain:
        details = details.with_columns(mask(pl.col(name)).alias(name) for name, mask in MASKS.items())
    counted = night.scan("identity/persons").filter(mine).select("person_id", "rows", "feeds", "first_night")
    found = details.join(counted, on="person_id", how="left").drop("person_id").collect()
    return {name: None if value is None else str(value) for row in found.to_dicts() for name, value in row.items()}


def _events(night: PublishedNight, tokens: list[str]) -> list[Row]:
    told = []
    about = pl.any_horizontal(pl.col("person_id", "other_person_id").is_in(tokens))
    for each in night.nights():
        path = night.lake.partition("identity/events", each)
        if path.exists():
            told.append(pl.scan_parquet(path).filter(about).select(pl.lit(str(each)).alias("night"), pl.all()))
    return pl.concat(told).collect().to_dicts() if told else []
