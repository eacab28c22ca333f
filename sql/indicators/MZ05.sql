-- MZ05 疑似特困未纳入: the one living member of a ledger household, old enough or with a disability of 特困, whose known
-- income is below the dibao standard, whose property check did not fail, and who is in neither 低保 nor 特困.
with alone as (
    select
        living_alone.household_id,
        living_alone.person_id,
        people.age,
        economy.annual_income,
        coalesce(economy.employment_cost, 0) as employment_cost,
        cast(economy.annual_income - coalesce(economy.employment_cost, 0) as double) / 12 as income_month,
        economy.urban_rural,
        policy.std,
        policy.tekun_age_from,
        coalesce(people.age >= policy.tekun_age_from, false) as is_old
    from living_alone
    inner join people
        on living_alone.person_id = people.person_id
        and living_alone.household_id = people.household_id
    inner join households.economy on living_alone.household_id = economy.household_id
    inner join basic_cover on living_alone.person_id = basic_cover.person_id
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    where
        economy.income_known
        and economy.property_ok is distinct from false
        and not basic_cover.has_dibao
        and not basic_cover.has_tekun
        and not basic_cover.is_doubtful
),

disabled_persons as (
    select distinct tekun_disability.person_id
    from tekun_disability
),

found as (
    select
        alone.*,
        disabled_persons.person_id is not null as is_disabled
    from alone
    left join disabled_persons on alone.person_id = disabled_persons.person_id
    where
        alone.income_month < alone.std
        and (alone.is_old or disabled_persons.person_id is not null)
),

-- The members by whose death one alone is left.
deceased as (
    select
        found.person_id as survivor_id,
        found.household_id,
        dead.person_id
    from found
    inner join households.members on found.household_id = members.household_id
    inner join dead on members.person_id = dead.person_id
),

evidence_rows as (
    select
        found.person_id,
        ledger_evidence.evidence
    from found
    inner join ledger_evidence on found.household_id = ledger_evidence.household_id
    union all
    select
        found.person_id,
        member_evidence.evidence
    from found
    inner join member_evidence
        on found.household_id = member_evidence.household_id
        and found.person_id = member_evidence.person_id
    union all
    select
        found.person_id,
        struct_pack(
            feed := tekun_disability.feed,
            delivery := tekun_disability.delivery,
            file := tekun_disability.file,
            sheet := tekun_disability.sheet,
            row_no := tekun_disability.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        category := tekun_disability.category,
                        grade := tekun_disability.grade
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join tekun_disability on found.person_id = tekun_disability.person_id
    union all
    select
        deceased.survivor_id as person_id,
        member_evidence.evidence
    from deceased
    inner join member_evidence
        on deceased.household_id = member_evidence.household_id
        and deceased.person_id = member_evidence.person_id
    union all
    select
        deceased.survivor_id as person_id,
        struct_pack(
            feed := deaths.feed,
            delivery := deaths.delivery,
            file := deaths.file,
            sheet := deaths.sheet,
            row_no := deaths.row_no,
            fields := cast(to_json(struct_pack(death_date := deaths.death_date)) as varchar)
        ) as evidence
    from deceased
    inner join civil_affairs.deaths on deceased.person_id = deaths.person_id
    where deaths.link_method = 'exact'
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
    found.income_month as value,
    found.std as threshold,
    'R' as tier,
    cast(
        to_json(
            struct_pack(
                ground := case
                    when found.is_old and found.is_disabled then cast(found.age as varchar) || '周岁、'
                    when found.is_old then cast(found.age as varchar) || '周岁'
                    else ''
                end
                || case when found.is_disabled then '残疾类别和等级符合特困人员无劳动能力的规定' else '' end,
                annual_income := found.annual_income,
                employment_cost := found.employment_cost,
                income_month := found.income_month,
                urban_rural := found.urban_rural,
                std := found.std
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.person_id = gathered.person_id
