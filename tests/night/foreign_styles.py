"""How each of the foreign offices writes: styles of cells, code words, and headings in their own order.

What belongs here: constants that the foreign inbox picks from. What does not: writing anything.
Headings are 'standard_name=heading' pairs in the order of the file's columns.
"""

from dataclasses import replace

from tests.night.foreign_files import Style

KINDS = {
    "110": "城市低保", "120": "农村低保", "131": "城市特困", "132": "农村特困", "600": "低保边缘", "650": "支出型困难",
    "660": "其他低收入", "670": "防止返贫监测对象", "990": "其他关注对象",
}  # fmt: skip
INSURANCES = {"310": "职工", "390": "城乡居民"}
SLOPPY = Style(
    dates=("2026/3/1", "20260301", "2026年3月1日", "2026-3-1"),
    months=("202603", "2026年3月", "2026-03"),
    money=("1,234.50", "1234.5", "1234.50"),
    numbers=("quoted", "plain", "lower", "wide", "old"),
    names=("plain", "spaced", "trailing"),
    yes_no=("是否", "YN", "10"),
    codes=("text", "float text"),
    empty=("无", "-", "NULL", ""),
)
WORDY = Style(
    dates=("cell", "2026/3/1"),
    months=("2026年3月", "202603"),
    money=("1,234.50", "number"),
    numbers=("plain", "old", "lower"),
    names=("spaced", "plain"),
    yes_no=("YN", "是否"),
    codes=("number",),
    words={
        "assistance_type": KINDS,
        "insurance_type": INSURANCES,
        "term": {"1": "秋", "2": "春"},
        "student_status": {"01": "在读", "03": "退学", "02": "休学"},
        "med_type": {"11": "门诊", "14": "门诊慢特病", "21": "住院"},
        "grade": {"1": "一级", "2": "二级", "3": "三级"},
        "category": {"4": "肢体", "5": "智力", "6": "精神", "2": "听力"},
    },
)
SERIAL = replace(WORDY, dates=("serial",), months=("number",))
WORDY_TEXT = replace(WORDY, dates=("2026年3月1日",), money=("1,234.50",), codes=("text",))
NATIVE = Style(dates=("cell",), months=("number",), money=("number",), yes_no=("bool",), codes=("number",))
STAMPED = replace(NATIVE, dates=("timestamp",))
TIMED = replace(SLOPPY, dates=("with time", "2026/3/1"), words={"insurance_type": INSURANCES})
ENROLLED = replace(
    SLOPPY,
    numbers=("plain", "old"),
    words={"insurance_type": INSURANCES, "status": {"1": "正常", "2": "暂停", "4": "终止"}},
)
HOUSED = replace(SLOPPY, words={"grade": {"D": "D级"}})
INSURED = replace(SLOPPY, words={"insurance_type": {"410": "工伤"}})


def headings_of(pairs: str) -> dict[str, str]:
    """Standard name → heading, in the order of the file's columns."""
    return dict(pair.split("=") for pair in pairs.split())


