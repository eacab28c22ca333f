"""students and aid.

Belongs here: rows of these two feeds. Does not belong here: who is in school (shapes.py, scenarios/).
"""

import numpy as np
import polars as pl

from data.synthetic.dates import term_before
from data.synthetic.feeds.rows import chosen, joined, picked, with_guardian, years
from data.synthetic.world import Block

AIDED_TYPES = ("110", "120", "131", "132", "600", "650")
HARDSHIP = {
    "110": "低保",
    "120": "低保",
    "131": "特困",
    "132": "特困",
    "600": "低保边缘",
    "650": "刚性支出",
    "670": "脱贫不稳定",
}
# Stage: tuition, boarding, books in yuan a year, all well below the line of high cost.
COSTS = {
    "小学": (0, 0, 60),
    "初中": (0, 300, 80),
    "普通高中": (1600, 800, 500),
    "中职": (0, 600, 300),
    "本科": (5000, 800, 400),
    "高职专科": (5500, 800, 400),
}
AID_ITEMS = {
    "小学": "义务教育生活补助",
    "初中": "义务教育生活补助",
    "普通高中": "普通高中国家助学金",
    "中职": "中职国家助学金",
}


def students(block: Block) -> pl.DataFrame:
    """A student row in force for every pupil and student who has no planted ones."""
    studying = pl.col("job").is_in(["pupil", "undergraduate"]) & pl.col("studies")
    base = block.persons.filter(studying).select(
        "row",
        student_status=pl.lit("01"),
        home_teaching=pl.lit(value=False),
        variant=pl.lit(0, pl.Int64),
        missing=pl.lit(value=False),
    )
    frame = joined(base, block.planted("students"))
    frame = frame.join(_pupils(block), on="row", how="left", maintain_order="left").sort(
        "row", "variant", maintain_order=True
    )
    numbers = _school_number(block, frame)
    entitled = pl.col("assistance_type").replace_strict(HARDSHIP, default="否")
    return frame.select(
        "row",
        "guardian",
        "force_noise",
        pl.col("variant").alias("ordinal"),
        "missing",
        "stage",
        "student_status",
        "home_teaching",
        "sex",
        "birth_date",
        "division_code",
        *_costs(),
        student_no=pl.when(pl.col("variant") > 0).then(pl.lit("L") + numbers.str.slice(1)).otherwise(numbers),
        school=pl.format(
            "{}第{}{}", "county_name", pl.col("household") % 9 + 1, pl.col("stage").replace("本科", "大学")
        ),
        grade=pl.format("{}年级", pl.col("grade_number").clip(1)),
        graduation_month=pl.date(block.dates.first.year + 1 + pl.col("household") % 3, 6, 1),
        guardian_phone=pl.when(pl.col("guardian").is_not_null()).then("phone"),
        hardship=pl.when("in_force").then(entitled).otherwise(pl.lit("否")),
    )


def _costs() -> list[pl.Expr]:
    """tuition, boarding and books by stage."""
    return [
        pl.col("stage")
        .replace_strict({stage: row[place] for stage, row in COSTS.items()}, return_dtype=pl.Float64)
        .alias(name)
        for place, name in enumerate(("tuition", "boarding", "books"))
    ]


def _school_number(block: Block, frame: pl.DataFrame) -> pl.Expr:
    """The national number with the id in it, or a local one without."""
    return pl.when(_numbered_locally(block, frame)).then(_local_number()).otherwise(pl.lit("G") + pl.col("id_number"))


def _pupils(block: Block) -> pl.DataFrame:
    """Everyone who could be a student, with guardian and stage by age."""
    pupils = with_guardian(block, block.persons.filter(pl.col("job").is_in(["pupil", "undergraduate"])))
    college = picked(block, "student/college", pupils, ["本科", "高职专科"])
    senior = picked(block, "student/senior", pupils, ["普通高中", "中职"])
    stage = (
        pl.when(pl.col("job") == "undergraduate")
        .then(college)
        .when(years(block, 0, 12.5))
        .then(pl.lit("小学"))
        .when(years(block, 0, 15.8))
        .then(pl.lit("初中"))
        .otherwise(senior)
    )
    return pupils.with_columns(stage=stage).with_columns(
        grade_number=((pl.col("age_days") / 365.25).floor().cast(pl.Int64) - 6) % 6 + 1
    )


def _numbered_locally(block: Block, frame: pl.DataFrame) -> pl.Series:
    """Pupils whose school number holds no id: those whose id is missing, and some others."""
    return (frame["missing"] | missing_id(block, frame)).alias("local")


def missing_id(block: Block, frame: pl.DataFrame) -> pl.Series:
    """Ordinary pupils whose id the school does not have; never twins, and only where a guardian is named."""
    fit = ~frame["planted"] & ~frame["twin"] & frame["guardian"].is_not_null()
    return fit & chosen(block, "student/missing id", frame, 0.03)


def _local_number() -> pl.Expr:
    return pl.lit("L") + pl.col("division_code").str.head(6) + pl.col("person").cast(pl.String).str.zfill(12)


def aid(block: Block) -> pl.DataFrame:
    """Aid of this school year's terms up to the current one for all pupils of entitled households."""
    told = block.planted("aid", append=True)
    pupils = _pupils(block).with_columns(missing=pl.lit(value=False))
    entitled = pupils.filter(
        pl.col("assistance_type").is_in(AIDED_TYPES) & pl.col("studies") & pl.col("aided") & ~pl.col("newborn")
    )
    frames = [told]
    if block.dates.day == 0:
        terms = [
            term for term in (block.dates.term, term_before(block.dates.term)) if term.year == block.dates.term.year
        ]
        frames += [entitled.select("row", school_year=pl.lit(term.year), term=pl.lit(term.term)) for term in terms]
    frame = pl.concat(frames, how="diagonal_relaxed").sort("row", "school_year", "term", maintain_order=True)
    frame = frame.join(pupils, on="row", how="left", maintain_order="left")
    local = _numbered_locally(block, frame)
    return frame.select(
        "row",
        "school_year",
        "term",
        ordinal=pl.col("school_year").str.head(4).cast(pl.Int64) * 10 + pl.col("term").cast(pl.Int64),
        missing=local,
        student_no=_school_number(block, frame),
        aid_item=pl.col("stage").replace_strict(AID_ITEMS, default="国家助学金"),
        amount=pl.Series(np.full(frame.height, 500.0)),
        paid_date=_paid_date(block),
    )


def _paid_date(block: Block) -> pl.Expr:
    """A day early in the term, not after the night."""
    start = pl.col("school_year").str.head(4).cast(pl.Int32)
    day = pl.when(pl.col("term") == "1").then(pl.date(start, 9, 20)).otherwise(pl.date(start + 1, 2, 20))
    return pl.min_horizontal(day, pl.lit(block.dates.today))
