-- YB01 年度自付累计过高: own payment since 1 January reaches its share of last year's disposable income a head.
with found as (
    select
        people.person_id,
        people.household_id,
        people.urban_rural,
        own_pay.year_own_pay as own_pay,
        own_pay.year_settlements as settlements,
        own_pay.year_reversals as reversals,
        own_pay.last_settled,
        case
            when people.low_income_population then policy.own_pay_ratio_low_income
            else policy.own_pay_ratio_others
        end as ratio,
        policy.pcdi
    from own_pay
    inner join people on own_pay.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where
        own_pay.year_own_pay
        >= policy.pcdi
        * case
            when people.low_income_population then policy.own_pay_ratio_low_income
            else policy.own_pay_ratio_others
        end
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
                        personal_pay := settlements_known.personal_pay
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join settlements_known on found.person_id = settlements_known.person_id
    cross join run
    where year(settlements_known.settle_date) = year(run.night)
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
    cast(found.own_pay as double) as value,
    found.ratio * found.pcdi as threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                period_from := make_date(year(run.night), 1, 1),
                period_to := run.night,
                own_pay := found.own_pay,
                threshold := found.ratio * found.pcdi,
                ratio := found.ratio,
                urban_rural := found.urban_rural,
                settlements := found.settlements,
                reversals := found.reversals,
                last_settled := found.last_settled
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
cross join run
