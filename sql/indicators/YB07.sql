-- YB07 频繁住院: many inpatient stays in the last months, or many days in bed. Settlements of one admission are one
-- stay; the day of discharge is no day in bed, and a stay of one day is one. A stay without both dates counts, its days
-- do not.
with settled as (
    select
        inpatient_standing.*,
        people.household_id,
        policy.stay_window_months,
        policy.stays_min,
        policy.bed_days_min
    from inpatient_standing
    inner join people on inpatient_standing.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where inpatient_standing.months_ago < policy.stay_window_months
),

stays as (
    select
        settled.person_id,
        settled.household_id,
        coalesce(
            max(
                case
                    when settled.discharge_date >= settled.admit_date
                        then greatest(date_diff('day', settled.admit_date, settled.discharge_date), 1)
                end
            ),
            0
        ) as bed_days,
        max(settled.stay_window_months) as window_months,
        max(settled.stays_min) as stays_min,
        max(settled.bed_days_min) as bed_days_min
    from settled
    group by settled.person_id, settled.household_id, coalesce(settled.admit_date, settled.settle_date)
),

found as (
    select
        stays.person_id,
        stays.household_id,
        count(*) as stays,
        sum(stays.bed_days) as bed_days,
        max(stays.window_months) as window_months,
        max(stays.stays_min) as stays_min,
        max(stays.bed_days_min) as bed_days_min
    from stays
    group by stays.person_id, stays.household_id
    having count(*) >= max(stays.stays_min) or sum(stays.bed_days) >= max(stays.bed_days_min)
),

gathered as (
    select
        settled.person_id,
        list(
            struct_pack(
                feed := settled.feed,
                delivery := settled.delivery,
                file := settled.file,
                sheet := settled.sheet,
                row_no := settled.row_no,
                fields := cast(
                    to_json(
                        struct_pack(
                            admit_date := settled.admit_date,
                            discharge_date := settled.discharge_date,
                            settle_date := settled.settle_date
                        )
                    ) as varchar
                )
            )
        ) as evidence
    from settled
    group by settled.person_id
)

select
    found.person_id,
    found.household_id,
    -- How far over its line the farther of the two counts is.
    greatest(found.stays / found.stays_min, found.bed_days / found.bed_days_min) as value,
    1 as threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                window_months := found.window_months,
                stays := found.stays,
                bed_days := found.bed_days,
                stays_min := found.stays_min,
                bed_days_min := found.bed_days_min
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
