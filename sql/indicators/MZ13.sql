-- MZ13 复核超期: 在保, and the last review lies further back than the period allows, shorter where a member is able to work.
-- A review date that is not known is no finding. Months are whole months and a part of 31 days, so that the same day
-- some months later is not yet over the period and the next day is.
with workers as (
    select distinct able_to_work.household_id
    from able_to_work
),

reviewed as (
    select
        economy.household_id,
        economy.last_review_date,
        workers.household_id is not null as workable,
        year(run.night) * 12 + month(run.night)
        - year(economy.last_review_date) * 12 - month(economy.last_review_date)
        + (day(run.night) - day(economy.last_review_date)) / 31 as months,
        case
            when workers.household_id is not null then policy.review_months_workable
            else policy.review_months
        end as threshold
    from households.economy
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    left join workers on economy.household_id = workers.household_id
    cross join run
    where economy.listed and economy.status = '在保'
),

found as (
    select reviewed.*
    from reviewed
    where reviewed.months > reviewed.threshold
),

evidence_rows as (
    select
        found.household_id,
        ledger_evidence.evidence
    from found
    inner join ledger_evidence on found.household_id = ledger_evidence.household_id
    union all
    select
        found.household_id,
        member_evidence.evidence
    from found
    inner join able_to_work on found.household_id = able_to_work.household_id
    inner join member_evidence
        on able_to_work.household_id = member_evidence.household_id
        and able_to_work.person_id = member_evidence.person_id
),

gathered as (
    select
        evidence_rows.household_id,
        list(evidence_rows.evidence) as evidence
    from evidence_rows
    group by evidence_rows.household_id
)

select
    '' as person_id,
    found.household_id,
    found.months as value,
    found.threshold,
    'B' as tier,
    cast(
        to_json(
            struct_pack(
                last_review_date := found.last_review_date,
                days := date_diff('day', found.last_review_date, run.night),
                threshold := found.threshold,
                household_kind := case
                    when found.workable then '家庭有劳动能力成员' else '家庭无劳动能力成员'
                end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
cross join run
