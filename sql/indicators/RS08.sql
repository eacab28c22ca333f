-- RS08 三次拒绝就业: a 低保 member registered as unemployed who has refused as many offers of work in succession as the
-- rules allow. Adverse lane: where an exact row carries the finding, only such rows are its evidence.
with refused as (
    select
        people.person_id,
        people.household_id,
        registered_unemployed.registered_date,
        registered_unemployed.refusals,
        policy.refusals_min,
        registered_unemployed.feed,
        registered_unemployed.delivery,
        registered_unemployed.file,
        registered_unemployed.sheet,
        registered_unemployed.row_no
    from registered_unemployed
    inner join people on registered_unemployed.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where
        people.in_force
        and people.tier = 'T1'
        and not people.is_dead
        and registered_unemployed.refusals >= policy.refusals_min
    qualify rank() over (
            partition by people.person_id
            order by case when registered_unemployed.link_method = 'exact' then 0 else 1 end
        ) = 1
),

found as (
    select
        refused.person_id,
        refused.household_id,
        max(refused.refusals) as refusals,
        max(refused.registered_date) as registered_on,
        max(refused.refusals_min) as threshold
    from refused
    group by refused.person_id, refused.household_id
),

evidence_rows as (
    select
        refused.person_id,
        struct_pack(
            feed := refused.feed,
            delivery := refused.delivery,
            file := refused.file,
            sheet := refused.sheet,
            row_no := refused.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        registered_date := refused.registered_date,
                        refusals := refused.refusals
                    )
                ) as varchar
            )
        ) as evidence
    from refused
    union all
    select
        found.person_id,
        member_evidence.evidence
    from found
    inner join member_evidence
        on found.household_id = member_evidence.household_id
        and found.person_id = member_evidence.person_id
    union all
    -- The ledger row names the head: where that is this person by a weaker link, it does not carry the finding.
    select
        found.person_id,
        ledger_evidence.evidence
    from found
    inner join ledger_evidence on found.household_id = ledger_evidence.household_id
    inner join ledger_links on found.household_id = ledger_links.household_id
    where ledger_links.person_id is distinct from found.person_id or ledger_links.link_method = 'exact'
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
    cast(found.refusals as double) as value,
    found.threshold,
    'B' as tier,
    cast(
        to_json(
            struct_pack(
                refusals := found.refusals,
                registered_on := found.registered_on
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
