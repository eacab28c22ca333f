-- JY03 教育自付过高: tuition, boarding and books of a student above compulsory education, less the aid of the school year,
-- over the line. An amount that was not delivered adds nothing, so that the sum is the least it can be. Aid counts by
-- person or student number; what cannot be read of its school year may be the night's, and aid of an amount that cannot
-- be read leaves the rest unknown. Of several rows of a student the dearest counts.
with costs as (
    select
        people.person_id,
        people.household_id,
        students_beyond_compulsory.student_key,
        students_beyond_compulsory.stage,
        students_beyond_compulsory.tuition,
        students_beyond_compulsory.boarding,
        students_beyond_compulsory.books,
        coalesce(students_beyond_compulsory.tuition, 0)
        + coalesce(students_beyond_compulsory.boarding, 0)
        + coalesce(students_beyond_compulsory.books, 0) as cost,
        school_terms.school_year_start,
        policy.education_own_pay_line,
        students_beyond_compulsory.feed,
        students_beyond_compulsory.delivery,
        students_beyond_compulsory.file,
        students_beyond_compulsory.sheet,
        students_beyond_compulsory.row_no
    from students_beyond_compulsory
    inner join people on students_beyond_compulsory.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    inner join school_terms
        on people.policy_county = school_terms.county_code
        and people.urban_rural = school_terms.urban_rural
),

dearest as (
    select costs.*
    from costs
    qualify row_number() over (
            partition by costs.person_id
            order by costs.cost desc, costs.delivery, costs.file, costs.sheet, costs.row_no
        ) = 1
),

aid_of_year as (
    select
        costs.person_id as student_id,
        aid_rows.*
    from costs
    inner join aid_rows
        on costs.person_id = aid_rows.person_id
        and costs.school_year_start = coalesce(aid_rows.school_year_start, costs.school_year_start)
    union distinct
    select
        costs.person_id as student_id,
        aid_rows.*
    from costs
    inner join aid_rows
        on costs.student_key = aid_rows.student_key
        and costs.school_year_start = coalesce(aid_rows.school_year_start, costs.school_year_start)
),

aid_sums as (
    select
        aid_of_year.student_id,
        coalesce(sum(aid_of_year.amount), 0) as aid,
        count(*) filter (where aid_of_year.amount is null) as amounts_unknown
    from aid_of_year
    group by aid_of_year.student_id
),

found as (
    select
        dearest.*,
        coalesce(aid_sums.aid, 0) as aid,
        dearest.cost - coalesce(aid_sums.aid, 0) as own_pay
    from dearest
    left join aid_sums on dearest.person_id = aid_sums.student_id
    where
        dearest.cost - coalesce(aid_sums.aid, 0) > dearest.education_own_pay_line
        and coalesce(aid_sums.amounts_unknown, 0) = 0
),

evidence_rows as (
    select
        found.person_id,
        struct_pack(
            feed := found.feed,
            delivery := found.delivery,
            file := found.file,
            sheet := found.sheet,
            row_no := found.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        stage := found.stage,
                        tuition := found.tuition,
                        boarding := found.boarding,
                        books := found.books
                    )
                ) as varchar
            )
        ) as evidence
    from found
    union all
    select
        found.person_id,
        struct_pack(
            feed := aid_of_year.feed,
            delivery := aid_of_year.delivery,
            file := aid_of_year.file,
            sheet := aid_of_year.sheet,
            row_no := aid_of_year.row_no,
            fields := cast(
                to_json(struct_pack(term := aid_of_year.term, amount := aid_of_year.amount)) as varchar
            )
        ) as evidence
    from found
    inner join aid_of_year on found.person_id = aid_of_year.student_id
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
    cast(found.own_pay as double) as value,
    found.education_own_pay_line as threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                stage := found.stage,
                school_year := cast(found.school_year_start as varchar)
                || '-' || cast(found.school_year_start + 1 as varchar),
                cost := found.cost,
                aid := found.aid,
                own_pay := found.own_pay,
                threshold := found.education_own_pay_line
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
