"""The words of what comes again, in their sentence → the timing that they mean.

A rhythm (每季度一次), a count that leans on one (至少4次), the year's own papers (年度考核), a day
of every period (每月25日前), the end of every stage (阶段总结).
"""

import re

from cadence.core import NUMBER, Cadence, Deadline, PeriodicDeadline, Season, timing_words
from cadence.extract.text.bodies import is_bodies
from cadence.extract.text.paragraphs import segment
from cadence.extract.times import frequency, periodic
from cadence.extract.times import triggers as clocks
from cadence.extract.times.bounds import A_PAPER
from cadence.extract.times.in_tails import in_tail
from cadence.extract.times.meanings import FAIR, UNSURE, Context, Found, Place, Reason, TimeMeaning
from cadence.extract.times.mentioned import IN_ITS_BRACKET
from cadence.extract.times.phrases import Phrase

SHORT_FORM = re.compile("(?:日|周|旬|月|季度?|年)(?!内)[^一至不]")
# 财务年报表 is a thing; 各村月报表 and 报送月报表 are asked for.
A_NAME = re.compile("(?:财务|统计|会计|业务|工作|数据)$")
# 每周一上报、每旬一分析: once in each, no Monday.
OF_A_ROW = re.compile("每(?:日|天|旬|月|季度?|年|半月)一[^次个周]")
A_SHORT_DEED = re.compile("[^，。；、”]{2,4}[，、。”]")
A_MONDAY = re.compile("每个?(?:周|星期)一[^次]")
AN_OBJECT = re.compile("[\u4e00-\u9fa5](?<![次制机会的工])")
# 双周调度、月度通报; not 通报月度考核.
OPENS_A_DUTY = re.compile(
    "(?:^|[、，；。：（]|实行|坚持|落实|执行|建立|健全|完善|推行|严格|开展|组织|进行|做好)$"
)
NAMED_YEAR = re.compile(r"(?:[\dxX×*]|[本当上下该])年度")
# 按日常作息, 按月份汇总: another word begins with the same sign.
OTHER_WORD = re.compile("按(?:日[常期程历]|月份|周[边密]|季节|年[龄代限])")
AND = re.compile("[、和及与]")
AT_A_SHIFT = re.compile("班[前后中]|岗前|接班前")
NAMED_MEETING = re.compile("(?:班[前后]|岗前|接班前)(?:安全)?(?:会|讲评|教育|检查)")
HELD = re.compile("(?:召开|开展|组织|坚持|执行|落实|实行|做到|进行|抓好|开好|参加)[^，。；]{0,10}$")
YEARS_END = {"年终", "年底", "岁末"}  # 年终，各村提交年度总结
A_WORKING_WEEK = re.compile("每个?周?(?:周|星期)一[至到—-]")
A_DAILY = Cadence(period="day")
A_PERIOD = re.compile(
    f"每?{NUMBER}?个?(?:半年|季度|工作日|星期|[年季月旬周日天])(?:度|之?内)?|全年"
)
# 在实施中期和后期开展阶段性评估: which part, and no day of it.
UNDATED_PART = re.compile("(?:初|前|中|后|末)期")
NOT_SUMMED = {"提升", "阶段", "巩固"}
ONCE = re.compile("[^，。；每]{0,16}[一1](?:次|遍|轮)(?!性)")  # 每年12月评审一次
# 做好年度核查基础信息的汇总，于5月9日前上报: what the papers are of.
OF_PAPERS = re.compile("[^，。；、]{0,6}(?:信息|数据|资料|材料)的")
MADE = re.compile("(?:制定|制订|编制|拟[定订]|负责)[^，。；]*$")  # 制定宣传教育和年度演练计划
OF_PAPER = re.compile("每周|月度|季度|半年度?|年度")
HANDS_IN = re.compile("[，,]?[^，。；每]{0,30}?(?:报送|上报|申报|缴纳|提交)")
NO_DEED = re.compile("(?:[^，。；]*(?:应当?|须|要|可))?[于在]?")
IS_A_DAY = re.compile("(?:被)?(?:定|确定)?(?:为|是)[^，。；]{2,16}(?:日|节)(?:$|[，。；])")
A_DATE = re.compile("[0-9]{2}-[0-9]{2}")
NOT_OVER = re.compile(f"(?:最长)?不(?:得|应)?超过({NUMBER}(?:年|个月|天|日|小时))")
PERIODIC = {"cadence", "periodic"}


