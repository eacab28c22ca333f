-- Which household_id each household number has: known numbers keep theirs, new ones are numbered on from the last.
-- New numbers are taken in the order of a salted digest, so that a token tells nothing about the number behind it.
-- Numbers that no row names tonight stay: the token must last until the household comes back.
with named as (
    select household_no from landed_households
    union
    select household_no from landed_members
),

fresh as (
    select named.household_no
    from named
    left join previous_registry as known on named.household_no = known.household_no
    where known.household_no is null
),

last_token as (
    select coalesce(max(cast(substr(household_id, 2) as bigint)), 0) as number
    from previous_registry
),

minted as (
    select
        fresh.household_no,
        last_token.number
        + row_number() over (order by sha256('doudi/household/' || fresh.household_no), fresh.household_no) as number
    from fresh
    cross join last_token
)

select
    household_id,
    household_no,
    first_night
from previous_registry
union all
select
    'H' || lpad(cast(minted.number as varchar), 9, '0') as household_id,
    minted.household_no,
    run.night as first_night
from minted
cross join run
order by household_id
