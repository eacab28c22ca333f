-- ZJ01 居住C/D级危房: a house of a dangerous grade, lived in, not completed since its appraisal. The heaviest house counts.
with houses as (
    select
        people.household_id,
        dangerous_houses.grade,
        strpos('ABCD', dangerous_houses.grade) as grade_rank,
        dangerous_houses.appraised_date,
        dangerous_houses.completed_date,
        dangerous_houses.renovation_month,
        dangerous_houses.occupied,
        policy.dangerous_grade_from,
        policy.dangerous_grade_red,
        dangerous_houses.feed,
        dangerous_houses.delivery,
        dangerous_houses.file,
        dangerous_houses.sheet,
        dangerous_houses.row_no
    from housing.dangerous_houses
    inner join people on dangerous_houses.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    cross join run
    where
        strpos('ABCD', dangerous_houses.grade) >= policy.dangerous_grade_from
        and dangerous_houses.occupied
        and dangerous_houses.appraised_date <= run.night
        and (
            dangerous_houses.completed_date is null
            or dangerous_houses.completed_date < dangerous_houses.appraised_date
            or dangerous_houses.completed_date > run.night
        )
),

heaviest as (
    select houses.*
    from houses
    qualify row_number() over (
            partition by houses.household_id
            order by
                houses.grade_rank desc,
                houses.appraised_date desc,
                houses.delivery,
                houses.file,
                houses.sheet,
                houses.row_no
        ) = 1
),

evidence_rows as (
    select
        houses.household_id,
        struct_pack(
            feed := houses.feed,
            delivery := houses.delivery,
            file := houses.file,
            sheet := houses.sheet,
            row_no := houses.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        grade := houses.grade,
                        appraised_date := houses.appraised_date,
                        occupied := houses.occupied,
                        renovation_month := houses.renovation_month,
                        completed_date := houses.completed_date
                    )
                ) as varchar
            )
        ) as evidence
    from houses
    union all
    select
        heaviest.household_id,
        ledger_evidence.evidence
    from heaviest
    inner join ledger_evidence on heaviest.household_id = ledger_evidence.household_id
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
    heaviest.household_id,
    cast(heaviest.grade_rank as double) as value,
    heaviest.dangerous_grade_from as threshold,
    case when heaviest.grade_rank >= heaviest.dangerous_grade_red then 'R' else 'O' end as tier,
    cast(
        to_json(
            struct_pack(
                grade := heaviest.grade,
                appraised_on := heaviest.appraised_date,
                renovation_state := case
                    when heaviest.renovation_month is null then '未纳入改造'
                    else '已于' || substr(cast(heaviest.renovation_month as varchar), 1, 7) || '纳入改造'
                end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from heaviest
inner join gathered on heaviest.household_id = gathered.household_id
