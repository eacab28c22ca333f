-- RS07 就业后收入超标: a 低保 household of known income in which a member's contributions (110) began in the last months and
-- go on, and whose income a head is over the standard once twelve times their last base is added.
-- Adverse lane: where members with exact rows alone carry the finding, only they count; otherwise all do, and the
-- finding is withheld for the weakest of their rows.
with homes as (
    select
        people.person_id,
        people.household_id,
        people.urban_rural,
        economy.annual_income - coalesce(economy.employment_cost, 0) as income,
        economy.member_count,
        member_links.link_method as member_link_method,
        policy.std,
        policy.contribution_gap_months as gap_months,
        policy.employment_window_months as window_months,
        policy.employment_months_before as months_before
    from people
    inner join households.economy on people.household_id = economy.household_id
    inner join member_links
        on people.household_id = member_links.household_id
        and people.person_id = member_links.person_id
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    where people.in_force and people.tier = 'T1' and economy.income_known and not people.is_dead
),

-- A contribution of unreadable insurance may have been one of 110, so it can be the first one, though not the last.
histories as (
    select
        homes.person_id,
        max(contributions_recent.months_ago) as first_months_ago
    from homes
    inner join contributions_recent on homes.person_id = contributions_recent.person_id
    where
        contributions_recent.months_ago < homes.window_months + homes.months_before
        and (contributions_recent.insurance_type is null or contributions_recent.insurance_type = '110')
    group by homes.person_id
),

earnings as (
    select
        homes.*,
        contributions_recent.base,
        contributions_recent.month,
        coalesce(
            contributions_recent.link_method = 'exact' and homes.member_link_method = 'exact', false
        ) as is_exact,
        contributions_recent.feed,
        contributions_recent.delivery,
        contributions_recent.file,
        contributions_recent.sheet,
        contributions_recent.row_no
    from homes
    inner join contributions_recent on homes.person_id = contributions_recent.person_id
    inner join histories on homes.person_id = histories.person_id
    where
        contributions_recent.insurance_type = '110'
        and contributions_recent.base > 0
        and contributions_recent.months_ago <= homes.gap_months
        and histories.first_months_ago < homes.window_months
    qualify row_number() over (
            partition by homes.person_id
            order by
                case
                    when contributions_recent.link_method = 'exact' and homes.member_link_method = 'exact' then 0 else 1
                end,
                contributions_recent.months_ago,
                contributions_recent.delivery,
                contributions_recent.file,
                contributions_recent.sheet,
                contributions_recent.row_no
        ) = 1
),

exactly as (
    select earnings.household_id
    from earnings
    where earnings.is_exact
    group by earnings.household_id
    having
        max(earnings.income) + sum(earnings.base) * 12
        > max(earnings.std) * max(earnings.member_count) * 12
),

used as (
    select
        earnings.*,
        exactly.household_id is not null as carried_exactly
    from earnings
    left join exactly on earnings.household_id = exactly.household_id
    where exactly.household_id is null or earnings.is_exact
),

found as (
    select
        used.household_id,
        bool_or(used.carried_exactly) as carried_exactly,
        count(*) as earners,
        sum(used.base) as base,
        max(used.month) as last_month,
        max(used.income) as income,
        max(used.member_count) as members,
        max(used.urban_rural) as urban_rural,
        max(used.std) as std,
        max(used.window_months) as window_months
    from used
    group by used.household_id
    having max(used.income) + sum(used.base) * 12 > max(used.std) * max(used.member_count) * 12
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
            fields := cast(to_json(struct_pack(month := used.month, base := used.base)) as varchar)
        ) as evidence
    from used
    inner join found on used.household_id = found.household_id
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
    cast(found.income + found.base * 12 as double) / found.members / 12 as value,
    found.std as threshold,
    'B' as tier,
    cast(
        to_json(
            struct_pack(
                window_months := found.window_months,
                earners := found.earners,
                base := found.base,
                last_month := substr(cast(found.last_month as varchar), 1, 7),
                income := found.income,
                members := found.members,
                income_month := round(cast(found.income + found.base * 12 as double) / found.members / 12, 2),
                urban_rural := found.urban_rural,
                std := found.std
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
