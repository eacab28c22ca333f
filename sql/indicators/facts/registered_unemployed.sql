-- Registrations as unemployed that stand on the night.
select
    unemployment.person_id,
    unemployment.registered_date,
    unemployment.refusals,
    unemployment.link_method,
    unemployment.feed,
    unemployment.delivery,
    unemployment.file,
    unemployment.sheet,
    unemployment.row_no
from employment.unemployment
cross join run
where
    unemployment.registered_date <= run.night
    and (unemployment.cancelled_date is null or unemployment.cancelled_date > run.night)
