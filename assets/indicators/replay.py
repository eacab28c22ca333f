"""The library over published nights with other parameters: what would be found, beside what is found with the file's.

What belongs here: which runs are made and what is counted of them. What does not: a rule, a way to count (comparison,
slope), a terminal. Nothing is published; the lake is only read.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from assets.indicators.assumptions import Assumption, overlay
from assets.indicators.comparison import changes, compared, gathered, workload
from assets.indicators.parameters import as_policy, read_parameters
from assets.indicators.places import EVERYWHERE
from assets.indicators.run import run
from assets.indicators.slope import TIED_BENEFITS, slope
from assets.lake import Lake
from assets.lake.errors import without_values
from assets.lake.publish import code_version
from assets.lake.replayed import ReplayedNight

BEFORE, AFTER = "before", "after"


class ReplayError(ValueError):
    """A night cannot be replayed; the text says why and what to do."""


@dataclass(frozen=True)
class Reach:
    """Where an assumption holds: the counties that take it, of those that any night has households in."""

    assumption: Assumption
    counties: int
    of: int


@dataclass
class Replay:
    """What came of it. Tables `by_night` have a row more for each night, the others take all nights together.

    `recomputed`: nights that another version of the system published, whose `before` was computed anew by this one.
    `placeholders`: what the slope reckons with that counties of these nights have set no value of their own for.
    `not_assessed`: code → on how many of the nights it was not, or in part, so that its zero says nothing.
    """

    nights: tuple[date, ...]
    assumptions: tuple[Assumption, ...]
    band: float
    changes: pl.DataFrame = field(default_factory=pl.DataFrame)
    changes_by_night: pl.DataFrame = field(default_factory=pl.DataFrame)
    workload: pl.DataFrame = field(default_factory=pl.DataFrame)
    workload_by_night: pl.DataFrame = field(default_factory=pl.DataFrame)
    slope_by_night: pl.DataFrame = field(default_factory=pl.DataFrame)
    recomputed: tuple[date, ...] = ()
    not_assessed: dict[str, int] = field(default_factory=dict)
    placeholders: tuple[str, ...] = ()
    reach: tuple[Reach, ...] = ()

    def tables(self) -> dict[str, pl.DataFrame]:
        """Every table by its name, for writing."""
        names = ("changes", "changes_by_night", "workload", "workload_by_night", "slope_by_night")
        return {name: getattr(self, name) for name in names}


@dataclass
class _Gathered:
    """What is kept from night to night: keys and counts, never a night's rows."""

    hits: pl.DataFrame | None = None
    addressees: pl.DataFrame | None = None
    changes: list[pl.DataFrame] = field(default_factory=list)
    workload: list[pl.DataFrame] = field(default_factory=list)
    slope: list[pl.DataFrame] = field(default_factory=list)
    counties: set[str] = field(default_factory=set)
    holding: dict[str, set[str]] = field(default_factory=dict)
    not_assessed: dict[str, int] = field(default_factory=dict)
    placeholders: set[str] = field(default_factory=set)


def _quiet(_night: date) -> None:
    """What is told of a night's end where nobody watches."""


@without_values
def replay(
    lake: Lake,
    nights: Sequence[date],
    assumptions: Iterable[Assumption],
    *,
    band: float,
    folder: Path,
    done: Callable[[date], None] = _quiet,
) -> Replay:
    """Run the library over published nights with the assumptions and count what changes.

    `before` is what this version of the system finds with the values of the file: the night as published where this
    version published it, else computed anew, so that nothing but the assumptions makes a difference. `folder` must be
    its caller's own and empty; what is written there is removed night by night. Raises ReplayError, ParameterError.
    """
    made = Replay(tuple(nights), tuple(assumptions), band)
    values = read_parameters()
    assumed = overlay(values, made.assumptions, min(nights), max(nights))
    version, kept = code_version(), _Gathered()
    for night in made.nights:
        before = ReplayedNight.of(lake, night, folder / BEFORE)
        after = ReplayedNight.of(lake, night, folder / AFTER)
        try:
            if lake.manifest(night)["code_version"] != version:
                made.recomputed += (night,)
                run(before, values)
            run(after, assumed)
            _compare(kept, before, after, made)
        except FileNotFoundError as error:
            raise ReplayError(
                f"night {night} cannot be replayed: {error}. The version that published it "
                f"({lake.manifest(night)['code_version']}) did not have that table; choose later nights"
            ) from None
        finally:
            before.discard()
            after.discard()
        done(night)
    return _finished(made, kept)


