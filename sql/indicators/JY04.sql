-- JY04 困难户有高校在读: a household of 低保边缘 or 刚性支出困难 in force with a member in college (高职专科 本科), 在读.
with students as (
    select
        people.household_id,
        people.tier,
        policy.college_students_min,
        students_beyond_compulsory.*
    from students_beyond_compulsory
    inner join people on students_beyond_compulsory.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where
        students_beyond_compulsory.is_college
        and people.in_force
        and people.tier in ('T4', 'T5')
        and not people.is_dead
),

found as (
    select
        students.household_id,
        max(students.tier) as tier,
        count(distinct students.person_id) as students,
        array_to_string(list_sort(list(distinct students.stage)), '、') as stages,
        max(students.college_students_min) as threshold
    from students
    group by students.household_id
    having count(distinct students.person_id) >= max(students.college_students_min)
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
                household_class := case found.tier when 'T4' then '低保边缘' else '刚性支出困难' end,
                students := found.students,
                stages := found.stages
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
