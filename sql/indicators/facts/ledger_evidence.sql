-- The ledger row of each household, as evidence.
select
    economy.household_id,
    struct_pack(
        feed := economy.feed,
        delivery := economy.delivery,
        file := economy.file,
        sheet := economy.sheet,
        row_no := economy.row_no,
        fields := cast(
            to_json(
                struct_pack(
                    assistance_type := economy.assistance_type,
                    status := economy.status,
                    urban_rural := economy.urban_rural,
                    urban_rural_source := economy.urban_rural_source,
                    members := economy.member_count,
                    annual_income := economy.annual_income,
                    employment_cost := economy.employment_cost,
                    property_ok := economy.property_ok,
                    last_review_date := economy.last_review_date
                )
            ) as varchar
        )
    ) as evidence
from households.economy
where economy.listed
