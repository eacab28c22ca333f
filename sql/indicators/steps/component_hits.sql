-- The hits that an indicator built on others adds up: of the help lane, red, orange or yellow, not withheld.
select
    judged_hits.household_id,
    judged_hits.code,
    judged_hits.name_zh,
    judged_hits.department,
    judged_hits.evidence,
    judged_hits.link_method,
    judged_hits.match_probability
from judged_hits
where not judged_hits.withheld and judged_hits.lane = 'H' and judged_hits.tier in ('R', 'O', 'Y')
