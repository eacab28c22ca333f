-- ZH02 收入处于边缘区间: a ledger household whose known income a head lies from the dibao standard up to below the margin
-- line, whose property check did not fail, and which does not belong to the low-income population. One that left
-- counts; one of unknown status does not, nor one in force whose kind of assistance cannot be read.
with found as (
    select
        economy.household_id,
        economy.annual_income,
        economy.employment_cost,
        economy.member_count,
        economy.income_per_head_month,
        economy.urban_rural,
        economy.last_review_date,
        policy.std,
        policy.edge_k * policy.std as edge_line
    from households.economy
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    where
        economy.listed
        and economy.status is not null
        and economy.income_known
        and economy.income_per_head_month >= policy.std
        and economy.income_per_head_month < policy.edge_k * policy.std
        and economy.property_ok is distinct from false
        and not (economy.in_force and economy.assistance_type is null)
        and not economy.low_income_population
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
    inner join member_evidence on found.household_id = member_evidence.household_id
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
    found.income_per_head_month as value,
    found.edge_line as threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                annual_income := found.annual_income,
                employment_cost := coalesce(found.employment_cost, 0),
                members := found.member_count,
                income_month := found.income_per_head_month,
                urban_rural := found.urban_rural,
                std := found.std,
                threshold := found.edge_line,
                reviewed := case
                    when found.last_review_date is null then '收入核算日期不明'
                    else
                        '上次核查' || cast(found.last_review_date as varchar) || '，距今'
                        || cast(date_diff('day', found.last_review_date, run.night) as varchar) || '天'
                end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
cross join run
