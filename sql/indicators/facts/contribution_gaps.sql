-- The full months before the night in which contributions must be wanting, as 'YYYY-MM', for each place of the policy.
with months as (
    select
        policy.county_code,
        policy.urban_rural,
        -- Months counted from year 0, January being 0.
        year(run.night) * 12 + month(run.night) - 1 - cast(policy.contribution_gap_months as integer) as first_month,
        year(run.night) * 12 + month(run.night) - 2 as last_month
    from policy
    cross join run
)

select
    months.county_code,
    months.urban_rural,
    substr(
        cast(make_date(cast(floor(months.first_month / 12) as integer), months.first_month % 12 + 1, 1) as varchar),
        1,
        7
    ) as gap_from,
    substr(
        cast(make_date(cast(floor(months.last_month / 12) as integer), months.last_month % 12 + 1, 1) as varchar), 1, 7
    ) as gap_to
from months