def _compare(kept: _Gathered, before: ReplayedNight, after: ReplayedNight, made: Replay) -> None:
    night = pl.lit(after.night).alias("night")
    hits = compared(before.scan("indicators/hits"), after.scan("indicators/hits"))
    addressees = _addressees(after, hits)
    kept.changes.append(changes(hits).select(night, pl.all()))
    kept.workload.append(workload(hits, addressees.lazy()).select(night, pl.all()))
    kept.hits = gathered(kept.hits, hits)
    # The latest night's addressee stands; one that only an earlier night had is kept.
    known = [addressees] if kept.addressees is None else [addressees, kept.addressees]
    kept.addressees = pl.concat(known).unique("household_id", keep="first", maintain_order=True)
    for side, run_night in ((BEFORE, before), (AFTER, after)):
        resolved = run_night.read("indicators/parameters")
        measured = slope(after.scan("households/economy"), as_policy(resolved), made.band)
        kept.slope.append(measured.select(night, pl.lit(side).alias("parameters"), pl.all()))
    _hold(kept, after.read("indicators/parameters"), made.assumptions)
    shipped = pl.col("name").is_in(TIED_BENEFITS) & (pl.col("county_code") != EVERYWHERE)
    kept.placeholders |= set(after.read("indicators/placeholders").filter(shipped)["name"])
    for code in after.read("indicators/not_assessed")["code"].unique():
        kept.not_assessed[code] = kept.not_assessed.get(code, 0) + 1


def _hold(kept: _Gathered, resolved: pl.DataFrame, assumptions: Iterable[Assumption]) -> None:
    kept.counties |= set(resolved["county_code"]) - {EVERYWHERE}
    for each in assumptions:
        taken = resolved.filter(pl.col("name") == each.name, pl.col("source") == str(each))["county_code"]
        kept.holding.setdefault(str(each), set()).update(set(taken) - {EVERYWHERE})


def _addressees(night: ReplayedNight, hits: pl.DataFrame) -> pl.DataFrame:
    """household_id, addressee of the households hit: the head, or the member whose token comes first, as in a queue."""
    wanted = hits.lazy().select("household_id").unique()
    heads = night.scan("households/economy").select("household_id", "head_person_id")
    members = night.scan("households/members").select("household_id", "person_id")
    firsts = (
        members.join(wanted, on="household_id", how="semi")
        .group_by("household_id")
        .agg(first=pl.col("person_id").min())
    )
    both = wanted.join(heads, on="household_id", how="left").join(firsts, on="household_id", how="left")
    return both.select("household_id", addressee=pl.coalesce("head_person_id", "first")).collect(engine="streaming")


def _finished(made: Replay, kept: _Gathered) -> Replay:
    if kept.hits is not None and kept.addressees is not None:
        made.changes = changes(kept.hits)
        made.workload = workload(kept.hits, kept.addressees.lazy())
    made.changes_by_night = pl.concat(kept.changes)
    made.workload_by_night = pl.concat(kept.workload)
    made.slope_by_night = pl.concat(kept.slope)
    made.not_assessed = dict(sorted(kept.not_assessed.items()))
    made.placeholders = tuple(sorted(kept.placeholders))
    made.reach = tuple(Reach(each, len(kept.holding[str(each)]), len(kept.counties)) for each in made.assumptions)
    return made
