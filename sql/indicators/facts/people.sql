-- One row a person: the primary household, the place whose policy applies, ages in full years (empty = not known).
select
    members.person_id,
    members.household_id,
    members.tier,
    members.in_force,
    members.watched,
    members.low_income_population,
    economy.urban_rural,
    economy.policy_county,
    persons.birth_date,
    year(run.night) - year(persons.birth_date)
    - case
        when month(run.night) * 100 + day(run.night) < month(persons.birth_date) * 100 + day(persons.birth_date)
            then 1
        else 0
    end as age,
    school_terms.school_year_start - year(persons.birth_date)
    - case
        when month(persons.birth_date) >= policy.school_year_first_month then 1 else 0
    end as age_before_school_year,
    dead.person_id is not null as is_dead
from households.members
inner join households.economy on members.household_id = economy.household_id
inner join policy
    on economy.policy_county = policy.county_code
    and economy.urban_rural = policy.urban_rural
inner join school_terms
    on economy.policy_county = school_terms.county_code
    and economy.urban_rural = school_terms.urban_rural
left join identity.persons on members.person_id = persons.person_id
left join dead on members.person_id = dead.person_id
cross join run
where members.is_primary
