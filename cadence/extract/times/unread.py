"""What looks like time and no line of time_words.txt matched: listed, so that nothing is dropped.

Coarse on purpose: a number with a unit of time, a word for a part of a year, a rhythm. What the
table of time words reads is left alone; the rest goes to a person.
"""

import re
from collections.abc import Iterable, Iterator

from cadence.extract.text.paragraphs import segment
from cadence.extract.times.meanings import Reason
from cadence.extract.times.phrases import Phrase, Words

UNREAD = Reason("看到时间用语，没有读懂，请对照原文判断", understood=False)
NO_TERM = Reason("没有写明期限", understood=True)
NUMBER = "[\\d一二两三四五六七八九十半百几数]"
UNIT = "自然月|自然年|秒|分钟|小时|钟头|工作日|日|天|周|星期|礼拜|旬|个?半?月|季度?|学期|年度?"
LOOSE = re.compile(
    r"\d{1,2}[.．/]\d{1,2}[-—–~～至到]{1,2}\d{1,2}[.．/]\d{1,2}(?![\d%％])|"
    rf"[每隔逢](?:{NUMBER}{{1,4}}(?:[—–~～至到-]{NUMBER}{{1,4}})?)?个?(?:{UNIT}|[单双]月|[单双]周|节)"
    rf"|(?<![\d年月]){NUMBER}{{1,3}}[—–~～至到-]{{1,2}}{NUMBER}{{1,3}}个(?:{UNIT})"
    rf"|(?<!\d)(?!\d{{4}}年){NUMBER}{{1,4}}(?:个)?(?:{UNIT})(?:内|前|后|以内|之内|左右|以上|一次|[一二两三四]次|[尚仍]?未|没有|为限|时间)"
    rf"|{NUMBER}个?(?:纳税|会计|自然|考核|结算|养护|生产)(?:年度|周期)[之]?内|每[晚早晨]|[一每][日天周旬月季年]一|[至到]下一?次|{NUMBER}{{1,2}}[次起](?:以上|及以上|被|未|不)"
    rf"|(?:延长|不少于|不超过|超过|不得晚于|至少|限|公示|保存|留样|用|至){NUMBER}{{1,4}}个?(?:{UNIT})"
    rf"|提前{NUMBER}{{1,4}}个?(?:{UNIT})|{NUMBER}{{1,4}}个?(?:{UNIT})[时期]限"
    r"|[日周旬月季年](?:巡查|检查|汇总|分析|报告|调度|会商|通报|小结|总结|考核|评估)(?!制度|办法|报告)"
    r"|每期|(?:过渡|保证|质保|保修|缺陷责任|试运行)期[内中间]|迎峰度[夏冬]"
    r"|(?:^|(?<=[，。；]))在?[^，。；]{0,10}(?:完成|到位|结束|合格|批准|修复|恢复|消除)[^，。；]{0,4}前(?=，)"
    r"|半年一次|[一二两三四]年[一二两三四]次|[一二三四五六]?个?月一[次检查]|半年一[考检]"
    r"|年[初中末]|月[初中末]|季[初末]|入[冬夏汛]|[冬夏]至|清明|重阳|春[耕播]|秋收|汛[前中后]"
    r"|次[日月年]|翌[日年]|明[日年]|今[日后]|当[日天月季年](?=[^，。；]{0,8}(?:报|完成|整改|办结|上报))"
)
A_LOOSE_LINE = Words("unread", "", "", 0, re.compile(""), ())
MENTIONED = re.compile(
    r"(?<![\d一二三四五六七八九十])(?:半年度?|年度|全年|年[中终]|月度|季度|平时|节[前后])"
)
NO_LIMIT = Reason("只是提到时间，没有写明期限", understood=True)
# A sentence without any of these holds none of the above, and is not looked at again.
A_HINT = re.compile(
    "[\\d年月日天周旬季时秒分钟礼星期节个每隔逢次起晚早晨汛翌今立尽]"
    "|[冬夏]至|入[冬夏]|清明|重阳|春[耕播]|秋收|迎峰|即刻|前，|当场|马上"
)
NO_DAY = re.compile(r"立即|即刻|当场|随时|马上|立行立改|尽快|尽早|及时|限期|第一时间")


def unread(sentence: str, phrases: Iterable[Phrase]) -> Iterator[tuple[Phrase, Reason]]:
    """Yield the time words of a sentence that lie outside everything read in it, and why.

    Args:
        sentence: one sentence.
        phrases: what the table of time words matched in it.
    """
    if not A_HINT.search(sentence):
        return
    taken = bytearray(len(sentence))
    for phrase in phrases:
        taken[phrase.start : phrase.end] = b"\1" * (phrase.end - phrase.start)
    for pattern, reason in ((LOOSE, UNREAD), (NO_DAY, NO_TERM)):
        for found in pattern.finditer(sentence):
            start, end = found.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield Phrase(start, end, found[0], A_LOOSE_LINE, {}), reason
    last = -1  # one mention for what stands between two commas
    for found in MENTIONED.finditer(sentence):
        start, end = found.span()
        if not any(taken[start:end]) and (own := segment(sentence, start))[0] != last:
            last = own[0]
            yield Phrase(start, end, found[0], A_LOOSE_LINE, {}), NO_LIMIT
