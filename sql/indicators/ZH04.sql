-- ZH04 财产或身份疑点: a household of 低保 特困 低保边缘 or 刚性支出困难 in force, of whose living members the last
-- means check says: a vehicle that is no disability vehicle, a market entity, deposits that are together over their
-- multiple of the standard, on the public payroll, or in prison. A vehicle that nobody marked as a disability vehicle
-- is a doubt, and the sentence says that the mark is missing; deposits that are not known add nothing.
-- Adverse lane: where exact rows alone carry a doubt, only they count; otherwise every row does, and the finding is
-- withheld for the weakest of them.
with checked as (
    select
        people.household_id,
        people.person_id,
        people.tier,
        economy.member_count,
        latest_verification.verified_date,
        latest_verification.vehicles,
        latest_verification.disability_vehicle,
        latest_verification.market_entity,
        latest_verification.deposits,
        latest_verification.public_payroll,
        latest_verification.in_prison,
        latest_verification.vehicles
        - case when coalesce(latest_verification.disability_vehicle, false) then 1 else 0 end
        > policy.vehicles_max as has_vehicle,
        coalesce(
            latest_verification.link_method = 'exact' and member_links.link_method = 'exact', false
        ) as is_exact,
        policy.std,
        policy.deposits_std_multiple,
        policy.property_doubts_min,
        latest_verification.feed,
        latest_verification.delivery,
        latest_verification.file,
        latest_verification.sheet,
        latest_verification.row_no
    from latest_verification
    inner join people on latest_verification.person_id = people.person_id
    inner join households.economy on people.household_id = economy.household_id
    inner join member_links
        on people.household_id = member_links.household_id
        and people.person_id = member_links.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where people.in_force and people.tier in ('T1', 'T2', 'T4', 'T5') and not people.is_dead
),

-- Whether exact rows alone show their deposits to be over the line.
deposit_sums as (
    select
        checked.household_id,
        coalesce(
            sum(checked.deposits) filter (where checked.is_exact)
            > max(checked.deposits_std_multiple * checked.std * checked.member_count),
            false
        ) as over_exactly,
        coalesce(
            sum(checked.deposits) > max(checked.deposits_std_multiple * checked.std * checked.member_count), false
        ) as over
    from checked
    group by checked.household_id
),

doubtful as (
    select
        checked.*,
        deposit_sums.over_exactly,
        deposit_sums.over,
        coalesce(checked.has_vehicle, false)
        or coalesce(checked.market_entity, false)
        or coalesce(checked.public_payroll, false)
        or coalesce(checked.in_prison, false) as has_own_doubt
    from checked
    inner join deposit_sums on checked.household_id = deposit_sums.household_id
    where
        coalesce(checked.has_vehicle, false)
        or coalesce(checked.market_entity, false)
        or coalesce(checked.public_payroll, false)
        or coalesce(checked.in_prison, false)
        or (deposit_sums.over and coalesce(checked.deposits > 0, false))
),

exactly as (
    select doubtful.household_id
    from doubtful
    where doubtful.is_exact
    group by doubtful.household_id
    having
        case when bool_or(coalesce(doubtful.has_vehicle, false)) then 1 else 0 end
        + case when bool_or(coalesce(doubtful.market_entity, false)) then 1 else 0 end
        + case when bool_or(doubtful.over_exactly) then 1 else 0 end
        + case when bool_or(coalesce(doubtful.public_payroll, false)) then 1 else 0 end
        + case when bool_or(coalesce(doubtful.in_prison, false)) then 1 else 0 end
        >= max(doubtful.property_doubts_min)
),

used as (
    select
        doubtful.*,
        exactly.household_id is not null as carried_exactly,
        case when exactly.household_id is null then doubtful.over else doubtful.over_exactly end as deposits_over
    from doubtful
    left join exactly on doubtful.household_id = exactly.household_id
    where
        exactly.household_id is null
        or (doubtful.is_exact and (doubtful.has_own_doubt or doubtful.over_exactly))
),

