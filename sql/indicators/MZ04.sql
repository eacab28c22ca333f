-- MZ04 成年无业重残未纳入: of age, with a disability of grade 1 or 2, in neither 低保 nor 特困, and without a pension
-- contribution as somebody employed (110, 120) in the last months, the night's own included. One of unreadable
-- insurance may be such a one.
with judged as (
    select
        people.person_id,
        people.household_id,
        people.age,
        people.tier,
        people.in_force,
        disability.grade,
        policy.severe_grade_to,
        policy.idle_contribution_months
    from disability
    inner join people on disability.person_id = people.person_id
    inner join basic_cover on people.person_id = basic_cover.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where
        people.age >= policy.adult_age_from
        and disability.grade <= policy.severe_grade_to
        and not people.is_dead
        and not basic_cover.has_dibao
        and not basic_cover.has_tekun
        and not basic_cover.is_doubtful
),

employed as (
    select distinct judged.person_id
    from judged
    inner join contributions_recent on judged.person_id = contributions_recent.person_id
    where
        (contributions_recent.insurance_type is null or contributions_recent.insurance_type in ('110', '120'))
        and contributions_recent.months_ago < judged.idle_contribution_months
),

found as (
    select judged.*
    from judged
    left join employed on judged.person_id = employed.person_id
    where employed.person_id is null
),

evidence_rows as (
    select
        found.person_id,
        struct_pack(
            feed := disabled.feed,
            delivery := disabled.delivery,
            file := disabled.file,
            sheet := disabled.sheet,
            row_no := disabled.row_no,
            fields := cast(
                to_json(struct_pack(category := disabled.category, grade := disabled.grade)) as varchar
            )
        ) as evidence
    from found
    inner join civil_affairs.disabled on found.person_id = disabled.person_id
    where cast(disabled.grade as integer) = found.grade
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
    cast(found.grade as double) as value,
    found.severe_grade_to as threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                age := found.age,
                grade := case found.grade when 1 then '一级' when 2 then '二级' when 3 then '三级' else '四级' end,
                window_months := found.idle_contribution_months,
                cover := case
                    when found.in_force and found.tier = 'T4' then '现为低保边缘家庭成员，'
                    when found.in_force and found.tier = 'T5' then '现为刚性支出困难家庭成员，'
                    else ''
                end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
