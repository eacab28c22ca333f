-- YB09 医疗应救未救: of 低保 特困 or 低保边缘 in force, in-scope own payment over the deductible of medical assistance in the
-- last months, and no assistance paid. Where it is not known of a settlement whether assistance was paid, no hit.
with sums as (
    select
        people.person_id,
        people.household_id,
        people.tier,
        people.urban_rural,
        sum(own_pay_by_month.in_scope_own_pay) as in_scope_own_pay,
        sum(own_pay_by_month.assistance_pay) as assistance_pay,
        sum(own_pay_by_month.assistance_unknown) as assistance_unknown,
        max(policy.own_pay_window_months) as window_months,
        max(
            case
                when people.tier = 'T4' then policy.assistance_deductible_margin
                else policy.assistance_deductible_low_income
            end
        ) as ratio,
        max(policy.pcdi) as pcdi
    from own_pay_by_month
    inner join people on own_pay_by_month.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where
        people.in_force
        and people.tier in ('T1', 'T2', 'T4')
        and own_pay_by_month.months_ago < policy.own_pay_window_months
    group by people.person_id, people.household_id, people.tier, people.urban_rural
),

found as (
    select
        sums.*,
        round(sums.ratio * sums.pcdi, 4) as threshold
    from sums
    where
        sums.in_scope_own_pay > round(sums.ratio * sums.pcdi, 4)
        and sums.assistance_pay = 0
        and sums.assistance_unknown = 0
),

evidence_rows as (
    select
        found.person_id,
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
                        in_scope_fee := settlements_recent.in_scope_fee,
                        fund_pay := settlements_recent.fund_pay,
                        assistance_pay := settlements_recent.assistance_pay
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join settlements_recent on found.person_id = settlements_recent.person_id
    where settlements_recent.months_ago < found.window_months
    union all
    select
        found.person_id,
        member_evidence.evidence
    from found
    inner join member_evidence
        on found.household_id = member_evidence.household_id
        and found.person_id = member_evidence.person_id
    union all
    select
        found.person_id,
        ledger_evidence.evidence
    from found
    inner join ledger_evidence on found.household_id = ledger_evidence.household_id
),

gathered as (
    select
        evidence_rows.person_id,
        list(evidence_rows.evidence) as evidence
    from evidence_rows
    group by evidence_rows.person_id
)

select
    found.person_id,
    found.household_id,
    cast(found.in_scope_own_pay as double) as value,
    found.threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                household_class := case found.tier when 'T1' then '低保' when 'T2' then '特困' else '低保边缘' end,
                window_months := found.window_months,
                in_scope_own_pay := found.in_scope_own_pay,
                threshold := found.threshold,
                urban_rural := found.urban_rural,
                ratio := found.ratio
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
