"""What may stand in the slots of time_words.txt ({n}, {day}, {times}), as regular expressions.

SLOT_HINTS: of each slot, texts one of which stands in every match, to pass over most sentences.
"""

from cadence.core import NUMBER, YEAR
from cadence.extract.text.days import DAY, ITS_WEEKDAY

_GAP = "[^，。；：！？,;:（）()\n]"
# 编制县（市、区）年度防治方案: a bracket of places parts no words.
GAP = f"{_GAP}{{0,24}}?(?:（[省市州县区旗乡镇街道村社场、]{{1,9}}）{_GAP}{{0,16}}?)?"
_QUARTER = "第?[一二三四1-4]季度"
_UNIT = "(?:年|个月|月|周(?!岁)|星期|个?工作日|个?工作天|日|天|个?小时|分钟)"
_PERIOD = (
    rf"(?:{NUMBER}个?(?:年|月|季度|周|天|日)|工作日|日|天|周|星期|旬|月度?|季度|季(?!节)|半年度?"
    r"|半个?月|年度?)"
)
_SPAN = "(?:年度?|季度?|半年|月度?|周|旬|日)"
_AND = "(?:、|和|及|与|以及)"
# A small number that is no year and no ordinal: 两年, but neither 2022年 nor 第四季度.
_SOME = r"(?:(?<![第\d年至—隔每-])(?:\d{1,2}|[一两二三四五六七八九十]{1,3}))"
_FEAST = (
    "“?(?:元旦|春节|除夕|元宵|清明|五一|劳动|端午|中秋|国庆|十一|七一|重阳|(?:全国)?“?两会"
    "|[春秋](?:季)?(?:学期)?(?:开学)?(?=[、和]?[春秋]|季?(?:学期)?开学|[，。前之以])|新学期开学|开学)”?"
    "(?:节|国际劳动节)?"
)
SLOTS = {
    "n": NUMBER,
    "unit": _UNIT,
    "period": _PERIOD,
    "pday": "(?:个?月|个?季度|季|年|周|天|日)",
    "day": DAY,
    "bare_day": rf"(?:{YEAR}年)?{NUMBER}月{NUMBER}",  # 11月9至17日
    # 5-7月, 三至五月: a stage's months; no 第5-7月, no 每3-5月.
    "bare_month": r"(?<![\d每第隔约.])(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])",
    "clock": rf"(?:{NUMBER}(?:时|点|[:：])(?:\d{{2}}分?|整|半)?|零[时点]|下班)",
    "mday": rf"(?:{NUMBER}[日号]|月底|月末|底|末)",
    # Lists, whose last member lends the others what they leave out: 3月、6月、9月25日.
    "mdays": rf"(?:{NUMBER}[日号]?{_AND}){{1,6}}(?:{NUMBER}[日号]|月?[底末])",
    "months": (
        rf"(?:{NUMBER}月?份?{_AND}){{1,11}}{NUMBER}月份?"
        rf"(?:的?{NUMBER}[日号]|月?[底末]|[上中下]旬|初(?![一二三四五六七八九十]))?"
    ),
    # 6月、12月底: a list whose last member says when within the month.
    "month_list": rf"(?:{NUMBER}月份?{_AND}){{1,11}}{NUMBER}月份?",
    # Days of one month, or of several: 4月8日、15日、5月6日.
    "days": (
        rf"(?:{YEAR}年)?{NUMBER}月{NUMBER}[日号]{ITS_WEEKDAY}"
        rf"(?:{_AND}(?:{NUMBER}月)?{NUMBER}[日号]{ITS_WEEKDAY}){{1,8}}"
    ),
    # 周一安全例会; 周一次的活动日 is none.
    "meeting": (
        "(?!次|至|到|、)[^，。；：每年月季周次（）()]{0,8}?"
        "(?:会议|例会|碰头会|调度会|学习日|活动日)"
    ),
    "then": "(?=[由各镇乡县区市街将要对]|开展|组织|进行|召开|予以|给予)",  # 年终镇政府将…
    "barred": "(?=(?:不得|不能|不予|禁止|不再)(?!少于|低于|超过))",  # 一个年度内不得变更
    # 不少于15个工作日的调查时间: what somebody must be given.
    "term_for": (
        "(?=[^，。；]{0,4}(?:调查|准备|整改|公示|公告|异议|答辩|申诉|复核|征求意见)"
        "[^，。；]{0,2}(?:时间|期限|期))"
    ),
    "periods": rf"(?:{_SPAN}(?:、|和|及|与)){{1,3}}{_SPAN}",
    "weekday": ITS_WEEKDAY,
    "weekdays": rf"[一二三四五六日天](?:{_AND}(?:每?(?:周|星期))?[一二三四五六日天]){{1,6}}",
    "few_years": rf"(?:{_SOME}年)",
    "some": _SOME,
    # Named days, one or a list: 元旦、春节; 春、秋季开学.
    "feasts": rf"{_FEAST}(?:{_AND}{_FEAST}){{0,5}}",
    "quarter": _QUARTER,
    "year": YEAR,
    "times": "(?:次(?![性月日年数])|回|轮|趟|晚(?![上间点])|场(?![所地])|遍|期)",
    "slash": "[/／]",
    "near": "(?:[^，。；：！？每（）]|每[户家个所人处校村班]){0,24}?",
    # 夜间22点清查一次: what is walked through, without another word of time.
    "rounds": (
        "(?=[^，。；：每]{0,8}?[巡查检清点测看访])[^，。；：每年月季周旬（）()]{1,10}?(?:各|至少)?"
    ),
    "hours": "(?:（[^（）]{1,16}）)?",  # 夜间（22时至次日6时）巡查不少于3次
    # 一个月核对一遍; neither 三天内检查一次 nor 两年前建成一次.
    "rounded": (
        "(?![内后前以之])[^，。；：每年月季周旬日天内后前（）]{1,6}?"
        "(?<=[巡查检清点测看访对理签算扫洗换训练习])"
    ),
    # 周调度、旬通报、月约谈: what stands in a row of such is one of them.
    "led_pair": "(?<=[日周旬月季年][\u4e00-\u9fa5]{2}[、，和及])",
    "pair": "[\u4e00-\u9fa5]{2}",
    "and_then": "(?=[、，][^，。；\\d]{1,6}\\d{1,3}(?:分钟|个?小时|日|天)(?:之|以|时限|期限)?内)",
    "first": "(?=[^。；]{0,24}?首次)",  # 运行6年、干旱地区12年进行首次抽检
    "few": "[^，。；：每年月季周旬（）()]{0,10}?",
    # 日记、周报: a rhythm of one letter counts only in a row of such.
    "leads": "(?=[、，和及][日周旬月季][\u4e00-\u9fa5]{1,2}(?:[、。；，”]|制度|机制|$))",
    "led": "(?<=[日周旬月季][\u4e00-\u9fa5][、，和及])",
    "stamp": r"[\s　T]?\d{1,2}[:：]\d{2}[:：]\d{2}",
    "verb": (
        "(?:调度|通报|讲评|分析|总结|报告|例会|巡查|排查|检查|会商|研判|考核|评比|督查|小结|点评|"
        "报送|汇报|督导|通气|报表|评价|演练|巡检|碰头|自查|抽查|普查|调研|盘点|推进会|考评|复盘|"
        "管控|评估|评审|清零|曝光|督办|会办|回访|走访|复查|复核|检测|轮换|晾晒|测评|审核|对账|汇总|巡护|巡线|约谈)"
    ),
    "deed": (
        "(?:调度|通报|讲评|分析|总结|报告|例会|巡查|排查|检查|会商|研判|考核|评比|督查|小结|点评|"
        "报送|汇报|督导|评价|演练|巡检|碰头|自查|抽查|推进|考评|复盘|评估|评审|清零|曝光|督办|回访|走访|"
        "检测|测评|审核|对账|培训|学习|更新|主题|会议|复审|体检|检|报|评|考|审|结|训|测|修|查|清|换|练|扫|洗|晒|擦|消毒|巡|登记|核对?|访|议|签|走访|约谈|清理|入户)"
    ),
}
SLOT_HINTS = {
    "times": ("次", "回", "轮", "趟", "晚", "场", "遍", "期"),
    "months": ("月",),
    "days": ("月",),
    "bare_day": ("月",),
    "day": ("年", "月", "季", "日", "号", "-", ".", "．", "/"),
    "unit": ("年", "月", "周", "星期", "日", "天", "时", "分钟"),
    "slash": ("/", "／"),
    "quarter": ("季度",),
    "few_years": ("年",),
    "feasts": (
        "元旦",
        "春",
        "除夕",
        "元宵",
        "清明",
        "五一",
        "劳动",
        "端午",
        "中秋",
        "国庆",
        "十一",
        "七一",
        "重阳",
        "两会",
        "秋",
        "开学",
    ),
}
