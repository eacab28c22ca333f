"""A world of people and of what departments wrote about them, with the truth: who is meant by each record.

Belongs here: making and saving the world. Does not belong here: the definition of a resolvable record
(resolvable.py), the kinds of noise (kinds.py), how a matcher is judged (quality.py).

    python -m tests.benchmarks.identity.world PERSONS FOLDER [SEED]

writes records.parquet, truth.parquet and people.parquet, county by county. The author of this world has not read the
matcher. The same number of persons and seed give the same world.
"""

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from data.synthetic.randomness import Draws
from tests.benchmarks.identity.counties import County, make_counties
from tests.benchmarks.identity.people import People, make_people
from tests.benchmarks.identity.resolvable import Hashes, births_of_names, repeated, resolvable
from tests.benchmarks.identity.rows import write_rows
from tests.benchmarks.measure import own_peak_mib

# Of a world of at most so many counties the people are kept between the two passes, else they are made again.
KEPT_COUNTIES = 50


@dataclass(frozen=True)
class World:
    """What departments wrote, and the truth.

    records: record_id, source, name, id_number, sex, birth_date, phone, division_code, address, household_no,
    guardian_id_number, in order of the meaningless record_id.
    truth: record_id, person, noise (bits of kinds.KINDS), resolvable.
    people: person, sex, birth_date, urban_rural, minority, name_length.
    """

    records: pl.DataFrame
    truth: pl.DataFrame
    people: pl.DataFrame


def make_world(persons: int, seed: int) -> World:
    """So many people with 2.24 records each on average."""
    pieces = list(_pieces(persons, seed))
    return World(
        records=pl.concat([piece.records for piece in pieces]).sort("record_id"),
        truth=pl.concat([piece.truth for piece in pieces]).sort("record_id"),
        people=pl.concat([piece.people for piece in pieces]),
    )


def save_world(persons: int, seed: int, folder: Path) -> dict[str, int]:
    """Write the three tables county by county; rows of each."""
    folder.mkdir(parents=True, exist_ok=True)
    writers: dict[str, pq.ParquetWriter] = {}
    rows = {"records": 0, "truth": 0, "people": 0}
    for piece in _pieces(persons, seed):
        for name, count in rows.items():
            frame: pl.DataFrame = getattr(piece, name)
            table = frame.to_arrow()
            if name not in writers:
                writers[name] = pq.ParquetWriter(folder / f"{name}.parquet", table.schema, compression="zstd")
            writers[name].write_table(table)
            rows[name] = count + frame.height
    for writer in writers.values():
        writer.close()
    return rows


def _pieces(persons: int, seed: int) -> Iterator[World]:
    """County by county; a first pass finds the names with birth dates that several people of the world have."""
    draws = Draws(seed)
    counties = make_counties(draws, persons)
    kept: dict[int, People] = {}
    births: list[Hashes] = []
    for county in counties:
        people = make_people(draws, county)
        births.append(births_of_names(people))
        if len(counties) <= KEPT_COUNTIES:
            kept[county.number] = people
    common = repeated(np.concatenate(births))
    del births
    for county in counties:
        people = kept.pop(county.number) if county.number in kept else make_people(draws, county)
        yield _piece(draws, county, people, common)


def _piece(draws: Draws, county: County, people: People, common: Hashes) -> World:
    written = write_rows(draws, people, county.number)
    truth = pl.DataFrame(
        {
            "record_id": written.frame["record_id"],
            "person": people.person[written.at],
            "noise": written.noise,
            "resolvable": resolvable(people, written, common),
        }
    )
    table = pl.DataFrame(
        {
            "person": people.person,
            "sex": people.members.sex,
            "birth_date": people.birth_date(),
            "urban_rural": np.where(people.urban, "urban", "rural"),
            "minority": people.names.minority(),
            "name_length": people.names.length().astype(np.int8),
        }
    )
    return World(written.frame.sort("record_id"), truth.sort("record_id"), table)


def main(persons: str, folder: str, seed: str = "1") -> None:
    started = time.monotonic()
    rows = save_world(int(persons), int(seed), Path(folder))
    print(json.dumps(rows | {"seconds": time.monotonic() - started, "peak_mib": own_peak_mib()}))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:4])
