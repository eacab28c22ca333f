-- RS05 缴费基数骤降: the mean base of the last paid months of the employees' pension (110) is at most its share of the mean
-- of the months before them, enough of which were paid. The last ones may have gaps, but reach no further back than as
-- many months as they are compared with. Whoever has stopped paying altogether is the matter of RS02.
with paid_months as (
    select
        contributions_recent.person_id,
        contributions_recent.months_ago,
        max(contributions_recent.base) as base
    from contributions_recent
    where contributions_recent.insurance_type = '110' and contributions_recent.base > 0
    group by contributions_recent.person_id, contributions_recent.months_ago
),

ranked as (
    select
        paid_months.*,
        row_number() over (partition by paid_months.person_id order by paid_months.months_ago) as place
    from paid_months
),

recent as (
    select
        people.person_id,
        people.household_id,
        avg(ranked.base) as mean_base,
        max(ranked.months_ago) as first_months_ago,
        max(policy.base_recent_months) as recent_months,
        max(policy.base_months_before) as months_before,
        max(policy.base_paid_min) as paid_min,
        max(policy.base_drop_ratio) as ratio
    from ranked
    inner join people on ranked.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where ranked.place <= policy.base_recent_months
    group by people.person_id, people.household_id
    having
        count(*) >= max(policy.base_recent_months)
        and min(ranked.months_ago) <= max(policy.contribution_gap_months)
        and max(ranked.months_ago) <= max(policy.base_months_before)
),

compared as (
    select
        recent.person_id,
        recent.household_id,
        recent.first_months_ago,
        recent.recent_months,
        recent.months_before,
        recent.ratio,
        round(recent.mean_base, 4) as mean_base,
        round(avg(ranked.base), 4) as mean_before,
        round(recent.ratio * avg(ranked.base), 4) as threshold
    from recent
    inner join ranked
        on recent.person_id = ranked.person_id
        and recent.first_months_ago < ranked.months_ago
        and recent.first_months_ago + recent.months_before >= ranked.months_ago
    group by
        recent.person_id,
        recent.household_id,
        recent.first_months_ago,
        recent.recent_months,
        recent.months_before,
        recent.ratio,
        recent.mean_base
    having count(*) >= max(recent.paid_min)
),

found as (
    select compared.*
    from compared
    where compared.mean_base <= compared.threshold
),

gathered as (
    select
        found.person_id,
        list(
            struct_pack(
                feed := contributions_recent.feed,
                delivery := contributions_recent.delivery,
                file := contributions_recent.file,
                sheet := contributions_recent.sheet,
                row_no := contributions_recent.row_no,
                fields := cast(
                    to_json(
                        struct_pack(
                            month := contributions_recent.month,
                            base := contributions_recent.base
                        )
                    ) as varchar
                )
            )
        ) as evidence
    from found
    inner join contributions_recent on found.person_id = contributions_recent.person_id
    where
        contributions_recent.insurance_type = '110'
        and contributions_recent.base > 0
        and contributions_recent.months_ago <= found.first_months_ago + found.months_before
    group by found.person_id
)

select
    found.person_id,
    found.household_id,
    found.mean_base as value,
    found.threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                recent_months := found.recent_months,
                mean_base := found.mean_base,
                months_before := found.months_before,
                mean_before := found.mean_before,
                ratio := found.ratio
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
