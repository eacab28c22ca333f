-- MZ08 残疾新增或加重: a first certificate of the last days, of a grade that counts; or a heaviest grade that is lower by
-- enough than in the state before those days (disabled_before). A certificate is not the first of somebody who had one
-- before, nor where it was issued again. What stood before counts where it is surely linked and its grades readable.
with certificates as (
    select
        people.person_id,
        people.household_id,
        disability.grade,
        min(disabled.issue_date) as issued_on,
        bool_or(coalesce(disabled.is_reissued, false)) as is_reissued,
        max(policy.disability_window_days) as window_days,
        max(policy.first_certificate_grade_to) as grade_to,
        max(policy.grade_drop_min) as drop_min
    from civil_affairs.disabled
    inner join disability on disabled.person_id = disability.person_id
    inner join people on disabled.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where not people.is_dead
    group by people.person_id, people.household_id, disability.grade
),

earlier as (
    select
        disabled_before.person_id,
        min(cast(disabled_before.grade as integer)) as grade,
        max(disabled_before.delivery) as delivery,
        min_by(disabled_before.row_no, cast(disabled_before.grade as integer)) as row_no,
        bool_and(
            disabled_before.grade is not null and disabled_before.link_probability >= run.sure_probability
        ) as is_sure
    from civil_affairs.disabled_before
    cross join run
    group by disabled_before.person_id
),

judged as (
    select
        certificates.*,
        earlier.grade as earlier_grade,
        earlier.delivery as earlier_delivery,
        earlier.row_no as earlier_row_no,
        earlier.person_id is null
        and not certificates.is_reissued
        and certificates.issued_on <= run.night
        and date_diff('day', certificates.issued_on, run.night) < certificates.window_days
        and certificates.grade <= certificates.grade_to as is_first,
        coalesce(earlier.is_sure and earlier.grade - certificates.grade >= certificates.drop_min, false) as is_worse
    from certificates
    left join earlier on certificates.person_id = earlier.person_id
    cross join run
),

found as (
    select judged.*
    from judged
    where judged.is_first or judged.is_worse
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
                        issue_date := disabled.issue_date,
                        earlier_grade := found.earlier_grade,
                        earlier_delivery := found.earlier_delivery,
                        earlier_row_no := found.earlier_row_no
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join civil_affairs.disabled on found.person_id = disabled.person_id
    where cast(disabled.grade as integer) = found.grade
),

gathered as (
    select
        evidence_rows.person_id,
        list(evidence_rows.evidence) as evidence
    from evidence_rows
    group by evidence_rows.person_id
),

grade_words as (
    select
        found.person_id,
        case found.grade when 1 then '一级' when 2 then '二级' when 3 then '三级' else '四级' end as grade_word,
        case found.earlier_grade when 1 then '一级' when 2 then '二级' when 3 then '三级' else '四级' end as earlier_word
    from found
)

select
    found.person_id,
    found.household_id,
    cast(found.grade as double) as value,
    case when found.is_first then found.grade_to else found.earlier_grade - found.drop_min end as threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                finding := case
                    when found.is_first
                        then cast(found.issued_on as varchar) || '首次核发残疾人证，残疾等级' || grade_words.grade_word
                    else
                        '残疾等级由' || grade_words.earlier_word || '（' || cast(found.earlier_delivery as varchar)
                        || '报送）变为' || grade_words.grade_word
                end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
inner join grade_words on found.person_id = grade_words.person_id
