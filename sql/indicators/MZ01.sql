-- MZ01 死亡仍在保: a death row, and money paid for months after the month of death, or still in force after the days of
-- grace. Adverse lane: where exact links alone carry the finding, only rows linked exactly are its evidence; otherwise
-- every row is, and the finding is withheld for the weakest of them.
with deaths_known as (
    select
        deaths.person_id,
        deaths.death_date,
        deaths.feed,
        deaths.delivery,
        deaths.file,
        deaths.sheet,
        deaths.row_no
    from civil_affairs.deaths
    cross join run
    where deaths.death_date <= run.night
    qualify rank() over (
            partition by deaths.person_id
            order by case when deaths.link_method = 'exact' then 0 else 1 end
        ) = 1
),

departed as (
    select
        people.person_id,
        people.household_id,
        max(deaths_known.death_date) as death_date,
        max(policy.death_grace_days) as grace_days,
        max(policy.payments_after_death_max) as threshold
    from deaths_known
    inner join people on deaths_known.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    group by people.person_id, people.household_id
),

memberships as (
    select
        departed.person_id,
        members.household_id,
        member_links.link_method,
        members.feed,
        members.delivery,
        members.file,
        members.sheet,
        members.row_no,
        cast(to_json(struct_pack(relation := members.relation, in_force := members.in_force)) as varchar) as fields
    from departed
    inner join households.members on departed.person_id = members.person_id
    inner join member_links
        on members.household_id = member_links.household_id
        and members.person_id = member_links.person_id
    cross join run
    where
        members.in_force
        and date_diff('day', departed.death_date, run.night) > departed.grace_days
),

grounds as (
    select
        departed.person_id,
        null as household_id,
        payments.pay_month,
        payments.amount_paid,
        payments.link_method,
        payments.feed,
        payments.delivery,
        payments.file,
        payments.sheet,
        payments.row_no,
        cast(
            to_json(
                struct_pack(
                    pay_month := payments.pay_month,
                    assistance_type := payments.assistance_type,
                    amount_paid := payments.amount_paid,
                    pay_status := payments.pay_status
                )
            ) as varchar
        ) as fields
    from departed
    inner join civil_affairs.payments on departed.person_id = payments.person_id
    cross join run
    where
        payments.pay_status = '成功'
        and payments.amount_paid > 0
        and payments.pay_month <= run.night
        and year(payments.pay_month) * 12 + month(payments.pay_month)
        > year(departed.death_date) * 12 + month(departed.death_date)
    union all
    select
        memberships.person_id,
        memberships.household_id,
        null as pay_month,
        null as amount_paid,
        memberships.link_method,
        memberships.feed,
        memberships.delivery,
        memberships.file,
        memberships.sheet,
        memberships.row_no,
        memberships.fields
    from memberships
),

used as (
    select grounds.*
    from grounds
    qualify rank() over (
            partition by grounds.person_id
            order by case when grounds.link_method = 'exact' then 0 else 1 end
        ) = 1
),

found as (
    select
        departed.person_id,
        departed.household_id,
        departed.death_date,
        departed.grace_days,
        departed.threshold,
        coalesce(sum(used.amount_paid), 0) as amount,
        count(used.pay_month) as payments,
        min(used.pay_month) as first_month,
        max(used.pay_month) as last_month,
        bool_or(used.household_id is not null) as held,
        bool_and(used.link_method = 'exact') as exact
    from departed
    inner join used on departed.person_id = used.person_id
    group by
        departed.person_id,
        departed.household_id,
        departed.death_date,
        departed.grace_days,
        departed.threshold
    having coalesce(sum(used.amount_paid), 0) > departed.threshold or bool_or(used.household_id is not null)
),

-- The ledger row names the head: where that is the dead person by a weaker link, it does not carry an exact finding.
ledger_rows_held as (
    select distinct
        found.person_id,
        ledger_evidence.evidence
    from found
    inner join used on found.person_id = used.person_id
    inner join ledger_evidence on used.household_id = ledger_evidence.household_id
    inner join households.economy on used.household_id = economy.household_id
    inner join ledger_links on used.household_id = ledger_links.household_id
    where
        used.feed <> economy.feed
        and (
            not found.exact
            or ledger_links.person_id is distinct from found.person_id
            or ledger_links.link_method = 'exact'
        )
),

evidence_rows as (
    select
        found.person_id,
        struct_pack(
            feed := deaths_known.feed,
            delivery := deaths_known.delivery,
            file := deaths_known.file,
            sheet := deaths_known.sheet,
            row_no := deaths_known.row_no,
            fields := cast(to_json(struct_pack(death_date := deaths_known.death_date)) as varchar)
        ) as evidence
    from found
    inner join deaths_known on found.person_id = deaths_known.person_id
    union all
    select
        found.person_id,
        struct_pack(
            feed := used.feed,
            delivery := used.delivery,
            file := used.file,
            sheet := used.sheet,
            row_no := used.row_no,
            fields := used.fields
        ) as evidence
    from found
    inner join used on found.person_id = used.person_id
    union all
    select
        ledger_rows_held.person_id,
        ledger_rows_held.evidence
    from ledger_rows_held
),

gathered as (
    select
        evidence_rows.person_id,
        list(evidence_rows.evidence) as evidence
    from evidence_rows
    group by evidence_rows.person_id
)

select
    found.person_id,
    found.household_id,
    cast(found.amount as double) as value,
    found.threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                death_date := found.death_date,
                days := date_diff('day', found.death_date, run.night),
                payments := found.payments,
                amount := found.amount,
                held := found.held,
                finding := case
                    when found.payments = 0 then '死亡后仍列为在保人员'
                    when found.first_month = found.last_month
                        then substr(cast(found.first_month as varchar), 1, 7) || '仍发放救助金'
                            || case when found.held then '，且仍列为在保人员' else '' end
                    else
                        substr(cast(found.first_month as varchar), 1, 7) || '至'
                        || substr(cast(found.last_month as varchar), 1, 7) || '仍发放救助金'
                        || case when found.held then '，且仍列为在保人员' else '' end
                end
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
cross join run
