-- ZJ02 危改未完成或复现: a house in renovation for longer than the months allowed and not completed, or one that was
-- appraised at a dangerous grade again after it had been completed. One row tells of one house.
with houses as (
    select
        people.household_id,
        dangerous_houses.grade,
        dangerous_houses.appraised_date,
        dangerous_houses.renovation_month,
        dangerous_houses.completed_date,
        year(run.night) * 12 + month(run.night)
        - year(dangerous_houses.renovation_month) * 12 - month(dangerous_houses.renovation_month) as months,
        coalesce(
            dangerous_houses.completed_date <= run.night
            and dangerous_houses.completed_date < dangerous_houses.appraised_date
            and dangerous_houses.appraised_date <= run.night
            and strpos('ABCD', dangerous_houses.grade) >= policy.dangerous_grade_from,
            false
        ) as is_back,
        policy.renovation_months,
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
),

standing as (
    select
        houses.*,
        coalesce(
            houses.months > houses.renovation_months
            and (
                houses.completed_date is null
                or houses.completed_date < houses.renovation_month
                or houses.completed_date > run.night
            ),
            false
        ) as is_late
    from houses
    cross join run
),

found as (
    select standing.*
    from standing
    where standing.is_late or standing.is_back
    qualify row_number() over (
            partition by standing.household_id
            order by
                standing.is_late desc,
                standing.months desc,
                standing.appraised_date desc,
                standing.delivery,
                standing.file,
                standing.sheet,
                standing.row_no
        ) = 1
),

evidence_rows as (
    select
        standing.household_id,
        struct_pack(
            feed := standing.feed,
            delivery := standing.delivery,
            file := standing.file,
            sheet := standing.sheet,
            row_no := standing.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        grade := standing.grade,
                        appraised_date := standing.appraised_date,
                        renovation_month := standing.renovation_month,
                        completed_date := standing.completed_date
                    )
                ) as varchar
            )
        ) as evidence
    from standing
    where standing.is_late or standing.is_back
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
    case when found.is_late then found.months else 1 end as value,
    case when found.is_late then found.renovation_months else 1 end as threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                finding := case
                    when found.is_late
                        then substr(cast(found.renovation_month as varchar), 1, 7) || '纳入危房改造，至今'
                            || cast(found.months as varchar) || '个月未竣工'
                    else
                        '危房改造于' || cast(found.completed_date as varchar) || '竣工后，'
                        || cast(found.appraised_date as varchar) || '又鉴定为' || found.grade || '级'
                end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
