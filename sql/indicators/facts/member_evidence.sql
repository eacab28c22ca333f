-- The member row of each household and person, as evidence. What it says of health is left to the rule that uses it.
select
    members.household_id,
    members.person_id,
    struct_pack(
        feed := members.feed,
        delivery := members.delivery,
        file := members.file,
        sheet := members.sheet,
        row_no := members.row_no,
        fields := cast(
            to_json(
                struct_pack(
                    relation := members.relation,
                    work_capacity := members.work_capacity,
                    in_school := members.in_school
                )
            ) as varchar
        )
    ) as evidence
from households.members
where members.feed = 'civil_affairs/members'
