-- Households in which nobody is alive any more.
select members.household_id
from households.members
left join dead on members.person_id = dead.person_id
where members.household_id in (
        select fellow.household_id
        from households.members as fellow
        inner join dead as dead_fellow on fellow.person_id = dead_fellow.person_id
    )
group by members.household_id
having count(*) = count(dead.person_id)
