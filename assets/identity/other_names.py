"""T1, second half: what a row's other details say about a name that is not the one of its number.

What belongs here: rows that contradict their number, and names that were changed. What does not: how two names compare,
and rows without a valid number.

A relative's row may bear the number, a child's that of the parent who brought it. What tells a name that was changed or
misread: nothing stated contradicts the number, nobody else of that name is known in the county, and either the given
name has stayed, which relatives do not share, or the surname has, the row has a telephone, household, guardian or home
of the number's other rows, and it states the birth itself: all but the birth a child shares with the parent. It is the
person and never exact.
"""

from typing import Final

import polars as pl

from assets.vocabulary import identity_number

# A telephone or home of more names says nothing of one.
_MOST_NAMES: Final = 30
# Days that a birthday of the lunar calendar lies off at most; a brother is born later.
_CALENDARS: Final = 60
HOME: Final = ("phone", "household_no", "guardian_id", "address")
# `key` stands for a number.
_KEY: Final = ("key", "name_key")
_SURNAME: Final = pl.col("name_key").str.slice(0, 1)
# Of a name in characters, of which no other name has more than a part.
_GIVEN: Final = pl.col("name_key").str.extract(r"^\p{Han}(\p{Han}{1,2})$", 1)


def contradicted(rows: pl.DataFrame) -> pl.DataFrame:
    """key, name_key of which some rows (contradicting: how many) state another birth or sex than their number says.

    `rows`: key, name_key, id_text, birth_date, sex.
    """
    said = rows.group_by(*_KEY, "id_text", "birth_date", "sex").agg(contradicting=pl.len())
    stated, number = pl.col("birth_date"), pl.col("id_text")
    said = said.with_columns(birth=identity_number.birth_date(number), number_sex=identity_number.sex(number))
    agreeing = pl.sum_horizontal(
        (getattr(stated.dt, part)() == getattr(pl.col("birth").dt, part)()).cast(pl.Int8)
        for part in ("year", "month", "day")
    )
    apart = (stated - pl.col("birth")).dt.total_days().abs() > _CALENDARS
    other = (apart & (agreeing < 2)) | (pl.col("sex") != pl.col("number_sex"))
    return said.filter(other.fill_null(False)).group_by(_KEY).agg(pl.col("contradicting").sum())


def with_changed_names(
    groups: pl.DataFrame, rows: pl.DataFrame, records: pl.DataFrame, names: pl.DataFrame
) -> pl.DataFrame:
    """`groups` (key, name_key, id_group, similar) with the changed names in group 0, as similar ones.

    Only of numbers of two names: a number of three is a whole office's or family's. `rows`: as for `contradicted`, of
    the same numbers, with birth_stated, division_code and `HOME`; `records`: all there are; `names`: their table.
    """
    two = groups.group_by("key").agg(pl.col("id_group").max()).filter(pl.col("id_group") == 1)
    named = groups.join(two.select("key"), on="key", how="semi")
    others = named.filter(pl.col("id_group") == 1)
    if others.is_empty():
        return groups
    rows = rows.join(named.select(*_KEY, "id_group"), on=_KEY)
    families = _of_one(named, _SURNAME).join(_of_one_home(rows, records), on="key", how="semi")
    stated = rows.filter("birth_stated").select(_KEY).unique()
    of_families = others.join(families, on="key", how="semi").join(stated, on=_KEY, how="semi")
    changed = pl.concat([of_families, others.join(_of_one(named, _GIVEN), on="key", how="semi")]).unique()
    changed = changed.join(contradicted(rows), on=_KEY, how="anti")
    changed = changed.join(_known_elsewhere(changed, rows, records, names), on=_KEY, how="anti")
    # All names of the group or none.
    left = others.join(changed, on=_KEY, how="anti").select("key").unique()
    changed = changed.join(left, on="key", how="anti").select(*_KEY, changed=pl.lit(True))
    grouped = groups.join(changed, on=_KEY, how="left", maintain_order="left")
    return grouped.with_columns(
        id_group=pl.when("changed").then(pl.lit(0, pl.UInt32)).otherwise("id_group"),
        similar=pl.col("similar") | pl.col("changed").fill_null(False),
    ).drop("changed")


def _of_one(named: pl.DataFrame, part: pl.Expr) -> pl.DataFrame:
    """key: this part of some name of either group is the same."""
    parts = named.select("key", "id_group", part=part).drop_nulls().unique()
    sides = [parts.filter(pl.col("id_group") == group).select("key", "part") for group in (0, 1)]
    return sides[0].join(sides[1], on=["key", "part"]).select("key").unique()


def _of_one_home(rows: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """key: a row of either group has the same telephone, household, guardian or home, one of few names."""
    found = []
    for column in HOME:
        known = rows.drop_nulls(column)
        sides = [known.filter(pl.col("id_group") == group).select("key", column).unique() for group in (0, 1)]
        shared = sides[0].join(sides[1], on=["key", column])
        bearers = records.select(column, "name_key").join(shared.select(column).unique(), on=column, how="semi")
        many = bearers.group_by(column).agg(pl.col("name_key").n_unique()).filter(pl.col("name_key") > _MOST_NAMES)
        found.append(shared.join(many.select(column), on=column, how="anti").select("key"))
    return pl.concat(found).unique()


def _known_elsewhere(
    changed: pl.DataFrame, rows: pl.DataFrame, records: pl.DataFrame, names: pl.DataFrame
) -> pl.DataFrame:
    """Those of `changed` whose name stands on a row of another number, or of none, that may be of the county.

    A row's county is that of its division or of its number; one that has neither may be of any.
    """
    folded = names.select("name_key", "folded")
    spelled = folded.join(folded.join(changed, on="name_key", how="semi"), on="folded", how="semi")
    wanted = spelled.select("name_key").lazy()
    told = records.lazy().select("id_text", "name_key", "division_code").join(wanted, on="name_key", how="semi")
    borne = told.unique().collect()
    other = borne.join(folded, on="name_key").select("folded", other_id="id_text", county=_county())
    own = rows.select("key", "id_text", county=_county()).unique().group_by("key", "id_text").agg(counties="county")
    met = changed.join(folded, on="name_key").join(own, on="key").join(other, on="folded")
    met = met.filter(pl.col("id_text").ne_missing(pl.col("other_id")))
    near = pl.col("county").is_null() | pl.col("county").is_in(pl.col("counties"))
    return met.filter(near).select(_KEY).unique()


def _county() -> pl.Expr:
    return pl.coalesce(pl.col("division_code").cast(pl.String).str.slice(0, 6), pl.col("id_text").str.slice(0, 6))
