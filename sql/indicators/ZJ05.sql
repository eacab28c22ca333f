-- ZJ05 名下多套或新增住房: a household of 低保 特困 低保边缘 or 刚性支出困难 in force, whose living members own more dwellings
-- (住宅 现势) than allowed, or had one registered in the last months. A title that several members share is one dwelling.
-- Adverse lane: where exact rows alone carry the finding, only they are its evidence; otherwise every row is, and the
-- finding is withheld for the weakest of them.
with titles as (
    select
        people.household_id,
        people.person_id,
        people.tier,
        property.title_no,
        property.registered_date,
        coalesce(property.link_method = 'exact' and member_links.link_method = 'exact', false) as is_exact,
        year(run.night) * 12 + month(run.night)
        - year(property.registered_date) * 12 - month(property.registered_date) as months_ago,
        policy.dwellings_max,
        policy.dwelling_window_months,
        property.feed,
        property.delivery,
        property.file,
        property.sheet,
        property.row_no
    from housing.property
    inner join people on property.person_id = people.person_id
    inner join member_links
        on people.household_id = member_links.household_id
        and people.person_id = member_links.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    cross join run
    where
        people.in_force
        and people.tier in ('T1', 'T2', 'T4', 'T5')
        and not people.is_dead
        and property.usage = '住宅'
        and property.status = '现势'
        and (property.registered_date is null or property.registered_date <= run.night)
),

exactly as (
    select titles.household_id
    from titles
    where titles.is_exact
    group by titles.household_id
    having
        count(distinct titles.title_no) > max(titles.dwellings_max)
        or min(titles.months_ago) < max(titles.dwelling_window_months)
),

used as (
    select
        titles.*,
        exactly.household_id is not null as carried_exactly
    from titles
    left join exactly on titles.household_id = exactly.household_id
    where exactly.household_id is null or titles.is_exact
),

found as (
    select
        used.household_id,
        max(used.tier) as tier,
        bool_or(used.carried_exactly) as carried_exactly,
        count(distinct used.title_no) as dwellings,
        max(used.registered_date) filter (
            where used.months_ago < used.dwelling_window_months
        ) as registered_on,
        max(used.dwellings_max) as threshold,
        max(used.dwelling_window_months) as window_months
    from used
    group by used.household_id
    having
        count(distinct used.title_no) > max(used.dwellings_max)
        or min(used.months_ago) < max(used.dwelling_window_months)
),

evidence_rows as (
    select
        used.household_id,
        struct_pack(
            feed := used.feed,
            delivery := used.delivery,
            file := used.file,
            sheet := used.sheet,
            row_no := used.row_no,
            fields := cast(to_json(struct_pack(registered_date := used.registered_date)) as varchar)
        ) as evidence
    from used
    union all
    select
        used.household_id,
        member_evidence.evidence
    from used
    inner join member_evidence
        on used.household_id = member_evidence.household_id
        and used.person_id = member_evidence.person_id
    union all
    -- The ledger row names the head: by a weaker link it does not carry an exact finding.
    select
        found.household_id,
        ledger_evidence.evidence
    from found
    inner join ledger_evidence on found.household_id = ledger_evidence.household_id
    inner join ledger_links on found.household_id = ledger_links.household_id
    where not found.carried_exactly or ledger_links.link_method = 'exact'
),

gathered as (
    select
        evidence_rows.household_id,
        list(evidence_rows.evidence) as evidence
    from evidence_rows
    group by evidence_rows.household_id
)

select
    '' as person_id,
    found.household_id,
    cast(found.dwellings as double) as value,
    found.threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                household_class := case found.tier
                    when 'T1' then '低保' when 'T2' then '特困' when 'T4' then '低保边缘' else '刚性支出困难'
                end,
                dwellings := found.dwellings,
                finding := case
                    when found.registered_on is null then '多于一般认定的套数'
                    else
                        '其中最近一套于' || cast(found.registered_on as varchar) || '登记，在近'
                        || cast(cast(found.window_months as integer) as varchar) || '个月内'
                end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
