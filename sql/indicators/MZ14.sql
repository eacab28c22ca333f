-- MZ14 资金未到账: a payment failed in the last months and none succeeded for that month or a later one; or a household of
-- 低保 or 特困 is 在保 and nothing was paid for the last full months. 低保 goes to the head (where the head has died, to
-- another), 特困 to each person. A month counts as unpaid only where the county's payments for it were delivered.
with failed_lately as (
    select
        payments_recent.*,
        policy.payment_failures_min
    from payments_recent
    inner join households.economy on payments_recent.household_id = economy.household_id
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    where payments_recent.pay_status = '失败' and payments_recent.months_ago < policy.payment_failed_months
),

made_good as (
    select distinct
        failed_lately.delivery,
        failed_lately.file,
        failed_lately.sheet,
        failed_lately.row_no
    from failed_lately
    inner join payments_recent as paid
        on failed_lately.household_id = paid.household_id
        and failed_lately.months_ago >= paid.months_ago
    where
        paid.pay_status = '成功'
        and coalesce(failed_lately.tier = paid.tier, true)
        and (failed_lately.person_id = paid.person_id or failed_lately.tier = 'T1')
),

failures as (
    select failed_lately.*
    from failed_lately
    left join made_good
        on failed_lately.delivery = made_good.delivery
        and failed_lately.file = made_good.file
        and failed_lately.sheet = made_good.sheet
        and failed_lately.row_no = made_good.row_no
    where made_good.row_no is null
),

-- Households that receive money, and the months before the night that are full, as one row each.
gap_months as (
    select distinct payments_recent.months_ago
    from payments_recent
    where payments_recent.months_ago > 0
),

receiving as (
    select
        economy.household_id,
        economy.policy_county,
        economy.urban_rural,
        economy.tier,
        economy.start_month,
        policy.payment_gap_months,
        policy.payment_covered_share
    from households.economy
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    where economy.listed and economy.status = '在保' and economy.tier in ('T1', 'T2')
),

expected as (
    select
        receiving.*,
        gap_months.months_ago,
        count(payments_recent.household_id) filter (
            where coalesce(receiving.tier = payments_recent.tier, true)
        ) as payments
    from receiving
    inner join gap_months on receiving.payment_gap_months >= gap_months.months_ago
    left join payments_recent
        on receiving.household_id = payments_recent.household_id
        and gap_months.months_ago = payments_recent.months_ago
    cross join run
    where
        receiving.start_month is null
        or year(run.night) * 12 + month(run.night)
        - year(receiving.start_month) * 12 - month(receiving.start_month) >= gap_months.months_ago
    group by all
),

covered as (
    select
        expected.policy_county,
        expected.tier,
        expected.months_ago
    from expected
    group by expected.policy_county, expected.tier, expected.months_ago
    having
        count(*) filter (where expected.payments > 0) > 0
        and count(*) filter (where expected.payments > 0) >= max(expected.payment_covered_share) * count(*)
),

-- Of a month in which the household began nothing is known where the ledger leaves it empty, unless it was paid before.
begun as (
    select distinct receiving.household_id
    from receiving
    left join payments_recent
        on receiving.household_id = payments_recent.household_id
        and receiving.payment_gap_months < payments_recent.months_ago
    where receiving.start_month is not null or payments_recent.household_id is not null
),

payees as (
    select
        receiving.household_id,
        receiving.tier,
        receiving.payment_gap_months,
        members.person_id
    from receiving
    inner join begun on receiving.household_id = begun.household_id
    inner join households.members on receiving.household_id = members.household_id
    left join dead on members.person_id = dead.person_id
    where members.feed is not null and dead.person_id is null
    qualify receiving.tier = 'T2' or row_number() over (
            partition by receiving.household_id
            order by case when members.is_head then 0 else 1 end, members.person_id
        ) = 1
),

