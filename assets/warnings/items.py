"""The items of the warnings: what happens tonight to each indicator and person inside a warning.

What belongs here: the state of an item from its state of last night, tonight's hit, what could not be assessed and
what was answered. What does not: the warning as a whole (ledger) and who may answer (feedback).
"""

from datetime import date

import polars as pl

from assets.vocabulary.tables import table_schema
from assets.vocabulary.warning_words import ACTIVE_ITEMS, tier_rank
from assets.warnings.feedback import ITEM_KEY
from assets.warnings.memory import BENEFIT_NOT_SEEN
from assets.warnings.merging import MERGED
from assets.warnings.parameters import WarningParameters

HIT_KEY = ("household_id", "lane", "code", "person_id")
DIVISION_LENGTHS = (2, 4, 6, 9, 12)
_STANDING = ("answered_on", "answer", "quiet_state", "quiet_days", "benefit_days", "benefit_reopened")


def answered_items(items: pl.DataFrame, answers: pl.DataFrame, parameters: WarningParameters) -> pl.DataFrame:
    """The items with tonight's answers in `state` and `result_code`."""
    states = parameters.results.select("result_code", "item_state")
    fresh = answers.join(states, on="result_code").select(*ITEM_KEY, "item_state", new_result="result_code")
    state = (
        pl.when(pl.col("item_state").is_null() | ((pl.col("item_state") == "open") & (pl.col("state") == "unassessed")))
        .then("state")
        .otherwise("item_state")
    )
    return (
        items.join(fresh, on=ITEM_KEY, how="left")
        .with_columns(state=state, result_code=pl.coalesce("new_result", "result_code"))
        .drop("item_state", "new_result")
    )


