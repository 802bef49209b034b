"""A time phrase that only names a thing → why it says of what kind or how much, not when.

每月例会精神, 第四季度报表, 每人每月300元, 上年度数据 speak of time and ask nothing.
"""

import re

from cadence.extract.text.paragraphs import segment
from cadence.extract.times.elsewhere import said_elsewhere
from cadence.extract.times.meanings import REPEATS, Place, Reason
from cadence.extract.times.that_day import WHAT_COMES, is_on_the_day

LATE = re.compile(
    "(?:以?[上内后])?[^，。；]{0,8}(?:为|算|按|视为|记为?)(?:迟到|早退|旷工|缺勤|缺席|脱岗)"
)
SHARE = re.compile(
    r"^[^，。；]{0,24}(?:比例|占比|率)?(?:不(?:得)?(?:超过|高于|低于|少于)|达(?:到)?)\d{1,3}(?:\.\d+)?[%％]"
)
LASTS = re.compile(
    "(?:会期|(?<!配送|响应|办理|处置|整改|到场|送达|审核|审批)时长|会议时间|演练时间|培训时间|活动时间|讲话|发言|每次|每场|每课)[^，。；]{0,6}$"
)
MINUTES = re.compile("小时|分钟")
HAD = re.compile("^(?:内|之内)?[^，。；]{0,6}(?:获得?|取得|受到?|发生|出现|从事|担任|有)过")
# 不突破县里下达的年度指标: what others set.
BY_OTHERS = re.compile("(?:下达|印发|公布|发布|签订|制定|提出)的")
GRADES = re.compile(
    "^的?(?:结果|等次|成绩)?(?:不得|不能|应当?)?(?:不合格|合格|优秀|良好|[评定确]?定?为|采取|采用|包括|分为|实行“?一票否决|不称职|称职|不达标|达标)"
)
TO_COUNT_IN = re.compile("(?:纳入|列入|计入|作为)[^，。；]{0,8}$")
# 任务完成情况纳入年度考评: what counts in an appraisal, not that one is held.
COUNTS_IN = re.compile(
    "(?:纳入|列入|计入|作为|并入)[^，。；]{0,40}年[度终底末][^，。；]{0,6}(?:考[核评绩]|评[比优价先]|绩效)"
    "|作为[^，。；]{0,20}年度[^，。；]{0,20}(?:考[核评]|评[优价先]|绩效)[^，。；]{0,4}(?:参考|依据|内容|指标)"
)
ORDERED = re.compile("应当|必须|应(?!急|用|对|届)")
PUT_INTO = re.compile("(?:纳入|列入|计入|并入)[^，。；]{0,40}$")
AN_APPRAISAL = re.compile("[^，。；]{0,6}(?:考[核评绩]|评[比优价先]|绩效)")
# 档案及年度总结等予以归档: papers that are there already.
TO_FILE = re.compile(
    "(?:等)?[^，。；]{0,4}(?:予以|进行|一并|及时|妥善)?(?:归档|存档|建档|保存|留存)"
)
ON_SHIFT = re.compile(
    "[^，。；、]{2,14}?(?:人员|[^成委]员|领导|教师|老师|学生|干部|医[生师]|护士|组长|班长)(?=[负应须要、和])"
)
A_QUARTER = re.compile(r"(?:\d{4}年)?第?[一二三四1-4]季度")
AWAITS = re.compile("(?:^|[，；、,])(?:全力|做好|切实|扎实|认真)?迎[接检][^，。；]{0,24}$")
A_NAME = 12  # characters in which an appraisal is named
A_YEAR_END = re.compile("年[底终末]")
DATES = {"deadline", "phase"}
# 2022年汛期为…, 时间节点为上年度1月至12月: what a word means, or what figures are of.
_SEASON = "(?:汛期|防火期|戒严期|紧要期|火险期|禁渔期|休渔期|采暖期|供暖期)"
_FIGURES = (
    "(?:[数据统计核]{2,4}[^，。；]{0,6}(?:时间|周期|节点|区间|时段)"
    "|[考评]{1,2}核?[^，。；]{0,10}时间段|(?:考核|评价|统计|评估)(?:期|周期|期限|年度)(?=[为是：从自]))"
)
NAMES_A_SEASON = re.compile(
    f"(?:{_SEASON}|{_FIGURES})(?:为|是|定为|从|自|[：:]|[（(](?:[^（）()，。；\\d]{{1,6}}(?:为|是|：)))?(?:每年的?|(?:上一?|当|本)年度?的?)?$"
)
MAKES_A_SEASON = re.compile(
    f"止?，?(?:定为|确定为|划定为|规定为|为|是)[^，。；]{{0,10}}{_SEASON}(?:$|[，。；（])"
)
OF_A_KIND = re.compile("(?:认定|评定|确定|评|视)为$")
LAST_YEARS = re.compile("上一?年度")
NOT_IN_TIME = re.compile(
    "每(?:个|条|处|栋|座|台|户|段|档|相|公里)[^，。；每]{0,8}$|耐?[张档]段|米|公里|伏|千瓦"
)
# 吸取某年7月21日某水域溺水事件的教训
LEARNT = re.compile("(?:吸取|汲取|借鉴|警惕|针对|鉴于)[^，。；]{0,12}$")
AN_EVENT = re.compile("[^，。；]{0,40}(?:事故|事件|火灾|案件|教训)")
A_WAY = re.compile("[^“”，。；]{0,20}”(?:相结合)?的(?:[考核评分计]{2,4})?(?:办法|方式)")
OPEN_AT = re.compile(
    "(?:燃放|营业|开放|停水|停电|停气|封路|休市|休馆)[^，。；：]{0,4}(?:时间|日期)(?:为|是|：)[^，。；]*$"
)
# 9月14日下午校车的发车时间为14:40; 下课后可正式离校.
HAPPENS_AT = re.compile(
    "[上中下]?午?[^，。；]{0,14}(?:发车|到站|集合|开放|营业|上课|下课|作息)时间(?:为|是|：)"
)
MAY_LEAVE = re.compile(
    "[^，。；]{0,16}可(?:以|正式|提前|自行|先行)?(?:放假|离校|离岗|离开|返校|休息|回家)"
)
# 3月5日砖厂机械伤害的教训十分深刻
A_LESSON = re.compile(
    "[^。；]{0,40}(?:教训[^，。；]{0,6}(?:深刻|惨痛|沉痛)|敲响了?警钟|令人痛[心惜]|触目惊心)"
)
HOURS = re.compile("[，：]?(?:[上下]午|早上?|晚上?)\\d{1,2}[:：时点]\\d{0,2}[—至到~～-]")
SO_MANY = re.compile(  # 每天有几十辆车进出
    "(?:都|大?约|平均)*(?:有|发生|产生|进出)[^，。；]{0,4}[\\d几数上][十百千万\\d]*[余多]?(?:辆|起|吨|件|批)"
)
ABOLISHED = re.compile("停止执行|废止|失效|不再执行|予以撤销")
DAYS_OFF = re.compile(
    r"^(?:[（(][^（）()]{1,8}[)）])?(?:[、和及至到—-](?:\d{1,2}月)?\d{1,2}日(?:[（(][^（）()]{1,8}[)）])?){0,6}"
    "(?:[^，。；]{0,6}?)(?:放假|调休|上班|上课|补班|补课|补休|补上|补(?:周|星期)|休息|公休|照常|法定|正常[上行])"
)
# 3月“全国中小学生安全教育日”, 6月份第二个星期日: the month in which a named day lies.
A_NAMED_DAY = re.compile(
    "“[^“”]{2,16}(?:日|月|周)”|第[一二三四]个?(?:周|星期)[一二三四五六日天]|(?:全国|世界|国际)[^，。；、]{2,14}(?:日|周)"
    "|[^，。；、0-9]{2,8}(?:月|周)(?=活动|[、和及][^，。；]{0,24}活动)"
)
A_MONTH = re.compile("[在于]?[\\d一二三四五六七八九十]{1,3}月份?")
OFF_FROM = re.compile("(?:(?:放假|调休|休假|假期)(?:时间|安排)?(?:为|是|：|从|自)?|补(?:休|上)?)$")
COUNTED = re.compile("次(?!日|月|年|序|数|要|性)|至少|不少于|不低于|不得少于|一[遍轮回场]")
A_FIGURE = r"[\d一二三四五六七八九十百千万.]"
MONEY = re.compile(rf"{A_FIGURE}\s*(?:万|亿|千|百)?(?:元|美元)|[千百万]分之")
RATE = re.compile(
    rf"^(?:按[^，。；]{{0,12}}?)?(?:加收|加处|加罚|计收|计息|收取|递增|递减|{A_FIGURE}+元)"
)
# 每月订气量参照基准为2瓶, 每月按职工平均工资的四成发给
STANDARD = re.compile(
    "[^，。；]{0,16}(?:基准|标准|限额|上限|定额|限量)(?:为|是|不超过|不高于)"
    "|[^，。；]{0,24}(?:工资|收入|标准|基数)的?[0-9.]+[%％]|(?:租金|物业费|保证金|服务费)(?:合计|共计|为|是)"
    "|[^，。；]{0,4}累计[^，。；]{0,6}超过"
)
SPENDS = re.compile(
    "安排|投入|列支|落实|拨付|提取|缴[纳存]|[交上][纳缴付]|支付|发放|保障|划拨|拨出|预算|存入"
)
# What a thing is called after its time: 每月考核结果, 每周例会精神.
RESULT = re.compile(
    "^的?(?:(?:(?!提供|兑现|核算|发放|通报|公[布开示]|反馈|报[送告]|上报|发布)[^，。；、]){0,10}?的?(?:结果|成绩|得分|总分|分值|精神|名次|分数|排名)|(?:应|所)?(?:发|领)[^，。；]{0,4}(?:工资|薪酬))"
    "(?:$|[为作纳列与和、，]|进(?!行)|的(?!通报|公布|反馈))"
)
A_MEANS = re.compile("(?:利用|运用|采取|通过|借助|采用|以)[^，。；]{0,20}$")
BY_MEANS = re.compile(
    "[^，。；]{0,30}?(?:等(?:方式|形式|手段|途径|渠道|[^，。；]{0,12}?(?=加强|强化))|相?结合(?:的|$|[，。；]))"
)
LEANS_ON = re.compile(
    "(?:根据|依据|按照|结合|对照|参照|参考|利用|借助|围绕|作为|不同于|区别于|将|把|凭)(?:其|本|各|全)?$"
    "|(?:根据|依据|按照|结合|对照|围绕)[^，。；]{0,20}“$"
)
PUT_IN = re.compile("(?:列入|列为|纳入|编入|写入)")
ACTS = re.compile(
    "^(?:要|应|须|开展|召开|组织|进行|举办|报送|上报|安排|实施|执行|检查|巡查|通报|调度|公布|公示|更新|定期|定时)"
)
ON_THE_DAY = re.compile("(?:当[日天晚月]|次日)")
# 贯彻落实2月17日会议精神: a day that a paper or a meeting is told by.
IN_LINE_WITH = re.compile("(?:贯彻|落实|传达|学习|按照|根据|对照|结合)$")
A_MEETING = re.compile("[^，。；]{0,40}?(?:会议?|讲话|精神|通知|文件|批示|部署|情况|数据|口径)")


