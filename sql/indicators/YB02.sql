-- YB02 单次住院大额自付: one inpatient settlement of the last days with an own payment over the line, not reversed
-- (facts/inpatient_standing).
with standing as (
    select
        inpatient_standing.*,
        people.household_id,
        policy.inpatient_own_pay_line,
        policy.inpatient_window_days,
        max(inpatient_standing.personal_pay) over (partition by inpatient_standing.person_id) as largest
    from inpatient_standing
    inner join people on inpatient_standing.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    cross join run
    where
        inpatient_standing.personal_pay > policy.inpatient_own_pay_line
        and date_diff('day', inpatient_standing.settle_date, run.night) < policy.inpatient_window_days
),

found as (
    select
        standing.person_id,
        standing.household_id,
        max(standing.personal_pay) as own_pay,
        max(standing.settle_date) filter (where standing.personal_pay = standing.largest) as settled_on,
        count(*) as settlements,
        max(standing.inpatient_own_pay_line) as threshold,
        max(standing.inpatient_window_days) as window_days,
        list(
            struct_pack(
                feed := standing.feed,
                delivery := standing.delivery,
                file := standing.file,
                sheet := standing.sheet,
                row_no := standing.row_no,
                fields := cast(
                    to_json(
                        struct_pack(
                            settle_date := standing.settle_date,
                            discharge_date := standing.discharge_date,
                            personal_pay := standing.personal_pay
                        )
                    ) as varchar
                )
            )
        ) as evidence
    from standing
    group by standing.person_id, standing.household_id
)

select
    found.person_id,
    found.household_id,
    cast(found.own_pay as double) as value,
    found.threshold,
    'R' as tier,
    cast(
        to_json(
            struct_pack(
                settled_on := found.settled_on,
                own_pay := found.own_pay,
                threshold := found.threshold,
                window_days := found.window_days,
                settlements := found.settlements
            )
        ) as varchar
    ) as facts,
    found.evidence
from found
