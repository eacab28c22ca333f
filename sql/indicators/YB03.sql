-- YB03 医疗自付占收入比: what a household's members paid themselves in the last months, as a share of its known income of
-- a year. Both are sums over twelve months; an income that is not known or zero is no hit.
with paid as (
    select
        people.household_id,
        sum(own_pay.window_own_pay) as own_pay,
        count(*) as payers,
        max(economy.annual_income) as annual_income,
        max(policy.own_pay_income_ratio) as ratio,
        max(policy.own_pay_window_months) as window_months
    from own_pay
    inner join people on own_pay.person_id = people.person_id
    inner join households.economy on people.household_id = economy.household_id
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    where
        economy.income_known
        and economy.annual_income > 0
        and own_pay.window_rows > 0
    group by people.household_id
),

found as (
    select paid.*
    from paid
    where paid.own_pay > round(paid.ratio * paid.annual_income, 4)
),

evidence_rows as (
    select
        found.household_id,
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
    inner join people on found.household_id = people.household_id
    inner join settlements_known on people.person_id = settlements_known.person_id
    where settlements_known.months_ago < found.window_months
    union all
    select
        found.household_id,
        member_evidence.evidence
    from found
    inner join member_evidence on found.household_id = member_evidence.household_id
    union all
    select
        found.household_id,
        ledger_evidence.evidence
    from found
    inner join ledger_evidence on found.household_id = ledger_evidence.household_id
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
    cast(found.own_pay as double) / cast(found.annual_income as double) as value,
    found.ratio as threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                window_months := found.window_months,
                payers := found.payers,
                own_pay := found.own_pay,
                annual_income := found.annual_income,
                share := cast(found.own_pay as double) / cast(found.annual_income as double),
                threshold := found.ratio
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
