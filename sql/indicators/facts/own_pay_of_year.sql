-- What each person paid themselves since 1 January of the night's year; reversals (negative rows) net out.
select
    settlements_recent.person_id,
    sum(settlements_recent.personal_pay) as own_pay,
    count(*) filter (where settlements_recent.personal_pay >= 0) as settlements,
    count(*) filter (where settlements_recent.personal_pay < 0) as reversals,
    max(settlements_recent.settle_date) as last_settled
from settlements_recent
cross join run
where year(settlements_recent.settle_date) = year(run.night)
group by settlements_recent.person_id
