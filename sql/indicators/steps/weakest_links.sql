-- The weakest identity link that each hit rests on: of its evidence rows those that name the person, or at household
-- level a member of the household. 'unlinked' is a row that stands alone, surer than a fuzzy link and no exact one.
-- An indicator built on others shows only some of their rows: it rests on the weakest of the hits that it adds up, and
-- on the rows it shows of the persons whom those are about.
with addresses as (
    select
        raw_hits.code,
        raw_hits.household_id,
        raw_hits.person_id,
        catalogue.is_built_on_others,
        unnest(raw_hits.evidence) as evidence
    from raw_hits
    inner join catalogue on raw_hits.code = catalogue.code
),

linked as (
    select
        addresses.code,
        addresses.household_id,
        addresses.person_id,
        addresses.is_built_on_others,
        links.person_id as linked_person_id,
        links.method,
        links.probability
    from addresses
    inner join links
        on addresses.evidence.feed = links.feed
        and addresses.evidence.delivery = links.delivery
        and addresses.evidence.file = links.file
        and addresses.evidence.sheet = links.sheet
        and addresses.evidence.row_no = links.row_no
    where links.role <> 'guardian'
),

concerned as (
    select
        linked.code,
        linked.household_id,
        linked.person_id,
        linked.method,
        linked.probability
    from linked
    where linked.person_id = linked.linked_person_id and not linked.is_built_on_others
    union all
    select
        linked.code,
        linked.household_id,
        linked.person_id,
        linked.method,
        linked.probability
    from linked
    inner join households.members
        on linked.household_id = members.household_id
        and linked.linked_person_id = members.person_id
    where linked.person_id = '' and not linked.is_built_on_others
    union all
    select
        linked.code,
        linked.household_id,
        linked.person_id,
        linked.method,
        linked.probability
    from linked
    inner join component_hits
        on linked.code = component_hits.built_code
        and linked.household_id = component_hits.household_id
        and linked.linked_person_id = component_hits.person_id
    where linked.is_built_on_others
    union all
    select
        raw_hits.code,
        raw_hits.household_id,
        raw_hits.person_id,
        component_hits.link_method as method,
        component_hits.match_probability as probability
    from raw_hits
    inner join component_hits
        on raw_hits.code = component_hits.built_code
        and raw_hits.household_id = component_hits.household_id
)

select
    concerned.code,
    concerned.household_id,
    concerned.person_id,
    max_by(
        concerned.method,
        list_position(
            ['exact', 'id_only', 'repaired', 'reviewed', 'same_details', 'unlinked', 'fuzzy'], concerned.method
        )
    ) as link_method,
    min(concerned.probability) as match_probability
from concerned
group by concerned.code, concerned.household_id, concerned.person_id
