"""What the terminal shows of a night's deliveries as a whole: volumes, headings, unreadable ids, corrections.

What belongs here: lines of counts and names of feeds, counties and files. What does not: judging (that is landing).
"""

from datetime import date
from pathlib import Path
from shlex import quote

import polars as pl

from assets.lake import Lake, Night
from assets.lake.night import NightOrderError
from assets.landing.operator.notes import read_notes
from assets.vocabulary.departments import SENDING_DEPARTMENTS
from assets.vocabulary.divisions import with_division_names
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.identity_words import REVIEW_LIST

VOLUMES = "landing/volumes"
RETURNED_LIST, QUALITY_CARD = "退回清单", "质量卡"


def _volume_line(row: dict[str, object]) -> str:
    place = f" {row['county']} {row['division_code']}" if row["division_code"] else ""
    title = load_feeds()[str(row["feed"])].title
    rows, usual, ratio = row["rows"], row["usual_rows"], row["ratio"]
    return f"{row['feed']} {title}{place}: {rows:,} rows, usually {usual:,.0f} ({ratio:.0%})"


def _tonight(volumes: pl.DataFrame, night: date) -> pl.DataFrame:
    return with_division_names(volumes.filter(pl.col("delivery") == night)).sort("feed", "division_code")


def stopped_lines(night: Night, inbox: Path) -> list[str]:
    """What stopped a night's volumes and is not accepted, and below it the command that accepts each.

    A feed and each of its counties are accepted one by one: that there are fewer households in all does not say that a
    county's are gone. Acceptances that were recorded since the night ran count.
    """
    volumes = _tonight(night.read(VOLUMES), night.night)
    recorded = read_notes(inbox, night.night).acceptances.filter(
        (pl.col("reason") != "") & (pl.col("accepted_by") != "")
    )
    stopped = volumes.filter((pl.col("bound") == "stop") & ~pl.col("accepted")).join(
        recorded, on=["feed", "division_code"], how="anti", maintain_order="left"
    )
    lines = [_volume_line(row) for row in stopped.iter_rows(named=True)]
    if not lines:
        return []
    lines.append(
        "Ask the sender for the missing rows and run again; or accept, one by one, what is right as it is "
        "(a feed does not cover its counties):"
    )
    return lines + [_accepting(row, night.night, inbox) for row in stopped.iter_rows(named=True)]


def _accepting(row: dict[str, object], night: date, inbox: Path) -> str:
    county = f" --county {row['division_code']}" if row["division_code"] else ""
    return (
        f"  doudi accept --inbox {quote(str(inbox))} --feed {row['feed']}{county} --night {night} --reason '…' --by '…'"
    )


def still_stopped_lines(lake: Lake, night: date, inbox: Path) -> list[str]:
    """As stopped_lines, of a night that was run before; nothing where it was not, or is published."""
    try:
        return stopped_lines(lake.night(night), inbox) if lake.published_night() != night else []
    except (FileNotFoundError, NightOrderError):
        return []


def guard_lines(lake: Lake, night: date) -> list[str]:
    """A line for each volume that is not as usual, each alarm, drift and the corrections of a published night."""

    def read(key: str) -> pl.DataFrame:
        return pl.read_parquet(lake.partition(key, night))

    volumes = _tonight(read(VOLUMES), night).filter(pl.col("bound").is_in(["warn", "stop"]))
    lines = [
        f"volume {_volume_line(row)}{', accepted by the operator' if row['accepted'] else ''}"
        for row in volumes.iter_rows(named=True)
    ]
    alarms = read("landing/quality").filter((pl.col("night") == night) & pl.col("alarm")).sort("feed", "file")
    lines += [
        f"unreadable ids {row['feed']} {row['file']}: {row['malformed_share']:.1%} of {row['ids_filled']:,}"
        + ("" if row["usual_share"] is None else f", usually {row['usual_share']:.1%}")
        for row in alarms.iter_rows(named=True)
    ]
    drift = read("landing/drift").group_by("feed", "change").len().sort("feed", "change")
    lines += [f"headings {feed}: {count} {change}" for feed, change, count in drift.iter_rows()]
    states = read("landing/corrections").group_by("state").agg(pl.len(), pl.col("cells").sum()).sort("state")
    for state, count, cells in states.iter_rows():
        lines.append(f"corrections {state}: {count}" + (f", {cells:,} cells" if cells else ""))
    return lines


def returned_lists(lake: Lake, night: date) -> dict[str, list[Path]]:
    """What each sending department gets back of a night: its list of rows to mend and its card; key → paths."""
    folder = lake.root / "deliveries" / str(night)
    found = {key: sorted((folder / key).glob("*.xlsx")) for key in SENDING_DEPARTMENTS}
    told = {key: [path for path in paths if is_returned(path)] for key, paths in found.items()}
    return {key: paths for key, paths in told.items() if paths}


def review_lists(lake: Lake, night: date) -> list[Path]:
    """The lists of doubtful pairs of persons that a night asks about, without those of single counties."""
    return sorted((lake.root / "deliveries" / str(night)).glob(f"*/{REVIEW_LIST}*.xlsx"))


def is_returned(path: Path) -> bool:
    """Whether a file of a department's folder is about its own deliveries, and not a list of households."""
    return RETURNED_LIST in path.name or QUALITY_CARD in path.name
