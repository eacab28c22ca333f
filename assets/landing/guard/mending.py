"""Rows of tonight that mend earlier ones: they replace or repeat rows that stood, or bring refused ones again.

What belongs here: finding and counting them. What does not: what their number means (volumes).
"""

import json
from collections.abc import Iterator

import polars as pl

from assets.lake import Night
from assets.landing.files.headings import match_headings
from assets.landing.guard.counting import Counties
from assets.landing.operator.typed import read_texts
from assets.vocabulary.feeds import ADDRESS, Feed

_ADDRESS = list(ADDRESS[1:])
# The last of the refused rows of earlier nights that are looked at: nobody mends much older ones.
_REFUSED_LOOKED_AT = 200_000
_MAIN_ROLES = ("self", "head", "owner")


def count_mending(night: Night, feed: Feed) -> pl.DataFrame:
    """feed, division_code, mending (rows) of an append feed's delivery of tonight: '' is the whole feed."""
    table = night.scan(f"landing/{feed.key}")
    tonight = table.filter(pl.col("delivery") == night.night)
    replaced = night.read("landing/replaced").filter(pl.col("feed") == feed.key)
    ours, theirs = pl.col("by_delivery") == night.night, pl.col("delivery") == night.night
    standing = replaced.select(*_ADDRESS).clear()
    by = [pl.col(f"by_{name}").alias(name) for name in _ADDRESS]
    # For a row of tonight that says what an earlier one says the earlier one stands: it is of the same county.
    again = replaced.filter(theirs & (pl.col("by_delivery") < night.night)).select(by)
    changed = replaced.filter(ours & (pl.col("delivery") < night.night)).select(by)
    places = pl.concat([standing, changed, *_mended(night, feed, tonight)]).unique()
    counties = Counties(night, feed)
    parts = [tonight.join(places.lazy(), on=_ADDRESS, how="semi"), table.join(again.lazy(), on=_ADDRESS, how="inner")]
    counted = pl.concat(part.pipe(counties).collect(engine="streaming") for part in parts)
    whole = counted.with_columns(division_code=pl.lit(""))
    known = counted.filter(pl.col("division_code").is_not_null())
    counts = pl.concat([whole, known]).group_by("division_code").agg(mending=pl.len().cast(pl.Int64))
    return counts.select(pl.lit(feed.key).alias("feed"), "division_code", "mending").sort("division_code")


def _mended(night: Night, feed: Feed, tonight: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """Addresses of tonight's rows whose key is that of a row that was refused on an earlier night.

    What could not be read of the refused row's key may be anything, if the rest still names the person.
    """
    names = {column.name for column in feed.landed_columns}
    key = [name for name in feed.unique_key if name in names]
    persons = {group.id_number for group in feed.person_groups() if group.role in _MAIN_ROLES}
    refused = _refused_keys(night, feed, key)
    flags = refused.with_columns(flags=pl.concat_str(pl.col(key).is_not_null().cast(pl.Int8)))
    for part in flags.partition_by("flags", maintain_order=True):
        readable = [name for name, flag in zip(key, part["flags"][0], strict=True) if flag == "1"]
        if readable and (readable == key or persons.intersection(readable)):
            keys = part.select(readable).unique()
            yield tonight.join(keys.lazy(), on=readable, how="semi").select(_ADDRESS).collect(engine="streaming")


def _refused_keys(night: Night, feed: Feed, key: list[str]) -> pl.DataFrame:
    """The keys of rows refused before tonight, typed as landed; null where a part is missing or unreadable."""
    wanted = pl.col("row_refused") & (pl.col("delivery") < night.night)
    notes = night.scan(f"quarantine/{feed.key}").filter(wanted).select(*_ADDRESS, "raw")
    rows = notes.tail(_REFUSED_LOOKED_AT).unique(_ADDRESS, keep="first", maintain_order=True).collect()
    found = [pl.DataFrame(schema={name: feed.schema()[name] for name in key})]
    for sheet in rows.partition_by("delivery", "file", "sheet", maintain_order=True):
        found.append(_keys_of_sheet(sheet["raw"], feed, key))
    return pl.concat(found).unique(maintain_order=True)


def _keys_of_sheet(raw: pl.Series, feed: Feed, key: list[str]) -> pl.DataFrame:
    """The keys of rows with the same headings, from the rows as they were delivered."""
    headings = list(json.loads(max(raw.drop_nulls(), key=len, default="{}")))
    match = match_headings(headings, feed)
    fields = {name: headings[match.positions[name]] for name in key if name in match.positions}
    texts = raw.str.json_decode(pl.Struct(dict.fromkeys(fields.values(), pl.String))).struct
    nothing = pl.Series([None] * len(raw), dtype=pl.String)
    cells = {name: texts.field(fields[name]) if name in fields else nothing for name in key}
    return pl.DataFrame([read_texts(cells[name], feed, name).values.alias(name) for name in key])
