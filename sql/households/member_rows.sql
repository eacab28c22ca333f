-- One row a household and person: the member rows, and the head that the ledger names where no member row has them.
-- Where a person is written twice in one household the row delivered last speaks.
with written as (
    select
        registry.household_id,
        links.person_id,
        member.relation,
        member.work_capacity,
        member.self_care_lost,
        member.in_school,
        member.serious_illness,
        member.feed,
        member.delivery,
        member.file,
        member.sheet,
        member.row_no
    from landed_members as member
    inner join registry on member.household_no = registry.household_no
    inner join links
        on member.feed = links.feed
        and member.delivery = links.delivery
        and member.file = links.file
        and member.sheet = links.sheet
        and member.row_no = links.row_no
    where links.role = 'self'
    qualify row_number() over (
            partition by registry.household_id, links.person_id
            order by member.delivery desc, member.file desc, member.sheet desc, member.row_no desc
        ) = 1
),

-- The head of the household as its own member rows have it: the lowest address where two rows claim it.
written_heads as (
    select
        household_id,
        person_id
    from written
    where relation = '01'
    qualify row_number() over (partition by household_id order by delivery, file, sheet, row_no) = 1
),

-- The ledger decides who the head is, as long as a member row knows that person.
heads as (
    select
        ledger.household_id,
        ledger.head_person_id,
        written.person_id is null as unwritten,
        case when written.person_id is null then coalesce(written_heads.person_id, ledger.head_person_id)
            else ledger.head_person_id
        end as person_id
    from ledger
    left join written on ledger.household_id = written.household_id and ledger.head_person_id = written.person_id
    left join written_heads on ledger.household_id = written_heads.household_id
)

select
    written.household_id,
    written.person_id,
    coalesce(written.person_id = heads.person_id, false) as is_head,
    true as counted,
    written.relation,
    written.work_capacity,
    written.self_care_lost,
    written.in_school,
    written.serious_illness,
    written.feed,
    written.delivery,
    written.file,
    written.sheet,
    written.row_no
from written
left join heads on written.household_id = heads.household_id
union all
select
    heads.household_id,
    heads.head_person_id as person_id,
    heads.head_person_id = heads.person_id as is_head,
    false as counted,
    case when heads.head_person_id = heads.person_id then '01' end as relation,
    null as work_capacity,
    null as self_care_lost,
    null as in_school,
    null as serious_illness,
    ledger.feed,
    ledger.delivery,
    ledger.file,
    ledger.sheet,
    ledger.row_no
from heads
inner join ledger on heads.household_id = ledger.household_id
where heads.unwritten and heads.head_person_id is not null
