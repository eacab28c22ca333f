-- The raw hits with the weakest link: one that is not sure raises no more than yellow; an adverse one that is not exact
-- is withheld.
select
    raw_hits.code,
    raw_hits.household_id,
    raw_hits.person_id,
    raw_hits.value,
    raw_hits.threshold,
    case
        when raw_hits.tier in ('R', 'O') and weakest_links.match_probability < run.sure_probability then 'Y'
        else raw_hits.tier
    end as tier,
    raw_hits.facts,
    raw_hits.evidence,
    weakest_links.link_method,
    weakest_links.match_probability,
    catalogue.lane,
    catalogue.department,
    catalogue.name_zh,
    catalogue.lane = 'A' and weakest_links.link_method <> 'exact' as withheld
from raw_hits
inner join catalogue on raw_hits.code = catalogue.code
left join weakest_links
    on raw_hits.code = weakest_links.code
    and raw_hits.household_id = weakest_links.household_id
    and raw_hits.person_id = weakest_links.person_id
cross join run
