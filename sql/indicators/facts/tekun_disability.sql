-- Certificates whose disability makes a person one without capacity to work as the rules of 特困 mean it: each category
-- has the lightest grade that still counts, 0 where none does. Places differ, so the grades are parameters.
select
    disabled.person_id,
    disabled.category,
    disabled.grade,
    disabled.feed,
    disabled.delivery,
    disabled.file,
    disabled.sheet,
    disabled.row_no
from civil_affairs.disabled
inner join people on disabled.person_id = people.person_id
inner join policy
    on people.policy_county = policy.county_code
    and people.urban_rural = policy.urban_rural
where
    cast(disabled.grade as integer) <= case disabled.category
        when '1' then policy.tekun_sight_grade_to
        when '2' then policy.tekun_hearing_grade_to
        when '3' then policy.tekun_speech_grade_to
        when '4' then policy.tekun_limb_grade_to
        when '5' then policy.tekun_intellectual_grade_to
        when '6' then policy.tekun_mental_grade_to
        when '7' then policy.tekun_multiple_grade_to
    end
