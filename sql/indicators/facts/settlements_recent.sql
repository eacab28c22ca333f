-- The settlements of the last months that any rule looks at, the night's own month (0) included; none after the night.
with widest as (
    select
        max(
            greatest(
                policy.settlement_months,
                policy.own_pay_window_months,
                policy.stay_window_months,
                policy.surge_recent_months + policy.surge_months_before,
                policy.chronic_months + 1
            )
        ) as months
    from policy
),

dated as (
    select
        settlements.*,
        year(run.night) * 12 + month(run.night)
        - year(settlements.settle_date) * 12 - month(settlements.settle_date) as months_ago
    from medical_insurance.settlements
    cross join run
    where settlements.settle_date <= run.night
)

select
    dated.person_id,
    dated.med_type,
    dated.admit_date,
    dated.discharge_date,
    dated.settle_date,
    dated.months_ago,
    dated.total_fee,
    dated.in_scope_fee,
    dated.fund_pay,
    dated.assistance_pay,
    dated.personal_pay,
    dated.feed,
    dated.delivery,
    dated.file,
    dated.sheet,
    dated.row_no
from dated
cross join run
cross join widest
where year(dated.settle_date) = year(run.night) or dated.months_ago < widest.months
