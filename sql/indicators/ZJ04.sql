-- ZJ04 租金负担过重: a month's rent is more than its share of a month of the household's known income, and no flat was
-- given. Twelve rents are held against the income of a year, which spreads nothing. A flat stops it, and so does a
-- support that cannot be read.
with housed as (
    select distinct rental_rows.household_id
    from rental_rows
    where coalesce(rental_rows.support_type = '实物', true)
),

rents as (
    select
        rental_rows.*,
        economy.annual_income,
        policy.rent_income_ratio
    from rental_rows
    inner join households.economy on rental_rows.household_id = economy.household_id
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    left join housed on rental_rows.household_id = housed.household_id
    where
        economy.income_known
        and economy.annual_income > 0
        and rental_rows.monthly_rent * 12 > round(policy.rent_income_ratio * economy.annual_income, 4)
        and housed.household_id is null
),

found as (
    select rents.*
    from rents
    qualify row_number() over (
            partition by rents.household_id
            order by rents.monthly_rent desc, rents.delivery, rents.file, rents.sheet, rents.row_no
        ) = 1
),

evidence_rows as (
    select
        rents.household_id,
        struct_pack(
            feed := rents.feed,
            delivery := rents.delivery,
            file := rents.file,
            sheet := rents.sheet,
            row_no := rents.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        support_type := rents.support_type,
                        monthly_rent := rents.monthly_rent
                    )
                ) as varchar
            )
        ) as evidence
    from rents
    union all
    select
        rents.household_id,
        member_evidence.evidence
    from rents
    inner join member_evidence
        on rents.household_id = member_evidence.household_id
        and rents.person_id = member_evidence.person_id
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
