"""Households' attributes: place, status, income, dates of recognition and review; planned ones, or drawn calmly.

Belongs here: what the ledger says about a household. Does not belong here: its members (persons.py).

Drawn incomes stay clear of the standard and of one and a half standards: dibao at 0.2 to 0.8, margin at 1.08 to 1.42,
others above 1.7 standards a head, or not known; reviews are 5 to 100 days old; what runs out does so after four
months or more.
"""

from datetime import timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from data.synthetic.dates import Dates
from data.synthetic.places import Places
from data.synthetic.plan import EXTREME_HARDSHIP_GRANT, STANDARD, HouseholdPlan
from data.synthetic.randomness import Draws
from data.synthetic.shapes import NAMES

Index = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

DIBAO, HARDSHIP, WATCHED = ("110", "120"), ("131", "132"), ("660", "990")
TOWN_TYPES, COUNTRY_TYPES = ("110", "131"), ("120", "132")
# Share with known income, and its range in standards a head.
INCOMES = {
    "110": (0.6, 0.2, 0.8),
    "120": (0.6, 0.2, 0.8),
    "131": (0.3, 0.1, 0.4),
    "132": (0.3, 0.1, 0.4),
    "600": (0.6, 1.08, 1.42),
    "650": (0.6, 1.7, 2.3),
    "660": (0.4, 1.7, 5.0),
    "670": (0.4, 1.7, 2.4),
    "990": (0.35, 1.7, 5.0),
}


def household_attributes(
    draws: Draws, dates: Dates, places: Places, layout: pl.DataFrame, plans: list[HouseholdPlan]
) -> pl.DataFrame:
    """The layout with county, village, urban, status, income, reviews and grants."""
    key = layout["household"].to_numpy()
    planned = _planned(plans, dates).select(pl.all().gather(layout["plan"]))
    planted = pl.col("planted")
    county = key * places.counties.height // max(1, len(key))
    frame = pl.concat([layout, planned, _drawn(draws, dates, layout, county)], how="horizontal")
    chosen = [
        pl.when(planted).then(pl.col(f"planned_{name}")).otherwise(pl.col(f"drawn_{name}")).alias(name)
        for name in ("urban", "status", "income", "complete", "property_ok", "reviewed")
    ]
    frame = frame.with_columns(chosen).with_columns(
        cost=pl.when(planted).then("planned_cost").otherwise(0.0),
        paid=pl.when(planted).then("planned_paid").otherwise(True),
        review_day=pl.when(planted).then("planned_review_day"),
        review_after=pl.when(planted).then("planned_review_after"),
        county=pl.Series(county),
    )
    village = places.village(draws, county, frame["urban"].to_numpy(), key)
    frame = frame.with_columns(village=pl.Series(village)).select(pl.exclude("^(planned|drawn)_.*$"))
    return _changes(draws, dates, frame.with_columns(*_recognition(draws, dates, key), _grant(draws, key)))


def _planned(plans: list[HouseholdPlan], dates: Dates) -> pl.DataFrame:
    recent = dates.ago(60)
    rows = [
        {
            "planned_urban": plan.urban,
            "planned_status": plan.status,
            "planned_income": plan.income,
            "planned_cost": plan.cost,
            "planned_complete": plan.income is not None if plan.complete is None else plan.complete,
            "planned_property_ok": plan.property_ok,
            "planned_reviewed": recent if plan.reviewed == "recent" else plan.reviewed,
            "planned_review_day": plan.review_after[0] if plan.review_after else None,
            "planned_review_after": plan.review_after[1] if plan.review_after else None,
            "planned_paid": plan.paid,
        }
        for plan in plans
    ]
    types = {"planned_reviewed": pl.Date, "planned_review_after": pl.Date, "planned_review_day": pl.Int32}
    return pl.DataFrame(rows, schema_overrides=types | {"planned_income": pl.Float64}, infer_schema_length=None)


def _drawn(draws: Draws, dates: Dates, layout: pl.DataFrame, county: Index) -> pl.DataFrame:
    key = layout["household"].to_numpy()
    kind = layout["assistance_type"]
    town = kind.is_in(TOWN_TYPES).to_numpy()
    country = kind.is_in(COUNTRY_TYPES).to_numpy()
    free = draws.chance("household/urban", key, np.where(kind.to_numpy() == "", 0.45, 0.25))
    urban = town | (~country & free)
    # Nobody severely disabled leaves the ledger: that would be a case of its own.
    severe = (layout["plan"] == NAMES.index("disabled")).to_numpy()
    status = _status(draws, key, kind, severe)
    income, complete = _income(draws, key, layout, urban, status)
    review = pl.Series(draws.integers("household/review", key, 5, 100))
    unreviewed = kind.is_in(WATCHED).to_numpy() & draws.chance("household/unreviewed", key, 0.3)
    property_ok = draws.pick("household/property", key, [0.9, 0.07, 0.03])
    watched = kind.is_in(WATCHED).to_numpy()
    return pl.DataFrame(
        {
            "drawn_urban": urban,
            "drawn_status": status,
            "drawn_income": income,
            "drawn_complete": complete,
            "drawn_property_ok": pl.Series(~watched | (property_ok == 0)),
            "drawn_reviewed": pl.select(
                (pl.lit(dates.first) - pl.duration(days=pl.lit(review))).cast(pl.Date)
            ).to_series(),
        }
    ).with_columns(
        drawn_property_ok=pl.when(pl.Series(~watched | (property_ok != 1))).then("drawn_property_ok"),
        drawn_reviewed=pl.when(pl.Series(~unreviewed)).then("drawn_reviewed"),
    )


