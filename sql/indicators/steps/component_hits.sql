-- The hits that each indicator built on others adds up: of the help lane, red, orange or yellow, not withheld.
select
    catalogue.code as built_code,
    judged_hits.household_id,
    judged_hits.person_id,
    judged_hits.code,
    judged_hits.name_zh,
    judged_hits.department,
    judged_hits.evidence,
    judged_hits.link_method,
    judged_hits.match_probability
from judged_hits
inner join catalogue on list_contains(catalogue.built_on, judged_hits.code)
where not judged_hits.withheld and judged_hits.lane = 'H' and judged_hits.tier in ('R', 'O', 'Y')
