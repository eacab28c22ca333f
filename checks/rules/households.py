"""Every person has exactly one primary household, every household of a member and both ends of a relation are known.

What belongs here: rules between the household tables and the persons.
"""

from checks.rules import Rule

MEMBERS, RELATIONS = "households/members", "households/relations"

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

KNOWN_RELATIVES = tuple(
    Rule(
        name="relations_are_of_known_persons",
        tables=(RELATIONS, "identity/persons"),
        sql=f'select count(*) from (select distinct {end} as person_id from "households/relations") '
        'anti join "identity/persons" using (person_id)',
        column=end,
    )
    for end in ("person_id", "other_person_id")
)
