-- Payments for the night's month (0) and those before it that any rule looks at, with the household they are for: the
-- one whose number the row bears, else the payee's own. `tier` is T1 for 低保, T2 for 特困, empty for what is unreadable.
with widest as (
    select max(greatest(policy.payment_failed_months, policy.payment_gap_months + 2)) as months
    from policy
),

dated as (
    select
        payments.*,
        year(run.night) * 12 + month(run.night)
        - year(payments.pay_month) * 12 - month(payments.pay_month) as months_ago
    from civil_affairs.payments
    cross join run
    where payments.pay_month <= run.night
)

select
    coalesce(named.household_id, people.household_id) as household_id,
    dated.person_id,
    member_links.person_id is not null as payee_is_member,
    coalesce(dated.link_method = 'exact' and member_links.link_method = 'exact', false) as is_exact,
    dated.pay_month,
    dated.months_ago,
    dated.assistance_type,
    case
        when dated.assistance_type in ('100', '110', '120') then 'T1'
        when dated.assistance_type in ('130', '131', '132') then 'T2'
        else dated.assistance_type
    end as tier,
    dated.amount_due,
    dated.pay_status,
    dated.feed,
    dated.delivery,
    dated.file,
    dated.sheet,
    dated.row_no
from dated
cross join widest
inner join people on dated.person_id = people.person_id
left join households.economy as named on dated.named_household_id = named.household_id
left join member_links
    on coalesce(named.household_id, people.household_id) = member_links.household_id
    and dated.person_id = member_links.person_id
where dated.months_ago < widest.months
