-- Each parent whom the ledger's rows name of a member under age, with the household that says so. A son or daughter of
-- the head (20, 30: under age nobody is 婿 or 媳) has the head and the head's spouse; a head under age has their parents
-- (50), and so have the head's brothers and sisters (70), where the head is under age or never married. A parent counts
-- only where their own row is surely theirs. Step-parents are written alike and count as parents.
with minors as (
    select
        members.household_id,
        members.person_id,
        members.relation
    from households.members
    inner join people on members.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where people.age < policy.adult_age_from and members.feed is not null
),

heads_parents as (
    select
        relations.household_id,
        relations.person_id as head_id,
        relations.other_person_id as parent_id
    from households.relations
    left join minors
        on relations.household_id = minors.household_id
        and relations.person_id = minors.person_id
    where
        relations.relation = 'parent'
        or (relations.relation = 'parent_or_in_law' and minors.person_id is not null)
),

heads_couples as (
    select
        relations.household_id,
        relations.person_id,
        relations.other_person_id
    from households.relations
    inner join households.members
        on relations.household_id = members.household_id
        and relations.person_id = members.person_id
    where relations.relation = 'spouse' and members.relation = '01'
),

named as (
    select
        minors.household_id,
        minors.person_id,
        heads_parents.parent_id
    from minors
    inner join heads_parents on minors.household_id = heads_parents.household_id
    where minors.relation = '70' or (minors.relation = '01' and minors.person_id = heads_parents.head_id)
    union distinct
    select
        minors.household_id,
        minors.person_id,
        heads_couples.person_id as parent_id
    from minors
    inner join heads_couples on minors.household_id = heads_couples.household_id
    where minors.relation in ('20', '30')
    union distinct
    select
        minors.household_id,
        minors.person_id,
        heads_couples.other_person_id as parent_id
    from minors
    inner join heads_couples on minors.household_id = heads_couples.household_id
    where minors.relation in ('20', '30')
)

select
    named.household_id,
    named.person_id,
    named.parent_id,
    coalesce(parents.serious_illness, false) as is_ill
from named
inner join households.members as parents
    on named.household_id = parents.household_id
    and named.parent_id = parents.person_id
inner join member_links
    on named.household_id = member_links.household_id
    and named.parent_id = member_links.person_id
cross join run
where named.parent_id <> named.person_id and member_links.link_probability >= run.sure_probability
