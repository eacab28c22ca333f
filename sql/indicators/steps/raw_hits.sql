-- What every rule's rows go through first: the dead and households without anyone alive leave, evidence is put in the
-- order of addresses. `rule_rows` is the result of one rule; `rule` its one row of the catalogue.
select
    rule.code,
    rule_rows.household_id,
    rule_rows.person_id,
    cast(rule_rows.value as double) as value,
    cast(rule_rows.threshold as double) as threshold,
    rule_rows.tier,
    rule_rows.facts,
    list_sort(list_distinct(rule_rows.evidence)) as evidence
from rule_rows
cross join rule
where
    rule.about_the_dead
    or (
        rule_rows.person_id not in (select dead.person_id from dead)
        and rule_rows.household_id not in (select dead_households.household_id from dead_households)
    )
