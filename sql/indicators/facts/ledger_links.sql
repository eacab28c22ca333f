-- Whom the ledger row of each household names as its head, and how surely.
select
    economy.household_id,
    ledger_rows.person_id,
    ledger_rows.link_method
from households.economy
inner join civil_affairs.households as ledger_rows
    on economy.delivery = ledger_rows.delivery
    and economy.file = ledger_rows.file
    and economy.sheet = ledger_rows.sheet
    and economy.row_no = ledger_rows.row_no
where economy.listed