def only_named(place: Place, behind: str) -> Reason | None:
    """Tell time words that say of what kind a thing is, or how much, from those that say when."""
    kind = place.phrase.kind
    if kind in REPEATS and A_WAY.match(place.after):
        return Reason("是考核办法的名称，没有要求")
    if ABOLISHED.search(place.after[:60]) and kind in {"phase", "deadline"}:
        return Reason("是旧文件停止执行的日期")
    if kind in DATES and (DAYS_OFF.match(place.after) or OFF_FROM.search(place.before)):
        return Reason("是放假调休的安排")
    if (
        kind == "deadline"
        and A_NAMED_DAY.match(place.after)
        and A_MONTH.fullmatch(place.phrase.text)
    ):
        return Reason("是节日或活动的日期，没有要求")
    if kind in REPEATS and _is_amount(place.phrase.text, behind):
        return Reason("是金额或比例的标准，不是时限")
    if kind in REPEATS and _is_attribute(place, behind):
        return Reason("是对事物的说明（如每月例会的精神），不是要求")
    if kind == "yearly" and (GRADES.match(behind) or BY_OTHERS.match(place.phrase.text)):
        return Reason("是对事物的说明（如年度考核结果），不是要求")
    if _counts_in(place):
        return Reason("是对事物的说明（如年底考核），不是要求")
    if (
        reason := said_elsewhere(place)
        or _told_by(place)
        or _of_others(place, behind)
        or _of_things(place)
    ):
        return reason
    if kind in {"trigger", "before"} and HAD.match(behind):
        return Reason("是对资格或经历的说明，不是要求")
    if kind == "trigger" and LASTS.search(place.before) and MINUTES.search(place.phrase.text):
        return Reason("是一次活动的时长，不是时限")
    if kind in {"trigger", "bar"} and place.before.endswith("取消"):
        return Reason("是处罚或追责的情形")
    if kind == "trigger" and SHARE.match(behind):
        return Reason("是金额或比例的标准，不是时限")
    if kind == "trigger" and ON_THE_DAY.fullmatch(place.phrase.text) and is_on_the_day(place):
        return Reason("“当日”“当天”说的是哪天的事物，不是时限")
    return None


