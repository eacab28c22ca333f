-- The table indicators/withheld: adverse findings that rest on a link weaker than exact, for clerical review only.
select
    run.night,
    judged_hits.code,
    judged_hits.person_id,
    judged_hits.household_id,
    judged_hits.match_probability,
    judged_hits.link_method,
    case judged_hits.link_method
        when 'id_only' then '仅证件号码一致、姓名缺失或仅相近，未推送，须人工核对身份'
        when 'repaired' then '证件号码有笔误、按一字之差关联，未推送，须人工核对身份'
        when 'reviewed' then '身份由人工核实关联，证件号码并非完全一致，未推送，须核对证件'
        when 'same_details' then '证件号码无效，仅其他信息一致，未推送，须人工核对身份'
        when 'unlinked' then '记录无法与其他数据关联，未推送，须人工核对身份'
        else '身份为相似匹配，未推送，须人工核对身份'
    end as reason
from judged_hits
cross join run
where judged_hits.withheld
order by judged_hits.code, judged_hits.household_id, judged_hits.person_id
