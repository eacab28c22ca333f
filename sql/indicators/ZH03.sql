-- ZH03 刚性支出比超限: what a household's members paid for treatment in the last months, what the school year costs them
-- and a year's rent are together more than their share of its known income of a year, and the income a head is below
-- last year's disposable income. In force as 低保 特困 低保边缘 or 刚性支出困难 it is covered already.
-- All are sums of a year. A part that is not known adds nothing, so that the sum is the least it can be: so is the own
-- pay of a student whose aid cannot be read, and the rent of who draws a rent subsidy of an amount that is not known.
-- Graduate school is no rigid expenditure.
with homes as (
    select
        economy.household_id,
        economy.annual_income,
        economy.member_count,
        economy.income_per_head_month,
        economy.urban_rural,
        policy.pcdi,
        policy.rigid_ratio,
        policy.own_pay_window_months
    from households.economy
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    where
        economy.listed
        and economy.status is not null
        and economy.income_known
        and economy.annual_income > 0
        and economy.annual_income - coalesce(economy.employment_cost, 0) < policy.pcdi * economy.member_count
        and not (economy.in_force and economy.assistance_type is null)
        and not (economy.in_force and coalesce(economy.tier in ('T1', 'T2', 'T4', 'T5'), false))
),

paid as (
    select
        people.household_id,
        people.person_id,
        greatest(own_pay.window_own_pay, 0) as medical
    from own_pay
    inner join people on own_pay.person_id = people.person_id
    inner join homes on people.household_id = homes.household_id
),

studied as (
    select education_own_pay.*
    from education_own_pay
    inner join homes on education_own_pay.household_id = homes.household_id
    where education_own_pay.own_pay > 0 and education_own_pay.stage <> '研究生'
),

rented as (
    select rents.*
    from rents
    inner join homes on rents.household_id = homes.household_id
    where rents.support_type <> '补贴'
    qualify row_number() over (
            partition by rents.household_id
            order by rents.monthly_rent desc, rents.delivery, rents.file, rents.sheet, rents.row_no
        ) = 1
),

parts as (
    select
        paid.household_id,
        paid.medical,
        0 as education,
        0 as rent
    from paid
    union all
    select
        studied.household_id,
        0 as medical,
        studied.own_pay as education,
        0 as rent
    from studied
    union all
    select
        rented.household_id,
        0 as medical,
        0 as education,
        rented.monthly_rent * 12 as rent
    from rented
),

spent as (
    select
        parts.household_id,
        sum(parts.medical) as medical,
        sum(parts.education) as education,
        sum(parts.rent) as rent,
        sum(parts.medical) + sum(parts.education) + sum(parts.rent) as rigid
    from parts
    group by parts.household_id
),

found as (
    select
        homes.*,
        spent.medical,
        spent.education,
        spent.rent,
        spent.rigid
    from homes
    inner join spent on homes.household_id = spent.household_id
    where spent.rigid > round(homes.rigid_ratio * homes.annual_income, 4)
),

evidence_rows as (
    select
        found.household_id,
        struct_pack(
            feed := settlements_known.feed,
            delivery := settlements_known.delivery,
            file := settlements_known.file,
            sheet := settlements_known.sheet,
            row_no := settlements_known.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        settle_date := settlements_known.settle_date,
                        personal_pay := settlements_known.personal_pay
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join paid on found.household_id = paid.household_id
    inner join settlements_known on paid.person_id = settlements_known.person_id
    where paid.medical > 0 and settlements_known.months_ago < found.own_pay_window_months
    union all
    select
        found.household_id,
        struct_pack(
            feed := studied.feed,
            delivery := studied.delivery,
            file := studied.file,
            sheet := studied.sheet,
            row_no := studied.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        stage := studied.stage,
                        tuition := studied.tuition,
                        boarding := studied.boarding,
                        books := studied.books
                    )
                ) as varchar
            )
        ) as evidence
    from found
    inner join studied on found.household_id = studied.household_id
    union all
    select
        found.household_id,
        struct_pack(
            feed := education_aid_of_year.feed,
            delivery := education_aid_of_year.delivery,
            file := education_aid_of_year.file,
            sheet := education_aid_of_year.sheet,
            row_no := education_aid_of_year.row_no,
            fields := cast(
                to_json(
                    struct_pack(term := education_aid_of_year.term, amount := education_aid_of_year.amount)
                ) as varchar
            )
        ) as evidence
    from found
    inner join studied on found.household_id = studied.household_id
    inner join education_aid_of_year on studied.person_id = education_aid_of_year.student_id
    union all
    select
        found.household_id,
        struct_pack(
            feed := rented.feed,
            delivery := rented.delivery,
            file := rented.file,
            sheet := rented.sheet,
            row_no := rented.row_no,
            fields := cast(
                to_json(
                    struct_pack(support_type := rented.support_type, monthly_rent := rented.monthly_rent)
                ) as varchar
            )
        ) as evidence
    from found
    inner join rented on found.household_id = rented.household_id
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
    cast(found.rigid as double) / cast(found.annual_income as double) as value,
    found.rigid_ratio as threshold,
    'O' as tier,
    cast(
        to_json(
            struct_pack(
                window_months := found.own_pay_window_months,
                medical := found.medical,
                education := found.education,
                rent := found.rent,
                rigid := found.rigid,
                annual_income := found.annual_income,
                share := cast(found.rigid as double) / cast(found.annual_income as double),
                threshold := found.rigid_ratio,
                income_year := round(found.income_per_head_month * 12, 2),
                urban_rural := found.urban_rural,
                pcdi := found.pcdi
            )
        ) as varchar
    ) as facts,
    gathered.evidence
from found
inner join gathered on found.household_id = gathered.household_id
