"""Every person has exactly one primary household, and every household of a member is known.

What belongs here: rules between the household tables and the persons.
"""

from checks.rules import Rule

MEMBERS = "households/members"

ONE_PRIMARY_HOUSEHOLD = (
    Rule(
        name="every_person_has_one_primary_household",
        tables=(MEMBERS, "identity/persons"),
        sql="""
            select count(*)
            from "identity/persons" p
            full outer join (
                select person_id, count(*) filter (is_primary) as homes from "households/members" group by person_id
            ) m using (person_id)
            where p.has_valid_id is null or m.homes is distinct from 1
        """,
        column="person_id",
    ),
    Rule(
        name="every_household_of_a_member_is_known",
        tables=(MEMBERS, "households/economy"),
        sql='select count(*) from (select distinct household_id from "households/members") '
        'anti join "households/economy" using (household_id)',
        column="household_id",
    ),
)
