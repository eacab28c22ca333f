"""Tokens that last: what a person was known by on earlier nights decides which person_id they keep.

What belongs here: the registry, minting, absorbing, merging, splitting. What does not: who is one person tonight.

The registry also keeps a row 'merged|<token>' for every token that gave way to another, so that it still leads to the
person and its number is never given to someone else.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import numpy as np
import polars as pl

from assets.identity.places import NOWHERE, any_place, at, ordinals
from assets.vocabulary.identity_words import MERGED

REGISTRY_SCHEMA = pl.Schema({"identity_key": pl.String, "person_id": pl.String, "first_night": pl.Date})
EVENT_SCHEMA = pl.Schema(
    {"person_id": pl.String, "event": pl.String, "other_person_id": pl.String, "reason": pl.String}
)
# A valid id with a name: whoever does not hold one of these of a token that has any cannot take the token.
NAMED_ID_KEY = r"^[0-9]{17}[0-9X]\|."
ID_KEY = r"^[0-9]{17}[0-9X]\|"
# What a caller who names no night gets: before every real one.
NO_NIGHT = date(1970, 1, 1)
_ORDER = "doudi person order|"
# Texts whose digests are in memory at once.
_PIECE = 100_000

REASONS = {
    "minted": "首次出现",
    "absorbed": "新的身份信息并入该人员",
    "merged": "两个编号确认为同一人，保留较早的编号",
    "split": "原编号下的记录不再属于同一人，编号留在主要部分",
}


@dataclass(frozen=True)
class Lasting:
    """tokens: cluster, person_id, first_night.  registry and events as in the contract of the tables."""

    tokens: pl.DataFrame
    registry: pl.DataFrame
    events: pl.DataFrame


def _number(person_id: pl.Expr) -> pl.Expr:
    return person_id.str.slice(1).cast(pl.Int64)


def last_number(registry: pl.DataFrame) -> int:
    """The highest number ever given, of tokens that were merged away too; 0 for an empty registry."""
    redirected = pl.col("identity_key").filter(pl.col("identity_key").str.starts_with(MERGED))
    given = registry.select(
        pl.max_horizontal(
            _number(pl.col("person_id")).max(),
            _number(redirected.str.strip_prefix(MERGED)).max(),
        )
    ).item()
    return int(given or 0)


def _sha256(text: str) -> str:
    return sha256(f"{_ORDER}{text}".encode()).hexdigest()


def _leading(texts: pl.Series) -> pl.Series:
    """The first eight bytes of each text's digest as a whole number: its order in a third of the time."""
    leading = [np.zeros(0, dtype=np.uint64)]
    for start in range(0, texts.len(), _PIECE):
        messages = (_ORDER + texts[start : start + _PIECE]).cast(pl.Binary).to_list()
        digests = b"".join([found.digest() for found in map(sha256, messages)])
        leading.append(np.frombuffer(digests, dtype=">u8")[:: sha256().digest_size // 8].astype(np.uint64))
    return pl.Series(np.concatenate(leading))


def digest(texts: pl.Series) -> pl.Series:
    """SHA-256 of each text, as hexadecimal: an order that says nothing about the text. Null stays null.

    Text by text in memory: nothing of it can reach a disk.
    """
    return texts.map_elements(_sha256, return_dtype=pl.String)


def _claims(known: pl.DataFrame, registry: pl.DataFrame) -> pl.DataFrame:
    """(person_id, cluster, keeps): which of the clusters that know a token keeps it.

    That is the part with most of its named id keys, then the number's main part, then the most keys; a key only fixes
    the order. A token of a person with a valid id is never taken over by a part that holds none of their id keys.
    """
    named = registry.filter(pl.col("identity_key").str.contains(NAMED_ID_KEY)).select("person_id").unique()
    counted = (
        known.group_by("person_id", "cluster")
        .agg(
            pl.col("first_night").min(),
            anchored=pl.col("anchored").sum(),
            main=pl.col("main").any(),
            keys=pl.len(),
            key=pl.col("identity_key").min(),
        )
        .join(named.with_columns(has_id=pl.lit(True)), on="person_id", how="left")
    )
    ranked = counted.sort(["person_id", "anchored", "main", "keys", "key"], descending=[False, True, True, True, False])
    first = pl.int_range(pl.len()).over("person_id") == 0
    return ranked.with_columns(keeps=first & (pl.col("has_id").is_null() | (pl.col("anchored") > 0)))


def _minted(new: pl.DataFrame, registry: pl.DataFrame, night: date) -> pl.DataFrame:
    """Tokens of clusters that no one knows: numbered on in the order of the digests of their keys.

    Of number and name together: a place among all persons, known to many, must not narrow down a number alone.
    """
    of, digests = ordinals(new["cluster"]), _leading(new["identity_key"]).to_numpy()
    clusters = np.flatnonzero(np.bincount(of))
    least = np.full(int(of.max(initial=-1)) + 1, np.iinfo(np.uint64).max)
    np.minimum.at(least, of, digests)
    ordered = pl.Series(clusters[np.argsort(least[clusters], kind="stable")]).cast(new.schema["cluster"])
    number = last_number(registry) + 1 + pl.int_range(pl.len(), dtype=pl.Int64)
    token = pl.lit("P") + number.cast(pl.String).str.zfill(10)
    return pl.select(cluster=ordered).select("cluster", person_id=token, first_night=pl.lit(night, pl.Date))


def _events(kind: str, frame: pl.DataFrame, other: pl.Expr) -> pl.DataFrame:
    return frame.select("person_id", event=pl.lit(kind), other_person_id=other, reason=pl.lit(REASONS[kind]))


def assign(keys: pl.DataFrame, previous: pl.DataFrame | None, night: date | None) -> Lasting:
    """Tokens for tonight's clusters.

    `keys`: cluster, identity_key (each of exactly one cluster), anchored (a valid id with a name), main (of its
    number's majority name). Of several tokens that a cluster inherits the oldest goes on, then the smallest.
    """
    registry = pl.DataFrame(schema=REGISTRY_SCHEMA) if previous is None else previous.select(REGISTRY_SCHEMA.names())
    known = keys.join(registry, on="identity_key")
    claims = _claims(known, registry)
    inherited = claims.filter("keeps").sort("cluster", "first_night", "person_id")
    survivors = inherited.unique("cluster", keep="first", maintain_order=True)
    kept = survivors.select("cluster", "person_id", "first_night")
    minted = _minted(_without(keys, survivors, "cluster"), registry, night or NO_NIGHT)
    tokens = pl.concat([kept, minted]).sort("person_id")
    given_way = inherited.join(
        survivors.select("cluster", survivor="person_id", survivor_night="first_night"), on="cluster"
    ).filter(pl.col("person_id") != pl.col("survivor"))
    lost = claims.filter(~pl.col("keeps")).select("cluster", left="person_id").join(tokens, on="cluster")
    unknown = _without(keys, registry, "identity_key")
    absorbing = kept.join(unknown, on="cluster", how="semi")
    events = pl.concat(
        [
            _events("minted", minted, pl.lit("")),
            _events("absorbed", absorbing, pl.lit("")),
            _events("merged", given_way, pl.col("survivor")).unique(),
            _events("split", lost.rename({"person_id": "other", "left": "person_id"}), pl.col("other")).unique(),
        ]
    )
    events = events.select(EVENT_SCHEMA.names()).sort("person_id", "event", "other_person_id")
    return Lasting(tokens, _registry(registry, keys, tokens, given_way), events)


def _without(table: pl.DataFrame, others: pl.DataFrame, key: str) -> pl.DataFrame:
    """The rows of `table` whose key the others lack; on a first night there is nothing to look up."""
    if table.is_empty() or others.is_empty():
        return table
    return table.join(others.select(key), on=key, how="anti")


def _registry(
    registry: pl.DataFrame, keys: pl.DataFrame, tokens: pl.DataFrame, given_way: pl.DataFrame
) -> pl.DataFrame:
    """Tonight's keys, all earlier ones and the redirects; what led to a token that gave way leads to its survivor."""
    of, own = ordinals(keys["cluster"]), ordinals(tokens["cluster"])
    token = any_place(own, np.arange(len(own)), int(own.max(initial=NOWHERE)) + 1)[of]
    given = [at(tokens[column], token) for column in ("person_id", "first_night")]
    tonight = keys.select("identity_key").hstack(given)
    redirects = given_way.select(
        identity_key=pl.lit(MERGED) + pl.col("person_id"), person_id="survivor", first_night="survivor_night"
    )
    earlier = _without(registry, tonight, "identity_key")
    moved = given_way.select("person_id", "survivor", "survivor_night")
    led = earlier.join(moved, on="person_id", how="left").select(
        "identity_key",
        person_id=pl.coalesce("survivor", "person_id"),
        first_night=pl.coalesce("survivor_night", "first_night"),
    )
    return pl.concat([tonight, redirects, led]).sort("identity_key")
