-- YB02 单次住院大额自付: one inpatient settlement of the last days with an own payment over the line, not reversed.
-- A reversal names no original and may bear its own dates: it is an inpatient row of the same person with the opposite
-- amount to the fen, and cancels one settlement, the oldest first.
with large as (
    select
        settlements_recent.*,
        people.household_id,
        policy.inpatient_own_pay_line,
        policy.inpatient_window_days,
        row_number() over (
            partition by
                settlements_recent.person_id,
                settlements_recent.personal_pay
            order by
                settlements_recent.settle_date,
                settlements_recent.delivery,
                settlements_recent.file,
                settlements_recent.sheet,
                settlements_recent.row_no
        ) as place
    from settlements_recent
    inner join people on settlements_recent.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where
        settlements_recent.med_type = '21'
        and abs(settlements_recent.personal_pay) > policy.inpatient_own_pay_line
),

standing as (
    select
        settled.*,
        max(settled.personal_pay) over (partition by settled.person_id) as largest
    from large as settled
    left join large as reversal
        on settled.person_id = reversal.person_id
        and settled.personal_pay = -reversal.personal_pay
        and settled.place = reversal.place
    cross join run
    where
        settled.personal_pay > 0
        and reversal.person_id is null
        and date_diff('day', settled.settle_date, run.night) < settled.inpatient_window_days
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
