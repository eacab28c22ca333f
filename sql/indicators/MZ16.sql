-- MZ16 补差不足: what a 低保 household is due by difference (facts/due_grants) is more than what its last payments were for.
-- The last payments lie in this month or the last full ones, and the standard was in force then: unlike periods are not
-- compared. Payments of an amount or a kind that cannot be read may be the rest; then nothing is found.
with months as (
    select
        payments_recent.household_id,
        payments_recent.months_ago,
        max(payments_recent.pay_month) as pay_month,
        sum(payments_recent.amount_due) as amount_due,
        count(*) filter (
            where payments_recent.amount_due is null or payments_recent.tier is null
        ) as not_known
    from payments_recent
    where coalesce(payments_recent.tier = 'T1', true)
    group by payments_recent.household_id, payments_recent.months_ago
    qualify row_number() over (
            partition by payments_recent.household_id
            order by payments_recent.months_ago
        ) = 1
),

found as (
    select
        due_grants.*,
        months.months_ago,
        months.pay_month,
        months.amount_due,
        policy.grant_short_line
    from due_grants
    inner join months on due_grants.household_id = months.household_id
    inner join policy
        on due_grants.policy_county = policy.county_code
        and due_grants.urban_rural = policy.urban_rural
    where
        months.not_known = 0
        and months.months_ago <= policy.payment_gap_months
        and year(months.pay_month) * 12 + month(months.pay_month)
        >= year(due_grants.std_since) * 12 + month(due_grants.std_since)
        and due_grants.due_grant - months.amount_due > policy.grant_short_line
),

evidence_rows as (
    select
        found.household_id,
        struct_pack(
            feed := payments_recent.feed,
            delivery := payments_recent.delivery,
            file := payments_recent.file,
            sheet := payments_recent.sheet,
            row_no := payments_recent.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        pay_month := payments_recent.pay_month,
                        amount_due := payments_recent.amount_due
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join payments_recent
        on found.household_id = payments_recent.household_id
        and found.months_ago = payments_recent.months_ago
    where payments_recent.tier = 'T1'
    union all
    select
        found.household_id,
        struct_pack(
            feed := disabled.feed,
            delivery := disabled.delivery,
            file := disabled.file,
            sheet := disabled.sheet,
            row_no := disabled.row_no,
            fields := cast(to_json(struct_pack(grade := disabled.grade)) as varchar)
        ) as evidence
    from found
    inner join households.members on found.household_id = members.household_id
    inner join civil_affairs.disabled on members.person_id = disabled.person_id
    where found.uplift > 0
    union all
    select
        found.household_id,
        member_evidence.evidence
    from found
    inner join member_evidence on found.household_id = member_evidence.household_id
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
    found.due_grant - cast(found.amount_due as double) as value,
    found.grant_short_line as threshold,
    'Y' as tier,
    cast(
        to_json(
            struct_pack(
                household_kind := case when found.is_single_person then '单人保' else '低保' end,
                members := found.members,
                urban_rural := found.urban_rural,
                std := found.std,
                income_month := round(found.income_month, 2),
                uplift := found.uplift,
                uplift_state := case
                    when found.uplift > 0 then '（含分类施保' || cast(found.uplift_persons as varchar) || '人增发）'
                    else ''
                end || case when found.is_tapering then '（渐退期保留）' else '' end,
                due_grant := found.due_grant,
                pay_month := substr(cast(found.pay_month as varchar), 1, 7),
                amount_due := found.amount_due,
                difference := found.due_grant - cast(found.amount_due as double),
                threshold := found.grant_short_line
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