def _counts_in(place: Place) -> bool:
    """Tell 纳入年度考核 and 年度总结等予以归档 from an appraisal that is to be held."""
    phrase = place.phrase
    if phrase.kind in DATES:
        return bool(A_YEAR_END.fullmatch(phrase.text) and TO_COUNT_IN.search(place.before))
    start, _end = segment(place.sentence, phrase.start)
    if (
        phrase.kind not in REPEATS
        or not re.search("年[度终底末]", phrase.text)
        or ORDERED.search(place.sentence[start : phrase.start])
    ):
        return False  # 县政府应当将消防纳入年度考核: it is to see that it counts
    within = COUNTS_IN.search(phrase.text + place.after[:A_NAME])
    if within and within.start() < len(phrase.text):
        return True
    if not re.match("年[度终底末]", phrase.text):
        return False
    if place.before[-1:] in {*"及和、与"} and TO_FILE.match(place.after):
        return True
    named = AN_APPRAISAL.match(phrase.text[2:] + place.after)
    return named is not None and PUT_INTO.search(place.before) is not None


def _told_by(place: Place) -> Reason | None:
    """Tell the day that a meeting or an accident is known by from one on which something is due."""
    if place.phrase.kind in {"trigger", "before"} and LATE.match(place.after):
        return Reason("是对迟到、早退等的说明，没有要求")
    if place.phrase.kind in REPEATS and SO_MANY.match(place.after):
        return Reason("是对情况的说明，没有要求")
    if place.phrase.kind == "observance" and TO_COUNT_IN.search(place.before):
        return Reason("是对事物的说明（如春节前的重点工作），不是要求")
    if place.phrase.kind not in DATES:
        return None
    if MAY_LEAVE.match(place.after):
        return Reason("是权利或授权（可以、鼓励），不是义务")
    if OPEN_AT.search(place.before) or HAPPENS_AT.match(place.after) or HOURS.match(place.after):
        return Reason("是开放、停用的时间，没有要求")
    if IN_LINE_WITH.search(place.before) and A_MEETING.match(place.after):
        return Reason("只是提到会议或文件的日期，没有要求")
    if A_LESSON.match(place.after) or (LEARNT.search(place.before) and AN_EVENT.match(place.after)):
        return Reason("日期早于成文日期，是已经过去的事")
    return None


