-- MZ02 重复享受: two benefits that nobody may draw at once (incompatible_benefits, by county and month) in one month, each
-- paid (成功, and not taken back in that month) or in force by the ledger or by a child's recognition. A pair of one
-- benefit with itself is the same benefit in two counties. What is in force without a first month is so from this one.
-- Adverse lane: where pairs of exact rows carry the finding, they alone are its evidence; otherwise every pair is, and
-- the finding is withheld for the weakest of their rows.
with months as (
    select distinct incompatible_benefits.month
    from incompatible_benefits
),

payments_made as (
    select
        payments.*,
        economy.county_code,
        case
            when payments.assistance_type in ('100', '110', '120') then '低保'
            when payments.assistance_type in ('130', '131', '132') then '特困'
        end as benefit
    from civil_affairs.payments
    inner join months on payments.pay_month = months.month
    left join households.economy on payments.named_household_id = economy.household_id
    where payments.pay_status = '成功' and payments.assistance_type in ('100', '110', '120', '130', '131', '132')
),

members_held as (
    select
        members.*,
        economy.county_code,
        economy.start_month,
        economy.end_month,
        case members.tier when 'T1' then '低保' else '特困' end as benefit
    from households.members
    inner join households.economy on members.household_id = economy.household_id
    where members.in_force and members.tier in ('T1', 'T2')
),

children_recognised as (
    select
        children.*,
        children.child_category as benefit
    from civil_affairs.children
    where children.child_category in ('孤儿', '事实无人抚养')
),

drawn as (
    select
        payments_made.person_id,
        payments_made.benefit,
        payments_made.county_code
    from payments_made
    union all
    select
        members_held.person_id,
        members_held.benefit,
        members_held.county_code
    from members_held
    union all
    select
        children_recognised.person_id,
        children_recognised.benefit,
        null as county_code
    from children_recognised
),

-- Nobody else can have two: of most people there is one benefit in one county. Their place and its parameters come with
-- them, so that what follows has these few people alone.
several as (
    select
        people.person_id,
        people.household_id,
        people.policy_county,
        policy.double_benefit_months_max,
        policy.double_benefit_window_months
    from drawn
    inner join people on drawn.person_id = people.person_id
    inner join policy
        on people.policy_county = policy.county_code
        and people.urban_rural = policy.urban_rural
    where not people.is_dead
    group by
        people.person_id,
        people.household_id,
        people.policy_county,
        policy.double_benefit_months_max,
        policy.double_benefit_window_months
    having
        count(distinct drawn.benefit) > 1
        or count(distinct drawn.county_code) > 1
),

netted as (
    select
        payments_made.*,
        sum(payments_made.amount_paid) over (
            partition by
                payments_made.person_id,
                payments_made.benefit,
                payments_made.pay_month,
                payments_made.named_household_id
        ) as net
    from several
    inner join payments_made on several.person_id = payments_made.person_id
),

grounds as (
    select
        netted.person_id,
        netted.benefit,
        netted.county_code,
        null as household_id,
        netted.pay_month as month_from,
        netted.pay_month as month_to,
        true as is_paid,
        netted.link_method = 'exact' as is_exact,
        netted.feed,
        netted.delivery,
        netted.file,
        netted.sheet,
        netted.row_no,
        cast(
            to_json(
                struct_pack(
                    pay_month := netted.pay_month,
                    assistance_type := netted.assistance_type,
                    amount_paid := netted.amount_paid,
                    pay_status := netted.pay_status
                )
            ) as varchar
        ) as fields
    from netted
    where netted.net > 0 and netted.amount_paid > 0
    union all
    select
        members_held.person_id,
        members_held.benefit,
        members_held.county_code,
        members_held.household_id,
        coalesce(members_held.start_month, make_date(year(run.night), month(run.night), 1)) as month_from,
        coalesce(members_held.end_month, run.night) as month_to,
        false as is_paid,
        member_links.link_method = 'exact' as is_exact,
        members_held.feed,
        members_held.delivery,
        members_held.file,
        members_held.sheet,
        members_held.row_no,
        cast(
            to_json(struct_pack(relation := members_held.relation, in_force := members_held.in_force)) as varchar
        ) as fields
    from several
    inner join members_held on several.person_id = members_held.person_id
    inner join member_links
        on members_held.household_id = member_links.household_id
        and members_held.person_id = member_links.person_id
    cross join run
    union all
    select
        children_recognised.person_id,
        children_recognised.benefit,
        null as county_code,
        null as household_id,
        coalesce(children_recognised.start_month, make_date(year(run.night), month(run.night), 1)) as month_from,
        run.night as month_to,
        false as is_paid,
        children_recognised.link_method = 'exact' as is_exact,
        children_recognised.feed,
        children_recognised.delivery,
        children_recognised.file,
        children_recognised.sheet,
        children_recognised.row_no,
        cast(
            to_json(
                struct_pack(
                    child_category := children_recognised.child_category,
                    start_month := children_recognised.start_month
                )
            ) as varchar
        ) as fields
    from several
    inner join children_recognised on several.person_id = children_recognised.person_id
    cross join run
),

