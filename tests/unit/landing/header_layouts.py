"""Headers the way ledgers of townships and exports of departments look; `_` is an empty cell.

What belongs here: layouts and what they mean. What does not: tests.
"""

from dataclasses import dataclass

HOUSEHOLDS, MEMBERS = "civil_affairs/households", "civil_affairs/members"
DEATHS, DISABLED, CHILDREN = "civil_affairs/deaths", "civil_affairs/disabled", "civil_affairs/children"
PAYMENTS, SETTLEMENTS = "civil_affairs/payments", "medical_insurance/settlements"
STUDENTS, HOUSES, RENTAL = "education/students", "housing/dangerous_houses", "housing/public_rental"


@dataclass(frozen=True)
class Layout:
    """`columns`: standard names by place, '' where the feed has no use for what stands there."""

    name: str
    feed: str
    rows: str
    first: int
    height: int
    columns: str


LAYOUTS = [
    Layout("one row", DEATHS, "姓名|身份证号|死亡日期\n甲|1|2026-01-01", 0, 1, "name id_number death_date"),
    Layout(
        "one row below title, unit and date",
        DEATHS,
        "某县2026年死亡人员名单|_|_\n制表单位：某县民政局|_|填报日期：2026-06-30\n姓名|身份证号|死亡日期\n甲|1|2026-01-01",
        2,
        1,
        "name id_number death_date",
    ),
    Layout(
        "what says itself whose it is, below a group about that person",
        CHILDREN,
        "序号|儿童姓名|身份证号|类别|父母情况|_\n_|_|_|_|父亲状态|母亲状态",
        0,
        2,
        "- name id_number child_category father_status mother_status",
    ),
    Layout("empty columns between", DEATHS, "_|姓名|_|身份证号|死亡日期", 0, 1, "- name - id_number death_date"),
    Layout(
        "nothing below a group but a heading that no contract knows",
        DEATHS,
        "某县台账|_|_|_\n认定情况|姓名|身份证号|死亡日期\n录入批次|_|_|_\n镇上|甲|1|2026-01-01",
        1,
        2,
        "- name id_number death_date",
    ),
    Layout(
        "the same below two rows of groups",
        DEATHS,
        "一、总体|_|姓名|身份证号|死亡日期\n登记信息|_|_|_|_\n序号|录入批次|_|_|_\n1|镇上|甲|1|2026-01-01",
        0,
        3,
        "- - name id_number death_date",
    ),
    Layout(
        "a row of data in which nothing but a column of no contract is filled, below one row of headings",
        DEATHS,
        "备注|姓名|身份证号|死亡日期\n迁出|_|_|_\n_|甲|1|2026-01-01",
        0,
        1,
        "- name id_number death_date",
    ),
    Layout(
        "head's group, other headings merged down",
        HOUSEHOLDS,
        "序号|户主信息|_|户编号|救助类别|区划代码|状态\n_|姓名|身份证号|_|_|_|_\n1|甲|1|H1|低保|3710|在保",
        0,
        2,
        "- head_name head_id_number household_no assistance_type division_code status",
    ),
    Layout(
        "the same, written out in every cell",
        HOUSEHOLDS,
        "序号|户主信息|户主信息|户编号|救助类别|区划代码|状态\n序号|姓名|身份证号|户编号|救助类别|区划代码|状态",
        0,
        2,
        "- head_name head_id_number household_no assistance_type division_code status",
    ),
    Layout(
        "title, unit line, then two rows",
        HOUSEHOLDS,
        "救助家庭台账|_|_|_|_|_|_\n单位：某镇|_|_|_|_|_|2026年6月\n户主|_|户编号|救助类型|区划代码|状态|家庭年总收入\n"
        "姓名|证件号码|_|_|_|_|_",
        2,
        2,
        "head_name head_id_number household_no assistance_type division_code status annual_income",
    ),
    Layout(
        "head beside members' number",
        HOUSEHOLDS,
        "家庭基本情况|_|_|户主情况|_|_|救助情况|_\n户编号|家庭人数|行政区划代码|姓名|身份证号|联系电话|救助类别|状态",
        0,
        2,
        "household_no member_count division_code head_name head_id_number phone assistance_type status",
    ),
    Layout(
        "member and guardian",
        MEMBERS,
        "户编号|家庭成员|_|_|监护人|_\n_|姓名|身份证号|与户主关系|姓名|身份证号\nH1|甲|1|子|乙|2",
        0,
        2,
        "household_no name id_number relation - guardian_id_number",
    ),
    Layout(
        "guardian first",
        MEMBERS,
        "监护人信息|_|成员信息|_|_|户编号\n姓名|身份证号|姓名|身份证号|性别|_",
        0,
        2,
        "- guardian_id_number name id_number sex household_no",
    ),
    Layout(
        "three rows",
        MEMBERS,
        "户编号|家庭成员情况|_|_|_\n_|成员信息|_|监护人信息|_\n_|姓名|身份证号|姓名|身份证号\nH1|甲|1|乙|2",
        0,
        3,
        "household_no name id_number - guardian_id_number",
    ),
    Layout(
        "three rows, one of them for some columns only",
        SETTLEMENTS,
        "结算编号|参保人|_|就诊|_|费用|_|_|_|_|_\n_|姓名|证件号码|医疗类别|结算日期|医疗总费用|政策范围内费用|支付|_|_|_\n"
        "_|_|_|_|_|_|_|统筹支付|医疗救助支付|基金支付总额|个人负担总额",
        0,
        3,
        "settlement_no name id_number med_type settle_date total_fee in_scope_fee pooled_pay assistance_pay fund_pay "
        "personal_pay",
    ),
    Layout(
        "amounts known by group and leaf together",
        SETTLEMENTS,
        "结算编号|姓名|证件号码|医疗类别|结算日期|医疗费用|_|基金支付|_|_|个人负担\n"
        "_|_|_|_|_|总费用|政策范围内费用|统筹支付|医疗救助支付|总额|总额",
        0,
        2,
        "settlement_no name id_number med_type settle_date total_fee in_scope_fee pooled_pay assistance_pay fund_pay "
        "personal_pay",
    ),
    Layout(
        "disability by group and leaf",
        DISABLED,
        "姓名|身份证号|残疾|_|残疾证号|发证日期\n_|_|类别|等级|_|_",
        0,
        2,
        "name id_number category grade certificate_no issue_date",
    ),
    Layout(
        "guardian where the feed has no column for one",
        DISABLED,
        "监护人|_|残疾人|_|残疾证号|残疾类别|残疾等级|发证日期\n姓名|身份证号|姓名|身份证号|_|_|_|_",
        0,
        2,
        "- - name id_number certificate_no category grade issue_date",
    ),
    Layout(
        "parents beside the child",
        CHILDREN,
        "儿童信息|_|_|父亲信息|_|_|母亲信息|_|_|监护人信息|_\n姓名|身份证号|类别|姓名|身份证号|状态|姓名|身份证号|状态|姓名|身份证号",
        0,
        2,
        "name id_number child_category - - father_status - - mother_status guardian_name guardian_id_number",
    ),
    Layout(
        "student and guardian",
        STUDENTS,
        "学籍号|学生|_|学段|就读状态|监护人|_|_\n_|姓名|身份证件号|_|_|姓名|身份证件号|联系电话",
        0,
        2,
        "student_no name id_number stage student_status guardian_name guardian_id_number guardian_phone",
    ),
    Layout(
        "owner under another word",
        HOUSES,
        "房屋编号|产权人|_|鉴定等级|鉴定日期|是否居住\n_|姓名|身份证号|_|_|_",
        0,
        2,
        "house_no owner_name owner_id_number grade appraised_date occupied",
    ),
    Layout(
        "applicant and jointly living persons",
        RENTAL,
        "申请编号|申请人|_|共同申请人|_|保障方式|状态\n_|姓名|身份证号|姓名|身份证号|_|_",
        0,
        2,
        "application_no name id_number - - support_type status",
    ),
    Layout(
        "payee beside the person",
        PAYMENTS,
        "发放年月|救助对象|_|救助类型|发放金额|_|_|开户人|_\n_|姓名|身份证号|_|应发金额|实发金额|发放状态|姓名|身份证号",
        0,
        2,
        "pay_month name id_number assistance_type amount_due amount_paid pay_status - -",
    ),
    Layout(
        "last year's amounts are not this year's",
        PAYMENTS,
        "发放年月|姓名|身份证号|救助类型|上年同期|_|本月|_|发放状态\n_|_|_|_|应发金额|实发金额|应发金额|实发金额|_",
        0,
        2,
        "pay_month name id_number assistance_type - - amount_due amount_paid pay_status",
    ),
    Layout(
        "fields' codes under the headings",
        DEATHS,
        "姓名|身份证号|死亡日期|殡仪馆\nname|id_number|death_date|funeral_home\n甲|1|2026-01-01|某馆",
        0,
        2,
        "name id_number death_date funeral_home",
    ),
    Layout(
        "unknown codes under known headings stay data's neighbours",
        DEATHS,
        "姓名|身份证号|死亡日期\nxm|id_number|death_date",
        0,
        2,
        "name id_number death_date",
    ),
    Layout(
        "units in a row of their own",
        PAYMENTS,
        "发放年月|姓名|身份证号|救助类型|应发金额|实发金额|发放状态\n_|_|_|_|（元）|（元）|_",
        0,
        2,
        "pay_month name id_number assistance_type amount_due amount_paid pay_status",
    ),
    Layout(
        "groups beside a heading that a title might hold",
        DISABLED,
        "序号|工作单位|监护人|_|残疾人|_|残疾证号|残疾类别|残疾等级|发证日期|备注\n_|_|姓名|身份证号|姓名|身份证号|_|_|_|_|_",
        0,
        2,
        "- - - - name id_number certificate_no category grade issue_date",
    ),
    Layout(
        "a line of four notes above",
        PAYMENTS,
        "制表单位：某局|填报日期：2026-06|制表人：某|单位：元|_|_|_\n"
        "发放年月|姓名|身份证号|救助类型|应发金额|实发金额|发放状态",
        1,
        1,
        "pay_month name id_number assistance_type amount_due amount_paid pay_status",
    ),
    Layout(
        "hints under some headings",
        HOUSEHOLDS,
        "户主信息|_|家庭人口数|救助类型|区划代码|状态|收入核算完整|户编号\n姓名|身份证号|（人）|_|_|_|是/否|hbh",
        0,
        2,
        "head_name head_id_number member_count assistance_type division_code status income_complete household_no",
    ),
    Layout(
        "columns numbered below",
        DEATHS,
        "姓名|身份证号|死亡日期\n1|2|3\n甲|1|2026-01-01",
        0,
        2,
        "name id_number death_date",
    ),
    Layout(
        "columns numbered 甲, 乙, 1",
        DEATHS,
        "姓名|身份证号|死亡日期\n甲|乙|1\n张|1|2026-01-01",
        0,
        2,
        "name id_number death_date",
    ),
    Layout(
        "notes of what to fill in",
        DEATHS,
        "姓名|身份证号|死亡日期|火化日期\n必填|必填|必填|选填\n甲|1|2026-01-01|_",
        0,
        2,
        "name id_number death_date cremation_date",
    ),
    Layout(
        "the header once more is no second row",
        DEATHS,
        "姓名|身份证号|死亡日期\n姓名|身份证号|死亡日期",
        0,
        1,
        "name id_number death_date",
    ),
    Layout(
        "a title of one word for a person",
        MEMBERS,
        "家庭成员信息|_|_\n户编号|姓名|身份证号\nH1|甲|1",
        1,
        1,
        "household_no name id_number",
    ),
    Layout(
        "group over the first columns, the others only below",
        DISABLED,
        "残疾人|_|_|_|_|_\n姓名|身份证号|残疾证号|残疾类别|残疾等级|发证日期",
        1,
        1,
        "name id_number certificate_no category grade issue_date",
    ),
    Layout(
        "spouse under the head's group",
        HOUSEHOLDS,
        "户编号|户主情况|_|_|_|救助类型|区划代码|状态\n_|基本信息|_|配偶|_|_|_|_\n_|姓名|身份证号|姓名|身份证号|_|_|_",
        0,
        3,
        "household_no head_name head_id_number - - assistance_type division_code status",
    ),
]