LEDGER_HEADINGS = (
    "household_no=户编号 address=axdf0008 head_name=axdf0002 assistance_type=abax6002 head_id_number=axdf0004 "
    "support_mode=供养方式 member_count=axdf0005 urban_rural=户籍类别 division_code=abax9999 start_month=abaf0028 "
    "end_month=abaf0029 last_review_date=上次核查日期 annual_income=总收入 employment_cost=必要就业成本 "
    "income_complete=收入核算完整 property_ok=财产核对通过 phone=axdf0011 status=状态"
)
OTHER_LEDGER_HEADINGS = " ".join(sorted(LEDGER_HEADINGS.split(), key=lambda pair: pair[::-1]))
NATIVE_LEDGER_HEADINGS = (
    "status=状态 property_ok=财产核对通过 head_id_number=户主证件号码 head_name=户主姓名 division_code=区划代码 "
    "assistance_type=救助类别 income_complete=收入核算完整 annual_income=家庭年总收入 employment_cost=必要就业成本 "
    "last_review_date=上次核查日期 urban_rural=户籍性质 member_count=家庭人数 support_mode=供养方式 "
    "start_month=最初享受月份 end_month=救助结束年月 household_no=家庭编号"
)
MEMBER_HEADINGS = (
    "name=成员姓名 relation=与户主关系 id_number={number} household_no=户编号 work_capacity=劳动能力 "
    "in_school=是否在校 serious_illness=重特大疾病 guardian_id_number=监护人身份证号 marital_status=婚姻状况"
)
PAYMENT_HEADINGS = (
    "id_number=身份证号码 name=姓名 amount_paid=实发金额 amount_due=应发金额 household_no=家庭编号 "
    "assistance_type=救助类型 pay_month=发放年月 pay_status=发放状态"
)
DISABLED_HEADINGS = (
    "certificate_no=残疾证号 id_number=证件号 name=姓名 grade=残疾等级 category=残疾类别 issue_date=发证日期 "
    "care_subsidy=重度残疾人护理补贴 living_subsidy=困难残疾人生活补贴"
)
DEATH_HEADINGS = "name=逝者姓名 cremation_date=火化日期 death_date=死亡日期 id_number=逝者身份证号"
SMALL_HEADINGS = {
    "civil_affairs/children": (
        "mother_status=母亲状态 father_status=父亲状态 child_category=类别 name=姓名 id_number=公民身份号码"
    ),
    "civil_affairs/temporary_aid": "aid_date=救助日期 amount=救助金额 aid_type=救助方式 name=姓名 id_number=证件号码",
    "civil_affairs/visits": (
        "visit_type=探访类型 visit_date=探访日期 care_agreement=照料护理协议 name=姓名 id_number=身份证"
    ),
    "civil_affairs/leads": (
        "received_date=受理日期 channel=线索来源 lead_no=线索编号 id_number=身份证号 phone=联系电话 "
        "content=诉求内容 name=诉求人"
    ),
}
VERIFICATION_HEADINGS = (
    "in_prison=服刑在押 public_payroll=财政供养 market_entity=市场主体登记 vehicles=机动车数 "
    "verified_date=核对日期 id_number=身份证号 name=姓名"
)
ENROLMENT_HEADINGS = "year=参保年度 insurance_type=insutype status=参保状态 id_number=certno name=psn_name"
SETTLEMENT_HEADINGS = (
    "personal_pay=psn_part_amt settlement_no=setl_id name=psn_name med_type=med_type id_number=certno "
    "settle_date=setl_time insurance_type=insutype admit_date=入院日期 discharge_date=出院日期 disease_code=dise_codg "
    "total_fee=medfee_sumamt in_scope_fee=inscp_scp_amt pooled_pay=hifp_pay assistance_pay=maf_pay "
    "fund_pay=fund_pay_sumamt"
)
CHINESE_SETTLEMENT_HEADINGS = (
    "settlement_no=结算ID id_number=公民身份号码 name=人员姓名 insurance_type=险种 med_type=医疗类别 "
    "total_fee=医疗总费用 settle_date=结算日期 discharge_date=出院日期 admit_date=入院日期 in_scope_fee=政策范围内费用 "
    "fund_pay=基金支付总额 pooled_pay=统筹支付 assistance_pay=医疗救助支付 personal_pay=个人负担总额 "
    "disease_code=病种编码"
)
STUDENT_HEADINGS = (
    "name=学生姓名 id_number=身份证件号 stage=学段 guardian_id_number=监护人身份证号 guardian_name=监护人姓名 "
    "student_status=学生当前状态 hardship=家庭经济困难认定 home_teaching=送教上门 student_no=全国学籍号"
)
AID_HEADINGS = "amount=资助金额 aid_item=资助项目 term=学期 school_year=学年 name=姓名 student_no=学籍号"
HOUSE_HEADINGS = (
    "owner_name=户主姓名 owner_id_number=公民身份号码 grade=鉴定等级 occupied=是否居住 appraised_date=鉴定日期 "
    "completed_date=竣工日期 renovation_month=纳入改造年月 disaster_damage=受灾情况 house_no=房屋编号"
)
RENTAL_HEADINGS = (
    "support_type=保障方式 area_per_head=人均住房面积 status=状态 id_number=证件号 name=申请人 application_no=申请编号"
)
CONTRIBUTION_HEADINGS = (
    "base=aae180 month=aae041 insurance_type=aae140 received=aae078 employer=单位名称 name=aac003 id_number=aac002"
)
UNEMPLOYMENT_HEADINGS = (
    "registered_date=ajc094 benefit_until=ajc056 benefit_from=aae210 unemployed_date=ajc090 "
    "cancelled_date=注销日期 id_number=aac002 name=aac003"
)