def known_items(items: pl.DataFrame, ledger: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Every item of the night before without its evidence, beside its warning's household and its standing answer."""
    # What a merged warning held goes on in another one; its own copy remembers nothing.
    goes_on = ledger.filter(pl.col("close_reason").ne_missing(MERGED))
    warnings = goes_on.select("warning_id", "household_id", "lane", "division_code", warning_state="state")
    light = items.select(*ITEM_KEY, "tier", "value", "state", "result_code", "first_hit_on", "last_hit_on")
    joined = light.join(warnings, on="warning_id").join(standing, on=ITEM_KEY, how="left")
    return joined.with_columns(live=pl.col("warning_state") != "closed")


def hit_transitions(
    hits: pl.DataFrame, known: pl.DataFrame, parameters: WarningParameters, night: date
) -> pl.DataFrame:
    """One row a hit: the item it continues, its state tonight and what happened to it.

    Columns: household_id, lane, code, person_id, warning_id (null: the household has no open warning), state,
    happened (item_added, reopened or null), reason, result_code, first_hit_on, benefit_reopened, moved, and of a moved
    one answered_on, was_tier, was_value. `state` is null for a hit that stays quiet without an open warning: it makes
    no item, its earlier answer stands in the closed warning. `moved`: the quiet came with the person from another
    household, and the item is made anew in this one.
    """
    live = known.filter("live").rename({"state": "was", "tier": "was_tier", "value": "was_value"})
    open_warnings = live.select("household_id", "lane", "warning_id").unique()
    rows = (
        hits.select(*HIT_KEY, "tier", "value")
        .join(open_warnings, on=["household_id", "lane"], how="left")
        .join(live.drop("warning_id", "last_hit_on", "division_code", "warning_state"), on=HIT_KEY, how="left")
        .join(_earlier_answers(known), on=HIT_KEY, how="left")
        .join(_answers_elsewhere(known), on=_PERSON_KEY, how="left")
        .with_columns(elsewhere=pl.col("live").is_null() & pl.col("earlier_answered_on").is_null())
        .with_columns(_remembered(name) for name in _REMEMBERED)
    )
    return _judged(rows.with_columns(_quiet(parameters, night)), night)


_REMEMBERED = (*_STANDING, "was_tier", "was_value")


_PERSON_KEY = ("lane", "code", "person_id")


def _remembered(name: str) -> pl.Expr:
    """From the item itself, else from a closed warning of the household, else from another household of the person."""
    elsewhere = pl.when("elsewhere").then(f"elsewhere_{name}").otherwise(f"earlier_{name}")
    return pl.when("live").then(name).otherwise(elsewhere).alias(name)


def _last_answers(answered: pl.DataFrame, key: tuple[str, ...], prefix: str) -> pl.DataFrame:
    columns = {name: name for name in _STANDING} | {"tier": "was_tier", "value": "was_value"}
    return (
        answered.sort("answered_on", "warning_id")
        .unique(subset=key, keep="last", maintain_order=True)
        .select(*key, *[pl.col(name).alias(f"{prefix}_{alias}") for name, alias in columns.items()])
    )


def _earlier_answers(known: pl.DataFrame) -> pl.DataFrame:
    """The last standing answer about a household's item in warnings that are closed."""
    return _last_answers(known.filter(~pl.col("live") & pl.col("answered_on").is_not_null()), HIT_KEY, "earlier")


def _answers_elsewhere(known: pl.DataFrame) -> pl.DataFrame:
    """The last answer that brings quiet, about a person's item in any household: quiet moves with the person."""
    quiet = pl.col("answered_on").is_not_null() & (pl.col("quiet_days") > 0)
    return _last_answers(known.filter(quiet & (pl.col("person_id") != "")), _PERSON_KEY, "elsewhere")


def _quiet(parameters: WarningParameters, night: date) -> list[pl.Expr]:
    """`running`: days of quiet are not over. `worse`: the value or the tier is worse than the verified one."""
    value, verified = pl.col("value"), pl.col("was_value")
    ratio = parameters.worsening_ratio
    # Where a low value is what hurts (an income), worse is lower: the mirror of rising by a fifth.
    worse_value = (
        pl.when(pl.col("code").is_in(sorted(parameters.lower_is_worse)))
        .then((value <= verified * (2 - ratio)) & (value < verified))
        .otherwise((value >= verified * ratio) & (value > verified))
    )
    age = (pl.lit(night) - pl.col("answered_on")).dt.total_days()
    return [
        (age < pl.col("quiet_days")).fill_null(False).alias("running"),
        worse_value.fill_null(False).alias("worse_value"),
        (tier_rank(pl.col("tier")) < tier_rank(pl.col("was_tier"))).fill_null(False).alias("worse_tier"),
        ((age >= pl.col("benefit_days")) & (pl.col("benefit_days") > 0)).fill_null(False).alias("benefit_due"),
    ]


def _return_reason() -> pl.Expr:
    """Why an answered item is asked about again tonight; null where it is not, or was never answered."""
    answered = pl.col("result_code").is_not_null()
    return (
        pl.when("quiet")
        .then(None)
        .when(pl.col("working") & pl.col("benefit_due"))
        .then(pl.lit(BENEFIT_NOT_SEEN))
        .when(pl.col("working") & answered & pl.col("worse_tier"))
        .then(pl.lit("tier_rose"))
        .when(pl.col("working") | pl.col("absent"))
        .then(None)
        .when("worse_value")
        .then(pl.lit("value_worse"))
        .when("worse_tier")
        .then(pl.lit("tier_rose"))
        .when("running")
        .then(pl.lit("new_indicator"))
        .otherwise(pl.lit("quiet_over"))
    )


def _judged(rows: pl.DataFrame, night: date) -> pl.DataFrame:
    absent = pl.col("was").is_null() | (pl.col("was") == "gone")
    working = pl.col("was").is_in(ACTIVE_ITEMS).fill_null(False)
    candidate = ~working & pl.col("running") & ~pl.col("worse_value") & ~pl.col("worse_tier")
    new_indicator = (absent & ~pl.col("running")).any().over("household_id", "lane", "person_id")
    rows = rows.with_columns(working=working, absent=absent, new_indicator=new_indicator)
    rows = rows.with_columns(quiet=candidate & ~pl.col("new_indicator"))
    rows = rows.with_columns(reason=_return_reason())
    fresh = pl.col("absent") & ~pl.col("quiet")
    moved = pl.col("elsewhere") & pl.col("quiet")
    return rows.select(
        *HIT_KEY,
        "warning_id",
        "quiet",
        "reason",
        state=pl.when(~pl.col("quiet"))
        .then(pl.lit("open"))
        .when(pl.col("was").is_not_null() | moved)
        .then("quiet_state"),
        happened=pl.when(fresh)
        .then(pl.lit("item_added"))
        .when(pl.col("reason").is_not_null())
        .then(pl.lit("reopened")),
        result_code=pl.when(moved).then("answer").when(~fresh & pl.col("reason").is_null()).then("result_code"),
        first_hit_on=pl.when(fresh | moved).then(pl.lit(night)).otherwise("first_hit_on"),
        benefit_reopened=~pl.col("absent")
        & ((pl.col("reason") == BENEFIT_NOT_SEEN).fill_null(False) | pl.col("benefit_reopened").fill_null(False)),
        moved=moved,
        **{name: pl.when(moved).then(name) for name in ("answered_on", "was_tier", "was_value")},
    )


def without_hit(
    known: pl.DataFrame, hits: pl.DataFrame, not_assessed: pl.DataFrame, withheld: pl.DataFrame
) -> pl.DataFrame:
    """One row an item of an open warning that was not hit tonight: warning_id, code, person_id, state, happened.

    A hit that is wanting because its indicator could not be assessed, or because it is withheld for
    a doubtful identity link, leaves the item standing as 'unassessed'.
    """
    doubtful = withheld.select("household_id", "code", "person_id", doubtful=pl.lit(value=True)).unique()
    missing = (
        known.filter("live")
        .join(hits.select(HIT_KEY), on=HIT_KEY, how="anti")
        .join(doubtful, on=["household_id", "code", "person_id"], how="left")
    )
    unknown = _unassessed(not_assessed) | pl.col("doubtful").fill_null(False)
    active = pl.col("state").is_in(ACTIVE_ITEMS)
    ends = active | (pl.col("state") == "suppressed")
    state = (
        pl.when(active & unknown)
        .then(pl.lit("unassessed"))
        .when(ends & ~unknown)
        .then(pl.lit("gone"))
        .otherwise("state")
    )
    happened = pl.when(ends & ~unknown).then(pl.lit("item_gone"))
    return missing.select(*ITEM_KEY, "household_id", "lane", "result_code", happened=happened, state=state)


def _unassessed(not_assessed: pl.DataFrame) -> pl.Expr:
    """Whether the item's indicator was not assessed everywhere, or in a division that holds the household.

    A household of unknown division counts as lying in the division: what cannot be told closes nothing.
    """
    everywhere = not_assessed.filter(pl.col("division_code") == "all")["code"].unique()
    somewhere = not_assessed["code"].unique()
    division = not_assessed["division_code"].str.replace(r"^(\d{6})0{6}$", "$1").str.replace(r"^(\d{9})0{3}$", "$1")
    places = (not_assessed["code"] + "|" + division).unique()
    inside = [
        pl.concat_str("code", pl.col("division_code").str.slice(0, length), separator="|").is_in(places.implode())
        for length in DIVISION_LENGTHS
    ]
    placeless = pl.col("division_code").is_null() & pl.col("code").is_in(somewhere.implode())
    return pl.col("code").is_in(everywhere.implode()) | placeless | pl.any_horizontal(inside).fill_null(False)


def assembled(
    items: pl.DataFrame, hits: pl.DataFrame, from_hits: pl.DataFrame, absent: pl.DataFrame, night: date
) -> pl.DataFrame:
    """The items of tonight in the contract's columns; `items` are last night's, with tonight's answers.

    Evidence and figures come from tonight's hit, except that a quiet item keeps those it was verified with; one whose
    person came from another household keeps the verified value and tier.
    """
    columns = table_schema("warnings/items").names()
    carried = ["warning_id", "state", "result_code", "first_hit_on", "benefit_reopened", "was_tier", "was_value"]
    loud = from_hits.filter(~pl.col("quiet") | pl.col("moved")).select(*HIT_KEY, *carried)
    refreshed = hits.select(*HIT_KEY, *[name for name in columns if name in hits.columns and name not in HIT_KEY]).join(
        loud, on=HIT_KEY
    )
    refreshed = refreshed.with_columns(
        last_hit_on=pl.lit(night),
        tier=pl.coalesce("was_tier", "tier"),
        value=pl.coalesce("was_value", "value"),
        disposition=pl.when("benefit_reopened").then(pl.lit("D1")).otherwise("disposition"),
    )
    quiet = from_hits.filter(pl.col("quiet") & ~pl.col("moved") & pl.col("state").is_not_null()).select(
        *ITEM_KEY, "state", hit=True
    )
    standing = items.join(loud.select(ITEM_KEY), on=ITEM_KEY, how="anti")
    changed = pl.concat([absent.select(*ITEM_KEY, "state", hit=False), quiet]).rename({"state": "new_state"})
    kept = standing.join(changed, on=ITEM_KEY, how="left").with_columns(
        state=pl.coalesce("new_state", "state"),
        last_hit_on=pl.when(pl.col("hit").fill_null(False)).then(pl.lit(night)).otherwise("last_hit_on"),
    )
    return pl.concat([refreshed.select(columns), kept.select(columns)])
