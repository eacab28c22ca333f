"""Naming columns of a feed's rows, and the ways in which departments write the same person differently.

Belongs here: names and numbers on rows, true and disturbed, with the kind of disturbance. Does not belong here: cell
formats (mixed/).

Forms that normalising undoes (15 digits, x, spaces, dots, traditional script) occur in every feed. What may cost the
link (a wrong digit, a swap, a surname written as another) occurs only in feeds where a lost link neither makes nor
hides a planted indicator. Rows of planted persons are clean unless their case asks for a disturbance.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl

from data.synthetic import identity_numbers, name_parts
from data.synthetic.feeds.education import missing_id
from data.synthetic.randomness import pair
from data.synthetic.world import Block

Kinds = npt.NDArray[np.int8]
FORGIVING_FEEDS = ("civil_affairs/temporary_aid", "civil_affairs/visits", "housing/property", "civil_affairs/disabled")
PREFIXES = {"civil_affairs/households": "head", "housing/dangerous_houses": "owner"}
GUARDED = {
    "civil_affairs/members": ("id",),
    "civil_affairs/children": ("name", "id"),
    "education/students": ("name", "id"),
}
WIDE_SPACE = "\u3000"
OTHER_NAMES = ("孟庆海", "仲崇芳")


@dataclass(frozen=True)
class Kind:
    """A disturbance: the slice of [0, 1) that draws it and the property a person needs for it."""

    name: str
    low: float
    high: float
    needs: str


KINDS = (
    Kind("id15", 0.00, 0.01, "old"),
    Kind("name_space", 0.010, 0.015, "plain_name"),
    Kind("id_digit", 0.02, 0.03, "forgiving"),
    Kind("id_swap", 0.03, 0.04, "forgiving"),
    Kind("guardian_id", 0.04, 0.05, "guarded"),
    Kind("surname_variant", 0.05, 0.25, "either_way"),
    Kind("name_traditional", 0.25, 0.27, "traditional"),
    Kind("lower_x", 0.30, 0.50, "ends_x"),
    Kind("wide_x", 0.50, 0.55, "ends_x"),
    Kind("name_dot", 0.60, 0.90, "dotted"),
)
NAMES = ("", *(kind.name for kind in KINDS), "missing_id", "other_name")
NUMBER = {name: number for number, name in enumerate(NAMES)}


@dataclass(frozen=True)
class Named:
    """A feed's rows with their naming columns, and for each row the truth: persons of the roles and the disturbance."""

    frame: pl.DataFrame
    role: str
    person: pl.Series
    guardian: pl.Series | None
    noise: pl.Series


def name_rows(block: Block, feed: str, rows: pl.DataFrame) -> Named:
    """Add name and id columns (head_, owner_, guardian_ where the feed has them) to a feed's rows."""
    row = rows["row"].to_numpy()
    kinds = _draw_kinds(block, feed, rows)
    names, numbers = _disturb(block, rows, kinds)
    prefix = PREFIXES.get(feed, "")
    stem = f"{prefix}_" if prefix else ""
    frame = rows.with_columns(names.alias(f"{stem}name"), numbers.alias(f"{stem}id_number"))
    person = pl.Series("true_person", block.person_ids[row] + 1)
    stranger = pl.Series(kinds == NUMBER["other_name"])
    person = pl.select(pl.when(~stranger).then(person)).to_series().alias("true_person")
    noise = pl.Series("noise", [name or None for name in NAMES], dtype=pl.String).gather(kinds.astype(np.int64))
    guardian = None
    if feed in GUARDED:
        frame, guardian = _with_guardian_columns(block, feed, frame)
    return Named(frame, prefix or "self", person, guardian, noise)


