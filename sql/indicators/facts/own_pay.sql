-- What each person paid themselves, in one pass for all spans that rules look at: since 1 January of the night's year
-- (year_), in the last months by the place's parameters (window_), in the latest of them (recent_) and in those before
-- (earlier_). Reversals, which are negative rows, net out. In-scope own pay is what the policy covers less what the
-- funds paid, never below 0 for a settlement; a row of which that is not known adds nothing. Assistance that is not
-- known is counted, so that a rule can stay silent.
with uncovered as (
    select
        settlements_known.*,
        settlements_known.in_scope_fee - settlements_known.fund_pay as amount
    from settlements_known
),

placed as (
    select
        people.person_id,
        people.household_id,
        uncovered.settle_date,
        uncovered.personal_pay,
        uncovered.assistance_pay,
        case
            when uncovered.is_reversal and uncovered.amount > 0 then 0
            when not uncovered.is_reversal and uncovered.amount < 0 then 0
            else uncovered.amount
        end as in_scope,
        case when uncovered.is_reversal then -1 else 1 end as counts,
        year(uncovered.settle_date) = year(run.night) as in_year,
        uncovered.months_ago < policy.own_pay_window_months as in_window,
        uncovered.months_ago < policy.surge_recent_months as is_recent,
        uncovered.months_ago >= policy.surge_recent_months
        and uncovered.months_ago < policy.surge_recent_months + policy.surge_months_before as is_earlier
    from uncovered
    inner join people on uncovered.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    cross join run
)

select
    placed.person_id,
    placed.household_id,
    sum(placed.personal_pay) filter (where placed.in_year) as year_own_pay,
    count(*) filter (where placed.in_year and placed.personal_pay >= 0) as year_settlements,
    count(*) filter (where placed.in_year and placed.personal_pay < 0) as year_reversals,
    max(placed.settle_date) filter (where placed.in_year) as last_settled,
    count(*) filter (where placed.in_window) as window_rows,
    coalesce(sum(placed.personal_pay) filter (where placed.in_window), 0) as window_own_pay,
    coalesce(sum(placed.in_scope) filter (where placed.in_window), 0) as window_in_scope_own_pay,
    coalesce(sum(placed.assistance_pay) filter (where placed.in_window), 0) as window_assistance_pay,
    count(*) filter (where placed.in_window and placed.assistance_pay is null) as window_assistance_unknown,
    coalesce(sum(placed.personal_pay) filter (where placed.is_recent), 0) as recent_own_pay,
    coalesce(sum(placed.personal_pay) filter (where placed.is_earlier), 0) as earlier_own_pay,
    coalesce(sum(placed.counts) filter (where placed.is_earlier), 0) as earlier_settlements
from placed
group by placed.person_id, placed.household_id
