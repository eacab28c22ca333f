-- Who lives in which household. A person in several has one primary household: in force before watched before the
-- rest, then 特困, 低保, 防止返贫, 边缘, 刚性, 其他, then the later start. A person in none is a household of one.
with listed as (
    select
        member_rows.*,
        ledger.tier,
        ledger.in_force,
        ledger.watched,
        ledger.low_income_population,
        row_number() over (
            partition by member_rows.person_id
            order by
                ledger.in_force desc,
                ledger.watched desc,
                case ledger.tier
                    when 'T2' then 1 when 'T1' then 2 when 'T3' then 3 when 'T4' then 4
                    when 'T5' then 5 when 'T6' then 6 when 'T9' then 7 else 8
                end,
                ledger.start_month desc nulls last,
                ledger.household_id
        ) = 1 as is_primary
    from member_rows
    inner join ledger on member_rows.household_id = ledger.household_id
)

select
    household_id,
    person_id,
    is_head,
    is_primary,
    relation,
    tier,
    in_force,
    watched,
    low_income_population,
    work_capacity,
    self_care_lost,
    in_school,
    serious_illness,
    feed,
    delivery,
    file,
    sheet,
    row_no
from listed
union all
select
    'S' || persons.person_id as household_id,
    persons.person_id,
    true as is_head,
    true as is_primary,
    null as relation,
    null as tier,
    false as in_force,
    false as watched,
    false as low_income_population,
    null as work_capacity,
    null as self_care_lost,
    null as in_school,
    null as serious_illness,
    null as feed,
    null as delivery,
    null as file,
    null as sheet,
    null as row_no
from persons
where persons.person_id not in (select member_rows.person_id from member_rows)
order by household_id, person_id
