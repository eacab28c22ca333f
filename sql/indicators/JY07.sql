-- JY07 毕业离校影响施保: a 低保 member whom the ledger counts as in school, who has left a stage above compulsory education
-- (07 毕业) or leaves it within the days ahead, the night's month included. A student row that goes on, or one of unknown
-- status, is no leaving. Adverse lane: where an exact student row carries the finding, only such rows are its evidence.
with counted as (
    select
        people.person_id,
        people.household_id,
        policy.graduation_window_days
    from people
    inner join households.members
        on people.household_id = members.household_id
        and people.person_id = members.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where people.in_force and people.tier = 'T1' and members.in_school and not people.is_dead
),

student_rows as (
    select
        counted.person_id,
        counted.household_id,
        counted.graduation_window_days,
        students.stage,
        students.student_status,
        students.graduation_month,
        coalesce(
            students.stage in ('普通高中', '中职', '高职专科', '本科', '研究生')
            and (
                students.student_status = '07'
                or (
                    students.student_status is not null
                    and students.graduation_month >= make_date(year(run.night), month(run.night), 1)
                    and date_diff('day', run.night, students.graduation_month) <= counted.graduation_window_days
                )
            ),
            false
        ) as is_leaving,
        coalesce(students.student_status in ('01', '02', '04', '05'), true) as may_go_on,
        students.link_method,
        students.feed,
        students.delivery,
        students.file,
        students.sheet,
        students.row_no
    from counted
    inner join education.students on counted.person_id = students.person_id
    cross join run
),

going_on as (
    select distinct student_rows.person_id
    from student_rows
    where student_rows.may_go_on and not student_rows.is_leaving
),

leaving as (
    select student_rows.*
    from student_rows
    left join going_on on student_rows.person_id = going_on.person_id
    where student_rows.is_leaving and going_on.person_id is null
    qualify rank() over (
            partition by student_rows.person_id
            order by case when student_rows.link_method = 'exact' then 0 else 1 end
        ) = 1
),

found as (
    select
        leaving.person_id,
        leaving.household_id,
        max(leaving.stage) as stage,
        bool_or(leaving.student_status = '07') as has_left,
        min(leaving.graduation_month) filter (where leaving.student_status <> '07') as graduation_month,
        max(leaving.graduation_window_days) as threshold
    from leaving
    group by leaving.person_id, leaving.household_id
),

evidence_rows as (
    select
        leaving.person_id,
        struct_pack(
            feed := leaving.feed,
            delivery := leaving.delivery,
            file := leaving.file,
            sheet := leaving.sheet,
            row_no := leaving.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        stage := leaving.stage,
                        student_status := leaving.student_status,
                        graduation_month := leaving.graduation_month
                    )
                ) as varchar
            )
        ) as evidence
    from leaving
    union all
    select
        found.person_id,
        member_evidence.evidence
    from found
    inner join member_evidence
        on found.household_id = member_evidence.household_id
        and found.person_id = member_evidence.person_id
    union all
    -- The ledger row names the head: where that is this person by a weaker link, it does not carry the finding.
    select
        found.person_id,
        ledger_evidence.evidence
    from found
    inner join ledger_evidence on found.household_id = ledger_evidence.household_id
    inner join ledger_links on found.household_id = ledger_links.household_id
    where ledger_links.person_id is distinct from found.person_id or ledger_links.link_method = 'exact'
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
    case
        when found.has_left then 0
        else greatest(date_diff('day', run.night, found.graduation_month), 0)
    end as value,
    found.threshold,
    'B' as tier,
    cast(
        to_json(
            struct_pack(
                stage := found.stage,
                leaving := case
                    when found.has_left then '学籍状态为毕业'
                    else '预计毕业年月为' || substr(cast(found.graduation_month as varchar), 1, 7)
                end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
cross join run