by_month as (
    select
        grounds.*,
        several.household_id as primary_household_id,
        several.policy_county,
        several.double_benefit_months_max,
        several.double_benefit_window_months,
        months.month
    from several
    inner join grounds on several.person_id = grounds.person_id
    inner join months on grounds.month_from <= months.month and grounds.month_to >= months.month
),

pairs as (
    select
        one.person_id,
        one.primary_household_id as household_id,
        one.month,
        one.double_benefit_months_max,
        incompatible_benefits.benefit,
        incompatible_benefits.other_benefit,
        one.is_paid and other.is_paid as are_paid,
        coalesce(one.is_exact and other.is_exact, false) as are_exact,
        [
            struct_pack(
                household_id := one.household_id,
                feed := one.feed,
                delivery := one.delivery,
                file := one.file,
                sheet := one.sheet,
                row_no := one.row_no,
                fields := one.fields
            ),
            struct_pack(
                household_id := other.household_id,
                feed := other.feed,
                delivery := other.delivery,
                file := other.file,
                sheet := other.sheet,
                row_no := other.row_no,
                fields := other.fields
            )
        ] as both_rows
    from by_month as one
    inner join by_month as other
        on one.person_id = other.person_id
        and one.month = other.month
    inner join incompatible_benefits
        on one.policy_county = incompatible_benefits.county_code
        and one.month = incompatible_benefits.month
        and one.benefit = incompatible_benefits.benefit
        and other.benefit = incompatible_benefits.other_benefit
    cross join run
    where
        (one.benefit <> other.benefit or one.county_code < other.county_code)
        and year(run.night) * 12 + month(run.night) - year(one.month) * 12 - month(one.month)
        < one.double_benefit_window_months
),

exactly as (
    select pairs.person_id
    from pairs
    where pairs.are_exact
    group by pairs.person_id
    having count(distinct pairs.month) > max(pairs.double_benefit_months_max)
),

used as (
    select
        pairs.*,
        case
            when pairs.benefit = pairs.other_benefit then '两个县的' || pairs.benefit
            else pairs.benefit || '与' || pairs.other_benefit
        end as names
    from pairs
    left join exactly on pairs.person_id = exactly.person_id
    where exactly.person_id is null or pairs.are_exact
),

found as (
    select
        used.person_id,
        used.household_id,
        count(distinct used.month) as months,
        count(distinct case when used.are_paid then used.month end) as paid_months,
        min(used.month) as first_month,
        max(used.month) as last_month,
        bool_and(used.are_exact) as are_exact,
        array_to_string(list_sort(list(distinct used.names)), '、') as benefits,
        max(used.double_benefit_months_max) as threshold
    from used
    group by used.person_id, used.household_id
    having count(distinct used.month) > max(used.double_benefit_months_max)
),

rows_used as (
    select distinct
        found.person_id,
        found.are_exact,
        unnest(used.both_rows) as ground
    from found
    inner join used on found.person_id = used.person_id
),

-- The ledger row names the head: where that is this person by a weaker link, it does not carry an exact finding.
ledger_rows_used as (
    select distinct
        rows_used.person_id,
        ledger_evidence.evidence
    from rows_used
    inner join ledger_evidence on rows_used.ground.household_id = ledger_evidence.household_id
    inner join ledger_links on rows_used.ground.household_id = ledger_links.household_id
    where
        rows_used.ground.feed <> 'civil_affairs/households'
        and (
            not rows_used.are_exact
            or ledger_links.person_id is distinct from rows_used.person_id
            or ledger_links.link_method = 'exact'
        )
),

evidence_rows as (
    select
        rows_used.person_id,
        struct_pack(
            feed := rows_used.ground.feed,
            delivery := rows_used.ground.delivery,
            file := rows_used.ground.file,
            sheet := rows_used.ground.sheet,
            row_no := rows_used.ground.row_no,
            fields := rows_used.ground.fields
        ) as evidence
    from rows_used
    union all
    select
        ledger_rows_used.person_id,
        ledger_rows_used.evidence
    from ledger_rows_used
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
    cast(found.months as double) as value,
    found.threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                period := case
                    when found.first_month = found.last_month then substr(cast(found.first_month as varchar), 1, 7)
                    else
                        substr(cast(found.first_month as varchar), 1, 7) || '至'
                        || substr(cast(found.last_month as varchar), 1, 7) || '间有'
                        || cast(found.months as varchar) || '个月'
                end,
                benefits := found.benefits,
                paid_months := found.paid_months
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