def _with_guardian_columns(block: Block, feed: str, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    at = frame["guardian"].cast(pl.Int64)
    columns = [block.persons["id_number"].gather(at).alias("guardian_id_number")]
    if "name" in GUARDED[feed]:
        columns.append(block.persons["name"].gather(at).alias("guardian_name"))
    return frame.with_columns(columns), (block.persons["person"].gather(at) + 1).alias("true_person")


@lru_cache(maxsize=1)
def _properties(block: Block) -> dict[str, npt.NDArray[np.bool_]]:
    """Which disturbances each person of the block can have; none for planted persons."""
    persons, name = block.persons, block.persons["name"]
    either = "|".join(f"^{surname}" for surname in name_parts.EITHER_WAY)
    marks = {
        "old": persons["birth_date"].dt.year() < 1966,
        "plain_name": ~name.str.contains("·"),
        "dotted": name.str.contains("·"),
        "either_way": name.str.contains(either),
        "traditional": name.str.contains("[" + "".join(name_parts.TRADITIONAL) + "]"),
        "ends_x": persons["id_number"].str.ends_with("X"),
    }
    free = ~persons["planted"].to_numpy()
    return {mark: series.to_numpy() & free for mark, series in marks.items()} | {"free": free}


def _draw_kinds(block: Block, feed: str, rows: pl.DataFrame) -> Kinds:
    row = rows["row"].to_numpy()
    ordinal = rows["ordinal"].to_numpy() % 65536 if "ordinal" in rows.columns else np.zeros(len(row), dtype=np.int64)
    drawn = block.draws.uniform(f"noise/{feed}", pair(block.person_ids[row], 0) + ordinal)
    has = _properties(block)
    kinds = np.zeros(len(row), dtype=np.int8)
    forgiving = _forgiving(block, feed, rows)
    guarded = _own_number_replaceable(block, feed, rows)
    for number, kind in enumerate(KINDS, start=1):
        within = (drawn >= kind.low) & (drawn < kind.high)
        if kind.needs in {"forgiving", "either_way"}:
            within &= forgiving
        fit = guarded if kind.needs == "guarded" else has["free" if kind.needs == "forgiving" else kind.needs][row]
        kinds[within & fit] = number
    kinds[_missing(block, feed, rows, drawn)] = NUMBER["missing_id"]
    if "force_noise" in rows.columns:
        forced = rows["force_noise"].replace_strict(NUMBER, default=0, return_dtype=pl.Int8).to_numpy()
        kinds = np.where(forced > 0, forced, kinds).astype(np.int8)
    return kinds


def _forgiving(block: Block, feed: str, rows: pl.DataFrame) -> npt.NDArray[np.bool_]:
    """Rows that no rule misses: mild disabilities, casual visits, temporary aid, property."""
    if feed not in FORGIVING_FEEDS:
        return np.zeros(rows.height, dtype=np.bool_)
    if feed == "civil_affairs/disabled":
        return ~block.persons["severe"].gather(rows["row"]).to_numpy()
    if feed == "civil_affairs/visits":
        return (rows["visit_type"] != "分散特困探访").to_numpy()
    return np.ones(rows.height, dtype=np.bool_)


def _own_number_replaceable(block: Block, feed: str, rows: pl.DataFrame) -> npt.NDArray[np.bool_]:
    """Student rows whose own number may be a guardian's: ordinary pupils above the age of duty, with the own name."""
    if feed != "education/students":
        return np.zeros(rows.height, dtype=np.bool_)
    person = block.persons.select("planted", "age_days", "in_force").select(pl.all().gather(rows["row"]))
    fit = (
        ~person["planted"] & (person["age_days"] > 16.5 * 365.25) & ~person["in_force"] & rows["guardian"].is_not_null()
    )
    return (fit & ~rows["missing"]).to_numpy()


def _missing(block: Block, feed: str, rows: pl.DataFrame, drawn: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Rows whose id is left out: some students (and their aid), a third of the old leads."""
    if feed == "education/students":
        whom = rows.join(
            block.persons.select("row", "person", "planted", "twin"), on="row", how="left", maintain_order="left"
        )
        return (missing_id(block, whom)).to_numpy()
    if feed == "education/aid":
        return rows["missing"].to_numpy()
    if feed == "civil_affairs/leads":
        return rows["may_miss"].to_numpy() & (drawn > 0.66)
    return np.zeros(rows.height, dtype=np.bool_)


def _disturb(block: Block, rows: pl.DataFrame, kinds: Kinds) -> tuple[pl.Series, pl.Series]:
    """Names and numbers of the rows; only the disturbed ones are rewritten."""
    at = rows["row"].to_numpy().astype(np.int64)
    name, number = block.persons["name"], block.persons["id_number"]
    names, numbers = [name], [number]
    name_at, number_at = at.copy(), at.copy()
    extra_names = extra_numbers = len(name)
    for kind in np.unique(kinds[kinds > 0]).tolist():
        where = np.flatnonzero(kinds == kind)
        if NAMES[kind] in NAME_WRITERS:
            names.append(NAME_WRITERS[NAMES[kind]](name.gather(at[where])))
            name_at[where] = extra_names + np.arange(len(where))
            extra_names += len(where)
        else:
            numbers.append(_write_number(block, NAMES[kind], rows, where))
            number_at[where] = extra_numbers + np.arange(len(where))
            extra_numbers += len(where)
    return pl.concat(names).gather(name_at), pl.concat(numbers).gather(number_at)


def _write_number(block: Block, kind: str, rows: pl.DataFrame, where: npt.NDArray[np.int64]) -> pl.Series:
    row = rows["row"].gather(where).cast(pl.Int64)
    number = block.persons["id_number"].gather(row)
    if kind == "missing_id":
        return pl.Series("id_number", [None] * len(where), dtype=pl.String)
    if kind == "id15":
        return identity_numbers.fifteen_digits(number)
    if kind == "id_digit":
        return identity_numbers.one_digit_wrong(
            number, block.draws.bits("noise/digit", block.person_ids[row.to_numpy()])
        )
    if kind == "id_swap":
        return identity_numbers.adjacent_swapped(number)
    if kind == "guardian_id":
        return block.persons["id_number"].gather(rows["guardian"].gather(where).cast(pl.Int64))
    return number.str.replace("X$", "x" if kind == "lower_x" else "Ｘ")


def _other_name(name: pl.Series) -> pl.Series:
    """A name that shares no character with the person's: two fixed ones suffice."""
    clash = name.str.contains("[" + OTHER_NAMES[0] + "]")
    return (
        pl.select(pl.when(clash).then(pl.lit(OTHER_NAMES[1])).otherwise(pl.lit(OTHER_NAMES[0])))
        .to_series()
        .alias("name")
    )


def _traditional(name: pl.Series) -> pl.Series:
    return name.str.replace_many(list(name_parts.TRADITIONAL), list(name_parts.TRADITIONAL.values()))


def _surname_variant(name: pl.Series) -> pl.Series:
    surname = name.str.slice(0, 1).replace(name_parts.EITHER_WAY)
    return surname + name.str.slice(1)


def _dots(name: pl.Series) -> pl.Series:
    """The middle dot written as one of its look-alikes, by the name's length."""
    which = (name.str.len_chars() % len(name_parts.DOTS)).cast(pl.Int64)
    dots = pl.Series(name_parts.DOTS).gather(which)
    parts = name.str.split("·")
    return parts.list.get(0) + dots + parts.list.get(1)


def _space(name: pl.Series) -> pl.Series:
    return name.str.slice(0, 1) + WIDE_SPACE + name.str.slice(1)


NAME_WRITERS: dict[str, Callable[[pl.Series], pl.Series]] = {
    "name_space": _space,
    "surname_variant": _surname_variant,
    "name_traditional": _traditional,
    "name_dot": _dots,
    "other_name": _other_name,
}
