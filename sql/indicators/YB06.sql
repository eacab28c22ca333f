-- YB06 门诊慢特病负担: own payment for chronic outpatient care (14) at or above the line in each of the last full months.
with months as (
    select
        people.person_id,
        people.household_id,
        own_pay_by_month.chronic_own_pay,
        policy.chronic_own_pay_line,
        policy.chronic_months
    from own_pay_by_month
    inner join people on own_pay_by_month.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where
        own_pay_by_month.months_ago between 1 and policy.chronic_months
        and own_pay_by_month.chronic_own_pay >= policy.chronic_own_pay_line
),

found as (
    select
        months.person_id,
        months.household_id,
        min(months.chronic_own_pay) as least_own_pay,
        sum(months.chronic_own_pay) as own_pay,
        max(months.chronic_own_pay_line) as threshold,
        max(months.chronic_months) as chronic_months
    from months
    group by months.person_id, months.household_id
    having count(*) >= max(months.chronic_months)
),

gathered as (
    select
        found.person_id,
        list(
            struct_pack(
                feed := settlements_recent.feed,
                delivery := settlements_recent.delivery,
                file := settlements_recent.file,
                sheet := settlements_recent.sheet,
                row_no := settlements_recent.row_no,
                fields := cast(
                    to_json(
                        struct_pack(
                            settle_date := settlements_recent.settle_date,
                            personal_pay := settlements_recent.personal_pay
                        )
                    ) as varchar
                )
            )
        ) as evidence
    from found
    inner join settlements_recent on found.person_id = settlements_recent.person_id
    where
        settlements_recent.med_type = '14'
        and settlements_recent.months_ago between 1 and found.chronic_months
    group by found.person_id
)

select
    found.person_id,
    found.household_id,
    cast(found.least_own_pay as double) as value,
    found.threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                months := found.chronic_months,
                own_pay := found.own_pay,
                least_own_pay := found.least_own_pay,
                threshold := found.threshold
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
