-- RS04 零就业家庭: a ledger household with members able to work, each of whom is registered unemployed and has had no
-- employees' insurance received in the last full months.
with registered as (
    select distinct registered_unemployed.person_id
    from registered_unemployed
),

workers as (
    select
        able_to_work.household_id,
        able_to_work.person_id,
        registered.person_id is not null
        and (
            contributors.last_months_ago is null
            or contributors.last_months_ago > policy.contribution_gap_months
        ) as idle,
        economy.member_count,
        policy.workable_members_min,
        contribution_gaps.gap_from,
        contribution_gaps.gap_to
    from able_to_work
    inner join households.economy on able_to_work.household_id = economy.household_id
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    inner join contribution_gaps
        on economy.policy_county = contribution_gaps.county_code
        and economy.urban_rural = contribution_gaps.urban_rural
    left join registered on able_to_work.person_id = registered.person_id
    left join contributors on able_to_work.person_id = contributors.person_id
    where economy.listed and economy.status is distinct from '退出'
),

found as (
    select
        workers.household_id,
        count(*) as workable,
        max(workers.member_count) as members,
        max(workers.workable_members_min) as threshold,
        max(workers.gap_from) as gap_from,
        max(workers.gap_to) as gap_to
    from workers
    group by workers.household_id
    having bool_and(workers.idle) and count(*) >= max(workers.workable_members_min)
),

evidence_rows as (
    select
        found.household_id,
        struct_pack(
            feed := registered_unemployed.feed,
            delivery := registered_unemployed.delivery,
            file := registered_unemployed.file,
            sheet := registered_unemployed.sheet,
            row_no := registered_unemployed.row_no,
            fields := cast(
                to_json(struct_pack(registered_date := registered_unemployed.registered_date)) as varchar
            )
        ) as evidence
    from found
    inner join workers on found.household_id = workers.household_id
    inner join registered_unemployed on workers.person_id = registered_unemployed.person_id
    union all
    select
        found.household_id,
        member_evidence.evidence
    from found
    inner join member_evidence on found.household_id = member_evidence.household_id
    union all
    select
        found.household_id,
        ledger_evidence.evidence
    from found
    inner join ledger_evidence on found.household_id = ledger_evidence.household_id
),

gathered as (
    select
        evidence_rows.household_id,
        list(evidence_rows.evidence) as evidence
    from evidence_rows
    group by evidence_rows.household_id
)

select
    '' as person_id,
    found.household_id,
    cast(found.workable as double) as value,
    found.threshold,
    'R' as tier,
    cast(
        to_json(
            struct_pack(
                members := found.members,
                workable := found.workable,
                gap_from := found.gap_from,
                gap_to := found.gap_to
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
