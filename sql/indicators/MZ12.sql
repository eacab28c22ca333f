-- MZ12 认定或渐退到期: a household in force whose recognition is valid until a day not far ahead, or ran out already. Who
-- it is, the ledger's row says; a day that is not known is no finding.
with due as (
    select
        economy.household_id,
        economy.assistance_type,
        economy.tier,
        economy.status,
        economy.valid_until,
        date_diff('day', run.night, economy.valid_until) as days,
        policy.expiry_window_days,
        economy.feed,
        economy.delivery,
        economy.file,
        economy.sheet,
        economy.row_no
    from households.economy
    inner join policy
        on economy.policy_county = policy.county_code
        and economy.urban_rural = policy.urban_rural
    cross join run
    where
        economy.listed
        and economy.in_force
        and date_diff('day', run.night, economy.valid_until) <= policy.expiry_window_days
)

select
    '' as person_id,
    due.household_id,
    cast(due.days as double) as value,
    due.expiry_window_days as threshold,
    'B' as tier,
    cast(
        to_json(
            struct_pack(
                recognition := case
                    when due.status = '渐退' then '渐退期'
                    when due.tier = 'T1' then '低保认定'
                    when due.tier = 'T2' then '特困认定'
                    when due.tier = 'T3' then '防止返贫监测认定'
                    when due.tier = 'T4' then '低保边缘认定'
                    when due.tier = 'T5' then '刚性支出困难认定'
                    else '困难认定'
                end,
                valid_until := due.valid_until,
                days := due.days,
                expiry := case
                    when due.days < 0 then '已过期' || cast(-due.days as varchar) || '天，台账仍列为' || due.status
                    when due.days = 0 then '今日到期'
                    else '还有' || cast(due.days as varchar) || '天到期'
                end
            )
        ) as varchar
    ) as facts,
    list_value(
        struct_pack(
            feed := due.feed,
            delivery := due.delivery,
            file := due.file,
            sheet := due.sheet,
            row_no := due.row_no,
            fields := cast(
                to_json(
                    struct_pack(
                        assistance_type := due.assistance_type,
                        status := due.status,
                        valid_until := due.valid_until
                    )
                ) as varchar
            )
        )
    ) as evidence
from due
