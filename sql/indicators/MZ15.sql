-- MZ15 高龄失能独居: of a great age, alone in the household (those who died not counted) and unable to do at least one of
-- the six things of daily living. Who is cared for in an institution (集中供养) does not live alone.
with alone as (
    select
        members.household_id,
        members.person_id,
        members.self_care_lost,
        people.age,
        policy.alone_age_from,
        policy.self_care_lost_min
    from households.members
    inner join people
        on members.person_id = people.person_id
        and members.household_id = people.household_id
    inner join households.economy on members.household_id = economy.household_id
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    where
        members.feed = 'civil_affairs/members'
        and not people.is_dead
        and people.age >= policy.alone_age_from
        and members.self_care_lost >= policy.self_care_lost_min
        and economy.support_mode is distinct from '集中'
),

fellows as (
    select
        members.household_id,
        count(*) filter (where dead.person_id is null) as living
    from households.members
    left join dead on members.person_id = dead.person_id
    where members.feed = 'civil_affairs/members'
    group by members.household_id
),

found as (
    select alone.*
    from alone
    inner join fellows on alone.household_id = fellows.household_id
    where fellows.living = 1
),

evidence_rows as (
    select
        found.person_id,
        struct_pack(
            feed := members.feed,
            delivery := members.delivery,
            file := members.file,
            sheet := members.sheet,
            row_no := members.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        relation := members.relation,
                        self_care_lost := members.self_care_lost
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join households.members on found.household_id = members.household_id
    where members.feed = 'civil_affairs/members'
    union all
    select
        found.person_id,
        struct_pack(
            feed := deaths.feed,
            delivery := deaths.delivery,
            file := deaths.file,
            sheet := deaths.sheet,
            row_no := deaths.row_no,
            fields := cast(to_json(struct_pack(death_date := deaths.death_date)) as varchar)
        ) as evidence
    from found
    inner join households.members on found.household_id = members.household_id
    inner join dead on members.person_id = dead.person_id
    inner join civil_affairs.deaths
        on dead.person_id = deaths.person_id
        and dead.death_date = deaths.death_date
    where deaths.link_method = 'exact'
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
    cast(found.self_care_lost as double) as value,
    found.self_care_lost_min as threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                age := found.age,
                self_care_lost := found.self_care_lost
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
