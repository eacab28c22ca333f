-- ZH05 多部门叠加困难: hits of the help lane of tier red, orange or yellow, of the household or its members, from enough
-- departments. The evidence is that of those hits, a bounded number of rows from each indicator;
-- it is as sure as the weakest of those hits (steps/weakest_links).
with counted as (
    select
        component_hits.household_id,
        component_hits.code,
        component_hits.name_zh,
        component_hits.department,
        component_hits.evidence
    from component_hits
    where component_hits.built_code = 'ZH05'
),

totals as (
    select
        counted.household_id,
        count(distinct counted.department) as departments,
        count(*) as hits,
        array_to_string(list_sort(list(distinct counted.name_zh)), '、') as names
    from counted
    group by counted.household_id
),

found as (
    select
        totals.*,
        policy.departments_min
    from totals
    inner join households.economy on totals.household_id = economy.household_id
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    where totals.departments >= policy.departments_min
),

evidence_rows as (
    select
        counted.household_id,
        counted.code,
        unnest(counted.evidence) as evidence
    from counted
    inner join found on counted.household_id = found.household_id
),

-- A row that several hits name stands once, under the first of their codes.
distinct_rows as (
    select evidence_rows.*
    from evidence_rows
    qualify row_number() over (
            partition by
                evidence_rows.household_id,
                evidence_rows.evidence.feed,
                evidence_rows.evidence.delivery,
                evidence_rows.evidence.file,
                evidence_rows.evidence.sheet,
                evidence_rows.evidence.row_no
            order by evidence_rows.code, evidence_rows.evidence.fields
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

gathered as (
    select
        bounded_rows.household_id,
        list(bounded_rows.evidence) as evidence
    from bounded_rows
    group by bounded_rows.household_id
)

select
    '' as person_id,
    found.household_id,
    cast(found.departments as double) as value,
    found.departments_min as threshold,
    'R' as tier,
    cast(
        to_json(
            struct_pack(
                departments := found.departments,
                hits := found.hits,
                names := found.names
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
