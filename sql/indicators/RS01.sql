-- RS01 新增登记失业: of the low-income population and registered as unemployed in the last days, not cancelled.
with registrations as (
    select
        registered_unemployed.*,
        people.household_id,
        policy.unemployment_registrations
    from registered_unemployed
    inner join people on registered_unemployed.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    cross join run
    where
        people.low_income_population
        and date_diff('day', registered_unemployed.registered_date, run.night) < policy.unemployment_window_days
),

found as (
    select
        registrations.person_id,
        registrations.household_id,
        count(*) as registrations,
        max(registrations.registered_date) as registered_on,
        max(registrations.unemployment_registrations) as threshold
    from registrations
    group by registrations.person_id, registrations.household_id
    having count(*) >= max(registrations.unemployment_registrations)
),

evidence_rows as (
    select
        registrations.person_id,
        struct_pack(
            feed := registrations.feed,
            delivery := registrations.delivery,
            file := registrations.file,
            sheet := registrations.sheet,
            row_no := registrations.row_no,
            fields := cast(
                to_json(struct_pack(registered_date := registrations.registered_date)) as varchar
            )
        ) as evidence
    from registrations
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
    cast(found.registrations as double) as value,
    found.threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                registered_on := found.registered_on,
                days := date_diff('day', found.registered_on, run.night)
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
cross join run