def _status(draws: Draws, key: Index, kind: pl.Series, staying: npt.NDArray[np.bool_]) -> pl.Series:
    """在保, 渐退, 退出 of those recognised; 关注, 退出 of those watched."""
    drawn = draws.uniform("household/status", key)
    watched = kind.is_in([*WATCHED, ""]).to_numpy()
    taper = kind.is_in([*DIBAO, "600"]).to_numpy() & (drawn < 0.09)
    left = (drawn < np.where(watched, 0.03, 0.05)) & ~staying
    return pl.Series(np.where(left, "退出", np.where(watched, "关注", np.where(taper, "渐退", "在保"))))


def _income(
    draws: Draws, key: Index, layout: pl.DataFrame, urban: npt.NDArray[np.bool_], status: pl.Series
) -> tuple[pl.Series, npt.NDArray[np.bool_]]:
    """Annual income (null = not known) and whether it is complete; those who left the ledger have none known."""
    kind = layout["assistance_type"]
    table = {name: {"": (0.0, 1.0, 1.0), **INCOMES}[name] for name in ["", *INCOMES]}
    share, low, high = (
        kind.replace_strict({name: row[column] for name, row in table.items()}, return_dtype=pl.Float64).to_numpy()
        for column in range(3)
    )
    standard = np.where(urban, STANDARD[1], STANDARD[0])
    people = layout["size"].to_numpy()
    ratio = low + draws.uniform("household/income", key) * (high - low)
    yearly = np.round(ratio * standard * 12 * people, -1)
    known = (draws.uniform("household/known", key) < share) & (status != "退出").to_numpy()
    # Some clerks fill in a sum that is not complete: it counts as not known, even where it is low.
    partial = ~known & (kind != "").to_numpy() & draws.chance("household/partial", key, 0.05)
    partial_sum = np.round((0.3 + draws.uniform("household/partial sum", key)) * standard * 12 * people, -1)
    value = np.where(known, yearly, partial_sum)
    return pl.select(pl.when(pl.Series(known | partial)).then(pl.Series(value))).to_series(), known


def _recognition(draws: Draws, dates: Dates, key: Index) -> list[pl.Expr]:
    """Columns start_month, end_month, valid_until."""
    start = pl.Series(draws.integers("household/start", key, 3, 70))
    end = pl.Series(draws.integers("household/end", key, 16, 30))
    valid = pl.Series(draws.integers("household/valid", key, 120, 400))
    now = pl.lit(dates.month(0))
    left = pl.col("status") == "退出"
    in_force = pl.col("status").is_in(["在保", "渐退"])
    age = pl.when(left).then(start + 30).otherwise(start)
    return [
        now.dt.offset_by(pl.format("-{}mo", age)).alias("start_month"),
        pl.when(left).then(now.dt.offset_by(pl.format("-{}mo", end))).alias("end_month"),
        pl.when(in_force)
        .then(pl.lit(dates.first) + pl.duration(days=pl.lit(valid)))
        .cast(pl.Date)
        .alias("valid_until"),
    ]


def _grant(draws: Draws, key: Index) -> pl.Expr:
    """monthly_grant: the gap to the standard, rounded up once, where income is known; a plausible sum where not."""
    kind, people = pl.col("assistance_type"), pl.col("size")
    standard = pl.when("urban").then(STANDARD[1]).otherwise(STANDARD[0])
    hardship = pl.when("urban").then(EXTREME_HARDSHIP_GRANT[1]).otherwise(EXTREME_HARDSHIP_GRANT[0])
    gap = (standard * people - (pl.col("income") - pl.col("cost")) / 12).ceil().clip(0)
    known = pl.col("complete") & pl.col("income").is_not_null()
    guess = pl.Series(draws.integers("household/grant", key, 20, 60) * 10) * people
    return (
        pl.when(kind.is_in(DIBAO))
        .then(pl.when(known).then(gap).otherwise(guess))
        .when(kind.is_in(HARDSHIP))
        .then(hardship)
        .cast(pl.Float64)
        .alias("monthly_grant")
    )


def _changes(draws: Draws, dates: Dates, frame: pl.DataFrame) -> pl.DataFrame:
    """The known changes of later days: phone_version, address_version, status, end_month and reviewed."""
    key = frame["household"].to_numpy()

    def happened(stream: str, days: int) -> pl.Series:
        """Each household's one change falls on a day drawn from the next `days`."""
        return pl.Series(draws.integers(stream, key, 1, days + 1) <= dates.day)

    calm = ~pl.col("planted")
    changing = calm & happened("change/status", 700)
    status = pl.col("status").cast(pl.String)
    reviewed_now = (pl.col("review_day") <= dates.day).fill_null(False)
    renewed = calm & (pl.col("status") != "退出") & happened("change/review", 200) & pl.col("reviewed").is_not_null()
    return frame.with_columns(
        phone_version=happened("change/phone", 130).cast(pl.Int64),
        address_version=happened("change/address", 500).cast(pl.Int64),
        status=pl.when(changing & (status == "在保") & pl.col("assistance_type").is_in(DIBAO))
        .then(pl.lit("渐退"))
        .when(changing & (status == "关注"))
        .then(pl.lit("退出"))
        .otherwise(status),
        end_month=pl.when(changing & (status == "关注")).then(pl.lit(dates.month(0))).otherwise("end_month"),
        reviewed=pl.when(reviewed_now)
        .then("review_after")
        .when(renewed)
        .then(pl.lit(dates.first - timedelta(days=1)))
        .otherwise("reviewed"),
    )
