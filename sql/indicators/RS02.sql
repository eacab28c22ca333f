-- RS02 断缴社保: the employees' pension (110) was paid in enough of the months before the gap and in none of the last
-- full months, nor anything whose insurance cannot be read; no unemployment benefit in force, below the age, alive.
with gapped as (
    select
        people.person_id,
        people.household_id,
        policy.contribution_gap_months as gap_months,
        policy.contribution_months_before as months_before,
        policy.contribution_paid_min as paid_min,
        contribution_gaps.gap_from,
        contribution_gaps.gap_to
    from contributors
    inner join people on contributors.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    inner join contribution_gaps
        on people.policy_county = contribution_gaps.county_code
        and people.urban_rural = contribution_gaps.urban_rural
    where
        contributors.last_pension_months_ago > policy.contribution_gap_months
        and people.age < policy.insured_age_below
        and not people.is_dead
),

benefits as (
    select distinct unemployment.person_id
    from employment.unemployment
    cross join run
    where
        unemployment.benefit_from <= run.night
        and (
            unemployment.benefit_until is null
            or unemployment.benefit_until >= make_date(year(run.night), month(run.night), 1)
        )
        and (unemployment.cancelled_date is null or unemployment.cancelled_date > run.night)
),

paid as (
    select
        gapped.*,
        contributions_recent.month,
        contributions_recent.feed,
        contributions_recent.delivery,
        contributions_recent.file,
        contributions_recent.sheet,
        contributions_recent.row_no
    from gapped
    inner join contributions_recent on gapped.person_id = contributions_recent.person_id
    left join benefits on gapped.person_id = benefits.person_id
    where
        contributions_recent.insurance_type = '110'
        and contributions_recent.months_ago > gapped.gap_months
        and contributions_recent.months_ago <= gapped.gap_months + gapped.months_before
        and benefits.person_id is null
),

found as (
    select
        paid.person_id,
        paid.household_id,
        count(distinct paid.month) as months_paid,
        max(paid.month) as last_paid_month,
        max(paid.gap_months) as gap_months,
        max(paid.months_before) as months_before,
        max(paid.paid_min) as threshold,
        max(paid.gap_from) as gap_from,
        max(paid.gap_to) as gap_to,
        list(
            struct_pack(
                feed := paid.feed,
                delivery := paid.delivery,
                file := paid.file,
                sheet := paid.sheet,
                row_no := paid.row_no,
                fields := cast(to_json(struct_pack(month := paid.month)) as varchar)
            )
        ) as evidence
    from paid
    group by paid.person_id, paid.household_id
    having count(distinct paid.month) >= max(paid.paid_min)
)

select
    found.person_id,
    found.household_id,
    cast(found.months_paid as double) as value,
    found.threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                last_paid_month := substr(cast(found.last_paid_month as varchar), 1, 7),
                months_before := found.months_before,
                months_paid := found.months_paid,
                gap_months := found.gap_months,
                gap_from := found.gap_from,
                gap_to := found.gap_to
            )
        ) as varchar
    ) as facts,
    found.evidence
from found