def _of_others(place: Place, behind: str) -> Reason | None:
    """Tell what names a person's shift, a quarter's report or another's visit."""
    kind = place.phrase.kind
    if kind in REPEATS and place.before[-1:] in {"、", "和", "及", "由"} and ON_SHIFT.match(behind):
        return Reason("是对人的说明（如每日值班人员），不是要求")
    if kind == "deadline" and A_QUARTER.fullmatch(place.phrase.text) and _told_by_a_day(place):
        return Reason("是对事物的说明（如第四季度报表），不是要求")
    if kind in DATES and AWAITS.search(place.before):
        return Reason("是别人要来做的事（迎接检查），没有要求")
    return None


def _of_things(place: Place) -> Reason | None:
    """Tell a season's own bounds, last year's figures and counts for each thing (每个耐张段)."""
    phrase = place.phrase
    if phrase.kind in {*DATES, "periodic"} and (
        NAMES_A_SEASON.search(place.before) or MAKES_A_SEASON.match(place.after)
    ):
        return Reason("是时段的起止，没有要求")
    if phrase.kind == "yearly" and (
        OF_A_KIND.search(place.before) or LAST_YEARS.search(phrase.text)
    ):
        return Reason("是对事物的说明（如年度考核结果），不是要求")
    start, _end = segment(place.sentence, phrase.start)
    if phrase.kind == "times" and NOT_IN_TIME.search(place.sentence[start : phrase.start]):
        return Reason("是每个事物的次数，不是多久一次")
    return None


def _told_by_a_day(place: Place) -> bool:
    """Tell the 第四季度 of 第四季度报表于1月11日前报送: the day is when it falls due."""
    _start, end = segment(place.sentence, place.phrase.start)
    return any(
        each.kind == "deadline" and place.phrase.end < each.start < end and "日" in each.text
        for each in place.others
    )


def _is_amount(words: str, behind: str) -> bool:
    if STANDARD.match(behind):
        return True
    if COUNTED.search(words + behind):
        return False
    return bool(RATE.match(behind)) or bool(MONEY.search(behind) and not SPENDS.search(behind))


def _is_attribute(place: Place, behind: str) -> bool:
    """Tell 根据每周例会精神, 将每月考核的结果, 利用季汇报等方式 from what asks for something."""
    if COUNTED.search(place.phrase.text + behind):
        return False
    if RESULT.match(behind) or WHAT_COMES.match(behind):
        return True
    if A_MEANS.search(place.before) and BY_MEANS.match(place.after):
        return True
    own = PUT_IN.match(place.phrase.text)  # 将其纳入年度计划: its verb is its own
    return bool(LEANS_ON.search(place.before)) and not ACTS.match(behind) and not own
