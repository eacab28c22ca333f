-- The latest result of the means check of each person, none after the night. Of two of one day the exactly linked one
-- speaks, then the one delivered last.
select
    verification.person_id,
    verification.verified_date,
    verification.vehicles,
    verification.disability_vehicle,
    verification.market_entity,
    verification.deposits,
    verification.public_payroll,
    verification.in_prison,
    verification.link_method,
    verification.feed,
    verification.delivery,
    verification.file,
    verification.sheet,
    verification.row_no
from civil_affairs.verification
cross join run
where verification.verified_date <= run.night
qualify row_number() over (
        partition by verification.person_id
        order by
            verification.verified_date desc,
            case when verification.link_method = 'exact' then 0 else 1 end,
            verification.delivery desc,
            verification.file desc,
            verification.sheet desc,
            verification.row_no desc
    ) = 1
