"""Which households there are: planted ones, ordinary ones of the ledger, families outside it, in a shuffled order.

Belongs here: numbers, kinds and shapes of households. Does not belong here: their attributes (households.py) or
members (persons.py).
"""

import numpy as np
import numpy.typing as npt
import polars as pl

from data.synthetic import shapes
from data.synthetic.plan import HouseholdPlan, Scenario
from data.synthetic.randomness import Draws

LEDGER_SHARE = 2 / 3
# A planted case is repeated once for so many persons; a common one four times as often.
PERSONS_A_RARE_CASE = 13_000
COMMON_TIMES = 4
SMALLEST_BASE = 100

Index = npt.NDArray[np.int64]


def copies(persons: int, common: bool) -> int:
    """How often a case is planted in a world of so many persons: at least once."""
    return max(1, persons * (COMMON_TIMES if common else 1) // PERSONS_A_RARE_CASE)


def lay_out(draws: Draws, persons: int, plans: list[HouseholdPlan], scenarios: list[Scenario]) -> pl.DataFrame:
    """One row a household: household, plan, assistance_type, planted, size, first_person; sizes add up to `persons`.

    Raises ValueError when the planted households leave no room for ordinary ones.
    """
    sizes = np.array([len(plan.members) for plan in plans], dtype=np.int64)
    planted = _planted(persons, scenarios, len(plans) - len(scenarios))
    inside = np.array([plans[plan].assistance_type != "" for plan in planted])
    planted_persons = int(sizes[planted].sum())
    if persons < planted_persons + SMALLEST_BASE:
        raise ValueError(f"a world of this kind needs at least {planted_persons + SMALLEST_BASE} persons")
    room = persons - planted_persons
    ledger_room = min(room, max(0, int(persons * LEDGER_SHARE) - int(sizes[planted[inside]].sum())))
    ledger = _ordinary(draws, "ledger", ledger_room, shapes.LEDGER_TYPES, sizes)
    outside = _ordinary(draws, "outside", room - ledger_room, {"": 1.0}, sizes)
    kinds = pl.Series([plan.assistance_type for plan in plans])
    frame = pl.concat(
        [
            pl.DataFrame({"plan": planted, "assistance_type": kinds.gather(planted), "planted": True}),
            ledger.with_columns(planted=False),
            outside.with_columns(planted=False),
        ]
    )
    order = np.argsort(draws.bits("layout/order", np.arange(frame.height)), kind="stable")
    frame = frame.select(pl.all().gather(order)).with_columns(
        size=pl.Series(sizes[frame["plan"].gather(order).to_numpy()])
    )
    return frame.with_columns(
        household=pl.int_range(pl.len(), dtype=pl.Int64),
        first_person=pl.col("size").cum_sum() - pl.col("size"),
    )


def _planted(persons: int, scenarios: list[Scenario], first_plan: int) -> Index:
    counts = [copies(persons, scenario.common) for scenario in scenarios]
    return np.repeat(np.arange(first_plan, first_plan + len(scenarios), dtype=np.int64), counts)


def _ordinary(draws: Draws, stream: str, room: int, types: dict[str, float], sizes: Index) -> pl.DataFrame:
    """Ordinary households with exactly `room` persons; the last few are of one person each."""
    keys = np.arange(room, dtype=np.int64)
    names = list(types)
    kind = draws.pick(f"layout/{stream}/type", keys, list(types.values()))
    shape = np.zeros(room, dtype=np.int64)
    for number, name in enumerate(names):
        chosen = kind == number
        shape[chosen] = _shapes(draws, stream, name, keys[chosen])
    total = np.cumsum(sizes[shape])
    whole = int(np.searchsorted(total, room, side="right"))
    rest = room - (int(total[whole - 1]) if whole else 0)
    single = np.full(rest, shapes.NAMES.index("elder"))
    plan = np.concatenate([shape[:whole], single])
    last = np.full(rest, len(names) - 1)
    series = pl.Series(names, dtype=pl.String).gather(np.concatenate([kind[:whole], last]))
    return pl.DataFrame({"plan": plan, "assistance_type": series})


def _shapes(draws: Draws, stream: str, kind: str, keys: Index) -> Index:
    weights = shapes.SHAPE_WEIGHTS[kind]
    numbers = np.array([shapes.NAMES.index(name) for name in weights], dtype=np.int64)
    return numbers[draws.pick(f"layout/{stream}/shape/{kind}", keys, list(weights.values()))]
