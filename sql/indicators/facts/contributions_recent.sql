-- Social insurance of employees received for the night's month (0) and those before it, as far back as any rule looks.
-- 170 (the residents' pension) is paid without being in work and is left out; an unreadable insurance may be any other.
with widest as (
    select
        max(
            policy.contribution_gap_months
            + greatest(
                policy.contribution_months_before,
                policy.base_months_before * 2,
                policy.employment_window_months + policy.employment_months_before,
                policy.idle_contribution_months
            )
        ) as months
    from policy
)

select
    contributions.person_id,
    contributions.insurance_type,
    contributions.month,
    year(run.night) * 12 + month(run.night)
    - year(contributions.month) * 12 - month(contributions.month) as months_ago,
    contributions.base,
    contributions.link_method,
    contributions.feed,
    contributions.delivery,
    contributions.file,
    contributions.sheet,
    contributions.row_no
from employment.contributions
cross join run
cross join widest
where
    coalesce(contributions.received, true)
    and contributions.insurance_type is distinct from '170'
    and year(run.night) * 12 + month(run.night)
    - year(contributions.month) * 12 - month(contributions.month) between 0 and widest.months
