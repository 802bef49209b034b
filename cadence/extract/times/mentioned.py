"""A date in its sentence → why nothing is due on it: a heading's year, the past, a signature."""

import re

from cadence.extract.text.days import Stretch
from cadence.extract.times.meanings import Context, Place, Reason

A_GOAL_YEAR = re.compile(
    "[^，。；]{0,14}?(?:创建|再?新增|新建|新改建|开工建设)|[^，。；]{2,18}(?:率|量|比例|面积|人数|水平|占比)(?:达到?|提高到|降至|下降到|控制在|不低于|不超过)|"
    "(?:，[^，。；]{0,16}?)?(?:全部|全面|基本|力争|确保|要)?(?:完成(?!了|的)|建成|建立|形成|搭建|投产|投运|关停|淘汰|退出|实现|达到|配齐)"
)
GOALS = (
    "完成",
    "建成",
    "实现",
    "达到",
    "建立",
    "形成",
    "基本(?!指标|要求|情况|信息|原则|公共|农田|养老|医疗)",
    "力争",
    "取得",
    "全面",
    "推动",
    "印发",
    "启动",
)
ASKED = re.compile(
    "应当|必须|应(?!急|用|对|邀)|须|(?<![主需重首])要(?![求点素害])"
    "|请(?!示|假)|拟(?!定|订)|定于|开始|启动"
)
A_DEED = re.compile(
    "(?:集中|全面|分批|统一|牵头)?(?:组织|开展|召开|举办|举行|完成|制定|印发|编制|修订|报送|启动|实施)"
    "(?!了|过|的)"
)
AN_ANNEX = re.compile(
    "附件|抄送|主题词|[（(](?:此件|联系人|公开|主动公开|信息公开|本文)"
)  # a foot that lost its line
A_FIGURE = re.compile(
    "^[，]?(?:全[县市省区国]|我[县市省区]|各地)?[^，。；]{0,10}?"
    "(?:发生|形势|平稳|同比|下降|上升|增长|(?<!公)共有|(?<!公)共[计登排查检开录收]|累计|开展了|(?:(?<!公)共|[已先])?后?有\\d+[个家起名人处村])"
)
A_TERM = re.compile("(?:(?:完成|办结|整改)?(?:时限|期限)|(?:完成|办结|整改)时间)[：:]")
# 河西县住建局2021年8月17日河西县住建局发文稿纸: a signature that lost its lines.
SIGNED = re.compile(
    "(?:^|[。.）)”])[^，。；：]{2,60}(?:厅|局|委员会|委|办公室|办|政府|部|公司|协会|中心|[支大]队|学校|医院|院)$"
)
DOES = re.compile(
    "[，,前起至到—~-]|(?:[上下]午|晚)?[0-9]{0,2}[:：时点]?[^，。；]{0,12}(?:召开|举办|开展|组织|完成)"
)
THAT_IS = re.compile("[，,（(]即[0-9 年月日、]*$")  # 每周一上午，即3月2日、9日
SINCE_DONE = re.compile("[^，。；]{0,14}?已(?![^，。；]{0,4}的)")  # 至1月7日巡视组已下达
IN_ITS_BRACKET = re.compile("每年[^，。；]{0,6}[两二2]次[（(][^）)]*$")  # 每年两次（上半年7月…
AS_OF = re.compile("(?:以|按)[^，。；]{0,14}$")  # 以上年度末12月31日在册的为准
IS_THE_DAY = re.compile("[^，。；]{0,24}为(?:准|基准|截止)")
OF_THIS_PAPER = re.compile("本(?:办法|细则|制度|规定|方案|意见|通知)[自从]?$")
IN_FORCE = re.compile("(?:起|开始)?实行(?:$|[，。；])")
IS_PUT_OFF = re.compile("(?:顺延|推迟|延期|结转|递延)$")  # 顺延至次年: whither, no day to keep
A_LATER_YEAR = re.compile("[至到](?:次年|下一?年|翌年|第二年|来年)度?")
IN_QUOTES = re.compile("[^“”，。；]{0,12}”的?[^，。；“”]{2,24}(?:机制|制度)")  # “年底考核”的机制
COMES_HERE = re.compile(
    "(?:前?来|赴|到)[我本](?:省|市|县|区|镇|乡|校|院|公司)"
)  # 8月上旬来我省检查
OF_A_SEASON = re.compile("[汛火险防]期[0-9一二三四五六七八九十、月]*$")  # 主汛期7、8、9月
A_DATE_ALONE = re.compile(r"[0-9]{4}(?:年[0-9]{1,2}月[0-9]{1,2}日|([./-])[0-9]{1,2}\1[0-9]{1,2})")
AIMS = re.compile("(?:力争|确保|计划|争取|力求)[^，。；]{0,24}$")
THIS_YEAR = {"今年", "本年", "本年度"}
ALREADY = re.compile("已经?(?:分别|先后|陆续)?[于在]?$")
LONGEST_HEAD = 26  # characters before the bracket of a stage's heading


