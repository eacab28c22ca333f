-- One row a household: its state in the ledger, where it lives, its income a head. Unknown stays unknown, never 0.
-- 城镇 or 农村 from the ledger; else from the village code (GB/T 10114: below 200 a residents' committee, from 200 a
-- village committee); else 农村 is assumed and said so.
with counts as (
    select
        household_id,
        count(*) filter (where counted) as members,
        min(person_id) filter (where is_head) as head_person_id,
        min(person_id) as any_person_id
    from member_rows
    group by household_id
),

households as (
    select
        ledger.* replace (
            counts.head_person_id as head_person_id,
            coalesce(ledger.division_code, person_details.division_code) as division_code,
            coalesce(
                nullif(counts.members, 0), case when ledger.member_count > 0 then ledger.member_count end, 1
            ) as member_count
        )
    from ledger
    left join counts on ledger.household_id = counts.household_id
    left join person_details
        on case when ledger.division_code is null then coalesce(counts.head_person_id, counts.any_person_id) end
        = person_details.person_id
),

alone as (
    select
        'S' || persons.person_id as household_id,
        persons.person_id as head_person_id,
        person_details.division_code
    from persons
    left join person_details on persons.person_id = person_details.person_id
    where persons.person_id not in (select member_rows.person_id from member_rows)
),

every_household as (
    select * from households
    union all by name
    select
        household_id,
        head_person_id,
        division_code,
        false as listed,
        false as in_force,
        false as watched,
        false as low_income_population,
        1 as member_count,
        false as income_known
    from alone
),

placed as (
    select
        every_household.*,
        case when length(division_code) >= 6 then substr(division_code, 1, 6) end as county_code,
        case
            when length(division_code) = 12 and substr(division_code, 10, 3) <> '000' then substr(division_code, 10, 3)
        end as village
    from every_household
)

select
    household_id,
    listed,
    head_person_id,
    assistance_type,
    tier,
    support_mode,
    status,
    in_force,
    watched,
    low_income_population,
    division_code,
    county_code,
    coalesce(urban_rural, case when village < '200' then '城镇' else '农村' end) as urban_rural,
    case
        when urban_rural is not null then 'ledger'
        when village is not null then 'division'
        else 'assumed'
    end as urban_rural_source,
    cast(member_count as bigint) as member_count,
    start_month,
    end_month,
    last_review_date,
    valid_until,
    cast(annual_income as decimal(14, 2)) as annual_income,
    cast(employment_cost as decimal(14, 2)) as employment_cost,
    income_known,
    case
        when income_known
            then cast(annual_income - coalesce(employment_cost, 0) as double) / member_count / 12
    end as income_per_head_month,
    property_ok,
    cast(monthly_grant as decimal(14, 2)) as monthly_grant,
    feed,
    delivery,
    file,
    sheet,
    row_no
from placed
order by household_id
