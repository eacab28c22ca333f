-- JY02 应资助未资助: in school (01), in a household of T1 T2 T4 or T5 in force, and no aid row for the night's term.
-- An aid row counts by its person or by its student number; what cannot be read of its school year or term (empty) may
-- be the night's: it counts as aid.
with pupils as (
    select
        people.person_id,
        people.household_id,
        people.tier,
        students.student_key,
        students.stage,
        policy.aid_rows_needed,
        school_terms.school_year_start,
        school_terms.term
    from education.students
    inner join people on students.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    inner join school_terms
        on people.policy_county = school_terms.county_code
        and people.urban_rural = school_terms.urban_rural
    where
        students.student_status = '01'
        and people.in_force
        and people.tier in ('T1', 'T2', 'T4', 'T5')
        and not people.is_dead
),

aid_of_term as (
    select
        pupils.person_id,
        aid_rows.delivery,
        aid_rows.file,
        aid_rows.sheet,
        aid_rows.row_no
    from pupils
    inner join aid_rows
        on pupils.person_id = aid_rows.person_id
        and pupils.school_year_start = coalesce(aid_rows.school_year_start, pupils.school_year_start)
        and pupils.term = coalesce(aid_rows.term, pupils.term)
    union distinct
    select
        pupils.person_id,
        aid_rows.delivery,
        aid_rows.file,
        aid_rows.sheet,
        aid_rows.row_no
    from pupils
    inner join aid_rows
        on pupils.student_key = aid_rows.student_key
        and pupils.school_year_start = coalesce(aid_rows.school_year_start, pupils.school_year_start)
        and pupils.term = coalesce(aid_rows.term, pupils.term)
),

aid_counts as (
    select
        aid_of_term.person_id,
        count(*) as rows_found
    from aid_of_term
    group by aid_of_term.person_id
),

found as (
    select
        pupils.person_id,
        pupils.household_id,
        pupils.tier,
        pupils.aid_rows_needed,
        pupils.school_year_start,
        pupils.term,
        max(pupils.stage) as stage,
        coalesce(max(aid_counts.rows_found), 0) as rows_found
    from pupils
    left join aid_counts on pupils.person_id = aid_counts.person_id
    where coalesce(aid_counts.rows_found, 0) < pupils.aid_rows_needed
    group by
        pupils.person_id,
        pupils.household_id,
        pupils.tier,
        pupils.aid_rows_needed,
        pupils.school_year_start,
        pupils.term
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
                        hardship := students.hardship
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join education.students on found.person_id = students.person_id
    where students.student_status = '01'
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
    cast(found.rows_found as double) as value,
    found.aid_rows_needed as threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                household_class := case found.tier
                    when 'T1' then '低保' when 'T2' then '特困' when 'T4' then '低保边缘' else '刚性支出困难'
                end,
                stage := coalesce(found.stage, '学段不明'),
                school_year := cast(found.school_year_start as varchar)
                || '-' || cast(found.school_year_start + 1 as varchar),
                term := found.term
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
