-- Who is whose spouse, parent or guardian, and the row that says so: `other_person_id` is `relation` of `person_id`.
-- Codes of relation are told of the one person whose row is coded 01 (本人); where two rows are, of nobody.
-- 20 and 30 make nobody a parent: 婿 and 媳 bear them as sons and daughters do. Likewise 50 is also 公婆 and 岳父母,
-- so it is a parent only of a person who never married. What sex or age rules out is a slip of the pen, and left out.
with coded as (
    select
        member_rows.household_id,
        member_rows.person_id,
        member_rows.relation,
        landed_members.marital_status,
        persons.sex,
        persons.birth_year,
        member_rows.feed,
        member_rows.delivery,
        member_rows.file,
        member_rows.sheet,
        member_rows.row_no,
        count(*) over (partition by member_rows.household_id, member_rows.relation) as bearers
    from member_rows
    left join persons on member_rows.person_id = persons.person_id
    left join landed_members
        on member_rows.feed = landed_members.feed
        and member_rows.delivery = landed_members.delivery
        and member_rows.file = landed_members.file
        and member_rows.sheet = landed_members.sheet
        and member_rows.row_no = landed_members.row_no
    where member_rows.relation in ('01', '10', '50')
),

near as (
    select
        coded.* exclude (person_id, sex, birth_year, marital_status, relation, bearers),
        case when coded.relation = '10' then 'spouse'
            when own.marital_status = '10' then 'parent'
            else 'parent_or_in_law'
        end as relation,
        own.person_id,
        coded.person_id as other_person_id,
        'relation ' || coded.relation as source
    from coded
    inner join coded as own on coded.household_id = own.household_id
    where own.relation = '01'
        and own.bearers = 1
        and coded.person_id <> own.person_id
        and (
            (coded.relation = '10' and coded.bearers = 1 and coalesce(coded.sex <> own.sex, true))
            or (coded.relation = '50' and coalesce(own.birth_year - coded.birth_year >= 12, true))
        )
),

guarding as (
    select
        feed,
        delivery,
        file,
        sheet,
        row_no,
        person_id as guardian
    from links
    where role = 'guardian'
),

guarded as (
    select
        primary_homes.household_id,
        guarding.feed,
        guarding.delivery,
        guarding.file,
        guarding.sheet,
        guarding.row_no,
        'guardian' as relation,
        links.person_id,
        guarding.guardian as other_person_id,
        'guardian of the row' as source
    from guarding
    inner join links
        on guarding.feed = links.feed
        and guarding.delivery = links.delivery
        and guarding.file = links.file
        and guarding.sheet = links.sheet
        and guarding.row_no = links.row_no
    inner join members as primary_homes on links.person_id = primary_homes.person_id
    where links.role = 'self' and links.person_id <> guarding.guardian and primary_homes.is_primary
),

every_relation as (
    select * from near
    union all by name
    -- A spouse is one in both directions.
    select * replace (other_person_id as person_id, person_id as other_person_id)
    from near
    where relation = 'spouse'
    union all by name
    select * from guarded
)

select
    household_id,
    person_id,
    other_person_id,
    relation,
    source,
    feed,
    delivery,
    file,
    sheet,
    row_no
from every_relation
qualify row_number() over (
        partition by household_id, person_id, other_person_id, relation
        order by delivery desc, feed, file desc, sheet desc, row_no desc
    ) = 1
order by household_id, person_id, other_person_id, relation
