-- MZ03 边缘重病重残未单人保: in a 低保边缘 household in force and in no 低保 household in force, with a disability of grade 1
-- or 2, an intellectual or mental one of grade 3, or a serious illness.
with margin as (
    select
        members.person_id,
        coalesce(bool_or(members.serious_illness), false) as serious_illness
    from households.members
    where members.in_force
    group by members.person_id
    having bool_or(members.tier = 'T4') and not coalesce(bool_or(members.tier = 'T1'), false)
),

judged as (
    select
        people.person_id,
        people.household_id,
        margin.serious_illness,
        disability.grade,
        disability.mental_grade,
        coalesce(disability.grade <= policy.severe_grade_to, false) as severe,
        coalesce(disability.mental_grade <= policy.mental_grade_to, false) as mental,
        policy.single_person_grounds_min
    from margin
    inner join people on margin.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    left join disability on margin.person_id = disability.person_id
    where not people.is_dead
),

found as (
    select
        judged.*,
        case when judged.severe or judged.mental then 1 else 0 end
        + case when judged.serious_illness then 1 else 0 end as grounds
    from judged
    where
        case when judged.severe or judged.mental then 1 else 0 end
        + case when judged.serious_illness then 1 else 0 end
        >= judged.single_person_grounds_min
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
    where found.severe or found.mental
    union all
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
                        serious_illness := members.serious_illness
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join households.members on found.person_id = members.person_id
    where members.in_force and members.feed = 'civil_affairs/members'
    union all
    select
        found.person_id,
        ledger_evidence.evidence
    from found
    inner join households.members on found.person_id = members.person_id
    inner join ledger_evidence on members.household_id = ledger_evidence.household_id
    where members.in_force
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
    cast(found.grounds as double) as value,
    found.single_person_grounds_min as threshold,
    'R' as tier,
    cast(
        to_json(
            struct_pack(
                ground := case
                    when found.severe then case found.grade when 1 then '一级残疾' else '二级残疾' end
                    when found.mental then '三级智力或精神残疾'
                    else ''
                end
                || case when (found.severe or found.mental) and found.serious_illness then '，' else '' end
                || case when found.serious_illness then '重特大疾病' else '' end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
