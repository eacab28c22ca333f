"""Persons: birth, sex, number, name codes, what they do; and the children born on later days.

Belongs here: attributes of true persons. Does not belong here: rows of any feed (feeds/).
"""

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from data.synthetic.dates import Dates
from data.synthetic.identity_numbers import sequence_numbers
from data.synthetic.names import draw_names
from data.synthetic.plan import CHILD, HEAD, PARENT, SPOUSE, HouseholdPlan, MemberPlan
from data.synthetic.randomness import Draws, pair

Index = npt.NDArray[np.int64]
YEAR = 365.25
MILD_DISABILITY_SHARE = 0.03
NAMESAKE_SHARE = 0.004
BIRTHS_A_DAY = 0.004
SEVERE_KINDS = ("11", "12", "41", "42", "51", "52", "61", "62")
MILD_KINDS = ("13", "14", "23", "24", "33", "43", "44", "54", "64", "74")
MAN = 1


def make_persons(draws: Draws, dates: Dates, households: pl.DataFrame, plans: list[HouseholdPlan]) -> pl.DataFrame:
    """One row a person, numbered by household and member; the newborn of later days come last.

    Columns: person, household, member_no, plan, planted, relation, sex, birth_date, job, capacity, disability, ill,
    enrolled, studies, aided, contributes, twin, newborn, county (of the number), sequence, surname, first, last,
    namesake.
    """
    members = _members_of(households, plans)
    frame = _with_birth(draws, dates, members, _member_table(plans))
    frame = pl.concat([frame, _newborn(draws, dates, households, frame)], how="diagonal").with_columns(
        person=pl.int_range(pl.len(), dtype=pl.Int64)
    )
    frame = _with_number(draws, frame, households)
    return _with_name(draws, _with_disability(draws, frame))


def _member_table(plans: list[HouseholdPlan]) -> pl.DataFrame:
    """All members of all plans in order."""
    return pl.DataFrame(
        [_member_row(member) for plan in plans for member in plan.members],
        schema_overrides={"fixed_birth": pl.Date, "low": pl.Float64, "high": pl.Float64},
        infer_schema_length=None,
    )


def _member_row(member: MemberPlan) -> dict[str, Any]:
    return {
        "relation": member.relation,
        "low": member.age[0],
        "high": member.age[1],
        "fixed_sex": member.sex,
        "fixed_birth": member.birth,
        "job": member.job,
        "twin": member.twin,
        "capacity": member.capacity,
        "disability": member.disability,
        "ill": member.ill,
        "enrolled": member.enrolled,
        "studies": member.studies,
        "aided": member.aided,
        "contributes": member.contributes,
    }


def _members_of(households: pl.DataFrame, plans: list[HouseholdPlan]) -> pl.DataFrame:
    sizes = households["size"].to_numpy()
    household = np.repeat(households["household"].to_numpy(), sizes)
    number = np.arange(len(household)) - np.repeat(households["first_person"].to_numpy(), sizes)
    plan_sizes = np.array([len(plan.members) for plan in plans])
    starts = np.cumsum(plan_sizes) - plan_sizes
    plan = np.repeat(households["plan"].to_numpy(), sizes)
    return pl.DataFrame(
        {
            "household": household,
            "member_no": number.astype(np.int32),
            "plan": plan.astype(np.int32),
            "planted": np.repeat(households["planted"].to_numpy(), sizes),
            "member_row": starts[plan] + number,
        }
    )


