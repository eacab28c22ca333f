-- YB09 医疗应救未救: of 低保 特困 or 低保边缘 in force, in-scope own payment over the deductible of medical assistance in the
-- last months, and no assistance paid. Where it is not known of a settlement whether assistance was paid, no hit.
with sums as (
    select
        people.person_id,
        people.household_id,
        people.tier,
        people.urban_rural,
        own_pay.window_in_scope_own_pay as in_scope_own_pay,
        own_pay.window_assistance_pay as assistance_pay,
        own_pay.window_assistance_unknown as assistance_unknown,
        policy.own_pay_window_months as window_months,
        case
            when people.tier = 'T4' then policy.assistance_deductible_margin
            else policy.assistance_deductible_low_income
        end as ratio,
        policy.pcdi
    from own_pay
    inner join people on own_pay.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where people.in_force and people.tier in ('T1', 'T2', 'T4')
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
            feed := settlements_known.feed,
            delivery := settlements_known.delivery,
            file := settlements_known.file,
            sheet := settlements_known.sheet,
            row_no := settlements_known.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        settle_date := settlements_known.settle_date,
                        in_scope_fee := settlements_known.in_scope_fee,
                        fund_pay := settlements_known.fund_pay,
                        assistance_pay := settlements_known.assistance_pay
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join settlements_known on found.person_id = settlements_known.person_id
    where settlements_known.months_ago < found.window_months
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