def cadence_words(place: Place, context: Context) -> Found:
    """Read how often: 每季度一次, 日调度, 报送季度小结; a name that only sounds so is none."""
    del context
    words = place.phrase.text
    if several := place.phrase.slot("periods"):  # 制定年、季、月工作计划
        each = (frequency.cadence(period, "", "") for period in AND.split(several))
        return tuple(TimeMeaning(timing, FAIR) for timing in each if timing)
    if place.phrase.words.meaning == "文书":
        return _of_papers(place)
    if place.phrase.words.meaning == "短名" and not OPENS_A_DUTY.search(place.before):
        return Reason("只是提到时间，没有写明期限")
    short = SHORT_FORM.match(words) and place.before[-1:] != "每"  # 每日巡查, read as 日巡查
    if short and place.before[-1:] in set("全半两本上下去今前当年一二三假念生"):
        return Reason("是名称的一部分，没有要求")
    if words.endswith("报表") and A_NAME.search(place.before):
        return Reason("是名称的一部分，没有要求")
    if OTHER_WORD.match(words + place.after[:1]):
        return Reason("是名称的一部分，没有要求")
    if (short or A_PAPER.search(words)) and _said_already(place):
        return Reason("同句另有时限，这里只是名称")
    if A_WORKING_WEEK.match(words):
        return (TimeMeaning(A_DAILY, FAIR, f"“{words}”按每天一次理解，周末是否也办理？"),)
    if AT_A_SHIFT.match(words):
        return _each_shift(place)
    if A_MONDAY.match(words) and AN_OBJECT.match(place.after):
        reading = f"“{words}”按每周星期一理解"
        monday = PeriodicDeadline(period="week", day=1)
        return (TimeMeaning(monday, UNSURE, f"{reading}，还是每周一次？", reading),)
    timing = frequency.cadence(words, place.before, place.after)
    if timing is None:
        reason = f"“{words}”不是日历上的周期（周、旬、月、季、半年、年），请人工安排"
        return Reason(reason, understood=False)
    if frequency.is_range(words):
        asked = f"“{words}”按最长的间隔理解，是否正确？"
        return (TimeMeaning(timing, UNSURE, asked, asked.removesuffix("，是否正确？")),)
    if not frequency.is_rounded(words):
        return (TimeMeaning(timing),)
    said = timing_words(timing)
    reading = f"“{words}”按{said}理解"
    return (TimeMeaning(timing, UNSURE, f"{reading}，是否正确？", reading),)


def _of_papers(place: Place) -> Found:
    """Read 报送月度信息、年度报告: each paper in its own period."""
    if _said_already(place):
        return Reason("同句另有时限，这里只是名称")
    periods = dict.fromkeys(OF_PAPER.findall(place.phrase.text))
    each = (frequency.cadence(one, "", "") for one in periods)
    return tuple(TimeMeaning(timing, FAIR) for timing in each if timing)


def interval_too(place: Place) -> TimeMeaning | None:
    """Read the 其他地区不超过5年 behind 检测间隔一般不超过3年: as often, of other things."""
    found = NOT_OVER.fullmatch(place.phrase.text)
    earlier = [each for each in place.others if each.end <= place.phrase.start]
    if not found or not any(each.kind == "cadence" and "不" in each.text for each in earlier):
        return None
    made = frequency.cadence(f"每{found[1]}", "", "")
    return TimeMeaning(made, FAIR) if made else None


def _each_shift(place: Place) -> Found:
    """Read 班前召开安全会, 坚持班前会: every working day, asked about; not what 班前会 is about."""
    words = place.phrase.text
    start, _end = segment(place.sentence, place.phrase.start)
    acted = is_bodies(place.sentence[start : place.phrase.start]) and AN_OBJECT.match(place.after)
    if NAMED_MEETING.fullmatch(words) and not (acted or HELD.search(place.before)):
        return Reason("只是提到班前会等名称，没有要求")
    reading = f"“{words[:2]}”按每天一次理解"
    return (TimeMeaning(A_DAILY, UNSURE, f"{reading}，还是每班一次？", reading),)


