-- MZ07 分散供养照护缺失: a 特困 person supported at home whom nobody visited in the last days, or without a care agreement by
-- the last visit that says whether there is one. The days are counted back from the last delivery of visits: a visit
-- that has not been delivered yet is not known to be wanting.
with at_home as (
    select
        people.person_id,
        people.household_id,
        policy.visit_window_days,
        policy.care_gaps_min
    from people
    inner join households.economy on people.household_id = economy.household_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where people.in_force and people.tier = 'T2' and economy.support_mode = '分散' and not people.is_dead
),

reach as (
    select max(visits.delivery) as last_day
    from civil_affairs.visits
),

visits_made as (
    select
        at_home.person_id,
        visits.visit_date,
        visits.visit_type,
        visits.care_agreement,
        rank() over (partition by at_home.person_id order by visits.visit_date desc) as place,
        rank() over (
            partition by at_home.person_id
            order by case when visits.care_agreement is null then 1 else 0 end, visits.visit_date desc
        ) as place_of_agreement,
        visits.feed,
        visits.delivery,
        visits.file,
        visits.sheet,
        visits.row_no
    from at_home
    inner join civil_affairs.visits on at_home.person_id = visits.person_id
    cross join run
    where visits.visit_date <= run.night
),

last_visits as (
    select
        visits_made.person_id,
        max(visits_made.visit_date) as visited_on,
        max(visits_made.visit_date) filter (
            where visits_made.place_of_agreement = 1 and visits_made.care_agreement is not null
        ) as told_on,
        bool_or(visits_made.care_agreement) filter (where visits_made.place_of_agreement = 1) as has_agreement
    from visits_made
    group by visits_made.person_id
),

judged as (
    select
        at_home.*,
        last_visits.visited_on,
        last_visits.told_on,
        coalesce(
            date_diff('day', last_visits.visited_on, reach.last_day) >= at_home.visit_window_days, true
        ) as is_unvisited,
        coalesce(not last_visits.has_agreement, false) as lacks_agreement
    from at_home
    cross join reach
    left join last_visits on at_home.person_id = last_visits.person_id
),

found as (
    select
        judged.*,
        case when judged.is_unvisited then 1 else 0 end + case when judged.lacks_agreement then 1 else 0 end as gaps
    from judged
    where
        case when judged.is_unvisited then 1 else 0 end + case when judged.lacks_agreement then 1 else 0 end
        >= judged.care_gaps_min
),

evidence_rows as (
    select
        found.person_id,
        struct_pack(
            feed := visits_made.feed,
            delivery := visits_made.delivery,
            file := visits_made.file,
            sheet := visits_made.sheet,
            row_no := visits_made.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        visit_date := visits_made.visit_date,
                        visit_type := visits_made.visit_type,
                        care_agreement := visits_made.care_agreement
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join visits_made on found.person_id = visits_made.person_id
    where
        visits_made.place = 1
        or (visits_made.place_of_agreement = 1 and visits_made.care_agreement is not null)
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
    cast(found.gaps as double) as value,
    found.care_gaps_min as threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                finding := case
                    when not found.is_unvisited then ''
                    when found.visited_on is null then '没有探访记录'
                    else
                        '近' || cast(cast(found.visit_window_days as integer) as varchar) || '天没有探访记录（最近一次'
                        || cast(found.visited_on as varchar) || '）'
                end
                || case when found.is_unvisited and found.lacks_agreement then '，' else '' end
                || case
                    when found.lacks_agreement then cast(found.told_on as varchar) || '探访记录为未签订照料护理协议'
                    else ''
                end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
