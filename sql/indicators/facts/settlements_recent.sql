-- The settlements of the last months that any rule looks at, the night's own month included; none after the night.
with widest as (select max(policy.settlement_months) as months from policy)

select
    settlements.person_id,
    settlements.med_type,
    settlements.discharge_date,
    settlements.settle_date,
    settlements.personal_pay,
    settlements.feed,
    settlements.delivery,
    settlements.file,
    settlements.sheet,
    settlements.row_no
from medical_insurance.settlements
cross join run
cross join widest
where
    settlements.settle_date <= run.night
    and (
        year(settlements.settle_date) = year(run.night)
        or year(settlements.settle_date) * 12 + month(settlements.settle_date)
        > year(run.night) * 12 + month(run.night) - widest.months
    )
