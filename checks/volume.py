"""Did a table, or a delivery, shrink or grow out of all proportion?

What belongs here: row counts of two nights, and what landing found of its deliveries. What does not: the bounds of
deliveries (they are data), accepting one (that is the operator's).
"""

from checks.outcome import Failure
from checks.session import Session

VOLUMES = "landing/volumes"

# Tables that hold a state. Others tell what happened in one night (events, reviews) and are of any length; landed feeds
# are compared by delivery and county, in landing/volumes.
TABLES_OF_A_STATE = (
    "identity/links",
    "identity/persons",
    "households/members",
    "households/economy",
    "indicators/hits",
)

SMALLEST_COMPARED = 200
LARGEST_CHANGE = 0.3

# Of tonight's deliveries; the table holds earlier ones as well.
_UNUSUAL = f"""
    select
        case when rows = 0 then 'no_rows_any_more' when ratio < 1 then 'far_fewer_rows_than_usual'
            else 'far_more_rows_than_usual' end,
        trim(feed || ' ' || division_code),
        abs(rows - usual_rows)::bigint
    from "{VOLUMES}"
    where delivery = (select night from run) and bound = ? and not accepted
    order by all
"""


def changed_volume(session: Session, key: str) -> tuple[Failure, ...]:
    """A failure with the number of rows gone or come, where that is more than 30 % of at least 200 rows."""
    previous = session.previous_view(key)
    if previous is None:
        return ()
    before = session.count(f"select count(*) from {previous}")
    change = session.rows(key) - before
    if before < SMALLEST_COMPARED or abs(change) <= LARGEST_CHANGE * before:
        return ()
    return (Failure("fewer_rows_than_before" if change < 0 else "more_rows_than_before", "", abs(change)),)


def unusual_volumes(session: Session, bound: str) -> tuple[Failure, ...]:
    """A failure for each feed, and each county of one, whose delivery tonight has this bound and is not accepted.

    `column` names feed and county, `count` is by how many rows it differs from the usual.
    """
    found = session.fetch(_UNUSUAL.replace("?", f"'{bound}'"), [VOLUMES])
    return tuple(Failure(rule, place, number) for rule, place, number in found)
