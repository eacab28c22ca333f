-- How many full months ago the last contribution of each person was received: of any employee insurance, and of 110 or
-- an insurance that could not be read, which may have been 110. The night's own month is not full and does not count.
select
    contributions_recent.person_id,
    min(contributions_recent.months_ago) as last_months_ago,
    min(contributions_recent.months_ago) filter (
        where contributions_recent.insurance_type is null or contributions_recent.insurance_type = '110'
    ) as last_pension_months_ago
from contributions_recent
where contributions_recent.months_ago >= 1
group by contributions_recent.person_id
