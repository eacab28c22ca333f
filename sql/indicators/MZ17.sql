-- MZ17 补差超额: in the last two months of payments, one after the other, a 低保 household was given more than it is due by
-- difference (facts/due_grants). Not in 渐退, which keeps the grant, and only where the standard was in force then.
-- Adverse lane: where exact rows alone carry the finding, only they are its evidence; otherwise every row is, and the
-- finding is withheld for the weakest of them.
with last_months as (
    select
        payments_recent.household_id,
        min(payments_recent.months_ago) as months_ago
    from payments_recent
    where payments_recent.tier = 'T1'
    group by payments_recent.household_id
),

grants as (
    select
        due_grants.household_id,
        due_grants.is_single_person,
        due_grants.members,
        due_grants.urban_rural,
        due_grants.std,
        due_grants.income_month,
        due_grants.due_grant,
        due_grants.uplift,
        policy.grant_excess_line,
        last_months.months_ago as last_months_ago,
        payments_recent.months_ago,
        payments_recent.person_id,
        payments_recent.pay_month,
        payments_recent.amount_due,
        payments_recent.is_exact,
        payments_recent.feed,
        payments_recent.delivery,
        payments_recent.file,
        payments_recent.sheet,
        payments_recent.row_no
    from due_grants
    inner join last_months on due_grants.household_id = last_months.household_id
    inner join payments_recent
        on due_grants.household_id = payments_recent.household_id
        and payments_recent.months_ago - last_months.months_ago between 0 and 1
    inner join policy
        on due_grants.policy_county = policy.county_code
        and due_grants.urban_rural = policy.urban_rural
    where
        due_grants.due_grant is not null
        and not due_grants.is_tapering
        and payments_recent.tier = 'T1'
        and payments_recent.payee_is_member
        and last_months.months_ago <= policy.payment_gap_months
        and year(payments_recent.pay_month) * 12 + month(payments_recent.pay_month)
        >= year(due_grants.std_since) * 12 + month(due_grants.std_since)
),

exact_months as (
    select
        grants.household_id,
        grants.months_ago
    from grants
    where grants.is_exact
    group by grants.household_id, grants.months_ago
    having sum(grants.amount_due) - max(grants.due_grant) > max(grants.grant_excess_line)
),

exactly as (
    select exact_months.household_id
    from exact_months
    group by exact_months.household_id
    having count(*) > 1
),

used as (
    select
        grants.*,
        exactly.household_id is not null as carried_exactly
    from grants
    left join exactly on grants.household_id = exactly.household_id
    where exactly.household_id is null or grants.is_exact
),

months as (
    select
        used.household_id,
        used.months_ago,
        bool_or(used.carried_exactly) as carried_exactly,
        max(used.pay_month) as pay_month,
        sum(used.amount_due) as amount_due,
        max(used.due_grant) as due_grant,
        max(used.grant_excess_line) as grant_excess_line
    from used
    group by used.household_id, used.months_ago
    having sum(used.amount_due) - max(used.due_grant) > max(used.grant_excess_line)
),

found as (
    select
        months.household_id,
        bool_or(months.carried_exactly) as carried_exactly,
        min(months.pay_month) as first_month,
        max(months.pay_month) as last_month,
        min(months.amount_due) as amount_due,
        max(months.due_grant) as due_grant,
        max(months.grant_excess_line) as threshold
    from months
    group by months.household_id
    having count(*) > 1
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
                to_json(struct_pack(pay_month := used.pay_month, amount_due := used.amount_due)) as varchar
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
    cast(found.amount_due as double) - found.due_grant as value,
    found.threshold,
    'B' as tier,
    cast(
        to_json(
            struct_pack(
                household_kind := case when due_grants.is_single_person then '单人保' else '低保' end,
                members := due_grants.members,
                urban_rural := due_grants.urban_rural,
                std := due_grants.std,
                income_month := round(due_grants.income_month, 2),
                uplift := due_grants.uplift,
                uplift_state := case
                    when due_grants.uplift > 0 then '（含分类施保' || cast(due_grants.uplift_persons as varchar) || '人增发）'
                    else ''
                end,
                due_grant := found.due_grant,
                first_month := substr(cast(found.first_month as varchar), 1, 7),
                last_month := substr(cast(found.last_month as varchar), 1, 7),
                amount_due := found.amount_due,
                difference := cast(found.amount_due as double) - found.due_grant,
                threshold := found.threshold
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join due_grants on found.household_id = due_grants.household_id
inner join gathered on found.household_id = gathered.household_id