def explained(place: Place) -> Reason | None:
    """Tell a day on which something was done, or that only says which day is meant."""
    if ALREADY.search(place.before):
        return Reason("是已经做过的事，没有要求")
    if not place.phrase.text.endswith("前") and SINCE_DONE.match(place.after):
        return Reason("是已经做过的事，没有要求")
    if AS_OF.search(place.before) and IS_THE_DAY.match(place.after):
        return Reason("是对日期的说明，没有要求")
    if OF_THIS_PAPER.search(place.before) and IN_FORCE.match(place.after):
        return Reason("施行日期")
    if IS_PUT_OFF.search(place.before) and A_LATER_YEAR.fullmatch(place.phrase.text):
        return Reason("是对日期的说明，没有要求")
    if IN_QUOTES.match(place.after):
        return Reason("是机制的名称，没有要求")
    if IN_ITS_BRACKET.search(place.before):
        return Reason("括号里是对次数的说明，周期写在前面")
    if COMES_HERE.match(place.after):
        return Reason("是上级来检查的安排，没有要求")
    if OF_A_SEASON.search(place.before):
        return Reason("是对时节的说明，没有要求")
    if THAT_IS.search(place.before):
        return Reason("是对日期的说明，周期或时限写在前面")
    return None


def only_mentioned(place: Place, context: Context, days: Stretch) -> Reason | None:
    """Tell a date that nothing is due on: a heading's year, a past event, the text's own date."""
    phrase, after = place.phrase, place.after
    asked = not days.printed and ASKED.search(after) is not None  # 3月30日各班要上好安全课
    own_day = context.issued in {days.first, days.last} and not asked
    if days.first == days.last and (own_day or (days.printed and _is_signed(place))):
        return Reason("成文或印发日期")
    if context.lasting and days.printed and context.issued is None:
        return Reason("制度里写明年月日的事，说的是以往，没有要求")
    if A_DATE_ALONE.fullmatch(place.sentence.strip()):
        return Reason("是单独一行的日期，没有写做什么，请对照原文判断", understood=False)
    whole_year = not days.exact and days.last.month - days.first.month > 6  # noqa: PLR2004 - months
    in_time = A_TERM.match(phrase.text) is None
    heads = in_brackets(place) and len(place.before) <= LONGEST_HEAD  # 建立机制（2021年8月）
    ended = in_time and not heads and days.printed and context.issued and days.last < context.issued
    if ended:
        return Reason("日期早于成文日期，是已经过去的事")
    if phrase.text[0] in "截至到" and A_FIGURE.match(after):
        return Reason("是对情况的说明，没有要求")
    if whole_year and phrase.text.lstrip("到至在于") in THIS_YEAR and not A_GOAL_YEAR.match(after):
        return Reason("只是提到年份，没有要求到期完成")
    if phrase.text[0] in "到至截力最不完时办整报放安定":
        return None
    if whole_year and A_GOAL_YEAR.match(after):
        return None  # 2025年完成改造: by the year's end
    if whole_year and (after[:1] in "是的来度以作" or not re.search("|".join(GOALS), after[:30])):
        return Reason("只是提到年份，没有要求到期完成")
    if phrase.text[-1:] not in "前止" and A_FIGURE.match(after):
        return Reason("是对情况的说明，没有要求")
    if re.match("[^，。；]{0,12}?(?:进入|迎来|即将|到来)", after):
        return Reason("是对时节的说明，没有要求")
    begins = not place.before or place.before[-1] in "，。；：（(、并"
    if after[:1] in {"是", "为", "系"}:
        return Reason("是对时节的说明，没有要求")
    told = phrase.text[0] in "于在" or phrase.text.endswith("季度")
    does = told and A_DEED.match(after)  # 县应急局于第二季度组织演练
    aims = AIMS.search(place.before) and A_GOAL_YEAR.match(after)  # 力争某线11月建成
    if not (begins or does or aims) and (not days.exact or re.search("季度$|半年$", phrase.text)):
        return Reason("只是提到时间，没有要求到期完成")
    return None


def _is_signed(place: Place) -> bool:
    """Tell a signature or a foot that lost its line: 县住建局2021年8月17日印发."""
    signs = SIGNED.search(place.before) and not DOES.match(place.after)
    return AN_ANNEX.match(place.after) is not None or bool(signs)


def in_brackets(place: Place) -> bool:
    """Tell time words that stand alone in brackets: 自查阶段（5月）."""
    return place.before[-1:] in {"（", "("} and place.after[:1] in {"）", ")"}
