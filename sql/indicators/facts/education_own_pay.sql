-- What the night's school year costs each student above compulsory education: tuition, boarding and books, less aid. An
-- amount that was not delivered adds nothing, so that the cost is the least it can be; of several rows of a student the
-- dearest counts. Where the amount of an aid row cannot be read, the own pay is not known.
with costs as (
    select
        people.person_id,
        people.household_id,
        students_beyond_compulsory.stage,
        students_beyond_compulsory.tuition,
        students_beyond_compulsory.boarding,
        students_beyond_compulsory.books,
        coalesce(students_beyond_compulsory.tuition, 0)
        + coalesce(students_beyond_compulsory.boarding, 0)
        + coalesce(students_beyond_compulsory.books, 0) as cost,
        school_terms.school_year_start,
        students_beyond_compulsory.feed,
        students_beyond_compulsory.delivery,
        students_beyond_compulsory.file,
        students_beyond_compulsory.sheet,
        students_beyond_compulsory.row_no
    from students_beyond_compulsory
    inner join people on students_beyond_compulsory.person_id = people.person_id
    inner join school_terms
        on people.policy_county = school_terms.county_code
        and people.urban_rural = school_terms.urban_rural
    qualify row_number() over (
            partition by people.person_id
            order by
                coalesce(students_beyond_compulsory.tuition, 0)
                + coalesce(students_beyond_compulsory.boarding, 0)
                + coalesce(students_beyond_compulsory.books, 0) desc,
                students_beyond_compulsory.delivery,
                students_beyond_compulsory.file,
                students_beyond_compulsory.sheet,
                students_beyond_compulsory.row_no
        ) = 1
),

aid_sums as (
    select
        education_aid_of_year.student_id,
        coalesce(sum(education_aid_of_year.amount), 0) as aid,
        count(*) filter (where education_aid_of_year.amount is null) as amounts_unknown
    from education_aid_of_year
    group by education_aid_of_year.student_id
)

select
    costs.*,
    coalesce(aid_sums.aid, 0) as aid,
    case
        when coalesce(aid_sums.amounts_unknown, 0) = 0 then costs.cost - coalesce(aid_sums.aid, 0)
    end as own_pay
from costs
left join aid_sums on costs.person_id = aid_sums.student_id
