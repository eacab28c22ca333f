-- The table indicators/hits: what was found, whose matter it is, where, and by which parameters and feeds. Whoever is
-- in force in a tier that has a right to the help already gets what is due (D1); the others may come to have it (D2).
select
    run.night,
    judged_hits.code,
    catalogue.level,
    catalogue.lane,
    catalogue.department,
    judged_hits.person_id,
    judged_hits.household_id,
    economy.county_code,
    economy.division_code,
    judged_hits.value,
    judged_hits.threshold,
    judged_hits.tier,
    case
        when
            list_contains(
                catalogue.entitled,
                case
                    when catalogue.level = 'P' and own.in_force then own.tier
                    when catalogue.level = 'H' and economy.in_force then economy.tier
                end
            )
            then 'D1'
        else catalogue.disposition
    end as disposition,
    case when catalogue.is_routed then routed.departments else catalogue.departments end as departments,
    judged_hits.match_probability,
    judged_hits.link_method,
    judged_hits.facts,
    judged_hits.evidence,
    parameter_lists.parameters,
    catalogue.version as indicator_version,
    feed_age_lists.feeds_age
from judged_hits
inner join catalogue on judged_hits.code = catalogue.code
inner join households.economy on judged_hits.household_id = economy.household_id
left join households.members as own
    on judged_hits.household_id = own.household_id
    and judged_hits.person_id = own.person_id
inner join parameter_lists
    on judged_hits.code = parameter_lists.code
    and economy.policy_county = parameter_lists.county_code
    and economy.urban_rural = parameter_lists.urban_rural
left join routed
    on judged_hits.code = routed.code
    and judged_hits.household_id = routed.household_id
    and judged_hits.person_id = routed.person_id
inner join feed_age_lists on judged_hits.code = feed_age_lists.code
cross join run
where not judged_hits.withheld
order by judged_hits.code, judged_hits.household_id, judged_hits.person_id