totals as (
    select
        used.household_id,
        max(used.tier) as tier,
        bool_or(used.carried_exactly) as carried_exactly,
        count(*) as persons,
        max(used.verified_date) as verified_on,
        sum(
            case
                when used.has_vehicle
                    then used.vehicles - case when coalesce(used.disability_vehicle, false) then 1 else 0 end
                else 0
            end
        ) as vehicles,
        coalesce(bool_or(used.has_vehicle and used.disability_vehicle is null), false) as is_unmarked,
        coalesce(bool_or(used.market_entity), false) as market_entity,
        coalesce(bool_or(used.public_payroll), false) as public_payroll,
        coalesce(bool_or(used.in_prison), false) as in_prison,
        bool_or(used.deposits_over) as deposits_over,
        sum(used.deposits) as deposits,
        max(used.deposits_std_multiple) as deposits_std_multiple,
        max(used.deposits_std_multiple * used.std * used.member_count) as deposits_line,
        max(used.property_doubts_min) as threshold
    from used
    group by used.household_id
),

found as (
    select
        totals.*,
        case when totals.vehicles > 0 then 1 else 0 end
        + case when totals.market_entity then 1 else 0 end
        + case when totals.deposits_over then 1 else 0 end
        + case when totals.public_payroll then 1 else 0 end
        + case when totals.in_prison then 1 else 0 end as doubts
    from totals
    where
        case when totals.vehicles > 0 then 1 else 0 end
        + case when totals.market_entity then 1 else 0 end
        + case when totals.deposits_over then 1 else 0 end
        + case when totals.public_payroll then 1 else 0 end
        + case when totals.in_prison then 1 else 0 end
        >= totals.threshold
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
            fields := cast(
                to_json(
                    struct_pack(
                        verified_date := used.verified_date,
                        vehicles := case when used.has_vehicle then used.vehicles end,
                        disability_vehicle := case when used.has_vehicle then used.disability_vehicle end,
                        market_entity := case when used.market_entity then used.market_entity end,
                        deposits := case when used.deposits_over then used.deposits end,
                        public_payroll := case when used.public_payroll then used.public_payroll end,
                        in_prison := case when used.in_prison then used.in_prison end
                    )
                ) as varchar
            )
        ) as evidence
    from used
    inner join found on used.household_id = found.household_id
    union all
    select
        used.household_id,
        member_evidence.evidence
    from used
    inner join found on used.household_id = found.household_id
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
    cast(found.doubts as double) as value,
    found.threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                household_class := case found.tier
                    when 'T1' then '低保' when 'T2' then '特困' when 'T4' then '低保边缘' else '刚性支出困难'
                end,
                persons := found.persons,
                verified_on := found.verified_on,
                vehicles := found.vehicles,
                market_entity := found.market_entity,
                deposits := case when found.deposits_over then found.deposits end,
                deposits_line := found.deposits_line,
                public_payroll := found.public_payroll,
                in_prison := found.in_prison,
                finding := concat_ws(
                    '、',
                    case
                        when found.vehicles > 0
                            then
                                '机动车' || cast(cast(found.vehicles as integer) as varchar) || '辆（'
                                || case
                                    when found.is_unmarked then '核对结果未注明是否残疾专用车' else '残疾专用车除外'
                                end || '）'
                    end,
                    case when found.market_entity then '有市场主体登记' end,
                    case
                        when found.deposits_over
                            then
                                '存款合计' || cast(found.deposits as varchar)
                                || '元，超过' || cast(cast(round(found.deposits_line) as bigint) as varchar)
                                || '元（人均' || cast(cast(found.deposits_std_multiple as integer) as varchar)
                                || '个月低保标准）'
                    end,
                    case when found.public_payroll then '有财政供养人员' end,
                    case when found.in_prison then '有服刑在押人员' end
                )
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
