-- MZ10 疑似孤儿或事实无人抚养: under age, recognised neither as an orphan nor as unattended, and both parents known to be
-- dead (孤儿) or each unable to care for the child (事实无人抚养). Known is what the row of a child looked into (排查) says
-- of father and mother, where imprisonment, compulsory rehabilitation and lost contact must have lasted; or what is
-- found of both parents in the child's household: dead, severely disabled, seriously ill. The two are not mixed: which
-- of the parents the one means the other does not tell. A row of unreadable category may be a recognition.
with unrecognised as (
    select
        people.person_id,
        people.household_id,
        people.age,
        policy.absence_months_min,
        policy.severe_grade_to,
        policy.unattended_mental_grade_to,
        policy.parents_unable_min
    from people
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where
        people.age < policy.adult_age_from
        and not people.is_dead
        and people.person_id not in (
            select children.person_id
            from civil_affairs.children
            where children.child_category is distinct from '排查'
        )
),

since_when as (
    select
        unrecognised.*,
        children.father_status,
        children.mother_status,
        children.status_since,
        coalesce(
            year(run.night) * 12 + month(run.night)
            - year(children.status_since) * 12 - month(children.status_since) >= unrecognised.absence_months_min,
            false
        ) as has_lasted,
        children.feed,
        children.delivery,
        children.file,
        children.sheet,
        children.row_no
    from unrecognised
    inner join civil_affairs.children on unrecognised.person_id = children.person_id
    cross join run
),

looked_into as (
    select
        since_when.*,
        case
            when since_when.father_status in ('死亡', '失踪', '重残', '重病') then 1
            when since_when.father_status in ('服刑', '强戒', '失联') and since_when.has_lasted then 1
            else 0
        end
        + case
            when since_when.mother_status in ('死亡', '失踪', '重残', '重病') then 1
            when since_when.mother_status in ('服刑', '强戒', '失联') and since_when.has_lasted then 1
            else 0
        end as unable,
        coalesce(since_when.father_status = '死亡' and since_when.mother_status = '死亡', false) as are_dead
    from since_when
),

told as (
    select
        looked_into.person_id,
        max(looked_into.unable) as unable,
        bool_or(looked_into.are_dead) as are_dead,
        min('父亲' || coalesce(looked_into.father_status, '不明') || '、母亲' || coalesce(looked_into.mother_status, '不明'))
            as states
    from looked_into
    where looked_into.unable >= looked_into.parents_unable_min
    group by looked_into.person_id
),

certificates as (
    select
        disabled.person_id,
        cast(disabled.grade as integer) as grade,
        disabled.category,
        disabled.feed,
        disabled.delivery,
        disabled.file,
        disabled.sheet,
        disabled.row_no
    from civil_affairs.disabled
    cross join run
    where disabled.link_probability >= run.sure_probability
),

severe_parents as (
    select distinct
        parents_of_minors.person_id,
        parents_of_minors.parent_id
    from parents_of_minors
    inner join unrecognised on parents_of_minors.person_id = unrecognised.person_id
    inner join certificates on parents_of_minors.parent_id = certificates.person_id
    where
        certificates.grade <= unrecognised.severe_grade_to
        or (certificates.category in ('5', '6') and certificates.grade <= unrecognised.unattended_mental_grade_to)
),

parents as (
    select
        unrecognised.person_id,
        unrecognised.parents_unable_min,
        parents_of_minors.parent_id,
        bool_or(dead.person_id is not null) as is_dead,
        bool_or(severe_parents.parent_id is not null) as is_severe,
        bool_or(parents_of_minors.is_ill) as is_ill
    from unrecognised
    inner join parents_of_minors on unrecognised.person_id = parents_of_minors.person_id
    left join dead on parents_of_minors.parent_id = dead.person_id
    left join severe_parents
        on unrecognised.person_id = severe_parents.person_id
        and parents_of_minors.parent_id = severe_parents.parent_id
    group by unrecognised.person_id, unrecognised.parents_unable_min, parents_of_minors.parent_id
),

-- Of two parents, both known: a child of whom one is known may have another who cares for it.
worked_out as (
    select
        parents.person_id,
        count(*) filter (where parents.is_dead or parents.is_severe or parents.is_ill) as unable,
        bool_and(parents.is_dead) as are_dead,
        array_to_string(
            list_sort(
                list(
                    case
                        when parents.is_dead then '死亡'
                        when parents.is_severe then '重残'
                        when parents.is_ill then '重病'
                        else '其他'
                    end
                )
            ),
            '、'
        ) as states
    from parents
    group by parents.person_id
    having
        count(*) = 2
        and count(*) filter (where parents.is_dead or parents.is_severe or parents.is_ill)
        >= max(parents.parents_unable_min)
),

found as (
    select
        unrecognised.*,
        told.person_id is not null as is_told,
        worked_out.person_id is not null as is_worked_out,
        greatest(coalesce(told.unable, 0), coalesce(worked_out.unable, 0)) as unable,
        coalesce(told.are_dead, false) or coalesce(worked_out.are_dead, false) as is_orphan,
        told.states as states_told,
        worked_out.states as states_worked_out
    from unrecognised
    left join told on unrecognised.person_id = told.person_id
    left join worked_out on unrecognised.person_id = worked_out.person_id
    where told.person_id is not null or worked_out.person_id is not null
),

evidence_rows as (
    select
        looked_into.person_id,
        struct_pack(
            feed := looked_into.feed,
            delivery := looked_into.delivery,
            file := looked_into.file,
            sheet := looked_into.sheet,
            row_no := looked_into.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        father_status := looked_into.father_status,
                        mother_status := looked_into.mother_status,
                        status_since := looked_into.status_since
                    )
                ) as varchar
            )
        ) as evidence
    from looked_into
    where looked_into.unable >= looked_into.parents_unable_min
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
    inner join parents_of_minors on found.person_id = parents_of_minors.person_id
    inner join households.members
        on parents_of_minors.household_id = members.household_id
        and (parents_of_minors.parent_id = members.person_id or found.person_id = members.person_id)
    where found.is_worked_out and members.feed is not null
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
    inner join parents_of_minors on found.person_id = parents_of_minors.person_id
    inner join dead on parents_of_minors.parent_id = dead.person_id
    inner join civil_affairs.deaths on dead.person_id = deaths.person_id
    where found.is_worked_out and deaths.link_method = 'exact'
    union all
    select
        found.person_id,
        struct_pack(
            feed := certificates.feed,
            delivery := certificates.delivery,
            file := certificates.file,
            sheet := certificates.sheet,
            row_no := certificates.row_no,
            fields := cast(
                to_json(struct_pack(category := certificates.category, grade := certificates.grade)) as varchar
            )
        ) as evidence
    from found
    inner join severe_parents on found.person_id = severe_parents.person_id
    inner join certificates on severe_parents.parent_id = certificates.person_id
    where found.is_worked_out
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
    cast(found.unable as double) as value,
    found.parents_unable_min as threshold,
    'R' as tier,
    cast(
        to_json(
            struct_pack(
                kind := case when found.is_orphan then '孤儿' else '事实无人抚养儿童' end,
                age := found.age,
                states := case when found.is_told then '排查记录为' || found.states_told else '' end
                || case when found.is_told and found.is_worked_out then '；' else '' end
                || case when found.is_worked_out then '父母双方情形为' || found.states_worked_out else '' end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
