"""Why two records are one person, or two: every comparison with its weight, and what the night made of it.

What belongs here: the waterfall of one pair by the stage's own functions, and the sentence at its end. What does not:
any rule or weight (comparison, weights, doubts), and how it is printed (pipelines).
"""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from assets.identity.blocking import ALL_RULES, candidate_pairs, rule_bit
from assets.identity.comparison import COMPARISONS, LEVEL_COLUMNS, compare
from assets.identity.coverage import KNOWN_ELSEWHERE
from assets.identity.doubts import doubt
from assets.identity.explain_address import LINK, PERSON_ID, PublishedNight, UnknownError, record_text
from assets.identity.explain_person import MASKS
from assets.identity.explain_record import Link, NightRecords, Seen
from assets.identity.hysteresis import with_standing
from assets.identity.model import Model
from assets.identity.nodes import Nodes, Population, named_of
from assets.identity.settings import IdentitySettings
from assets.identity.weights import WEIGHT_COLUMNS, probability, score

_COLUMNS = {"name": "name_key", "guardian": "guardian_id", "household": "household_no", "division": "division_code"}
_COLUMNS |= {"id_number": "id_text"}
_MASKED_LIKE = {"guardian": "id_number", "household": "id_number"}
_MOST_VALUES = 3
_SURE_AND_APART = (
    "They are two persons because another one fits about as well (a tie), two valid numbers would meet, staff parted "
    "them, or the rule's block has too many pairs."
)


@dataclass(frozen=True)
class Step:
    """One comparison: what either side says, at which level they agree, its bits and the sum up to here."""

    comparison: str
    left: str
    right: str
    level: str
    bits: float
    total: float


@dataclass(frozen=True)
class Waterfall:
    """left, right: the records with person_id, method and probability of the night. ends: sentences, the verdict first.

    prior, known_elsewhere (see coverage), weight, standing, sure and review are in bits; standing is what was held
    against the thresholds.
    """

    night: str
    left: dict[str, Any]
    right: dict[str, Any]
    prior: float
    known_elsewhere: float
    steps: list[Step]
    weight: float
    probability: float
    standing: float
    sure: float
    review: float
    rules: list[str]
    doubt: str | None
    ends: list[str] = field(default_factory=list)


def explain_pair(night: PublishedNight, left: str, right: str, plain: bool = False) -> Waterfall:
    """Why two records (or persons, of whom the surest row stands) are one person or two. Raises UnknownError."""
    settings = IdentitySettings()
    links = [_link(night, text) for text in (left, right)]
    if record_text(links[0]) == record_text(links[1]):
        raise UnknownError("both are the same record; give two")
    everyone = NightRecords.read(night, settings)
    seen = [everyone.seen(link) for link in links]
    if _turned(seen):
        links, seen = links[::-1], seen[::-1]
    pair = _compared(night, everyone, seen, settings)
    prior, known = pair.row["prior"], pair.row[KNOWN_ELSEWHERE]
    told = Waterfall(
        str(night.night),
        _shown(links[0]),
        _shown(links[1]),
        prior,
        known,
        _steps(pair, prior + known, plain),
        pair.row["weight"],
        pair.row["probability"],
        _standing(night, everyone, seen, pair.row["weight"], settings),
        settings.sure_weight,
        settings.review_weight,
        [rule.name for rule in ALL_RULES if pair.row["rules"] & rule_bit(rule)],
        pair.row["doubt"],
    )
    told.ends.extend(_ends(told, seen))
    return told


@dataclass(frozen=True)
class _Pair:
    """units: the left record as the one unit. nodes: the right side. row: levels, weights, rules, doubt of the pair."""

    units: pl.DataFrame
    nodes: Nodes
    row: dict[str, Any]


def _compared(night: PublishedNight, everyone: NightRecords, seen: list[Seen], settings: IdentitySettings) -> _Pair:
    population, names = everyone.gathered.population, everyone.names
    units, node = _as_unit(everyone, seen[0]), seen[1].node
    rules = _rules(population, units, node, names)
    pairs = units.select("unit", node=pl.lit(node, pl.UInt32), rules=pl.lit(rules, pl.UInt32))
    nodes = population.nodes(pairs["node"])
    compared = compare(pairs, units, nodes, names, contradicting=True)
    model = Model.of_table(night.scan("identity/weights").collect())
    floor = settings.population_floor
    scored = score(compared, units, population, names, model=model, population_floor=floor)
    judged = scored.with_columns(doubt=doubt(scored), probability=probability(pl.col("weight")))
    return _Pair(units, nodes, judged.row(0, named=True))


def _link(night: PublishedNight, text: str) -> Link:
    """The link of a record, or of a person the surest of their rows."""
    if not PERSON_ID.match(text):
        return night.link(text)
    person = night.person(text)
    rows = night.scan("identity/links").filter(pl.col("person_id") == person).collect()
    if rows.is_empty():
        raise UnknownError(f"no row of the night {night.night} names {text}; give an earlier --night")
    order = [pl.col("method") != "exact", -pl.col("probability"), *LINK]
    return rows.sort(order).row(0, named=True)


def _shown(link: Link) -> dict[str, Any]:
    told = {name: link[name] for name in ("person_id", "method", "probability")}
    return {"record": record_text(link)} | told


def _turned(seen: list[Seen]) -> bool:
    """Whether the right one is the unit: a record without a valid number, of two the one of the later group."""
    left, right = seen
    if left.unit is None or right.unit is None:
        return left.unit is None and right.unit is not None
    return left.node < right.node


