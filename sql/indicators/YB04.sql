-- YB04 自付骤增: the mean own payment of the last months, the night's own included, is a multiple of the mean of the months
-- before them, and large enough; someone without a settlement in the months before has nothing to be compared with.
with sums as (
    select
        people.person_id,
        people.household_id,
        own_pay.recent_own_pay as recent,
        greatest(own_pay.earlier_own_pay, 0) as earlier,
        own_pay.earlier_settlements,
        policy.surge_recent_months as recent_months,
        policy.surge_months_before as months_before,
        policy.surge_ratio as ratio,
        policy.surge_own_pay_min as own_pay_min,
        policy.surge_settlements_before as settlements_needed
    from own_pay
    inner join people on own_pay.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
),

lined as (
    select
        sums.*,
        greatest(
            round(sums.ratio * cast(sums.earlier as double) * sums.recent_months / sums.months_before, 4),
            sums.own_pay_min
        ) as threshold
    from sums
),

found as (
    select lined.*
    from lined
    where lined.recent >= lined.threshold and lined.earlier_settlements >= lined.settlements_needed
),

evidence_rows as (
    select
        found.person_id,
        struct_pack(
            feed := settlements_known.feed,
            delivery := settlements_known.delivery,
            file := settlements_known.file,
            sheet := settlements_known.sheet,
            row_no := settlements_known.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        settle_date := settlements_known.settle_date,
                        personal_pay := settlements_known.personal_pay
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join settlements_known on found.person_id = settlements_known.person_id
    where settlements_known.months_ago < found.recent_months + found.months_before
),

gathered as (
    select
        evidence_rows.person_id,
        list(evidence_rows.evidence) as evidence
    from evidence_rows
    group by evidence_rows.person_id
)

select
    found.person_id,
    found.household_id,
    cast(found.recent as double) as value,
    found.threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                recent_months := found.recent_months,
                recent := found.recent,
                recent_mean := round(cast(found.recent as double) / found.recent_months, 2),
                months_before := found.months_before,
                mean_before := round(cast(found.earlier as double) / found.months_before, 2),
                ratio := found.ratio,
                threshold := found.threshold
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