-- The covered months of each payee, and what came in them: for 特困 the person's own, or what somebody outside of the
-- household received for it.
payee_months as (
    select
        payees.household_id,
        payees.person_id,
        payees.payment_gap_months,
        expected.months_ago,
        count(payments_recent.household_id) filter (
            where payments_recent.pay_status = '成功'
            and coalesce(payees.tier = payments_recent.tier, true)
            and (
                payees.tier = 'T1'
                or payees.person_id = payments_recent.person_id
                or not payments_recent.payee_is_member
            )
        ) as successes
    from payees
    inner join expected on payees.household_id = expected.household_id
    inner join covered
        on expected.policy_county = covered.policy_county
        and expected.tier = covered.tier
        and expected.months_ago = covered.months_ago
    left join payments_recent
        on payees.household_id = payments_recent.household_id
        and expected.months_ago = payments_recent.months_ago
    group by payees.household_id, payees.person_id, payees.payment_gap_months, expected.months_ago
),

unpaid as (
    select
        payee_months.household_id,
        payee_months.person_id,
        max(payee_months.payment_gap_months) as gap_months
    from payee_months
    where payee_months.successes = 0
    group by payee_months.household_id, payee_months.person_id
    having count(*) >= max(payee_months.payment_gap_months)
),

failed as (
    select
        failures.household_id,
        failures.person_id,
        count(*) as failed_payments,
        max(failures.pay_month) as last_failed,
        max(failures.payment_failures_min) as failures_min
    from failures
    group by failures.household_id, failures.person_id
    having count(*) >= max(failures.payment_failures_min)
),

found as (
    select
        coalesce(unpaid.household_id, failed.household_id) as household_id,
        coalesce(unpaid.person_id, failed.person_id) as person_id,
        unpaid.gap_months,
        failed.failed_payments,
        failed.last_failed,
        failed.failures_min
    from unpaid
    full outer join failed
        on unpaid.household_id = failed.household_id
        and unpaid.person_id = failed.person_id
),

rows_shown as (
    select
        found.household_id,
        found.person_id,
        payments_recent.pay_month,
        payments_recent.pay_status,
        payments_recent.amount_due,
        payments_recent.feed,
        payments_recent.delivery,
        payments_recent.file,
        payments_recent.sheet,
        payments_recent.row_no
    from found
    inner join payments_recent on found.household_id = payments_recent.household_id
    where payments_recent.months_ago between 1 and found.gap_months and payments_recent.pay_status <> '成功'
    union distinct
    select
        found.household_id,
        found.person_id,
        failures.pay_month,
        failures.pay_status,
        failures.amount_due,
        failures.feed,
        failures.delivery,
        failures.file,
        failures.sheet,
        failures.row_no
    from found
    inner join failures
        on found.household_id = failures.household_id
        and found.person_id = failures.person_id
),

evidence_rows as (
    select
        rows_shown.household_id,
        rows_shown.person_id,
        struct_pack(
            feed := rows_shown.feed,
            delivery := rows_shown.delivery,
            file := rows_shown.file,
            sheet := rows_shown.sheet,
            row_no := rows_shown.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        pay_month := rows_shown.pay_month,
                        pay_status := rows_shown.pay_status,
                        amount_due := rows_shown.amount_due
                    )
                ) as varchar
            )
        ) as evidence
    from rows_shown
    union all
    select
        found.household_id,
        found.person_id,
        member_evidence.evidence
    from found
    inner join member_evidence
        on found.household_id = member_evidence.household_id
        and found.person_id = member_evidence.person_id
    union all
    select
        found.household_id,
        found.person_id,
        ledger_evidence.evidence
    from found
    inner join ledger_evidence on found.household_id = ledger_evidence.household_id
),

gathered as (
    select
        evidence_rows.household_id,
        evidence_rows.person_id,
        list(evidence_rows.evidence) as evidence
    from evidence_rows
    group by evidence_rows.household_id, evidence_rows.person_id
)

select
    found.person_id,
    found.household_id,
    cast(coalesce(found.gap_months, found.failed_payments) as double) as value,
    coalesce(found.gap_months, found.failures_min) as threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                gap_months := found.gap_months,
                failed_payments := coalesce(found.failed_payments, 0),
                finding := case
                    when found.failed_payments is null then ''
                    else
                        substr(cast(found.last_failed as varchar), 1, 7) || '救助金发放失败，此后无成功发放'
                        || case when found.gap_months is null then '' else '；' end
                end
                || case
                    when found.gap_months is null then ''
                    else '在保，最近' || cast(cast(found.gap_months as integer) as varchar) || '个整月无成功发放记录'
                end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered
    on found.household_id = gathered.household_id
    and found.person_id = gathered.person_id