def _as_unit(everyone: NightRecords, seen: Seen) -> pl.DataFrame:
    """The record as a unit: its own where it is one, else made of its values."""
    units = everyone.gathered.population.units
    if seen.unit is not None:
        return units.filter(unit=seen.unit)
    shared = [name for name in units.columns if name in seen.record.columns]
    made = seen.record.select(*shared, unit=pl.lit(0, pl.UInt32), node=pl.lit(seen.node, pl.UInt32))
    made = made.select(pl.col(name).cast(units.schema[name]) for name in units.columns if name in made.columns)
    return made.with_columns(pl.lit(0.0).alias(KNOWN_ELSEWHERE))


def _rules(population: Population, units: pl.DataFrame, node: int, names: pl.DataFrame) -> int:
    """The blocking rules that find the pair, as bits."""
    owned = population.owned.filter(node=node)
    others = population.units.filter(node=node)
    both = pl.concat([units, others], how="diagonal").unique("unit", keep="first", maintain_order=True)
    found = candidate_pairs(Population(owned, named_of(owned), both, population.persons), names, 1_000_000).pairs
    wanted = found.filter(pl.col("unit").is_in(units["unit"].implode()) & (pl.col("node") == node))
    return int(wanted["rules"].sum())


def _standing(
    night: PublishedNight, everyone: NightRecords, seen: list[Seen], weight: float, settings: IdentitySettings
) -> float:
    before = night.before()
    if before is None:
        return weight
    sides = {"left": [seen[0].node], "right": [seen[1].node]}
    edge = pl.DataFrame(sides, schema=dict.fromkeys(sides, pl.UInt32)).with_columns(weight=pl.lit(weight))
    registry = before.scan("identity/registry").collect()
    keys = everyone.keys(seen[0].node, seen[1].node)
    none = edge.clear()
    return float(with_standing(edge, keys, registry, none, settings.kept_margin)["standing"].item())


def _steps(pair: _Pair, start: float, plain: bool) -> list[Step]:
    """A step a comparison, in the stage's order."""
    steps, total = [], start
    for comparison in COMPARISONS:
        bits = pair.row[WEIGHT_COLUMNS[comparison]]
        total += bits
        own = pair.units[_COLUMNS.get(comparison, comparison)]
        left, right = (_values(side, comparison, plain) for side in (own, _of_node(pair.nodes, comparison)))
        level = pair.row[LEVEL_COLUMNS[comparison]] or "not known"
        steps.append(Step(comparison, left, right, level, round(bits, 2), round(total, 2)))
    return steps


def _of_node(nodes: Nodes, comparison: str) -> pl.Series:
    tables = {"name": nodes.names, "birth_date": nodes.births, "sex": nodes.people, "id_number": nodes.numbers}
    table = tables.get(comparison)
    column = _COLUMNS.get(comparison, comparison)
    return (nodes.values[column] if table is None else table).drop("node").to_series()


def _values(side: pl.Series, comparison: str, plain: bool) -> str:
    """What a side says, at most three values; masked unless `plain`."""
    values = side.drop_nulls().unique().sort().rename("value").to_frame().with_columns(pl.col(pl.Enum).cast(pl.String))
    mask = MASKS.get(_MASKED_LIKE.get(comparison, comparison))
    if mask is not None and not plain:
        values = values.select(mask(pl.col("value")))
    texts = values["value"].cast(pl.String).unique(maintain_order=True).to_list()
    return "、".join(texts[:_MOST_VALUES]) + (" …" if len(texts) > _MOST_VALUES else "")


def _ends(told: Waterfall, seen: list[Seen]) -> list[str]:
    one = told.left["person_id"] == told.right["person_id"]
    numbers = [each.record["id_text"].item() for each in seen]
    valid = [each.record["id_valid"].item() for each in seen]
    owned = [each.unit is None for each in seen]
    if one and seen[0].node == seen[1].node:
        same = "an equal valid number with a consistent name" if all(valid) else "equal details"
        return [f"One person, before any weight was looked at: {same}."]
    if one:
        held = " and ".join(f"{side['method']} ({side['probability']})" for side in (told.left, told.right))
        return [f"One person; the rows are held by {held}.", *_against_thresholds(told)]
    if all(owned) and numbers[0] != numbers[1]:
        return ["Two persons: two different valid numbers are never one, whatever else agrees."]
    if all(valid) and numbers[0] == numbers[1]:
        return ["Two persons: one number with two names that contradict; the pair is in the review."]
    return ["Two persons.", *_against_thresholds(told)]


def _against_thresholds(told: Waterfall) -> list[str]:
    kept = told.standing - told.weight
    ends = [f"They were one person before, so {kept:g} bits less suffice."] if kept else []
    if not told.rules:
        ends.append("No blocking rule finds this pair: it was not compared by the night.")
    if told.doubt:
        ends.append(f"Never linked by weight alone: {told.doubt}.")
    if told.standing >= told.sure:
        ends.append("The weight alone would be sure." if told.doubt else "The weight is sure.")
        if told.left["person_id"] != told.right["person_id"] and told.rules and not told.doubt:
            ends.append(_SURE_AND_APART)
    elif told.standing >= told.review:
        ends.append("The weight is between the thresholds: for review.")
    else:
        ends.append("The weight is below the threshold of the review.")
    return ends
