-- The departments of each hit whose words choose them: what the rule gives as `pushed_by` in its facts, by the
-- metadata's pushes_by.
select
    judged_hits.code,
    judged_hits.household_id,
    judged_hits.person_id,
    list_sort(list(distinct routes.department)) as departments
from judged_hits
inner join routes
    on judged_hits.code = routes.code
    and list_contains(json_extract_string(judged_hits.facts, '$.pushed_by[*]'), routes.word)
group by judged_hits.code, judged_hits.household_id, judged_hits.person_id
