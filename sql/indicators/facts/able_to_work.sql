-- Members able to work: of working age, work capacity 01 or not stated, not in school, not severely disabled, alive.
-- A member whose age is not known is not counted.
select
    members.household_id,
    members.person_id
from households.members
inner join people on members.person_id = people.person_id
inner join policy
    on people.policy_county = policy.county_code
    and people.urban_rural = policy.urban_rural
left join in_school on members.person_id = in_school.person_id
left join disability on members.person_id = disability.person_id
where
    people.age between policy.working_age_from and policy.working_age_to
    and (members.work_capacity is null or members.work_capacity = '01')
    and in_school.person_id is null
    and (disability.grade is null or disability.grade > policy.severe_grade_to)
    and not people.is_dead
    and members.feed is not null
