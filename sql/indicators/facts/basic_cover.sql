-- Whether each person is in 低保 or 特困 in force, in any household, and whether that is doubtful: the state of a household
-- of theirs cannot be read or is wanting, or one in force does not say of what kind it is.
select
    members.person_id,
    bool_or(members.in_force and coalesce(members.tier = 'T1', false)) as has_dibao,
    bool_or(members.in_force and coalesce(members.tier = 'T2', false)) as has_tekun,
    bool_or(
        members.feed is not null
        and (economy.status is null or (members.in_force and economy.assistance_type is null))
    ) as is_doubtful
from households.members
inner join households.economy on members.household_id = economy.household_id
group by members.person_id
