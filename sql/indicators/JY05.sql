-- JY05 多子女非义务在读: several members of one household in a stage above compulsory education, 在读.
with students as (
    select
        people.household_id,
        policy.students_beyond_compulsory_min,
        students_beyond_compulsory.*
    from students_beyond_compulsory
    inner join people on students_beyond_compulsory.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where not people.is_dead
),

found as (
    select
        students.household_id,
        count(distinct students.person_id) as students,
        array_to_string(list_sort(list(distinct students.stage)), '、') as stages,
        max(students.students_beyond_compulsory_min) as threshold
    from students
    group by students.household_id
    having count(distinct students.person_id) >= max(students.students_beyond_compulsory_min)
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
            fields := cast(to_json(struct_pack(stage := students.stage)) as varchar)
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
                stages := found.stages
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
