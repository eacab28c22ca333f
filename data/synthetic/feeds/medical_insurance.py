"""enrolment and settlements.

Belongs here: rows of these two feeds. Does not belong here: which persons are planted (scenarios/).

Ordinary own-pay is small: a stay costs a person at most 700 yuan, an outpatient visit 80, and there are at most two
stays and fifteen settlements in fourteen months, so that no line of the indicators is near. Diseases are ordinary ones.
"""

from datetime import date

import numpy as np
import polars as pl

from data.synthetic.dates import month_start
from data.synthetic.feeds.rows import base_dead, chosen, happens, joined
from data.synthetic.world import Block

MONTHS_BACK = 14
COUNTS, COUNT_WEIGHTS = np.array([0, 2, 5, 8, 11, 15]), (0.08, 0.12, 0.2, 0.3, 0.2, 0.1)
REVERSAL_NUMBER = 5000
INPATIENT, CHRONIC, OUTPATIENT = "21", "14", "11"
DISEASES = (
    ("J18.900", "肺炎"),
    ("I10.x00x002", "高血压病"),
    ("E11.900", "2型糖尿病"),
    ("K29.500", "慢性胃炎"),
    ("M51.202", "腰椎间盘突出"),
    ("J06.900", "急性上呼吸道感染"),
    ("I25.103", "冠状动脉粥样硬化性心脏病"),
    ("K80.200", "胆囊结石"),
    ("S72.000", "股骨颈骨折"),
)


def enrolment(block: Block) -> pl.DataFrame:
    """A normal enrolment for this year and the last; a few who are not in force lack this year's or paused it."""
    this = block.dates.first.year
    persons = block.persons.filter("enrolled").with_columns(dead=base_dead(block).filter(block.persons["enrolled"]))
    loose = ~pl.col("in_force") & ~pl.col("planted") & ~pl.col("newborn")
    paused = loose & chosen(block, "enrolment/paused", persons, 0.02)
    persons = persons.with_columns(
        insurance_type=pl.when(pl.col("job").is_in(["worker", "office"])).then(pl.lit("310")).otherwise(pl.lit("390")),
        status=pl.when("dead").then(pl.lit("4")).when(paused).then(pl.lit("2")).otherwise(pl.lit("1")),
        missing=loose & chosen(block, "enrolment/missing", persons, 0.03),
    )
    kept = ("row", "insurance_type")
    now = persons.filter(~pl.col("missing")).select(*kept, "status", year=pl.lit(this, pl.Int32))
    born_before = pl.col("birth_date") < date(this, 1, 1)
    before = persons.filter(born_before).select(*kept, status=pl.lit("1"), year=pl.lit(this - 1, pl.Int32))
    frame = joined(pl.concat([now, before]), block.planted("enrolment")).with_columns(
        ordinal=pl.col("year").cast(pl.Int64)
    )
    places = block.persons.select("row", "assistance_type", "division_code")
    frame = frame.join(places, on="row", how="left", maintain_order="left")
    subsidised = pl.col("assistance_type").is_in(["110", "120", "131", "132"])
    return frame.sort("row", maintain_order=True).with_columns(subsidised=subsidised).drop("assistance_type")


def settlements(block: Block) -> pl.DataFrame:
    """Ordinary settlements with a few reversals, and the planted ones; amounts in cents until the end."""
    base = _first_night(block) if block.dates.day == 0 else _later(block)
    base = pl.concat([base, _reversals(block, base)])
    told = block.planted("settlements", append=True).drop("force_noise")
    # A reversal names the same stay as the row that it takes back.
    told = told.with_columns(stable=False, stay_end=pl.col("settle_date").min().over("row", "ordinal"))
    frame = joined(base.with_columns(stable=True), told)
    return _amounts(block, frame)


def _living(block: Block) -> pl.DataFrame:
    fit = ~block.persons["planted"] & ~base_dead(block) & ~block.persons["newborn"]
    return block.persons.filter(fit)


def _first_night(block: Block) -> pl.DataFrame:
    """Fourteen months of settlements: row, ordinal, settle_date, med_type, cents, reverses."""
    persons = _living(block)
    key = persons["person"].to_numpy()
    count = COUNTS[block.draws.pick("settlement/count", key, COUNT_WEIGHTS)]
    people = np.repeat(key, count)
    ordinal = np.arange(len(people)) - np.repeat(np.cumsum(count) - count, count)
    start = month_start(block.dates.first, -MONTHS_BACK)
    span = (block.dates.first - start).days + 1
    event = people * 65536 + ordinal
    day = block.draws.integers("settlement/day", event, 0, span)
    stay = (ordinal < 2) & block.draws.chance("settlement/stay", event, np.where(ordinal == 0, 0.07, 0.01))
    chronic = block.draws.chance("settlement/chronic", event, 0.15)
    frame = pl.DataFrame(
        {
            "row": np.repeat(persons["row"].to_numpy(), count),
            "ordinal": ordinal,
            "day": day,
            "kind": np.where(stay, 2, np.where(chronic, 1, 0)),
            "part": block.draws.uniform("settlement/part", event),
        }
    )
    return _small(frame.with_columns(settle_date=(pl.lit(start) + pl.duration(days="day")).cast(pl.Date)))


