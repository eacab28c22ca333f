-- One row a household that tonight's rows name, as the ledger has it; `listed` is false where only member rows name it.
-- Status and type that could not be read stay empty: such a household is neither in force nor known to be uncovered.
with named as (
    select household_no from landed_households
    union
    select household_no from landed_members
),

latest as (
    select landed_households.*
    from landed_households
    qualify row_number() over (
            partition by household_no
            order by delivery desc, file desc, sheet desc, row_no desc
        ) = 1
),

heads as (
    select
        delivery,
        file,
        sheet,
        row_no,
        person_id
    from links
    where feed = 'civil_affairs/households' and role = 'head'
),

tiers as (
    select
        registry.household_id,
        latest.*,
        case
            when latest.assistance_type in ('100', '110', '120') then 'T1'
            when latest.assistance_type in ('130', '131', '132') then 'T2'
            when latest.assistance_type = '670' then 'T3'
            when latest.assistance_type = '600' then 'T4'
            when latest.assistance_type = '650' then 'T5'
            when latest.assistance_type = '660' then 'T6'
            when latest.assistance_type = '990' then 'T9'
        end as tier,
        coalesce(latest.status in ('在保', '渐退'), false) as in_force,
        coalesce(latest.status in ('在保', '渐退', '关注'), false) as watched
    from named
    inner join registry on named.household_no = registry.household_no
    left join latest on named.household_no = latest.household_no
)

select
    tiers.household_id,
    tiers.feed is not null as listed,
    heads.person_id as head_person_id,
    tiers.assistance_type,
    tiers.tier,
    tiers.support_mode,
    tiers.status,
    tiers.in_force,
    tiers.watched,
    coalesce(tiers.in_force and tiers.tier in ('T1', 'T2', 'T3', 'T4', 'T5'), false) as low_income_population,
    tiers.division_code,
    tiers.urban_rural,
    tiers.member_count,
    tiers.start_month,
    tiers.end_month,
    tiers.last_review_date,
    tiers.valid_until,
    tiers.annual_income,
    tiers.employment_cost,
    coalesce(tiers.income_complete, false) and tiers.annual_income is not null as income_known,
    tiers.property_ok,
    tiers.monthly_grant,
    tiers.feed,
    tiers.delivery,
    tiers.file,
    tiers.sheet,
    tiers.row_no
from tiers
left join heads
    on tiers.delivery = heads.delivery
    and tiers.file = heads.file
    and tiers.sheet = heads.sheet
    and tiers.row_no = heads.row_no
