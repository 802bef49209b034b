"""A sentence and what stands around it → who is bound, as the text names them.

A body is known by how its name ends (局, 政府, 各部门, 主要负责人) and by what follows it: a word
of duty (应当, 要, 每, 于). Names are kept as printed; in a list, 县发改委、科工局 lends its 县 on.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

MANY = (
    "人民政府|政府|办事处|管委会|管理委员会|委员会|领导小组|指挥部|防指|工作组|领导机构|办公室|安委办|安办|政府办|党委办|"
    "消安办|专班|部门|单位|企业|公司|集团|机构|机关|团体|(?:党|社会|基层|群团|自治|团|行业|经济|群众|类)组织|协会|商会|中心组|小组|专家组|检查组|督导组|领导组|院校|学校(?![园舍])|(?<=[\u4e00-\u9fa5])[小中大]学(?!校[^园舍]|[生习期段区老])|(?<=[全各]校)师生|(?<=全体)师生|(?:旅行|合作|供销|信用|出版|报|通讯|杂志)社(?!会|区)|[甲乙丙双]方(?![面式法案位])|幼儿园|医院|法院|检察院|"
    "村（社区）|村（居）|村\\(居\\)|(?<=[各本每全])网格(?![员长化])|村\\(社区\\)|社区（村）|村居|村里|县（市、?区）|县（区、?市?）|市（县、?区?）|区（县、?市?）|县\\(市、?区\\)|大队|支队|总队|中心|街道|乡镇|镇街|社区|站所|党委|党组|工委|支部|总支|党组织|纪委|监委|监察委|编办|"
    "负责人|责任人|领导干部|领导|同志|班子|“两委”|两委|成员|干部|(?<!组织)(?<!安排)(?<!抽调)(?<!派出)人员|主任|书记|县长|市长|区长|镇长|乡长|局长|部长|总监|"
    "(?<![\u4e00-\u9fa5])项目(?=每[日天周旬月季年]|应当|必须|要[^求])|(?<=各)项目(?![部经组法办公负申验资标区建前后竣开])|(?<=[各全])(?:在建|施工|重点|工程|建设)项目(?![部经组法办公负申验资标区前后竣开])|主席|总理|秘书长|河长|湖长|林长|田长|路长|用户|城市|地区|各地|各方|业主|房东|租户|[店机货]主(?!要|任|管)|团员|党员|教师|职工|(?<=[各本个全])校区|(?<=[各本个全])班级|(?<=[一二三四五六七八九各本全])年级(?![组部段主])|从业者|经营者|"
    "(?:养殖|农|商|经营|住|业|牧|渔|个体|租|种植|加工)户|村民|居民|员工|(?:住宿|寄宿|走读|在校|实习|毕业班?)生(?![活产])|驾驶员|船长|船主|家长|学生|乘客|监理|物业|"
    "(?:运营|供应|服务|经销|开发|承建|集成)商(?!品|务|业)|[权用租包表办备务]人(?![员民数])|(?:使用|管理|生产|提供|销售|服务|承办|作业)者|(?:授权|责任|运营|经营|建设|实施|市场|申报)主体|当事人|申请人|使用人|所有人|所有权人|管理人|承包人|用人单位|监护人|网格员|队员|安全员|信息员|督学|[林测查管理导检洁度练守报警护风络押防班案讯料计购费务传育录解督事]员(?![工会额])|(?:村民|居民|职工|党员|业主|家长)代表|食堂|宿舍|(?:考核|监督|受检)对象|"
    "[校园院站所队村处科室厂矿班组段会格片楼栋点巷士店舍寝]长(?![期效远度久单])|经理|董事长|法定代表人|国务院|军队|联席会议|[企作科侨体]协(?![会同作助调商议定])|(?:妇|文|残|侨|工商|社|农)联(?![合系动络营防])|园区|开发区|高新区|农贸区|矿山|(?<=各)矿井?(?![长区务工])|车间|工段|项目部|[林农牧渔茶猪]场|(?:养殖|屠宰|水产)场|[粮油仓冷水]库|煤矿|景区|商场|市场|渡口|商业综合体|(?<=场)所(?=在)|(?:监督|派出|卫生|供电|财政|司法|监管|研究)所|司机|保安(?![公部])|医[生师]|护士|老师|厨师|电工|焊工|值[周日]生|宿管(?![部办会])|(?:会计|出纳)(?=[应须要每负])|门卫|车站|港口|学院|饭店|宾馆|分局|委局|(?:主管|施工|建设|出让|受让|委托|受托|承办|主办|出租|承租|发包|承包|供货)方(?![面式法案位])|保险机构|银行"
)
FEW = (
    "(?<![布格结大全当])局|委(?!托)|办(?![理法公])|(?<![内外全局底上下])部(?![分位署])|厅|(?<!部)署|(?<![社机例前头晨早进署度谈场判析报])会(?![议商同长])"
    "|(?<![施开复完竣动停加分用手招返收化人])工(?=应当|必须|要|须|每|按规定)"
    "|(?<=[\u4e00-\u9fa5]{2})(?<![每有专两三一个等名几派])人(?=每[日天周旬月季年次]|应当|应在|应于|应向|应自|应按|应及时|应提前|必须|不得|须|按规定|按照规定)|(?<=[\u4e00-\u9fa5]{2})者(?=应当|应在|应于|应每|必须|不得|须|每[年月季])|(?<![人动满定超复增缺减全裁])员(?=应当|应[在于按]|要[^求点]|须|每[日天周旬月季年次]|必须|负责|按|对)|(?<=[本各分总])厂(?![长区房内外家矿])|院|股(?![份东权票民市级])|校(?![园长区车舍内外企级])|(?<=[各本])班(?![子次组长车会前后时])|(?<![带领排])队(?!员|伍|形|列)|组(?![织成建合])|站(?!位)|所(?![需有在列属得称产造用发])|室|处(?![理置分于])|科|(?<![阶时河江岸堤区])(?<![^公]路)段(?!时)"
    # A place stands for its government: 白河镇, 省辖市, 各村.
    "|(?<=[\u4e00-\u9fa5）])(?:[县市](?![级域内外直委政容场长民属区、（）])|(?<!乡)镇(?![级域内外政党街乡安])"
    "|乡(?![级镇村风])|(?<![农全乡])村(?![级内民干两支委组医规里容庄])|(?<![辖社地片小景园山林矿库厂校城郊火险业禁])区(?![级域内外直委政别分间长]))"
)
AREA = (
    "(?:(?:各|全|本|我|市|县|区|每个)(?:级|有关|相关|县|市|省份|省|区|乡|镇|村|组|科室|处室|街道)"
    "|[省乡镇村]级(?=要|应当|应(?!急)|须|每|负责|于|在|[日周旬月](?:巡|检|查|通|汇|调|报)))"
)
TAIL = r"(?:（(?:[^（）]|（[^（）]{1,12}）){1,24}）|\([^()]{1,20}\)|“[^“”]{1,10}”)?"
A_PIECE = re.compile(r"\\.|\(\?(?:<!|!|<=|=)[^()]*\)|\(\?:|[()|]|\[([^\]]*)\]|.")


def _first_signs(pattern: str) -> str:
    """Return the signs that what a pattern matches may begin with; to pass over others at once."""
    signs: set[str] = set()
    depth, begins = 0, {0: True}
    for piece in A_PIECE.finditer(pattern):
        said = piece[0]
        if said == "(?:":
            depth += 1
            begins[depth] = begins[depth - 1]
        elif said == ")":
            depth -= 1
            begins[depth] = False
        elif said == "|":
            begins[depth] = depth == 0 or begins[depth - 1]
        elif not said.startswith("(?") and begins[depth]:
            signs.update(piece[1] or said[-1:])
            begins[depth] = False
    return "".join(sorted(signs))


FIRST = _first_signs(f"{MANY}|{FEW}|{AREA}")
BODY_END = rf"(?=[{FIRST}])(?:(?:{MANY}|{FEW}){TAIL}(?:等)?|{AREA}{TAIL}|(?:{MANY}){TAIL}工作机构)"
# Words of duty; what follows each keeps 应急, 自然, 以上, 从业 and the like out.
STRONG = (
    "务(?=于|请|在)|应当|应该|应(?!急|用|对|届)|应(?=对[^，。；]{1,60}(?:进行|开展|实施|予以|给予|加强|[作做]出))|必须|务必|须|需要|需(?!求)|(?<!主)要(?!求|点|素|害)|拟(?!定|订|稿)|负责(?!人|同志)|将(?!军)|可以|每|于(?!是)|定期|适时|分别|可(?=自行|自|根据|结合|按|视|委托|采取|通过|适当|在|于|将|向|对)|进一步|积极(?!分子|性)|深入|充分|大力|扎实|有序|稳步|着力|不断|"
    "主要(?=根据|依据|按照|负责(?!人))|还(?=将|要|应|须|会)|也(?=要|应|将|须)|都(?=要|应|须)|提前|在|按(?!钮|摩)|依(?!托)|对(?!象|口|外|接)|原则上|一般|至少|不少于|不得|不予|不再|禁止|自(?!然|治|来|动|贸|建|主|身|查|行)|从(?!业|事)|"
    "[晴雨阴白]天|夜间|汛期(?!排)|(?:森林|草原)*防火期|采暖期|供暖期|[春秋夏冬](?:、[春秋夏冬])?两季|代行|行使|担任|协助|分管|主管|督办|以(?!上|下|及|后|外|内)|及时|向|把|为(?!主)|会同|协同|联合(?![社会体国])|牵头|根据|结合|均|全部|年内|全年|履行|承担|主持|带头|亲自|率先|轮流|严格|切实|认真|立即|"
    "(?:元旦|春节|清明|五一|端午|中秋|国庆|“?两会”?|节日|节假日|假日|暑假|寒假|暑期|汛期)(?:期间|前)|逐级|持续|长期|主动|全面|集中(?!区|供|营|居)|统一|共同|具体|接到|接报|收到|发现|发生|受理|未|违反|是(?!否)|实行|除|"
    "(?:19|20)\\d\\d年|\\d{1,2}月|\\d{1,3}(?:个|日|小时|天)"
)
WEAK = (
    "自行(?!车)|加快|力争|联合(?![社会体])|组织|开展|坚持|召开|制定|建立|完成|做好|加强|报送|上报|编制|印发|成立|落实|进行|安排|督促|指导|提出|形成|"
    "检查|听取|研究|部署|推进|配合|参照|公布|公开|通报|汇总|审核|审查|确定|设立|下设|设置|配备|保障|提交|办理|巡查|拟定|指定|明确|开放|总结|评估|出具|报|到|约谈|挂牌|追究|调查|予以|给予|处理|查处|责令|告知|移送|移交|抄告|通知|主办|受理|核实|统筹|监督|"
    "制发|聚焦|紧盯|紧扣|做到|因(?!此|素|而|为|地)|跟踪|复核|把关|审定|对照|离开|外出|请假|排查|摸排|摸底|整改|整治|治理|自查|验收|反馈|记录|播放|参加|储备|清理|清查|清点|填写|填报|统计|分析|收集|梳理|带队|带班|值班|巡护|巡逻|演练|培训|学习|宣传|张贴|发放|接班|交班|交接|到岗|到校|到场|到达|上岗|上班|下班|离岗|值周|值守|决定(?!书|性)|"
    "集结|待命|驻防|备勤|出动|增援|实现|配齐|建成|写出|撰写|起草|拟订|草拟|查验|查看|盘点|更换|走访|驻守|看守|巡山|巡河|巡堤|巡库|回访|汇编|签订|签字|签名|签发|盖章|修订|完善|更新|核查|抽查|督导|督查|考核|评价|检测|检验|维护|保养|维修|清洗|疏通|登记|备案|公示|曝光|表彰|拨付|缴纳|安装|改造|拆除|启动|发布|传达|贯彻|执行|逐|实施|领导(?:制定|组织|建立|实施|开展)|利用|运用|采取|采用|组建|派出|抽调|推行|出台|举办|联动|接访|接待|初评|推荐|申报|评选"
)
NAME = r"[^，。；：！？,;:\n]{0,80}?"
SUBJECTS = tuple(
    re.compile(
        rf"^(?P<lead>LEADING)?(?P<name>{NAME}{BODY_END})(?={words})".replace("LEADING", lead)
    )
    for words in (STRONG, WEAK)
    for lead in (
        r"(?:(?:并|且|同时|其中|原则上|由|但|则|再由|并由|应由|要由|督促|请|其(?!他|余|中)|以及|凡是?(?=[^，。；]{2,30}的)|下一步[，]?|一是|二是|三是|四是|五是)(?!于|非))",
    )
)
# 护林员加密巡护, 科主任逐床查房: a person does what is said next, whatever verb it is.
A_DOER = re.compile(
    "^(?P<name>[^，。；：的由向对与]{0,14}?(?:(?<![人成官])[员士长](?![会室期效远度久短])|主任|书记|经理|老师))"
    "(?!或|及|和|等|未|没|受|被|资|的|们|[^，。；]{0,4}(?:会|队|室|岗|证|制|名单|名册|职责|责任|培训|教育|体检|考核"
    "|资格|数量|工资|补贴|信息|配备|补充|档案|情况|代表|年龄|更换|变更|轮换|调整|健康))(?=[\u4e00-\u9fa5]{2})"
)
# 县水利局负责管理的水库每月自查: of whom the words behind are, which are bound.
OVERSEEN = re.compile(
    rf"^(?!对(?!口)|向|由|把|将|按|督促|指导)(?P<name>[^，。；：]{{2,24}}?(?:负责|所|直接)?(?:管理|监管|联系|包保|分管|管辖|主管|监督|指导)的[^，。；：的]{{0,16}}?{BODY_END})(?=(?:{STRONG}))"
)
# 经营者委托他人运输的，应当…: who does what a condition says.
A_CASE = re.compile(
    rf"^(?:(?:对|凡|如)(?!象))?(?P<name>{NAME}{BODY_END})(?=从事|委托|要求|申请|接受|拒绝|不服|需要?|取得|变更|终止|转让|注销|搬迁|关闭|停产|停业|歇业|使用|采购|聘用|雇用|承接|承包)"
)
A_DEED = re.compile(
    "(?<!主)要(?!素)|应(?!急|用|对|届|收)|必须|立即|负责(?![人同])|落实|加强|开展|组织(?!部|委)|进行|做好|完成|制定|建立|按照|通过|纳入|推进|提高|召开|主持|每(?![位名所家个])|至少|听取|研究|部署|分析|报送|确保|接到|收到|发生|发现|将(?!军)|不得|严禁|不准|[为是]第一|交[到给至]|[均都配设]有"
)
SAYS_MORE = re.compile(
    "(?:结果|情况|材料|名单|方案|总结|数据|信息|报告|台账)(?:报|送)|达到|[%％]|在本|之日起|[0-9半]个?(?:日|天|小时|月|年)内|期间实行|(?<=[内后前])与|[0-9一二两三]名|应当|必须|应(?!急|用|对|届|收)|(?<![主重需首])要(?![素害])|向|每(?![个位名所家])|提前|不得|可以|及时|完成|报送|反馈|移送|移交|抄送|建立|健全|厘清|由|开展|加强|组建|对(?!象|口|外|接|台)"
    "|(?:确定|指定|明确|安排|选派|推荐|抽调|配备|选聘)(?:[一二两三四五1-9]|专人|专门|固定)"
)
A_KIND = re.compile(
    rf"^(?!委托|聘请|邀请|到|至|对|将|把|向|由|为|以|给|造成|情节|构成)[^，。；：]{{2,30}}的(?:[^，。；：的]{{2,14}}(?:或者|或|和|及|、))?[^，。；：的]{{0,8}}(?:{MANY})$"
)
WHOLE = re.compile(rf"^(?:[^，。；：]{{0,60}}{BODY_END})$")
# 督导组, 宣传部, 协调办: what a body does is all its name.
ITS_OFFICE = re.compile(
    "^(?!各|本|有关|相关|全|逐|每|于|对|在|向|由|请|为|从|与)[\u4e00-\u9fa5]{2}(?:委|办|组|专班|小组|工作组|中心|队|站|所|科|股|处|室|部)$"
)
# What a name never begins with: such words open an adverbial or an object.
NO_NAME = re.compile(
    r"^(?:请|的|《|抄?送(?!变电|水|气|餐|教|医)|(?:通知|告知|抄告|函告|移送|移交|通报)(?!组)|(?:及|与|和)?(?:伤亡|死亡|受伤|被困|失联|遇险|受灾)(?:人员|群众)|(?:其他|其它|偏远|郊区|农村)(?:地区|区域)$|(?:建[强好优]|做[强实优大好]|选优|配[强齐足]|抓[牢细严])|(?:教育|宣传)引导|交(?![通警投管运委易流])|(?:接到|收到|接报|[定拟]于|兹定于)|收集|整理|听取|(?:现|兹)(?:将|就|把)|全部$|负责(?![人同])|指导(?![组小员中站教老])|(?:动员|发动|号召)(?!组)|牵头(?![单部人处科])|综合(?:运用|利用|采取|考虑|施策)|参加(?!单位|部门|人员|企业)|参与(?!单位|部门|人员|企业)|协助(?!单位|部门)|定(?:计划|措施|人员|时限|责任|岗位|点|期)|接送|\d{1,4}[年月日]|(?:[\d一二两三四五六七八九十半]{1,3}个?(?:年|月|季度|学期|学年|周|天|日|小时))[之以]?内|同一|同期|于(?!都)|对|按|依|根据|为|在|经(?![营理济信发开贸])|凡|因|自(?!然资源)|从(?!业)|委托|聘请|邀请|会同|将|把|向|以|通过|结合|针对|围绕|按照|年内|全年|年度|本年|其中|本法|本条例|本办法|如|若|当(?!事人|地|班)|"
    r"除|与|到|至|于|被(?!(?!上级|有关|相关|主管|监管|执法|行政)[^，。；的、]{2,10}(?:单位|企业|公司|人员|对象)$)|给|替|让|使(?!用)|令|报|提请|商请|联合(?!社|体|会|国|.{0,4}组)|(?:并|且|又)[于在将把按向对就](?!房|都)|未|不|有下列|下列|组织|组建|派出(?!所|机构)|抽调|成立|采取|利用|开展|召开|制定|建立|完成|加强|推动|强化|落实|实行|纳入|列入|"
    r"充分|进一步|严格|严肃|认真|全面|深入|切实|及时|积极|大力|持续|各类|什么|发挥|压实|健全|完善|明确|贯彻|协调|涉嫌|"
    r"(?:重点|主要|着重)?(?:检查|督查|核查|抽查|督导|考核)(?!(?:单位|部门|机构|主体|方)|[^，。；]{0,6}(?:组|办|室|站|员|人|队|局|对象|专班|科|处|所|中心|院)(?![、和及]))|保证(?!金|人)|"
    r"构成|情节|造成|发生|发现|履行|支持|鼓励|引导|支撑|做好|抓好|突出|聚焦|坚持|要|应(?!急)|必须|可以|接受|配合|优化|确定|设立|研究|分析|召开|部署|每(?![位名所家个](?!月|季|星期|工作日))|向|定期|适时|不定期|逐|规范|推进|统筹|具体|针对|"
    "(?:紧盯|盯紧|盯住|紧抓|狠抓|抓实|严防|严控|严查|严守|夯实|筑牢|压实|压紧|提升|提高|加大|扎实|把握|守住|打造|培育|"
    "关注|管好|确保|防范|化解|消除|保障|整治|排查|治理|清理|实施|巩固|紧扣|织密|拧紧|延伸|构建|营造|树立|增强)"
    "(?![^，。；]{0,6}(?:办|专班|组|中心|指挥部|支队|大队)))"
)
PASSED_ON = re.compile("(?:^|日|天|时|周|前|内)(?:上报|报|送|交|移交)[^，。；]{1,10}$")
APPOINTED = re.compile("[^，。；由]{2,24}由[^，。；]{2,24}(?:担任|兼任)[。；]?$")
A_LEVEL = re.compile(
    "([省市县区镇乡村])(?=每|要(?!求|点|素|害)|应当|须|定期|至少|负责(?!人)|对(?!象|口))"
)
A_PREFIX = re.compile(r"^([县市区镇乡省])(?=.{2,})(?!级|直|内|委|政府|人民)")
SHORT_NAME = re.compile(r"^[^县市区镇乡省各有其负（）()]{2,12}(?:局|委|办|大队|中心|队|分局|公司)$")
ANYBODY = re.compile(
    "((?!此|于|其|上述|以上|谁|专)[\u4e00-\u9fa5]{2,8}?)(?:具体|统一|全面|直接)?负责"
)
# 区政府各委、办、局 are one.
COUNCILS = re.compile(
    "各(?:有关|相关)?(?:部、)?委、办、局|(?:各|有关|相关)[委办]、[委办]、局"
    "|各(?:区|市|乡|镇|县)、(?:县|区|镇|乡|街道)(?=人民政府|政府)"
)
JOINED = "｜"
LEVELS = re.compile("(?:[省市县区镇乡村]级?、){1,4}[省市县区镇乡村]级?[两二三四五]级")
A_BODY = re.compile(rf"{BODY_END}")
AN_END = re.compile(rf"{BODY_END}$|各乡[（(]?镇?[）)]?$|[（(][^（）()]*[）)]$")
A_STRONG_END = re.compile(rf"(?:{MANY}|[县市区]\S{{1,8}}(?:局|委|办|部)){TAIL}$")
OPENS = {"明", "（", "("}
# A sentence may begin with the （…指导） of the one before it.
OPENING = re.compile(r"^明确(?=[^，。；]{2,40}职责)|^(?:（[^（）]*）|\([^()]*\))")
PREFACE = re.compile(
    "^(?:根据|按照?|依据)[^，。；]{2,40}?要求(?=[^，。；]{2,})|^(?:年[终底]|岁末)(?![考总评])"
    "|^(?:要求)?\\d{1,4}[名个位](?=[^，。；\\d]{2,10}[长员])"
)  # 按县里要求各村每月…
# 报送材料请各科室于…: a heading that runs into whom a thing is asked of.
RUNS_IN = re.compile("^[^，。；：]{2,14}?请(?=各|有关|相关|全[体县市镇校])")
# 由主要负责人主持的会议, 由三部分组成: neither says who owes it.
OF_WHOM = re.compile(
    "由[^，。；的]{2,30}(?:主持|召集|组织|牵头|参加|签字|组成)"
    "(?:召开|举行|举办|参加|主持|召集|组织|组成|实施|开展|负责|确认|同意)?的"
    "|由[^，。；的]{1,20}(?:任|担任|兼任|为)(?:组长|主任|指挥长?|队长|召集人|成员|负责人)的"
    "|由[^，。；]{2,60}?(?:组成|构成)(?=[，。；]|$)"
)
# 县防指要求各乡镇…, 号召全体党员…: who is asked, not who asks.
ASKS = re.compile("^[^，。；：]{0,24}?(?:要求|号召|动员|责成)(?=各|所有|全体|全[县市镇乡区校])")
MOST = 200  # characters; no subject ends further on
FARTHEST = 30  # characters behind 由
LONGEST = 90
OPEN, CLOSE = "（(〔“", "）)〕”"


@lru_cache(maxsize=512)  # a sentence's clauses are looked at for each of its time phrases
def subject(words: str, *, surely: bool = False) -> tuple[str, ...]:
    """Return the bodies that a clause of a sentence begins with, before a word of duty.

    Args:
        words: the clause.
        surely: take only a strong word of duty (应当, 要, 每) for one, not any verb.
    """
    if "由" in words:  # 召开由主要负责人主持的会议: whose meeting it is, not who owes it
        words = OF_WHOM.sub("", words)
    if APPOINTED.match(words):  # 主任由镇长担任
        return ()
    if level := A_LEVEL.match(words):  # 镇每半月、县每月巡河
        return (level[1],)
    words = RUNS_IN.sub("", ASKS.sub("", PREFACE.sub("", words))).replace(
        "、要", "要"
    )  # 镇政府、各村、要…
    if words[:1] in OPENS:
        words = OPENING.sub("", words)
        if words[:1] in {"（", "("}:
            return ()
    if not A_BODY.search(words, 0, MOST):
        named = ANYBODY.match(words, by + 1) if (by := words.find("由", 0, LONGEST)) >= 0 else None
        return (named[1],) if named else ()
    over = OVERSEEN.match(words) if words.find("的", 0, FARTHEST) > 0 else None
    if over and A_BODY.search(words, 0, over["name"].find("的")):
        return (over["name"],)
    for pattern in SUBJECTS[:1] if surely else SUBJECTS:
        found = pattern.match(words)
        if found and found["name"] != "领导" and (names := _names_of(found["name"])):
            return names  # 领导制定制度 is a deed
    doer = None if surely or words.endswith("的") else A_DOER.match(words)
    if doer and (names := _names_of(doer["name"])):
        return names
    if words.endswith("的") and (case := A_CASE.match(words)):
        return _names_of(case["name"])
    by = words.find("由", 0, LONGEST)
    if by > 0 and PASSED_ON.search(words[:by]):  # 三天内报社区由社区报街道: what comes after it
        return ()
    if by > 0 and (names := subject(words[by:], surely=surely)):
        return names
    return _by_whom(words[by + 1 :]) if by >= 0 else ()


def _by_whom(words: str) -> tuple[str, ...]:
    """Return who stands behind 由, whatever it is that they do: 由乡林业站管护."""
    ends = [found.end() for found in A_BODY.finditer(words[:FARTHEST])]
    for end in reversed(ends):
        if words[end : end + 1] not in set("的、和及与或") and (names := _names_of(words[:end])):
            return names
    named = ANYBODY.match(words)  # 由施工现场负责: whoever it is
    return (named[1],) if named else ()


def _names_of(name: str) -> tuple[str, ...]:
    if (
        len(name) > LONGEST
        or name.count("《") != name.count("》")
        or SAYS_MORE.search(name)
        or (NO_NAME.match(name) and not A_KIND.match(name) and not ITS_OFFICE.match(name))
    ):
        return ()
    return split(name)


@lru_cache(maxsize=512)
def is_bodies(words: str) -> bool:
    """Tell a line or clause that names bodies and says nothing else."""
    if A_KIND.match(words):
        return True  # 按月领取工资的团员: a name with what tells it from others
    return bool(WHOLE.match(words)) and not NO_NAME.match(words) and not A_DEED.search(words)


def split(names: str) -> tuple[str, ...]:
    """Split a list of names where a name can end; 机关、团体等单位 stays one.

    Returns:
        The names as printed, a prefix lent to those that leave it out.
    """
    made: list[str] = []
    held = ""
    names = COUNCILS.sub(lambda found: found[0].replace("、", JOINED), names)
    if levels := LEVELS.match(names):  # 县、镇两级执法部门 is one name
        held, names = levels[0], names[levels.end() :]
    for piece, mark in _pieces(names):
        held += piece
        if mark and not ends_a_name(held):
            held += mark
            continue
        if held.strip():
            made.append(held.strip(" 、，,"))
        held = ""
    given = (name.replace(JOINED, "、") for name in _with_prefix(made))
    return tuple(filter(None, dict.fromkeys(given)))


def _pieces(names: str) -> Iterator[tuple[str, str]]:
    """Yield what stands between the marks of a list, and the mark after it; brackets are whole."""
    depth, start = 0, 0
    for place, sign in enumerate(names):
        depth += (sign in OPEN) - (sign in CLOSE)
        joins = sign in "、，," or (sign in "和及与" and _joins(names, place))
        if depth <= 0 and joins and place > start:
            yield names[start:place], sign
            start = place + 1
    yield names[start:], ""


def _joins(names: str, place: int) -> bool:
    """Tell 和 between two names from 和 inside one (自然资源和规划局)."""
    left, right = names[max(0, place - LONGEST) : place], names[place + 1 :]
    left = left.removesuffix("以")
    strong = A_STRONG_END.search(left)
    either = strong or (names[place] == "及" and ends_a_name(left))
    return bool(either) and not right.startswith(("其", "有关", "相关"))


def ends_a_name(name: str) -> bool:
    """Tell whether a name of a body can end here."""
    bare = name.removesuffix("以")
    if re.fullmatch("(?:机关|团体|企业|事业单位?|学校|医院|社会团体|单位|、)+", bare):
        return False
    return AN_END.search(bare) is not None


def _with_prefix(names: list[str]) -> Iterator[str]:
    prefix = ""
    for name in names:
        bare = name.removesuffix("以") if name.endswith("以") else name
        if found := A_PREFIX.match(bare):
            prefix = found[1]
        elif prefix and SHORT_NAME.match(bare):
            yield prefix + bare
            continue
        elif not SHORT_NAME.match(bare):
            prefix = ""
        yield bare