def _later(block: Block) -> pl.DataFrame:
    """Outpatient settlements of the days since the first night."""
    found = happens(block, "settlement/later", _living(block), 0.012)
    part = pl.Series(
        block.draws.uniform("settlement/later part", found["person"].to_numpy() * 65536 + found["ordinal"].to_numpy())
    )
    return _small(found.select("row", "ordinal", kind=pl.lit(0), part=part, settle_date=pl.col("happened")))


def _small(frame: pl.DataFrame) -> pl.DataFrame:
    """Kind 0 outpatient, 1 chronic, 2 inpatient; `part` of the largest own-pay, in cents."""
    largest = pl.when(pl.col("kind") == 2).then(70_000).otherwise(8_000)
    return frame.select(
        "row",
        pl.col("ordinal").cast(pl.Int64),
        "settle_date",
        med_type=pl.when(pl.col("kind") == 2)
        .then(pl.lit(INPATIENT))
        .when(pl.col("kind") == 1)
        .then(pl.lit(CHRONIC))
        .otherwise(pl.lit(OUTPATIENT)),
        cents=(largest * (0.1 + 0.9 * pl.col("part"))).cast(pl.Int64),
        stay_end="settle_date",
        reverses=pl.lit(value=False),
    )


def _reversals(block: Block, base: pl.DataFrame) -> pl.DataFrame:
    """One in two hundred settlements is taken back on a later day."""
    event = block.person_ids[base["row"].to_numpy()] * 65536 + base["ordinal"].to_numpy()
    taken = base.filter(pl.Series(block.draws.chance("settlement/reversed", event, 0.005)))
    later = pl.min_horizontal(pl.col("settle_date") + pl.duration(days=3), pl.lit(block.dates.today)).cast(pl.Date)
    return taken.with_columns(settle_date=later, reverses=pl.lit(value=True))


def _yuan(cents: pl.Expr) -> pl.Expr:
    return cents * pl.when("reverses").then(-1).otherwise(1) / 100


def _amounts(block: Block, frame: pl.DataFrame) -> pl.DataFrame:
    """All columns of the feed. total = fund + own-pay; of the own-pay seven tenths are in scope."""
    people = block.persons.select("row", "person", "in_force", "job", "county_name")
    frame = frame.join(people, on="row", how="left", maintain_order="left")
    event = frame["person"].to_numpy() * 65536 + frame["ordinal"].to_numpy()
    disease = block.draws.integers("settlement/disease", event, 0, len(DISEASES))
    share = pl.Series(block.draws.uniform("settlement/share", event))
    # Medical assistance takes two thirds of what is left to those in force; planted own-pay is as planned.
    own = pl.when(pl.col("in_force") & pl.col("stable")).then(pl.col("cents") * 3 // 10).otherwise("cents")
    fund = (own * (1.0 + 2.0 * share)).cast(pl.Int64)
    relief = pl.when("in_force").then(fund // 5).otherwise(0)
    major = pl.when((pl.col("med_type") == INPATIENT) & (own > 1_000_000)).then(fund // 10).otherwise(0)
    frame = frame.with_columns(own=own, fund=fund, relief=relief, major=major)
    stay = pl.col("med_type") == INPATIENT
    admitted = pl.when(stay).then(pl.col("stay_end") - pl.duration(days=7)).cast(pl.Date)
    number = pl.col("person") * 10_000 + pl.col("ordinal") + pl.when("reverses").then(REVERSAL_NUMBER).otherwise(0)
    return frame.select(
        "row",
        "ordinal",
        settlement_no=pl.lit(37_000_000_000_000) + number,
        insurance_type=pl.when(pl.col("job").is_in(["worker", "office"])).then(pl.lit("310")).otherwise(pl.lit("390")),
        med_type="med_type",
        admit_date=admitted,
        discharge_date=pl.when(stay).then("stay_end"),
        settle_date="settle_date",
        disease_code=pl.Series([code for code, _ in DISEASES]).gather(disease),
        disease_name=pl.Series([name for _, name in DISEASES]).gather(disease),
        total_fee=_yuan(pl.col("own") + pl.col("fund")),
        in_scope_fee=_yuan(pl.col("fund") + pl.col("own") * 7 // 10),
        pooled_pay=_yuan(pl.col("fund") - pl.col("relief") - pl.col("major")),
        catastrophic_pay=_yuan(pl.col("major")),
        assistance_pay=_yuan(pl.col("relief")),
        fund_pay=_yuan(pl.col("fund")),
        personal_pay=_yuan(pl.col("own")),
        hospital=pl.col("county_name") + "人民医院",
    )