def _with_birth(draws: Draws, dates: Dates, members: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Birth date and sex; a twin takes the birth date of the member before."""
    key = np.arange(members.height, dtype=np.int64)
    attributes = table.select(pl.all().gather(members["member_row"]))
    low, high = attributes["low"].to_numpy(), attributes["high"].to_numpy()
    days = ((low + draws.uniform("person/age", key) * (high - low)) * YEAR).astype(np.int64)
    days = np.where(attributes["twin"].to_numpy(), np.roll(days, 1), days)
    sex = np.where(draws.chance("person/sex", key, 0.5), 1, 2)
    frame = pl.concat([members.drop("member_row"), attributes], how="horizontal").with_columns(
        birth_date=pl.coalesce(
            "fixed_birth", (pl.lit(dates.first) - pl.duration(days=pl.lit(pl.Series(days)))).cast(pl.Date)
        ),
        sex=pl.when(pl.col("fixed_sex") > 0).then("fixed_sex").otherwise(pl.Series(sex)).cast(pl.Int32),
        newborn=pl.lit(value=False),
    )
    # A twin's elder is marked too: neither can be told apart by birth date, sex and family.
    twin = pl.col("twin") | (pl.col("twin").shift(-1, fill_value=False))
    child = pl.when(pl.col("sex") == MAN).then(pl.lit("20")).otherwise(pl.lit("30"))
    relation = pl.when(pl.col("relation") == CHILD).then(child).otherwise("relation")
    return frame.with_columns(twin=twin, relation=relation).drop("low", "high", "fixed_sex", "fixed_birth")


def _newborn(draws: Draws, dates: Dates, households: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """Children born on the days after the first night, in order of birth, into couples of unknown income."""
    couples = persons.filter((pl.col("relation") == SPOUSE) & pl.col("birth_date").is_between(*_mothers(dates)))
    # Only what no later day changes decides here, so that a child keeps its number.
    fit = households.filter(~pl.col("planted") & pl.col("income").is_null() & (pl.col("assistance_type") != ""))
    fit = fit.filter(pl.col("household").is_in(couples["household"].unique().implode()))
    key = fit["household"].to_numpy()
    day = pl.Series(draws.integers("birth/day", key, 1, round(1 / BIRTHS_A_DAY) + 1))
    sex = pl.Series(np.where(draws.chance("birth/sex", key, 0.51), 1, 2), dtype=pl.Int32)
    born = fit.select("household", pl.col("plan").cast(pl.Int32), "size").with_columns(day=day, sex=sex)
    born = born.filter(pl.col("day") <= dates.day).sort("day", "household")
    return born.select(
        "household",
        "plan",
        "sex",
        member_no=pl.col("size").cast(pl.Int32),
        birth_date=(pl.lit(dates.first) + pl.duration(days="day")).cast(pl.Date),
        relation=pl.when(pl.col("sex") == MAN).then(pl.lit("20")).otherwise(pl.lit("30")),
        job=pl.lit("none"),
        capacity=pl.lit(""),
        disability=pl.lit(""),
        **{name: pl.lit(value=False) for name in ("planted", "twin", "ill")},
        **{name: pl.lit(value=True) for name in ("enrolled", "studies", "aided", "contributes", "newborn")},
    )


def _mothers(dates: Dates) -> tuple[date, date]:
    return dates.ago(round(40 * YEAR)), dates.ago(round(22 * YEAR))


def _with_number(draws: Draws, persons: pl.DataFrame, households: pl.DataFrame) -> pl.DataFrame:
    """The county and sequence of the identity number; one in ten came from another county of the world."""
    own = households["county"].gather(persons["household"])
    key = persons["person"].to_numpy()
    counties = int(str(households["county"].max())) + 1
    other = draws.integers("person/other county", key, 0, counties)
    moved = draws.chance("person/moved", key, 0.1) & (persons["relation"] == SPOUSE).to_numpy()
    county = pl.Series("county", np.where(moved, other, own.to_numpy()))
    return persons.with_columns(county, sequence_numbers(county, persons["birth_date"], persons["sex"]))


def _with_disability(draws: Draws, persons: pl.DataFrame) -> pl.DataFrame:
    """Category and grade: severe where the shape says so, otherwise a small share of mild ones."""
    key = persons["person"].to_numpy()
    severe = pl.Series(SEVERE_KINDS).gather(draws.integers("person/severe", key, 0, len(SEVERE_KINDS)))
    mild = pl.Series(MILD_KINDS).gather(draws.integers("person/mild", key, 0, len(MILD_KINDS)))
    chosen = pl.Series(draws.chance("person/disabled", key, MILD_DISABILITY_SHARE)) & (
        pl.col("birth_date").dt.year() < 1995
    )
    frame = persons.with_columns(
        disability=pl.when(pl.col("disability") == "severe")
        .then(severe)
        .when((pl.col("disability") == "") & chosen & ~pl.col("planted"))
        .then(mild)
        .otherwise("disability")
    )
    return frame.with_columns(severe=pl.col("disability").str.slice(1, 1).is_in(["1", "2"]))


def _with_name(draws: Draws, persons: pl.DataFrame) -> pl.DataFrame:
    """Name codes; a few heads bear exactly the name of the household before's head, a neighbour of their sex."""
    key = persons["person"].to_numpy().astype(np.int32)
    head = (persons["relation"] == HEAD).to_numpy()
    sex = persons["sex"].to_numpy()
    other_line = persons["relation"].is_in([SPOUSE, PARENT]).to_numpy() | (head & (sex != MAN))
    year = persons["birth_date"].dt.year().to_numpy()
    family = persons["household"].to_numpy().astype(np.int32)
    codes = draw_names(draws, key, family, own_surname=other_line, sex=sex, birth_year=year)
    frame = persons.with_columns(
        pl.Series(name, values) for name, values in zip(("surname", "first", "last"), codes, strict=True)
    )
    chosen = draws.chance("person/namesake", pair(key, 0), NAMESAKE_SHARE) & head & ~persons["planted"].to_numpy()
    before = frame.filter((pl.col("relation") == HEAD) & ~pl.col("planted")).select(
        pl.col("household") + 1, "sex", *(pl.col(name).alias(f"{name}_before") for name in ("surname", "first", "last"))
    )
    frame = frame.with_columns(chosen=pl.Series(chosen)).join(
        before, on=["household", "sex"], how="left", maintain_order="left"
    )
    namesake = pl.col("chosen") & pl.col("surname_before").is_not_null()
    return frame.with_columns(
        *(
            pl.when(namesake).then(f"{name}_before").otherwise(name).alias(name)
            for name in ("surname", "first", "last")
        ),
        namesake=namesake,
    ).drop("chosen", "surname_before", "first_before", "last_before")
