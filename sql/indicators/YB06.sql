-- YB06 门诊慢特病负担: own payment for chronic outpatient care (14) at or above the line in each of the last full months.
with months as (
    select
        people.person_id,
        people.household_id,
        settlements_known.months_ago,
        sum(settlements_known.personal_pay) as chronic_own_pay,
        max(policy.chronic_own_pay_line) as chronic_own_pay_line,
        max(policy.chronic_months) as chronic_months
    from settlements_known
    inner join people on settlements_known.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where
        settlements_known.med_type = '14'
        and settlements_known.months_ago between 1 and policy.chronic_months
    group by people.person_id, people.household_id, settlements_known.months_ago
    having sum(settlements_known.personal_pay) >= max(policy.chronic_own_pay_line)
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
                feed := settlements_known.feed,
                delivery := settlements_known.delivery,
                file := settlements_known.file,
                sheet := settlements_known.sheet,
                row_no := settlements_known.row_no,
                fields := cast(
                    to_json(
                        struct_pack(
                            settle_date := settlements_known.settle_date,
                            personal_pay := settlements_known.personal_pay
                        )
                    ) as varchar
                )
            )
        ) as evidence
    from found
    inner join settlements_known on found.person_id = settlements_known.person_id
    where
        settlements_known.med_type = '14'
        and settlements_known.months_ago between 1 and found.chronic_months
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
