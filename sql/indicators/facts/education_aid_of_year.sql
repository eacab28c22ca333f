-- The aid of the night's school year of each student above compulsory education, by person or by student number. What
-- cannot be read of an aid row's school year may be the night's.
with studying as (
    select
        people.person_id,
        students_beyond_compulsory.student_key,
        school_terms.school_year_start
    from students_beyond_compulsory
    inner join people on students_beyond_compulsory.person_id = people.person_id
    inner join school_terms
        on people.policy_county = school_terms.county_code
        and people.urban_rural = school_terms.urban_rural
)

select
    studying.person_id as student_id,
    aid_rows.term,
    aid_rows.amount,
    aid_rows.feed,
    aid_rows.delivery,
    aid_rows.file,
    aid_rows.sheet,
    aid_rows.row_no
from studying
inner join aid_rows
    on studying.person_id = aid_rows.person_id
    and studying.school_year_start = coalesce(aid_rows.school_year_start, studying.school_year_start)
union distinct
select
    studying.person_id as student_id,
    aid_rows.term,
    aid_rows.amount,
    aid_rows.feed,
    aid_rows.delivery,
    aid_rows.file,
    aid_rows.sheet,
    aid_rows.row_no
from studying
inner join aid_rows
    on studying.student_key = aid_rows.student_key
    and studying.school_year_start = coalesce(aid_rows.school_year_start, studying.school_year_start)
