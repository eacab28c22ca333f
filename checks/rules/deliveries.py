"""What landing noticed of tonight's deliveries and of the operator's notes, told a feed. Warnings only.

What belongs here: counting what the tables of landing say. What does not: judging a file (that is landing's guard).
"""

from assets.vocabulary.feeds import load_feeds
from checks.rules import Rule
from checks.session import quoted

_FEEDS = ", ".join(map(quoted, load_feeds()))

QUALITY = tuple(
    Rule(
        name="file_with_far_more_unreadable_ids_than_usual",
        tables=("landing/quality",),
        sql=f"""
            select count(*) from "landing/quality"
            where feed = '{feed}' and alarm and night = (select night from run)
        """,
        column=feed,
    )
    for feed in load_feeds()
)

DRIFT = tuple(
    Rule(
        name=f"heading_{change}",
        tables=("landing/drift",),
        sql=f"select count(*) from \"landing/drift\" where feed = '{feed}' and change = '{change}'",
        column=feed,
    )
    for feed in load_feeds()
    for change in ("missing", "renamed")
)

CORRECTIONS = (
    Rule(
        name="correction_that_cannot_be_used",
        tables=("landing/corrections",),
        sql="select count(*) from \"landing/corrections\" where state = 'unusable'",
    ),
)

ACCEPTANCES = (
    Rule(
        name="acceptance_that_counts_for_nothing",
        tables=("landing/acceptances",),
        sql=f"""
            select count(*) from "landing/acceptances"
            where reason = '' or accepted_by = '' or feed not in ({_FEEDS})
              or not regexp_full_match(division_code, '([0-9]{{6}})?')
        """,
    ),
)
