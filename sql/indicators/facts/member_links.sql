-- How surely each member is the person of the row that makes them one: a member row, or the ledger's row of the head.
with rows_of_members as (
    select links.*
    from links
    where
        (links.feed = 'civil_affairs/members' and links.role = 'self')
        or (links.feed = 'civil_affairs/households' and links.role = 'head')
)

select
    members.household_id,
    members.person_id,
    rows_of_members.method as link_method,
    rows_of_members.probability as link_probability
from households.members
left join rows_of_members
    on members.feed = rows_of_members.feed
    and members.delivery = rows_of_members.delivery
    and members.file = rows_of_members.file
    and members.sheet = rows_of_members.sheet
    and members.row_no = rows_of_members.row_no
where members.feed is not null
