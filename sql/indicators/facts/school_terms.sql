-- The school year and the term that the night lies in, a row for each place of the policy.
select
    policy.county_code,
    policy.urban_rural,
    year(run.night)
    - case when month(run.night) >= policy.school_year_first_month then 0 else 1 end as school_year_start,
    case
        when month(run.night) >= policy.school_year_first_month then 1
        when month(run.night) < policy.second_term_first_month then 1
        else 2
    end as term
from policy
cross join run
