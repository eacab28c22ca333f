-- YB08 未参保断保: of the low-income population, alive, without an enrolment of status 正常 (1) for the night's year.
with begun as (
    select enrolment.*
    from medical_insurance.enrolment
    cross join run
    where enrolment.year <= year(run.night)
),

enrolments as (
    select
        begun.person_id,
        count(*) filter (where begun.year = year(run.night) and begun.status = '1') as in_force,
        max(begun.status) filter (where begun.year = year(run.night)) as status_of_year,
        max(begun.year) as last_year
    from begun
    cross join run
    group by begun.person_id
),

found as (
    select
        people.person_id,
        people.household_id,
        coalesce(enrolments.in_force, 0) as in_force,
        enrolments.status_of_year,
        enrolments.last_year,
        policy.enrolments_needed
    from people
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    left join enrolments on people.person_id = enrolments.person_id
    where
        people.low_income_population
        and not people.is_dead
        and coalesce(enrolments.in_force, 0) < policy.enrolments_needed
),

evidence_rows as (
    select
        found.person_id,
        struct_pack(
            feed := begun.feed,
            delivery := begun.delivery,
            file := begun.file,
            sheet := begun.sheet,
            row_no := begun.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        year := begun.year,
                        insurance_type := begun.insurance_type,
                        status := begun.status
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join begun
        on found.person_id = begun.person_id
        and found.last_year = begun.year
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
    cast(found.in_force as double) as value,
    found.enrolments_needed as threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                year := year(run.night),
                enrolment_state := case
                    when found.status_of_year = '2' then '本年度参保已暂停'
                    when found.status_of_year = '4' then '本年度参保已终止'
                    when found.last_year = year(run.night) then '本年度参保状态不明'
                    when found.last_year is not null
                        then '最近参保年度为' || cast(found.last_year as varchar) || '年'
                    else '无任何参保记录'
                end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
cross join run
