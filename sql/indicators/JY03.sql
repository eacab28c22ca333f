-- JY03 教育自付过高: tuition, boarding and books of a student above compulsory education, less the aid of the school year,
-- over the line (facts/education_own_pay). What is not known is no hit.
with found as (
    select
        education_own_pay.*,
        policy.education_own_pay_line
    from education_own_pay
    inner join people on education_own_pay.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where education_own_pay.own_pay > policy.education_own_pay_line
),

evidence_rows as (
    select
        found.person_id,
        struct_pack(
            feed := found.feed,
            delivery := found.delivery,
            file := found.file,
            sheet := found.sheet,
            row_no := found.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        stage := found.stage,
                        tuition := found.tuition,
                        boarding := found.boarding,
                        books := found.books
                    )
                ) as varchar
            )
        ) as evidence
    from found
    union all
    select
        found.person_id,
        struct_pack(
            feed := education_aid_of_year.feed,
            delivery := education_aid_of_year.delivery,
            file := education_aid_of_year.file,
            sheet := education_aid_of_year.sheet,
            row_no := education_aid_of_year.row_no,
            fields := cast(
                to_json(
                    struct_pack(term := education_aid_of_year.term, amount := education_aid_of_year.amount)
                ) as varchar
            )
        ) as evidence
    from found
    inner join education_aid_of_year on found.person_id = education_aid_of_year.student_id
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
    cast(found.own_pay as double) as value,
    found.education_own_pay_line as threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                stage := found.stage,
                school_year := cast(found.school_year_start as varchar)
                || '-' || cast(found.school_year_start + 1 as varchar),
                cost := found.cost,
                aid := found.aid,
                own_pay := found.own_pay,
                threshold := found.education_own_pay_line
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
