"""A department is asked only about open warnings, only about its own part of them, each in the county they are in.

What belongs here: rules between a department's queue and the warnings. What a list looks like is not here.
"""

from assets.vocabulary.departments import SENDING_DEPARTMENTS
from checks.rules import Rule


def _warning_rules(department: str) -> tuple[Rule, ...]:
    queue = f"queues/{department}"
    return (
        Rule(
            name="queue_is_this_departments",
            tables=(queue,),
            sql=f"select count(*) from \"{queue}\" where department <> '{department}'",
            column="department",
        ),
        Rule(
            name="queue_rows_are_of_open_warnings",
            tables=(queue, "warnings/ledger"),
            sql=f'select count(*) from "{queue}" anti join '
            "(from \"warnings/ledger\" where state <> 'closed') using (warning_id)",
            column="warning_id",
        ),
        Rule(
            name="queue_rows_are_in_the_county_of_their_warning",
            tables=(queue, "warnings/ledger"),
            sql=f'select count(*) from "{queue}" q join "warnings/ledger" l using (warning_id) '
            "where q.county_code is distinct from l.county_code or q.household_id <> l.household_id",
            column="county_code, household_id",
        ),
    )


def _item_rules(department: str) -> tuple[Rule, ...]:
    queue = f"queues/{department}"
    return (
        Rule(
            name="queue_rows_have_an_open_item_of_this_department",
            tables=(queue, "warnings/items"),
            sql=f"""
                select count(*) from "{queue}" anti join (
                    from "warnings/items"
                    where state in ('open', 'unassessed') and list_contains(departments, '{department}')
                ) using (warning_id)
            """,
            column="warning_id",
        ),
        Rule(
            name="queue_names_only_indicators_pushed_to_this_department",
            tables=(queue, "warnings/items"),
            sql=f"""
                select count(*) from (select warning_id, unnest(codes) as code from "{queue}") anti join (
                    from "warnings/items" where list_contains(departments, '{department}')
                ) using (warning_id, code)
            """,
            column="codes",
        ),
    )


def _member_rule(department: str) -> Rule:
    queue = f"queues/{department}"
    return Rule(
        name="person_is_a_member_of_the_household",
        tables=(queue, "households/members"),
        sql=f'select count(*) from "{queue}" anti join "households/members" using (household_id, person_id)',
        column="person_id",
    )


OWN_OPEN_WARNINGS = {
    department: _warning_rules(department) + _item_rules(department) for department in SENDING_DEPARTMENTS
}

# A household may change while an item of it waits for a late feed: unusual, not wrong.
MEMBERS = {department: (_member_rule(department),) for department in SENDING_DEPARTMENTS}

SCORECARD = (
    Rule(
        name="scorecard_counts_every_hit",
        tables=("queues/scorecard", "indicators/hits"),
        sql='select abs((select coalesce(sum(hits), 0) from "queues/scorecard") - '
        '(select count(*) from "indicators/hits"))',
        column="hits",
    ),
    Rule(
        name="tiers_add_up_to_the_hits",
        tables=("queues/scorecard",),
        sql='select count(*) from "queues/scorecard" where hits <> red + orange + yellow + blue',
        column="hits",
    ),
)
