-- MZ11 退出后支出骤增: somebody of a household that left 低保 in the last months has a hit of YB01, YB02 or JY03, and is
-- covered neither by 低保 nor by 特困 again. The hit is of the household that the person belongs to now.
with covered as (
    select members.person_id
    from households.members
    where members.in_force and members.tier in ('T1', 'T2')
),

leavers as (
    select
        members.person_id,
        economy.household_id as left_household_id,
        economy.end_month,
        policy.dibao_exit_window_months,
        policy.exit_spending_hits_min
    from households.economy
    inner join households.members on economy.household_id = members.household_id
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    cross join run
    where
        economy.listed
        and economy.tier = 'T1'
        and economy.status = '退出'
        and economy.end_month <= run.night
        and year(run.night) * 12 + month(run.night) - year(economy.end_month) * 12 - month(economy.end_month)
        < policy.dibao_exit_window_months
        and members.person_id not in (select covered.person_id from covered)
    qualify row_number() over (
            partition by members.person_id
            order by economy.end_month desc, economy.household_id
        ) = 1
),

counted as (
    select
        component_hits.household_id,
        component_hits.person_id,
        component_hits.code,
        component_hits.name_zh,
        component_hits.evidence,
        leavers.left_household_id,
        leavers.end_month,
        leavers.dibao_exit_window_months,
        leavers.exit_spending_hits_min
    from component_hits
    inner join leavers on component_hits.person_id = leavers.person_id
    where component_hits.built_code = 'MZ11'
),

found as (
    select
        counted.household_id,
        count(*) as hits,
        count(distinct counted.person_id) as persons,
        max(counted.end_month) as end_month,
        array_to_string(list_sort(list(distinct counted.name_zh)), '、') as names,
        max(counted.dibao_exit_window_months) as window_months,
        max(counted.exit_spending_hits_min) as threshold
    from counted
    group by counted.household_id
    having count(*) >= max(counted.exit_spending_hits_min)
),

component_rows as (
    select
        counted.household_id,
        counted.code,
        unnest(counted.evidence) as evidence
    from counted
    inner join found on counted.household_id = found.household_id
),

-- A row that several hits name stands once, under the first of their codes.
distinct_rows as (
    select component_rows.*
    from component_rows
    qualify row_number() over (
            partition by
                component_rows.household_id,
                component_rows.evidence.feed,
                component_rows.evidence.delivery,
                component_rows.evidence.file,
                component_rows.evidence.sheet,
                component_rows.evidence.row_no
            order by component_rows.code, component_rows.evidence.fields
        ) = 1
),

bounded_rows as (
    select distinct_rows.*
    from distinct_rows
    cross join run
    qualify row_number() over (
            partition by distinct_rows.household_id, distinct_rows.code
            order by
                distinct_rows.evidence.feed,
                distinct_rows.evidence.delivery,
                distinct_rows.evidence.file,
                distinct_rows.evidence.sheet,
                distinct_rows.evidence.row_no
        ) <= run.evidence_rows_a_code
),

-- What makes them leavers: the ledger row and their member row of the household that left. The component hits may show
-- the same rows; then these stand.
exit_rows as (
    select
        counted.household_id,
        struct_pack(
            feed := economy.feed,
            delivery := economy.delivery,
            file := economy.file,
            sheet := economy.sheet,
            row_no := economy.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        assistance_type := economy.assistance_type,
                        status := economy.status,
                        end_month := economy.end_month
                    )
                ) as varchar
            )
        ) as evidence
    from counted
    inner join found on counted.household_id = found.household_id
    inner join households.economy on counted.left_household_id = economy.household_id
    union distinct
    select
        counted.household_id,
        member_evidence.evidence
    from counted
    inner join found on counted.household_id = found.household_id
    inner join member_evidence
        on counted.left_household_id = member_evidence.household_id
        and counted.person_id = member_evidence.person_id
),

evidence_rows as (
    select
        exit_rows.household_id,
        exit_rows.evidence
    from exit_rows
    union all
    select
        bounded_rows.household_id,
        bounded_rows.evidence
    from bounded_rows
    left join exit_rows
        on bounded_rows.household_id = exit_rows.household_id
        and bounded_rows.evidence.feed = exit_rows.evidence.feed
        and bounded_rows.evidence.delivery = exit_rows.evidence.delivery
        and bounded_rows.evidence.file = exit_rows.evidence.file
        and bounded_rows.evidence.sheet = exit_rows.evidence.sheet
        and bounded_rows.evidence.row_no = exit_rows.evidence.row_no
    where exit_rows.household_id is null
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
    cast(found.hits as double) as value,
    found.threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                end_month := substr(cast(found.end_month as varchar), 1, 7),
                window_months := found.window_months,
                hits := found.hits,
                persons := found.persons,
                names := found.names
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
