"""Did a table shrink or grow out of all proportion since the last published night?

What belongs here: row counts of two nights. A warning only: a half-delivered extract looks like this, and so does the
first day of a school year.
"""

from checks.outcome import Failure
from checks.session import Session

# Tables that hold a state. Others tell what happened in one night (events, reviews) and are of any length.
TABLES_OF_A_STATE = (
    "identity/links",
    "identity/persons",
    "households/members",
    "households/economy",
    "indicators/hits",
)

SMALLEST_COMPARED = 200
LARGEST_CHANGE = 0.3


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
