-- The inpatient settlements (21) of the last months that no reversal of these months took back. How many months these
-- are the place of the person says.
-- A reversal names no original and may bear its own dates: it is an inpatient row of the same person with the opposite
-- own payment to the fen (the opposite total where nothing was paid), and cancels one settlement, the oldest first.
with amounts as (
    select
        settlements_known.*,
        coalesce(nullif(settlements_known.personal_pay, 0), settlements_known.total_fee, 0) as amount
    from settlements_known
    inner join people on settlements_known.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where settlements_known.med_type = '21' and settlements_known.months_ago < policy.settlement_months
),

placed as (
    select
        amounts.*,
        row_number() over (
            partition by
                amounts.person_id,
                amounts.amount
            order by
                amounts.settle_date,
                amounts.delivery,
                amounts.file,
                amounts.sheet,
                amounts.row_no
        ) as place
    from amounts
)

select
    settled.person_id,
    settled.admit_date,
    settled.discharge_date,
    settled.settle_date,
    settled.months_ago,
    settled.personal_pay,
    settled.feed,
    settled.delivery,
    settled.file,
    settled.sheet,
    settled.row_no
from placed as settled
left join placed as reversal
    on settled.person_id = reversal.person_id
    and settled.amount = -reversal.amount
    and settled.place = reversal.place
    and reversal.amount < 0
where settled.amount >= 0 and reversal.person_id is null
