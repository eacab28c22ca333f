-- Every settlement up to the night with its person, and how many months ago it was (0 is the night's own month). How
-- far back a rule looks is the rule's own matter.
select
    settlements.person_id,
    settlements.med_type,
    settlements.admit_date,
    settlements.discharge_date,
    settlements.settle_date,
    year(run.night) * 12 + month(run.night)
    - year(settlements.settle_date) * 12 - month(settlements.settle_date) as months_ago,
    settlements.disease_code,
    settlements.total_fee,
    settlements.in_scope_fee,
    settlements.fund_pay,
    settlements.assistance_pay,
    settlements.personal_pay,
    coalesce(nullif(settlements.total_fee, 0), settlements.personal_pay, 0) < 0 as is_reversal,
    settlements.feed,
    settlements.delivery,
    settlements.file,
    settlements.sheet,
    settlements.row_no
from medical_insurance.settlements
cross join run
where settlements.settle_date <= run.night
