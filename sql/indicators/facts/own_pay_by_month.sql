-- What each person paid themselves in each of the last months (0 is the night's own); reversals, which are negative
-- rows, net out. In-scope own pay is what the policy covers less what the funds paid, never below 0 for a settlement; a
-- row of which that is not known adds nothing. Assistance that is not known is counted, so that a rule can stay silent.
with told as (
    select
        settlements_recent.*,
        coalesce(nullif(settlements_recent.total_fee, 0), settlements_recent.personal_pay, 0) < 0 as is_reversal,
        settlements_recent.in_scope_fee - settlements_recent.fund_pay as uncovered
    from settlements_recent
),

signed as (
    select
        told.*,
        case
            when told.is_reversal and told.uncovered > 0 then 0
            when not told.is_reversal and told.uncovered < 0 then 0
            else told.uncovered
        end as in_scope
    from told
)

select
    signed.person_id,
    signed.months_ago,
    coalesce(sum(signed.personal_pay), 0) as own_pay,
    coalesce(sum(signed.personal_pay) filter (where signed.med_type = '14'), 0) as chronic_own_pay,
    coalesce(sum(signed.in_scope), 0) as in_scope_own_pay,
    coalesce(sum(signed.assistance_pay), 0) as assistance_pay,
    count(*) filter (where signed.assistance_pay is null) as assistance_unknown,
    sum(case when signed.is_reversal then -1 else 1 end) as settlements
from signed
group by signed.person_id, signed.months_ago
