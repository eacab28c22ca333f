-- ZJ04 租金负担过重: a month's rent is more than its share of a month of the household's known income, and no flat was
-- given (facts/rents). Twelve rents are held against the income of a year, which spreads nothing.
with heavy as (
    select
        rents.*,
        economy.annual_income,
        policy.rent_income_ratio
    from rents
    inner join households.economy on rents.household_id = economy.household_id
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    where
        economy.income_known
        and economy.annual_income > 0
        and rents.monthly_rent * 12 > round(policy.rent_income_ratio * economy.annual_income, 4)
),

found as (
    select heavy.*
    from heavy
    qualify row_number() over (
            partition by heavy.household_id
            order by heavy.monthly_rent desc, heavy.delivery, heavy.file, heavy.sheet, heavy.row_no
        ) = 1
),

evidence_rows as (
    select
        heavy.household_id,
        struct_pack(
            feed := heavy.feed,
            delivery := heavy.delivery,
            file := heavy.file,
            sheet := heavy.sheet,
            row_no := heavy.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        support_type := heavy.support_type,
                        monthly_rent := heavy.monthly_rent
                    )
                ) as varchar
            )
        ) as evidence
    from heavy
    union all
    select
        heavy.household_id,
        member_evidence.evidence
    from heavy
    inner join member_evidence
        on heavy.household_id = member_evidence.household_id
        and heavy.person_id = member_evidence.person_id
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
    cast(found.monthly_rent as double) * 12 / cast(found.annual_income as double) as value,
    found.rent_income_ratio as threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                monthly_rent := found.monthly_rent,
                annual_income := found.annual_income,
                share := cast(found.monthly_rent as double) * 12 / cast(found.annual_income as double),
                threshold := found.rent_income_ratio,
                support_state := case found.support_type
                    when '补贴' then '享受租赁补贴' when '轮候' then '公租房轮候中' else '未获住房保障'
                end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
