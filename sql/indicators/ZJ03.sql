-- ZJ03 住房困难未保障: an urban household of 低保 特困(分散) 低保边缘 or 刚性支出困难 in force, with less room a head than the
-- line, still waiting (轮候) or without support (无). A flat or a subsidy, or a support that cannot be read, stops it.
with supported as (
    select distinct rental_rows.household_id
    from rental_rows
    where coalesce(rental_rows.support_type in ('实物', '补贴'), true)
),

applications as (
    select
        rental_rows.*,
        economy.tier,
        policy.area_per_head_line
    from rental_rows
    inner join households.economy on rental_rows.household_id = economy.household_id
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    left join supported on rental_rows.household_id = supported.household_id
    where
        economy.urban_rural = '城镇'
        and economy.in_force
        and (economy.tier in ('T1', 'T4', 'T5') or (economy.tier = 'T2' and economy.support_mode = '分散'))
        and rental_rows.support_type in ('轮候', '无')
        and rental_rows.area_per_head < policy.area_per_head_line
        and supported.household_id is null
),

found as (
    select applications.*
    from applications
    qualify row_number() over (
            partition by applications.household_id
            order by
                applications.area_per_head,
                applications.delivery,
                applications.file,
                applications.sheet,
                applications.row_no
        ) = 1
),

evidence_rows as (
    select
        applications.household_id,
        struct_pack(
            feed := applications.feed,
            delivery := applications.delivery,
            file := applications.file,
            sheet := applications.sheet,
            row_no := applications.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        support_type := applications.support_type,
                        area_per_head := applications.area_per_head
                    )
                ) as varchar
            )
        ) as evidence
    from applications
    union all
    select
        applications.household_id,
        member_evidence.evidence
    from applications
    inner join member_evidence
        on applications.household_id = member_evidence.household_id
        and applications.person_id = member_evidence.person_id
    union all
    select
        found.household_id,
        ledger_evidence.evidence
    from found
    inner join ledger_evidence on found.household_id = ledger_evidence.household_id
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
    cast(found.area_per_head as double) as value,
    found.area_per_head_line as threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                household_class := case found.tier
                    when 'T1' then '低保' when 'T2' then '分散供养特困'
                    when 'T4' then '低保边缘' else '刚性支出困难'
                end,
                area_per_head := found.area_per_head,
                threshold := found.area_per_head_line,
                support_state := case found.support_type when '轮候' then '仍在轮候' else '未获住房保障' end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
