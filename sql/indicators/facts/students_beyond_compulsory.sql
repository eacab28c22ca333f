-- Student rows 在读 (01) of a stage above compulsory education. A stage that cannot be read is none of them.
select
    students.person_id,
    students.student_key,
    students.stage,
    students.stage in ('高职专科', '本科') as is_college,
    students.tuition,
    students.boarding,
    students.books,
    students.feed,
    students.delivery,
    students.file,
    students.sheet,
    students.row_no
from education.students
where
    students.student_status = '01'
    and students.stage in ('普通高中', '中职', '高职专科', '本科', '研究生')
