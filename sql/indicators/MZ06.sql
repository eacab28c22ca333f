-- MZ06 特困未成年人即将满18: a 特困 person who comes of age within the days ahead, the night itself included, and is not in
-- school. A student row of somebody who is on leave or comes back, or one of unreadable status, is school as well,
-- however weakly it is linked. Who was born on 29 February comes of age on 1 March of a year that has no such day.
-- Adverse lane: an exact member row carries the finding; the ledger's row of the head counts only where it is exact.
with minors as (
    select
        people.person_id,
        people.household_id,
        make_date(
            cast(year(people.birth_date) + policy.adult_age_from as integer), month(people.birth_date), 1
        ) + cast(day(people.birth_date) - 1 as integer) as of_age_on,
        policy.adult_age_from,
        policy.coming_of_age_window_days
    from people
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where people.in_force and people.tier = 'T2' and not people.is_dead and people.birth_date is not null
),

schooled as (
    select students.person_id
    from education.students
    where coalesce(students.student_status in ('01', '02', '04', '05'), true)
    union distinct
    select in_school.person_id
    from in_school
),

found as (
    select
        minors.*,
        date_diff('day', run.night, minors.of_age_on) as days
    from minors
    left join schooled on minors.person_id = schooled.person_id
    cross join run
    where
        schooled.person_id is null
        and date_diff('day', run.night, minors.of_age_on) between 0 and minors.coming_of_age_window_days
),

evidence_rows as (
    select
        found.person_id,
        member_evidence.evidence
    from found
    inner join member_evidence
        on found.household_id = member_evidence.household_id
        and found.person_id = member_evidence.person_id
    union all
    -- The ledger row names the head: where that is this person by a weaker link it does not carry the finding, unless
    -- no member row does.
    select
        found.person_id,
        ledger_evidence.evidence
    from found
    inner join ledger_evidence on found.household_id = ledger_evidence.household_id
    inner join ledger_links on found.household_id = ledger_links.household_id
    left join member_evidence
        on found.household_id = member_evidence.household_id
        and found.person_id = member_evidence.person_id
    where
        ledger_links.person_id is distinct from found.person_id
        or ledger_links.link_method = 'exact'
        or member_evidence.person_id is null
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
    cast(found.days as double) as value,
    found.coming_of_age_window_days as threshold,
    'B' as tier,
    cast(
        to_json(
            struct_pack(
                of_age_on := found.of_age_on,
                age := found.adult_age_from,
                days := found.days
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
