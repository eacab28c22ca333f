-- The rents of each household that was given no flat. A flat stops it, and so does a support that cannot be read.
with housed as (
    select distinct rental_rows.household_id
    from rental_rows
    where coalesce(rental_rows.support_type = '实物', true)
)

select
    rental_rows.household_id,
    rental_rows.person_id,
    rental_rows.support_type,
    rental_rows.monthly_rent,
    rental_rows.feed,
    rental_rows.delivery,
    rental_rows.file,
    rental_rows.sheet,
    rental_rows.row_no
from rental_rows
left join housed on rental_rows.household_id = housed.household_id
where rental_rows.monthly_rent is not null and housed.household_id is null
