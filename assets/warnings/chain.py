"""The chain of events: append-only, each row carrying the SHA-256 digest of the row before it.

What belongs here: numbering, hashing and proving. What does not: which events there are.
The chain shows whether a row was changed, removed or put in between; it cannot show that its last rows were cut off,
which the manifest of the published night does.
"""

import hashlib
from datetime import date

import polars as pl

from assets.vocabulary.tables import table_schema

BEGINNING = "0" * 64
_SEPARATOR = "\x1f"


def _payload() -> pl.Expr:
    fields = [pl.col("sequence").cast(pl.String), pl.col("night").dt.to_string("%Y-%m-%d"), "warning_id", "event"]
    return pl.concat_str([*fields, "detail"], separator=_SEPARATOR)


def _digests(events: pl.DataFrame, beginning: str) -> list[str]:
    """One SHA-256 a row over the digest before it and the row; a loop over one night's events, about 1 µs each."""
    digests = []
    previous = beginning
    for payload in events.select(_payload()).to_series().to_list():
        previous = hashlib.sha256(f"{previous}{_SEPARATOR}{payload}".encode()).hexdigest()
        digests.append(previous)
    return digests


def append_events(previous: pl.DataFrame, tonight: pl.DataFrame, night: date) -> pl.DataFrame:
    """The chain with tonight's events (warning_id, event, detail), in their given order, behind it."""
    ordered = previous.sort("sequence")
    last_sequence = ordered["sequence"][-1] if ordered.height else 0
    last_digest = ordered["digest"][-1] if ordered.height else BEGINNING
    numbered = tonight.with_columns(
        sequence=pl.int_range(1, pl.len() + 1, dtype=pl.Int64) + last_sequence, night=pl.lit(night, dtype=pl.Date)
    )
    digest = pl.Series("digest", _digests(numbered, last_digest), dtype=pl.String)
    chained = numbered.with_columns(digest, previous_digest=digest.shift(1).fill_null(last_digest))
    return pl.concat([ordered, chained.select(table_schema("warnings/events").names())])


def verify_chain(events: pl.DataFrame) -> int | None:
    """The sequence of the first row that does not fit the chain, None where the whole chain holds."""
    ordered = events.sort("sequence")
    expected = pl.Series("expected", _digests(ordered, BEGINNING), dtype=pl.String)
    wrong = (
        ordered.with_columns(expected)
        .filter(
            (pl.col("digest") != pl.col("expected"))
            | (pl.col("previous_digest") != pl.col("digest").shift(1).fill_null(BEGINNING))
            | (pl.col("sequence") != pl.int_range(1, pl.len() + 1))
        )
        .head(1)
    )
    return int(wrong["sequence"][0]) if wrong.height else None
