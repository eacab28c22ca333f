-- The table indicators/due_grants: what each 低保 household in force is due a month (facts/due_grants).
select
    run.night,
    due_grants.household_id,
    due_grants.county_code,
    due_grants.urban_rural,
    due_grants.status,
    due_grants.is_single_person,
    due_grants.is_tapering,
    due_grants.members,
    due_grants.std,
    due_grants.income_month,
    due_grants.uplift_persons,
    due_grants.uplift,
    due_grants.due_grant,
    due_grants.monthly_grant,
    due_grants.unknown_because
from due_grants
cross join run
order by due_grants.household_id
