-- What each 低保 household in force is due a month, by difference (补差): the standard for its members less a month of its
-- counted income, from exact sums of the year and rounded up once. Never a head's grant rounded and multiplied.
-- 单人保 is a household of one whose person also belongs to a 低保边缘 family in force: the person counts alone, with a
-- head's share of the family's income. 分类施保 adds a share of the standard for each 重残, 重病, elderly or minor person,
-- the highest of those that fit. In 渐退 the household keeps its share of the ledger's grant.
-- Where something is not known there is no due grant, and `unknown_because` says why: unknown is never 0.
with homes as (
    select
        economy.*,
        policy.std,
        policy.single_person_income_counted,
        policy.taper_share,
        economy.status = '渐退'
        and case
            when economy.valid_until is not null then economy.valid_until >= run.night
            when economy.end_month is not null
                then
                    year(economy.end_month) * 12 + month(economy.end_month)
                    >= year(run.night) * 12 + month(run.night)
            when economy.last_review_date is not null
                then
                    year(run.night) * 12 + month(run.night)
                    - year(economy.last_review_date) * 12 - month(economy.last_review_date) <= policy.taper_months
            else true
        end as is_tapering
    from households.economy
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    cross join run
    where economy.listed and economy.in_force and economy.tier = 'T1'
),

families as (
    select
        homes.household_id,
        family.household_id as family_id,
        family.income_known,
        family.annual_income,
        family.employment_cost,
        family.member_count
    from homes
    inner join households.members as own on homes.household_id = own.household_id
    inner join households.members as fellow on own.person_id = fellow.person_id
    inner join households.economy as family on fellow.household_id = family.household_id
    where homes.member_count = 1 and family.in_force and family.tier = 'T4'
    qualify row_number() over (partition by homes.household_id order by family.household_id) = 1
),

uplifted as (
    select
        members.household_id,
        members.person_id,
        greatest(
            case
                when disability.grade <= policy.severe_grade_to then policy.uplift_severe_disability else 0
            end,
            case when members.serious_illness then policy.uplift_serious_illness else 0 end,
            case when people.age >= policy.uplift_elderly_age then policy.uplift_elderly else 0 end,
            case when people.age < policy.uplift_minor_age_below then policy.uplift_minor else 0 end
        ) as share
    from homes
    inner join households.members on homes.household_id = members.household_id
    inner join people on members.person_id = people.person_id
    inner join policy
        on homes.policy_county = policy.county_code
        and homes.urban_rural = policy.urban_rural
    left join disability on members.person_id = disability.person_id
    where members.feed is not null
),

uplifts as (
    select
        uplifted.household_id,
        sum(uplifted.share) as shares,
        count(*) filter (where uplifted.share > 0) as persons
    from uplifted
    group by uplifted.household_id
),

with_the_dead as (
    select distinct members.household_id
    from households.members
    inner join dead on members.person_id = dead.person_id
    where members.feed is not null
),

-- In 分, so that sums stay whole numbers.
counted as (
    select
        homes.*,
        families.family_id,
        with_the_dead.household_id is not null as counts_the_dead,
        case
            when families.family_id is null
                then
                    case
                        when homes.income_known
                            then cast((homes.annual_income - coalesce(homes.employment_cost, 0)) * 100 as bigint)
                    end
            when homes.single_person_income_counted = 0 then 0
            when families.income_known
                then cast((families.annual_income - coalesce(families.employment_cost, 0)) * 100 as bigint)
        end as income_fen,
        coalesce(families.member_count, homes.member_count) as sharers,
        cast(round(homes.std * 100) as bigint) as std_fen,
        cast(round(coalesce(uplifts.shares, 0) * homes.std * 100) as bigint) as uplift_fen,
        coalesce(uplifts.persons, 0) as uplift_persons
    from homes
    left join families on homes.household_id = families.household_id
    left join uplifts on homes.household_id = uplifts.household_id
    left join with_the_dead on homes.household_id = with_the_dead.household_id
),

short as (
    select
        counted.*,
        counted.std_fen * 12 * counted.sharers * counted.member_count
        - counted.income_fen * counted.member_count as shortfall_fen,
        case
            when counted.counts_the_dead then '成员已死亡尚未核减'
            when counted.income_fen is null and counted.family_id is not null then '单人保所在边缘家庭收入未知'
            when counted.income_fen is null then '家庭收入未知'
            when counted.is_tapering and counted.monthly_grant is null then '渐退前保障金额未知'
        end as unknown_because
    from counted
)

select
    short.household_id,
    short.policy_county,
    short.county_code,
    short.urban_rural,
    short.status,
    short.family_id is not null as is_single_person,
    short.is_tapering,
    short.member_count as members,
    short.std,
    policy_dates.valid_from as std_since,
    cast(cast(short.income_fen as double) * short.member_count / short.sharers / 12 / 100 as double) as income_month,
    short.uplift_persons,
    cast(short.uplift_fen as double) / 100 as uplift,
    case
        when short.unknown_because is null
            then
                greatest(
                    case
                        when short.shortfall_fen > 0
                            then
                                ceil(
                                    (
                                        cast(short.shortfall_fen as double) / (12 * short.sharers) + short.uplift_fen
                                    ) / 100
                                )
                        else 0
                    end,
                    case
                        when short.is_tapering
                            then ceil(round(cast(short.monthly_grant as double) * short.taper_share, 4))
                        else 0
                    end
                )
    end as due_grant,
    short.monthly_grant,
    short.unknown_because
from short
inner join policy_dates
    on short.policy_county = policy_dates.county_code
    and short.urban_rural = policy_dates.urban_rural
where policy_dates.parameter = 'std'
