-- Ledger households of which one member alone is alive, and who that is: the members whom the ledger counts, less the
-- certainly dead. Where member rows and the head of the ledger's row are two persons, the member row's person counts.
with living as (
    select
        members.household_id,
        members.person_id
    from households.members
    left join dead on members.person_id = dead.person_id
    where members.feed is not null and dead.person_id is null
    qualify row_number() over (
            partition by members.household_id
            order by case when members.feed = 'civil_affairs/members' then 0 else 1 end, members.person_id
        ) = 1
),

deceased as (
    select
        members.household_id,
        count(*) as persons
    from households.members
    inner join dead on members.person_id = dead.person_id
    where members.feed = 'civil_affairs/members'
    group by members.household_id
)

select
    living.household_id,
    living.person_id
from living
inner join households.economy on living.household_id = economy.household_id
left join deceased on living.household_id = deceased.household_id
where economy.listed and economy.member_count - coalesce(deceased.persons, 0) = 1
