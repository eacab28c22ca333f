-- Who is in school: a student row 在读, or the ledger says so.
select students.person_id
from education.students
where students.student_status = '01'
union distinct
select members.person_id
from households.members
where members.in_school