def _said_already(place: Place) -> bool:
    """Tell the 季度小结 of 每季度末月20日前报送季度小结: a name; the rhythm stands before it."""
    start, _end = segment(place.sentence, place.phrase.start)
    return any(
        start <= other.start < place.phrase.start
        and (other.kind in PERIODIC or (A_PAPER.search(place.phrase.text) and _by_a_day(other)))
        and not SHORT_FORM.match(other.text)
        for other in place.others
    ) and place.before[-1:] not in set("、，和及")


def _by_a_day(other: Phrase) -> bool:
    """Tell the 7月5日前 of 7月5日前报送半年总结: the one day on which the half year is told."""
    return other.kind == "deadline" and other.text.endswith(("前", "止"))


def times_words(place: Place, context: Context) -> Found:
    """Read a count without a period: once in a campaign is due at its end."""
    recurring = [other for other in place.others if other.kind in PERIODIC]
    if recurring or any(other.text[0] == "每" for other in place.others):
        return _second_count(place, recurring)
    start, _end = segment(place.sentence, place.phrase.start)
    if any(
        start <= other.start < place.phrase.start and _by_a_day(other) for other in place.others
    ):
        return Reason("次数已随同句的期限")
    if context.campaign is None:
        return Reason(f"写了次数“{place.phrase.text}”，没有写周期或期限", understood=False)
    question = f"“{place.phrase.text}”没有写期限，按行动结束日理解，是否正确？"
    return (TimeMeaning(Deadline(due=context.campaign.last), UNSURE, question, carried=True),)


A_COUNT = re.compile("[次回场遍](?![年日月季周])")


def _second_count(place: Place, recurring: list[Phrase]) -> Found:
    """Read 每年对学校至少2次，对医院至少4次: a period lent to a second count."""
    earlier = [other for other in recurring if other.end <= place.phrase.start]
    between = place.sentence[earlier[-1].start : place.phrase.start] if earlier else ""
    lent = A_PERIOD.match(earlier[-1].text) if earlier else None
    timing = frequency.cadence(lent[0], "", place.phrase.text) if lent else None
    if timing and earlier[-1].slot("day_2") and not A_COUNT.search(between):
        return (TimeMeaning(timing, FAIR),)  # 每年2月至9月，至少组织6次: the span has no count yet
    # The first count belongs to the period's own rule.
    if timing is None or not re.search(
        rf"{A_COUNT.pattern}[^，；]{{0,20}}[，；、][^，；]{{1,24}}$", between
    ):
        return ()
    return (TimeMeaning(timing, FAIR),)


def stages_words(place: Place, context: Context) -> Found:
    """Read 阶段总结: due at the end of every stage."""
    if re.search("第[一二三四五]$|(?:终|收|本)$", place.before) or place.after[:2] in NOT_SUMMED:
        return Reason("是阶段的名称")
    if UNDATED_PART.search(place.before):
        return Reason(f"“{place.phrase.text}”：中期、后期没有写日期，请人工安排", understood=False)
    of_one = context.stage and place.phrase.text.startswith("阶段性")
    own = (context.stage,) if of_one and context.stage else context.stages
    ends = [stage.days.last for stage in own]
    if not ends:
        return Reason(f"“{place.phrase.text}”：没有找到各阶段的起止日期", understood=False)
    reading = f"“{place.phrase.text}”按每个阶段结束之日各一次理解"
    return tuple(
        TimeMeaning(Deadline(due=end), UNSURE, f"{reading}，是否正确？", reading, carried=True)
        for end in sorted(set(ends))
    )


