"""One open warning a household and lane; items and events belong to a warning; the chain of events is whole.

What belongs here: rules between the warning tables. What a feedback does to a warning is not judged here.
"""

from checks.rules import Rule

LEDGER = "warnings/ledger"

ONE_OPEN_WARNING = (
    Rule(
        name="one_open_warning_a_household_and_lane",
        tables=(LEDGER,),
        sql="""
            select count(*) from (
                select household_id, lane from "warnings/ledger" where state <> 'closed'
                group by household_id, lane having count(*) > 1
            )
        """,
        column="household_id, lane",
    ),
    Rule(
        name="closed_warnings_say_when_and_why",
        tables=(LEDGER,),
        sql="""
            select count(*) from "warnings/ledger"
            where (state = 'closed') <> (closed_on is not null and close_reason is not null)
        """,
        column="closed_on, close_reason",
    ),
    Rule(
        name="deadlines_are_in_order",
        tables=(LEDGER,),
        sql='select count(*) from "warnings/ledger" where not (opened_on <= clock_from and clock_from <= sign_by '
        "and sign_by <= answer_by)",
        column="opened_on, clock_from, sign_by, answer_by",
    ),
)

ITEMS_BELONG = (
    Rule(
        name="items_belong_to_a_warning",
        tables=("warnings/items", LEDGER),
        sql='select count(*) from "warnings/items" anti join "warnings/ledger" using (warning_id)',
        column="warning_id",
    ),
)

HITS_ARE_WARNED = (
    # A hit is never dropped silently: tonight's hit is an item, open, or quiet because somebody looked at it.
    Rule(
        name="every_hit_is_an_item_of_a_warning",
        tables=("warnings/items", LEDGER, "indicators/hits"),
        sql="""
            select count(*) from "indicators/hits" h
            where not exists (
                select 1 from "warnings/items" i join "warnings/ledger" l using (warning_id)
                where l.household_id = h.household_id and l.lane = h.lane
                  and i.code = h.code and i.person_id = h.person_id
            )
        """,
    ),
)

CHAIN = (
    Rule(
        name="events_are_numbered_without_a_gap",
        tables=("warnings/events",),
        sql='select count(*) from "warnings/events" having count(*) <> coalesce(max(sequence), 0)',
        column="sequence",
    ),
    Rule(
        name="each_event_carries_the_digest_before_it",
        tables=("warnings/events",),
        sql="""
            select count(*) from (
                select previous_digest, lag(digest) over (order by sequence) as before from "warnings/events"
            ) where before is not null and previous_digest is distinct from before
        """,
        column="previous_digest",
    ),
)
