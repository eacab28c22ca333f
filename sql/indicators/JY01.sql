-- JY01 义务教育失学辍学: of the age of compulsory education, in a watched household, and no student row in force.
-- Out of school: 02 休学 03 退学 04 停学 06 流失 15 下落不明. A row 07 毕业 08 结业 09 肄业 10 转出 14 开除 alone is no row in
-- force either, except 07 of 初中, which completes compulsory education. Any other status, 01 first of all, and one that
-- could not be read, counts as in force; 送教上门 ends the finding.
with states as (
    select
        students.person_id,
        bool_or(
            coalesce(
                students.student_status not in ('02', '03', '04', '06', '15', '07', '08', '09', '10', '14'), true
            )
        ) as in_force,
        bool_or(students.student_status = '07' and students.stage = '初中') as completed,
        bool_or(coalesce(students.home_teaching, false)) as home_teaching,
        min(students.student_status) filter (
            where students.student_status in ('02', '03', '04', '06', '15')
        ) as out_status
    from education.students
    group by students.person_id
),

found as (
    select
        people.person_id,
        people.household_id,
        people.age,
        policy.compulsory_age_from,
        states.person_id is not null as has_row,
        states.out_status
    from people
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    left join states on people.person_id = states.person_id
    where
        people.watched
        and not people.is_dead
        and people.age_before_school_year >= policy.compulsory_age_from
        and people.age <= policy.compulsory_age_to
        and not coalesce(states.in_force, false)
        and not coalesce(states.home_teaching, false)
        and (states.out_status is not null or not coalesce(states.completed, false))
),

evidence_rows as (
    select
        found.person_id,
        struct_pack(
            feed := students.feed,
            delivery := students.delivery,
            file := students.file,
            sheet := students.sheet,
            row_no := students.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        stage := students.stage,
                        student_status := students.student_status,
                        home_teaching := students.home_teaching
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join education.students on found.person_id = students.person_id
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
    cast(found.age as double) as value,
    found.compulsory_age_from as threshold,
    'R' as tier,
    cast(
        to_json(
            struct_pack(
                age := found.age,
                student_state := case found.out_status
                    when '02' then '学籍状态为休学'
                    when '03' then '学籍状态为退学'
                    when '04' then '学籍状态为停学'
                    when '06' then '学籍状态为流失'
                    when '15' then '学籍状态为下落不明'
                    else
                        case when found.has_row then '原学籍已离校且无新学籍' else '无学籍记录' end
                end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
