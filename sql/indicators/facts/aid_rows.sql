-- Student aid with its school year read. A school year is 2025-2026, 25-26 or 2025, 学年 or not; what cannot be read of a
-- row's school year or term stays empty, and may be the night's.
select
    aid.person_id,
    aid.student_key,
    cast(
        '20' || nullif(
            regexp_extract(
                aid.school_year,
                '^(?:20)?([0-9]{2})(?:年?[^0-9]+(?:20)?[0-9]{2}年?)? *(?:学年度?)?$',
                1
            ),
            ''
        ) as integer
    ) as school_year_start,
    cast(aid.term as integer) as term,
    aid.amount,
    aid.feed,
    aid.delivery,
    aid.file,
    aid.sheet,
    aid.row_no
from education.aid
