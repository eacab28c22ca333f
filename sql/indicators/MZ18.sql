-- MZ18 一年多次临时救助: several temporary aids in the last months to a person outside of the low-income population. A
-- household whose state cannot be read, or which is in force as what cannot be read, is neither covered nor uncovered.
with aids as (
    select
        people.person_id,
        people.household_id,
        temporary_aid.aid_date,
        temporary_aid.aid_type,
        temporary_aid.amount,
        policy.temporary_aid_window_months,
        policy.temporary_aids_min,
        temporary_aid.feed,
        temporary_aid.delivery,
        temporary_aid.file,
        temporary_aid.sheet,
        temporary_aid.row_no
    from civil_affairs.temporary_aid
    inner join people on temporary_aid.person_id = people.person_id
    inner join households.economy on people.household_id = economy.household_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    cross join run
    where
        temporary_aid.aid_date <= run.night
        and year(run.night) * 12 + month(run.night)
        - year(temporary_aid.aid_date) * 12 - month(temporary_aid.aid_date) < policy.temporary_aid_window_months
        and coalesce(temporary_aid.amount > 0, true)
        and not people.low_income_population
        and not (economy.listed and economy.status is null)
        and not (economy.in_force and economy.assistance_type is null)
),

found as (
    select
        aids.person_id,
        aids.household_id,
        count(*) as aids,
        sum(aids.amount) as amount,
        max(aids.aid_date) as last_aid,
        max(aids.temporary_aid_window_months) as window_months,
        max(aids.temporary_aids_min) as threshold
    from aids
    group by aids.person_id, aids.household_id
    having count(*) >= max(aids.temporary_aids_min)
),

evidence_rows as (
    select
        aids.person_id,
        struct_pack(
            feed := aids.feed,
            delivery := aids.delivery,
            file := aids.file,
            sheet := aids.sheet,
            row_no := aids.row_no,
            fields := cast(
                to_json(
                    struct_pack(aid_date := aids.aid_date, aid_type := aids.aid_type, amount := aids.amount)
                ) as varchar
            )
        ) as evidence
    from aids
    inner join found on aids.person_id = found.person_id
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
    cast(found.aids as double) as value,
    found.threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                window_months := found.window_months,
                aids := found.aids,
                amount := coalesce(found.amount, 0),
                last_aid := found.last_aid
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
