"""How much the levels of a pair weigh together, and as a probability.

What belongs here: match weights of compared pairs, the frequency of names. What does not: thresholds and choosing.
"""

from math import log2
from typing import Final

import polars as pl

from assets.identity.comparison import COMPARISONS, LEVEL_COLUMNS
from assets.identity.coverage import KNOWN_ELSEWHERE
from assets.identity.model import Model
from assets.identity.nodes import Population

# The frequency of a name is that of the form in which the two agree; other levels have no form to count.
_FREQUENCY_OF: Final = {"equal": "name_key", "variant": "folded", "pinyin": "pinyin"}
WEIGHT_COLUMNS: Final = {comparison: f"{comparison}_weight" for comparison in COMPARISONS}


def score(
    compared: pl.DataFrame,
    units: pl.DataFrame,
    population: Population,
    names: pl.DataFrame,
    *,
    model: Model,
    population_floor: int,
) -> pl.DataFrame:
    """`compared` with the weight of each comparison, `prior` and `known_elsewhere` in bits, and `weight`, their sum.

    The weight is the posterior log2 odds of a match. The prior is one in the number of nodes, of at least
    `population_floor`: a unit is at most one of them. `known_elsewhere` is that of `units` (see coverage) where the
    node is a person with a valid number, else 0.
    """
    size = max(population.size, population_floor)
    own = [
        pl.col(LEVEL_COLUMNS[comparison])
        .replace_strict(model.weights(comparison), default=0.0, return_dtype=pl.Float64)
        .round(6)
        .alias(WEIGHT_COLUMNS[comparison])
        for comparison in COMPARISONS
    ]
    weighed = compared.with_columns(own)
    weighed = weighed.with_columns(_name_weight(weighed, population, names, model, size))
    known = weighed.select("unit").join(units.select("unit", KNOWN_ELSEWHERE), on="unit", maintain_order="left")
    numbered = pl.when(pl.col("node") < population.persons).then(known[KNOWN_ELSEWHERE]).otherwise(0.0)
    weighed = weighed.with_columns(numbered.round(6).alias(KNOWN_ELSEWHERE), prior=pl.lit(round(-log2(size), 6)))
    parts = ("prior", KNOWN_ELSEWHERE, *WEIGHT_COLUMNS.values())
    return weighed.with_columns(weight=pl.sum_horizontal(parts).round(6))


def _name_weight(
    weighed: pl.DataFrame, population: Population, names: pl.DataFrame, model: Model, size: int
) -> pl.Series:
    """A rare name that agrees says more than a common one."""
    column = WEIGHT_COLUMNS["name"]
    spelled = weighed.select(column, "name_level", name_key="node_name")
    forms = names.select(list(_FREQUENCY_OF.values())).join(spelled, on="name_key", how="semi")
    spelled = spelled.join(forms, on="name_key", how="left", maintain_order="left")
    for form, bearers in _bearers(weighed["node_name"], population, names).items():
        spelled = spelled.join(bearers, on=form, how="left", maintain_order="left")
    weight = pl.col(column)
    for level, form in _FREQUENCY_OF.items():
        share = (pl.col(f"{form}_bearers").fill_null(1) / size).clip(upper_bound=1.0)
        agreement = (model.comparisons["name"][level].m / share).log(2).round(6)
        weight = pl.when(pl.col("name_level") == level).then(agreement).otherwise(weight)
    return spelled.select(weight.alias(column)).to_series()


def _bearers(wanted: pl.Series, population: Population, names: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """For each form of the wanted names: how many nodes bear it."""
    forms = list(_FREQUENCY_OF.values())
    described = names.select(forms)
    asked = described.join(wanted.drop_nulls().unique().rename("name_key").to_frame(), on="name_key", how="semi")
    near = described.join(asked, on="pinyin", how="semi")
    # No node is a person's and a unit's at once.
    tables = (population.named.select("node", "name_key"), population.units.select("node", "name_key").unique())
    borne = pl.concat([table.select("name_key").join(near, on="name_key", how="semi") for table in tables])
    counted = near.join(borne.group_by("name_key").agg(nodes=pl.len()), on="name_key", how="left")
    return {form: counted.group_by(form).agg(pl.col("nodes").sum().alias(f"{form}_bearers")) for form in forms}


def probability(weight: pl.Expr) -> pl.Expr:
    """Match probability of a weight in bits, never quite 1."""
    return (1 / (1 + pl.lit(2.0).pow(-weight.clip(-60, 60)))).clip(0.0, 0.999999).round(6)
