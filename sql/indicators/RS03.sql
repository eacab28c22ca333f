-- RS03 失业金期满未就业: the last unemployment benefit ended in the last full month or ends in this one, and no employees'
-- insurance was received for that month or since. A registration that was cancelled says nothing; a benefit without an
-- end goes on.
with benefits as (
    select
        unemployment.person_id,
        max(unemployment.benefit_until) as benefit_until,
        bool_or(unemployment.benefit_until is null) as is_open
    from employment.unemployment
    cross join run
    where
        (unemployment.cancelled_date is null or unemployment.cancelled_date > run.night)
        and (unemployment.benefit_until is not null or unemployment.benefit_from <= run.night)
    group by unemployment.person_id
),

ended as (
    select
        people.person_id,
        people.household_id,
        benefits.benefit_until,
        year(run.night) * 12 + month(run.night)
        - year(benefits.benefit_until) * 12 - month(benefits.benefit_until) as months_ago,
        policy.benefit_end_months
    from benefits
    inner join people on benefits.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    cross join run
    where not benefits.is_open
),

at_work as (
    select distinct ended.person_id
    from ended
    inner join contributions_recent
        on ended.person_id = contributions_recent.person_id
        and ended.months_ago >= contributions_recent.months_ago
),

found as (
    select ended.*
    from ended
    left join at_work on ended.person_id = at_work.person_id
    where ended.months_ago between 0 and ended.benefit_end_months and at_work.person_id is null
),

gathered as (
    select
        found.person_id,
        list(
            struct_pack(
                feed := unemployment.feed,
                delivery := unemployment.delivery,
                file := unemployment.file,
                sheet := unemployment.sheet,
                row_no := unemployment.row_no,
                fields := cast(
                    to_json(
                        struct_pack(
                            registered_date := unemployment.registered_date,
                            benefit_from := unemployment.benefit_from,
                            benefit_until := unemployment.benefit_until
                        )
                    ) as varchar
                )
            )
        ) as evidence
    from found
    inner join employment.unemployment
        on found.person_id = unemployment.person_id
        and found.benefit_until = unemployment.benefit_until
    group by found.person_id
)

select
    found.person_id,
    found.household_id,
    cast(found.months_ago as double) as value,
    found.benefit_end_months as threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(benefit_until := substr(cast(found.benefit_until as varchar), 1, 7))
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
