-- Each person's heaviest disability (1 is the heaviest grade), and the heaviest that is intellectual (5) or mental (6).
select
    disabled.person_id,
    min(cast(disabled.grade as integer)) as grade,
    min(cast(disabled.grade as integer)) filter (where disabled.category in ('5', '6')) as mental_grade
from civil_affairs.disabled
group by disabled.person_id
