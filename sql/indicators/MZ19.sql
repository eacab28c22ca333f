-- MZ19 主动发现线索未纳入: a lead of the last days about a person outside of the low-income population, who was given no
-- temporary aid since. What the leads ask for chooses the departments (pushed_by); what cannot be read counts as 其他. A
-- household whose state or kind of assistance cannot be read is neither covered nor uncovered.
with waiting as (
    select
        people.person_id,
        people.household_id,
        leads.channel,
        leads.received_date,
        coalesce(leads.demand_category, '其他') as demand,
        policy.lead_window_days,
        policy.leads_min,
        leads.feed,
        leads.delivery,
        leads.file,
        leads.sheet,
        leads.row_no
    from civil_affairs.leads
    inner join people on leads.person_id = people.person_id
    inner join households.economy on people.household_id = economy.household_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    left join civil_affairs.temporary_aid
        on leads.person_id = temporary_aid.person_id
        and leads.received_date <= temporary_aid.aid_date
    cross join run
    where
        leads.received_date <= run.night
        and date_diff('day', leads.received_date, run.night) < policy.lead_window_days
        and temporary_aid.person_id is null
        and not people.low_income_population
        and not (economy.listed and economy.status is null)
        and not (economy.in_force and economy.assistance_type is null)
),

found as (
    select
        waiting.person_id,
        waiting.household_id,
        count(*) as leads,
        max(waiting.received_date) as received_on,
        list_sort(list(distinct waiting.demand)) as demands,
        array_to_string(list_sort(list(distinct waiting.channel)), '、') as channels,
        max(waiting.lead_window_days) as window_days,
        max(waiting.leads_min) as threshold
    from waiting
    group by waiting.person_id, waiting.household_id
    having count(*) >= max(waiting.leads_min)
),

evidence_rows as (
    select
        waiting.person_id,
        struct_pack(
            feed := waiting.feed,
            delivery := waiting.delivery,
            file := waiting.file,
            sheet := waiting.sheet,
            row_no := waiting.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        channel := waiting.channel,
                        received_date := waiting.received_date,
                        demand_category := waiting.demand
                    )
                ) as varchar
            )
        ) as evidence
    from waiting
    inner join found on waiting.person_id = found.person_id
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
    cast(found.leads as double) as value,
    found.threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                window_days := found.window_days,
                leads := found.leads,
                received_on := found.received_on,
                channels := coalesce(found.channels, ''),
                demands := array_to_string(found.demands, '、'),
                pushed_by := found.demands
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
