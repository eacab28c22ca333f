-- JY06 困难生家庭未纳入: a student 在读 whom the school recognises as in hardship, of a household outside the low-income
-- population. A household of which the ledger does not say readably how it stands is no hit, nor is a student in no
-- ledger whose guardian belongs to the low-income population. Hardship that cannot be read is none.
with students as (
    select
        people.household_id,
        members.feed is not null as is_listed,
        policy.hardship_students_min,
        students.person_id,
        students.stage,
        students.hardship,
        students.feed,
        students.delivery,
        students.file,
        students.sheet,
        students.row_no
    from education.students
    inner join people on students.person_id = people.person_id
    inner join households.members
        on people.household_id = members.household_id
        and people.person_id = members.person_id
    inner join households.economy on people.household_id = economy.household_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    left join people as guardian on students.guardian_person_id = guardian.person_id
    where
        students.student_status = '01'
        and students.hardship <> '否'
        and not people.low_income_population
        and not people.is_dead
        and not (economy.in_force and economy.assistance_type is null)
        and (
            economy.status is not null
            or (members.feed is null and not coalesce(guardian.low_income_population, false))
        )
),

found as (
    select
        students.household_id,
        bool_or(students.is_listed) as is_listed,
        count(distinct students.person_id) as students,
        array_to_string(list_sort(list(distinct students.hardship)), '、') as hardships,
        max(students.hardship_students_min) as threshold
    from students
    group by students.household_id
    having count(distinct students.person_id) >= max(students.hardship_students_min)
),

evidence_rows as (
    select
        students.household_id,
        struct_pack(
            feed := students.feed,
            delivery := students.delivery,
            file := students.file,
            sheet := students.sheet,
            row_no := students.row_no,
            fields := cast(
                to_json(struct_pack(stage := students.stage, hardship := students.hardship)) as varchar
            )
        ) as evidence
    from students
    union all
    select
        students.household_id,
        member_evidence.evidence
    from students
    inner join member_evidence
        on students.household_id = member_evidence.household_id
        and students.person_id = member_evidence.person_id
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
    cast(found.students as double) as value,
    found.threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                students := found.students,
                hardships := found.hardships,
                household_state := case
                    when found.is_listed then '该户在台账中，但不属在保的低收入人口'
                    else '该户不在低收入人口台账中'
                end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
