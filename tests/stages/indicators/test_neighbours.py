"""Nobody's finding depends on an unrelated household, whatever difficulties that one has."""

from pathlib import Path
from typing import Any

import polars as pl
from polars.testing import assert_frame_equal

from assets.indicators.catalogue import load_catalogue
from assets.indicators.parameters import EVERYWHERE, read_parameters
from assets.indicators.session import USED_FEEDS
from assets.lake import Night
from tests.stages.indicators.conftest import FullNight, full_town
from tests.stages.indicators.full_town import settle_in
from tests.stages.indicators.small_town import Place, find, with_own

NEIGHBOUR = "neighbour"
FAR = "370102"
# A feed's earlier delivery is chosen for all counties together, by the longest look back.
FOR_ALL = {"disability_window_days"}


def looking_back_further() -> list[dict[str, Any]]:
    """The far county's own values: five times the months and days of every window."""
    windows = read_parameters().filter(
        pl.col("region") == EVERYWHERE,
        pl.col("name").str.contains("months|days") & ~pl.col("name").is_in(list(FOR_ALL)),
    )
    assert windows.height > 20
    return [{"name": name, "region": FAR, "value": 5 * value} for name, value in windows.select("name", "value").rows()]


def of_the_town(night: Night, table: str) -> pl.DataFrame:
    """A table's rows about everybody but the neighbour, by the ledger's number: tokens are counted over all."""
    registry = night.read("households/registry").select("household_id", "household_no")
    rows = night.read(table).join(registry, on="household_id", how="left")
    named = rows.with_columns(household_id=pl.coalesce("household_no", "household_id")).drop("household_no")
    own = ~pl.col("household_id").str.contains(f"{NEIGHBOUR}:")
    return named.filter(own).sort([name for name in ("code", "household_id", "person_id") if name in named.columns])


def test_an_unrelated_household_changes_nobody_elses_findings(full_night: FullNight, tmp_path: Path) -> None:
    """The neighbours have rows in every feed and raise every indicator.

    They are paid like the town: which months of payments have been delivered (MZ14) is read off a county's households
    together, and there alone a household may bear on another. One more lives in a county that looks back much further,
    on whose parameters nobody else's findings rest.
    """
    town, _ = full_town(tmp_path)
    settle_in(Place(town, NEIGHBOUR))
    with_rows = {feed for feed, rows in town.rows.items() if any(str(row["who"]).startswith(NEIGHBOUR) for row in rows)}
    assert with_rows == set(USED_FEEDS)
    town.household(f"{NEIGHBOUR}:far", f"{NEIGHBOUR}:far", division_code=f"{FAR}100201")
    night = find(town, values=with_own(*looking_back_further()))
    hits = night.read("indicators/hits")
    assert hits.height > full_night.night.read("indicators/hits").height
    raised = hits.filter(pl.col("person_id").str.starts_with(NEIGHBOUR))
    persons = {code for code, entry in load_catalogue().items() if entry.level == "P"}
    assert set(raised["code"]) == persons
    for table in ("indicators/hits", "indicators/withheld", "indicators/due_grants"):
        assert_frame_equal(of_the_town(night, table), of_the_town(full_night.night, table))
    gaps = "indicators/not_assessed"
    assert night.path(gaps).read_bytes() == full_night.night.path(gaps).read_bytes()