def yearly_words(place: Place, context: Context) -> Found:
    """Read 制定年度检查计划: once every calendar year, asked about."""
    del context
    if NAMED_YEAR.search(place.phrase.text) or place.before.endswith(("探索", "研究")):
        return Reason("是某一年度的名称")
    if place.phrase.text[0] in "和及与、" and not MADE.search(place.before):
        return Reason("是对事物的说明（如年度考核结果），不是要求")
    if any(each.text[:2] in YEARS_END and each.end <= place.phrase.start for each in place.others):
        return Reason("“年度”所说的事，同句另有时限")
    start, end = segment(place.sentence, place.phrase.start)
    timed = {"periodic", "deadline", "cadence", "phase"}
    if not place.phrase.text.startswith("年终") and any(
        other.kind in timed
        and (
            start <= other.start < end
            or in_tail(place.sentence, other)
            or _opens(place, other, start)
        )
        and not _is_joined(other, place)
        for other in place.others
    ):
        return Reason("“年度”所说的事，同句另有时限")
    if OF_PAPERS.match(place.after) and any(
        other.kind == "deadline" and other.start > end for other in place.others
    ):
        return Reason("“年度”所说的事，同句另有时限")
    word = "年终" if "年终" in place.phrase.text else "年度"
    question = f"“{word}”按每个公历年一次理解，原文没有写完成日期，是否正确？"
    reading = "“年度”按每个公历年一次理解，原文没有写明完成日期"
    return (TimeMeaning(frequency.A_YEARLY, UNSURE, question, reading),)


def _opens(place: Place, other: Phrase, start: int) -> bool:
    """Tell 各村应当于每年6月底前，报送年度报告: the day before a comma, with no deed of its own."""
    first, _end = segment(place.sentence, other.start)
    ahead = place.sentence[first : other.start]
    return other.end == start - 1 and NO_DEED.fullmatch(ahead) is not None


def _is_joined(other: Phrase, place: Place) -> bool:
    """Tell the 半年自查和 of 落实半年自查和年度考核制度: a rhythm beside the year's."""
    end, start = other.end, place.phrase.start
    return end <= start and place.sentence[end - 1 : start][:1] in {*"和、及与"}


def periodic_words(place: Place, context: Context) -> Found:
    """Read a day of every period: 每月25日前, 每周五17时前, 季度结束后10个工作日内."""
    del context
    words = place.phrase.text
    listed = place.phrase.slot("months") or "、".join(
        filter(None, (place.phrase.slot("day"), place.phrase.slot("day_2")))
    )
    if not re.search("前$|[至到]", words) and (made := frequency.in_months(listed, place.after)):
        return (TimeMeaning(made),)
    row = words == "每周一" and A_SHORT_DEED.match(place.after)
    if row and OF_A_ROW.search(place.sentence):
        return (TimeMeaning(Cadence(period="week"), FAIR),)
    if IN_ITS_BRACKET.search(place.before):
        return Reason("括号里是对次数的说明，周期写在前面")
    timings = periodic.deadlines(place.phrase)
    if len(timings) == 1 and isinstance(timings[0], Season) and HANDS_IN.match(place.after):
        ends = (timings[0].due or "").removeprefix("--")  # 每年1月1日至6月30日报送: by its end
        return (TimeMeaning(PeriodicDeadline(period="year", day=ends), FAIR),)
    date = str(getattr(timings[0], "day", "")) if len(timings) == 1 else ""
    if IS_A_DAY.match(place.after) and A_DATE.fullmatch(date):
        day = f"--{date}"  # 每年11月9日为消防活动日: a day with a name
        return (TimeMeaning(Season(start=day, due=day)),)
    if len(timings) == 1 and words.endswith(("月", "月份")) and ONCE.match(place.after):
        timings = tuple(map(periodic.by_its_end, timings))
    if not timings and (ended := clocks.after_its_end(words)):
        asked = f"“{words}”从哪天起算，每次请登记“{ended.event}”，是否正确？"
        return (TimeMeaning(ended, FAIR, asked),)
    if not timings:
        return Reason(f"“{words}”还不能换算成日期", understood=False)
    if "季" in words and "次月" in words:
        reading = f"“{words}”按季度结束后的下一个月理解"
        question = f"{reading}，还是季度的第二个月？"
        return tuple(TimeMeaning(timing, UNSURE, question, reading) for timing in timings)
    return tuple(TimeMeaning(timing) for timing in timings)
