-- YB01 年度自付累计过高: own payment since 1 January reaches its share of last year's disposable income a head.
with found as (
    select
        people.person_id,
        people.household_id,
        people.urban_rural,
        own_pay_of_year.own_pay,
        own_pay_of_year.settlements,
        own_pay_of_year.reversals,
        own_pay_of_year.last_settled,
        case
            when people.low_income_population then policy.own_pay_ratio_low_income
            else policy.own_pay_ratio_others
        end as ratio,
        policy.pcdi
    from own_pay_of_year
    inner join people on own_pay_of_year.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where
        own_pay_of_year.own_pay
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
        ) as evidence
    from found
    inner join settlements_recent on found.person_id = settlements_recent.person_id
    cross join run
    where year(settlements_recent.settle_date) = year(run.night)
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
