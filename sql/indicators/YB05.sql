-- YB05 新发重特大疾病: the first settlement with a code of the place's list of serious diseases lies in the last days, and
-- none lies before, as far back as settlements were delivered. Reversals net out.
with matched as (
    select
        people.person_id,
        people.household_id,
        people.in_force,
        people.tier,
        serious_diseases.name_zh as disease,
        settlements_known.disease_code,
        settlements_known.settle_date,
        date_diff('day', settlements_known.settle_date, run.night) < policy.serious_disease_window_days as is_recent,
        case when settlements_known.is_reversal then -1 else 1 end as counts,
        policy.serious_disease_window_days,
        policy.serious_settlements_min,
        settlements_known.feed,
        settlements_known.delivery,
        settlements_known.file,
        settlements_known.sheet,
        settlements_known.row_no
    from settlements_known
    inner join people on settlements_known.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    inner join serious_diseases
        on people.policy_county = serious_diseases.county_code
        and substr(upper(trim(settlements_known.disease_code)), 1, 3) = substr(serious_diseases.code, 1, 3)
    cross join run
    where starts_with(upper(trim(settlements_known.disease_code)), serious_diseases.code)
),

found as (
    select
        matched.person_id,
        matched.household_id,
        sum(matched.counts) filter (where matched.is_recent) as settlements,
        min(matched.settle_date) filter (where matched.is_recent and matched.counts > 0) as settled_on,
        min(matched.disease) filter (where matched.is_recent and matched.counts > 0) as disease,
        max(matched.serious_settlements_min) as threshold,
        max(matched.serious_disease_window_days) as window_days,
        bool_or(matched.in_force and coalesce(matched.tier in ('T3', 'T4', 'T5'), false)) as is_near_the_edge
    from matched
    group by matched.person_id, matched.household_id
    having
        coalesce(sum(matched.counts) filter (where matched.is_recent), 0) >= max(matched.serious_settlements_min)
        and coalesce(sum(matched.counts) filter (where not matched.is_recent), 0) <= 0
),

evidence_rows as (
    select
        found.person_id,
        struct_pack(
            feed := matched.feed,
            delivery := matched.delivery,
            file := matched.file,
            sheet := matched.sheet,
            row_no := matched.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        settle_date := matched.settle_date,
                        disease_code := matched.disease_code
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join matched on found.person_id = matched.person_id
    where matched.is_recent
    union all
    select
        found.person_id,
        member_evidence.evidence
    from found
    inner join member_evidence
        on found.household_id = member_evidence.household_id
        and found.person_id = member_evidence.person_id
    union all
    select
        found.person_id,
        ledger_evidence.evidence
    from found
    inner join ledger_evidence on found.household_id = ledger_evidence.household_id
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
    cast(found.settlements as double) as value,
    found.threshold,
    case when found.is_near_the_edge then 'R' else 'O' end as tier,
    cast(
        to_json(
            struct_pack(
                settled_on := found.settled_on,
                disease := found.disease,
                window_days := found.window_days,
                settlements := found.settlements
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
