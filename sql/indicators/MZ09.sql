-- MZ09 两项补贴应享未享: a 低保 person with a disability and no living subsidy, or anybody of grade 1 or 2 and no care subsidy.
-- Who is in 特困 draws neither, unless the place lets them have the care subsidy. One row that says 是 suffices, and where
-- a row does not say, nobody knows; nor does anybody where a household's state cannot be read.
with subsidies as (
    select
        disabled.person_id,
        coalesce(bool_and(not disabled.living_subsidy) and count(*) = count(disabled.living_subsidy), false)
            as lacks_living,
        coalesce(bool_and(not disabled.care_subsidy) and count(*) = count(disabled.care_subsidy), false) as lacks_care
    from civil_affairs.disabled
    group by disabled.person_id
),

judged as (
    select
        people.person_id,
        people.household_id,
        disability.grade,
        subsidies.lacks_living and basic_cover.has_dibao and not basic_cover.has_tekun as wants_living,
        subsidies.lacks_care
        and coalesce(disability.grade <= policy.severe_grade_to, false)
        and (not basic_cover.has_tekun or policy.tekun_care_subsidy > 0) as wants_care,
        policy.subsidies_missing_min
    from subsidies
    inner join disability on subsidies.person_id = disability.person_id
    inner join people on subsidies.person_id = people.person_id
    inner join basic_cover on subsidies.person_id = basic_cover.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where not people.is_dead and not basic_cover.is_doubtful
),

found as (
    select
        judged.*,
        case when judged.wants_living then 1 else 0 end + case when judged.wants_care then 1 else 0 end as missing
    from judged
    where
        case when judged.wants_living then 1 else 0 end + case when judged.wants_care then 1 else 0 end
        >= judged.subsidies_missing_min
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
                to_json(
                    struct_pack(
                        category := disabled.category,
                        grade := disabled.grade,
                        living_subsidy := disabled.living_subsidy,
                        care_subsidy := disabled.care_subsidy
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join civil_affairs.disabled on found.person_id = disabled.person_id
    union all
    select
        found.person_id,
        member_evidence.evidence
    from found
    inner join member_evidence
        on found.household_id = member_evidence.household_id
        and found.person_id = member_evidence.person_id
    where found.wants_living
    union all
    select
        found.person_id,
        ledger_evidence.evidence
    from found
    inner join ledger_evidence on found.household_id = ledger_evidence.household_id
    where found.wants_living
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
    cast(found.missing as double) as value,
    found.subsidies_missing_min as threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                finding := case
                    when found.wants_living
                        then
                            '低保对象持有残疾人证，未见困难残疾人生活补贴'
                            || case when found.wants_care then '；' else '' end
                    else ''
                end
                || case
                    when found.wants_care
                        then
                            '残疾等级' || case found.grade when 1 then '一级' when 2 then '二级' when 3 then '三级' else '四级' end
                            || '，未见重度残疾人护理补贴'
                    else ''
                end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
