-- How surely each member is the person of the row that makes them one: a member row, or the ledger's row of the head.
select
    members.household_id,
    members.person_id,
    coalesce(member_rows.link_method, ledger_rows.link_method) as link_method,
    coalesce(member_rows.link_probability, ledger_rows.link_probability) as link_probability
from households.members
left join civil_affairs.members as member_rows
    on members.feed = member_rows.feed
    and members.delivery = member_rows.delivery
    and members.file = member_rows.file
    and members.sheet = member_rows.sheet
    and members.row_no = member_rows.row_no
left join civil_affairs.households as ledger_rows
    on members.feed = ledger_rows.feed
    and members.delivery = ledger_rows.delivery
    and members.file = ledger_rows.file
    and members.sheet = ledger_rows.sheet
    and members.row_no = ledger_rows.row_no
where members.feed is not null
