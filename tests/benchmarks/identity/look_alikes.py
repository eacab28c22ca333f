"""Characters that clerks confuse, written by hand: same sound, same shape, other form of the same character.

Belongs here: tables only. Does not belong here: who is misspelt (name_noise.py). No pinyin library made these groups,
so that they are not the groups that a matcher under test would make with one.
"""

# Typed by sound: any character of a group may stand for any other.
SAME_SOUND = (
    "伟炜玮纬|建健剑|国帼|华桦|军君钧均|明名铭茗鸣|丽莉利俐力立|红宏洪虹鸿弘|英瑛莹盈迎|平萍苹|志智治致|文雯闻|玉钰育昱煜誉|"
    "晓小筱|春椿|秀绣|兰岚蓝|芳方|静婧靖敬|婷廷庭|梓子紫|涵晗函寒|轩萱宣|宇雨羽语禹|欣心新鑫馨昕|佳嘉家加|浩皓昊灏|"
    "泽择|博波柏|怡仪依宜伊|诗思|林琳霖麟|辉晖慧惠卉|勇永咏泳|杰洁捷婕|涛焘|鹏朋|飞菲妃|亮良|峰锋丰枫|磊蕾|刚钢|"
    "斌彬滨宾|成城诚承程|龙隆|宁凝|东冬|清青庆卿|荣蓉容融|香湘祥翔|珍真贞桢|琴勤芹|云芸运|霞侠|玲铃灵凌|梅玫|燕艳雁彦|"
    "颖影|雪学|倩茜|瑞睿锐|哲喆|远媛源元|毅义艺翼|桐彤童同|悦月越岳|俊骏峻|世仕士|德得|福富|海|金锦|书舒淑|星兴|"
    "张章|王汪|徐许|于余俞|吴武伍|江姜|季纪|石时|魏卫|何贺|严阎|陆路鲁|秦覃|程成|史施|段端|苏宿|付富|曲屈|常长|尚商"
)
# Misread or picked wrongly by shape.
SAME_SHAPE = (
    "未末|王玉|士土|大太|天夫|千干|田由甲申|明朋|辰晨|侯候|杨扬|孙孔|李季|张弛|宋宗|周同|徐涂|何河|林材|梁粱|唐康|冯马|"
    "秀季|英芙|芬芳|兰三|伟纬|建健|凤风|军车|芹芦|强弹|静净|婷停|鹏鹤|辉挥|浩洁|磊垒|刚纲|峰锋|波坡|娜挪|志态|玲珍|萍荷|"
    "梅海|云去|莲连|霞露|贵责|德得|文交|春眷|福幅|雪雷|洁活|瑞端|晶昌|宇字|轩轨|涵函|梓辞|欣昕|怡恰|佳桂|雨两|诗持|思恩|"
    "俊竣|泽择|晗晖|彤彩|国围|民氏|永水|成戌|东车|红江|娟涓|敏毓|超起|勇男|杰木|良艮|清情|立丘|子孑|心必|可司|一二|若苦"
)
# The same character in another form: staff write either. Surnames first, then characters of given names.
OTHER_FORM = (
    "萧肖|傅付|阎闫|戴代|邱丘|於于|谭覃|甯宁|逯禄|啟启|峯峰|羣群|昇升|喆哲|淼渺|勳勋|堃坤|皎皓|珮佩|"
    "綵彩|菓果|乃迺|弈奕|燿耀|粦麟"
)
# Simplified and traditional, in pairs; of given names (surnames are in data/synthetic/name_parts.py).
SCRIPTS = (
    "华華|国國|军軍|伟偉|丽麗|艳艷|红紅|兰蘭|凤鳳|龙龍|云雲|东東|庆慶|荣榮|贵貴|宝寶|泽澤|轩軒|语語|诗詩|书書|学學|义義|兴興|"
    "刚剛|强強|飞飛|鹏鵬|杰傑|涛濤|辉輝|万萬|颖穎|莲蓮|琼瓊|娇嬌|莹瑩|铭銘|钰鈺|锦錦|银銀|顺順|颂頌|维維|继繼|绪緒|宁寧|叶葉"
)

# Characters of given names beyond the fashionable ones of name_parts.py: the long tail.
UNFASHIONABLE = (
    "安昂柏邦宝蓓碧炳秉伯步财彩灿昌畅朝琛呈程骋澄池驰崇楚川传慈聪翠达岱丹登迪典殿定栋敦铎恩尔发帆凡方芬奋枫锋逢奉甫富歌格耿恭"
    "功谷观冠广桂果寒翰杭和荷贺鹤亨衡弘厚虎怀欢焕晖惠吉纪季济坚简江姣娇节捷今津锦进晋京经敬炯居菊俊骏开楷侃康科克宽奎葵昆来岚朗"
    "乐蕾黎礼力立连廉良烈令柳露鲁禄路伦满茂玫孟淼名茗默牧南楠年念农攀沛佩芃品普启千乾芹勤青卿秋求全泉群染任茹儒润森善尚韶少绍申"
    "深慎升生声盛石时士寿舒树帅双爽朔硕松颂苏岁泰棠桃腾铁廷庭通同彪万旺望威温汶闻沃武希惜习先贤献相湘翔孝笑协谐信星行幸雄修旭序"
    "宣旋勋雅延言炎砚彦雁扬洋尧遥耀野业晔伊仪宜忆亦殷音银引应迎盈营影咏泳优友佑余愉羽禹育郁昱裕誉元园原圆月岳越芸允运韵赞增展章"
    "昭兆真桢臻振镇正政知枝植治智中钟仲舟洲竹柱祝壮卓紫宗祖尊佐"
)


def groups(table: str) -> list[str]:
    """The groups of a table."""
    return [group for group in table.split("|") if len(group) > 1]
