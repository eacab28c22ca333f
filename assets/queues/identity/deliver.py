"""Reading what the list of pairs needs and writing its files.

What belongs here: names and folders. What does not: what the list says (rows, words), fingerprints (manifest).
"""

import polars as pl

from assets.lake import Night
from assets.queues.identity.book import write_book
from assets.queues.identity.rows import TABLE, build_identity_review, list_rows
from assets.queues.manifest import enter_files
from assets.queues.returned import Refused, returned_rows
from assets.queues.workbook import safe_name
from assets.vocabulary.feeds import ADDRESS
from assets.vocabulary.identity_words import DECISIONS_FEED, REVIEW_LIST, REVIEW_NUMBER

# Who keeps the register of persons in need and judges who is who.
DEPARTMENT = "civil_affairs"
ERRORS = "identity/decision_errors"
# A column of the answers → why an answer without it cannot be taken.
MISSING = {"decision": "decision_missing", "decided_by": "decider_missing", "decided_date": "date_missing"}


def make_identity_review(night: Night) -> pl.DataFrame:
    """Save queues/identity_review and write the list beside the department's others; gives the table.

    A night without a doubtful pair still gives a workbook, which says so: no file would look like a lost one.
    """
    persons = night.scan("identity/persons").select("person_id", "county_code")
    review = night.read("identity/review")
    sides = pl.concat([review.select(person_id=f"{side}_person_id") for side in ("left", "right")]).unique()
    own = persons.join(sides.lazy(), on="person_id", how="semi").collect(engine="streaming")
    table = build_identity_review(review, own, night.night)
    night.save(TABLE, table)
    _write_files(night, list_rows(table), returned_answers(night))
    return table


def returned_answers(night: Night) -> pl.DataFrame:
    """Answers of tonight that could not be taken, by file and row; see returned_rows."""
    cells = night.read(f"quarantine/{DECISIONS_FEED}")
    refused = Refused(
        _not_told(night.read(ERRORS), cells),
        cells,
        night.read(f"landing/{DECISIONS_FEED}"),
        night.read("landing/ledger"),
    )
    return returned_rows(DECISIONS_FEED, refused, ("review_id", REVIEW_NUMBER), night.night)


def _not_told(errors: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """`errors` without what is missing because its cell was unreadable, which landing tells with the cell."""
    unreadable = cells.select(*ADDRESS, reason_code=pl.col("column").replace_strict(MISSING, default=None))
    return errors.join(unreadable.drop_nulls().unique(), on=[*ADDRESS, "reason_code"], how="anti")


def _write_files(night: Night, rows: pl.DataFrame, returned: pl.DataFrame) -> None:
    """The workbook of all counties, and one a county; names by which they come back as they are."""
    folder = night.deliveries / DEPARTMENT
    counties = folder / "counties"
    counties.mkdir(parents=True, exist_ok=True)
    whole = folder / f"{REVIEW_LIST}_{night.night}.xlsx"
    write_book(whole, rows, night.night, returned)
    written = {whole: rows.height}
    for (code, county), part in rows.group_by(["county_code", "county"], maintain_order=True):
        path = counties / f"{REVIEW_LIST}_{code}_{safe_name(str(county))}_{night.night}.xlsx"
        write_book(path, part, night.night, county=str(county))
        written[path] = part.height
    enter_files(folder, DEPARTMENT, night.night, written)
