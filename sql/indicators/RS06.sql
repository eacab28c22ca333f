-- RS06 欠薪未决: a case of wages owed that is still open (在办), of several times the dibao standard or more.
with cases as (
    select
        people.person_id,
        people.household_id,
        people.urban_rural,
        wage_arrears.amount,
        wage_arrears.filed_date,
        policy.std,
        policy.arrears_std_multiple,
        policy.arrears_std_multiple * policy.std as threshold,
        wage_arrears.feed,
        wage_arrears.delivery,
        wage_arrears.file,
        wage_arrears.sheet,
        wage_arrears.row_no
    from employment.wage_arrears
    inner join people on wage_arrears.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    cross join run
    where
        wage_arrears.status = '在办'
        and (wage_arrears.filed_date is null or wage_arrears.filed_date <= run.night)
        and wage_arrears.amount >= policy.arrears_std_multiple * policy.std
),

largest as (
    select cases.*
    from cases
    qualify row_number() over (
            partition by cases.person_id
            order by cases.amount desc, cases.delivery, cases.file, cases.sheet, cases.row_no
        ) = 1
),

gathered as (
    select
        cases.person_id,
        list(
            struct_pack(
                feed := cases.feed,
                delivery := cases.delivery,
                file := cases.file,
                sheet := cases.sheet,
                row_no := cases.row_no,
                fields := cast(
                    to_json(
                        struct_pack(
                            filed_date := cases.filed_date,
                            amount := cases.amount
                        )
                    ) as varchar
                )
            )
        ) as evidence
    from cases
    group by cases.person_id
)

select
    largest.person_id,
    largest.household_id,
    cast(largest.amount as double) as value,
    largest.threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                amount := largest.amount,
                filed := case
                    when largest.filed_date is null then '立案日期不明'
                    else cast(largest.filed_date as varchar) || '立案'
                end,
                urban_rural := largest.urban_rural,
                std := largest.std,
                multiple := largest.arrears_std_multiple
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from largest
inner join gathered on largest.person_id = gathered.person_id
