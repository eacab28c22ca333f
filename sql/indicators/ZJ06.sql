-- ZJ06 因灾房屋倒损: a house collapsed (倒塌) or badly damaged (严重损坏) by a disaster of the last days.
with houses as (
    select
        people.household_id,
        dangerous_houses.disaster_damage,
        dangerous_houses.disaster_date,
        date_diff('day', dangerous_houses.disaster_date, run.night) as days,
        policy.disaster_window_days,
        dangerous_houses.feed,
        dangerous_houses.delivery,
        dangerous_houses.file,
        dangerous_houses.sheet,
        dangerous_houses.row_no
    from housing.dangerous_houses
    inner join people on dangerous_houses.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    cross join run
    where
        dangerous_houses.disaster_damage in ('倒塌', '严重损坏')
        and dangerous_houses.disaster_date <= run.night
        and date_diff('day', dangerous_houses.disaster_date, run.night) < policy.disaster_window_days
),

worst as (
    select houses.*
    from houses
    qualify row_number() over (
            partition by houses.household_id
            order by
                case houses.disaster_damage when '倒塌' then 0 else 1 end,
                houses.disaster_date desc,
                houses.delivery,
                houses.file,
                houses.sheet,
                houses.row_no
        ) = 1
),

evidence_rows as (
    select
        houses.household_id,
        struct_pack(
            feed := houses.feed,
            delivery := houses.delivery,
            file := houses.file,
            sheet := houses.sheet,
            row_no := houses.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        disaster_damage := houses.disaster_damage,
                        disaster_date := houses.disaster_date
                    )
                ) as varchar
            )
        ) as evidence
    from houses
    union all
    select
        worst.household_id,
        ledger_evidence.evidence
    from worst
    inner join ledger_evidence on worst.household_id = ledger_evidence.household_id
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
    worst.household_id,
    -- A collapsed house is worse than a badly damaged one.
    case worst.disaster_damage when '倒塌' then 2 else 1 end as value,
    1 as threshold,
    'R' as tier,
    cast(
        to_json(
            struct_pack(
                damage := worst.disaster_damage,
                disaster_on := worst.disaster_date,
                days := worst.days
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from worst
inner join gathered on worst.household_id = gathered.household_id
