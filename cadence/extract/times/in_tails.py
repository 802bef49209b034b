"""Time words → whether they stand in a tail: （责任单位：…。完成时限：6月底前）."""

import re

from cadence.extract.times.phrases import Phrase, find

A_TERM = re.compile("(?:时限|期限|时间|日期|节点|安排|频次|频率|要求|清单)[：:]")
DATED = {"deadline", "phase", "periodic", "cadence", "trigger"}


def in_tail(sentence: str, phrase: Phrase) -> bool:
    """Tell the time words of a tail: （责任单位：…。完成时限：6月底前）."""
    return bool(A_TERM.search(sentence, max(0, phrase.start - len("时限要求：")), phrase.end))


def tail_says_when(rest: str) -> bool:
    """Tell a tail that has the day: 年度总结（责任单位：…。完成时限：12月5日前）.

    Args:
        rest: of a passage, what stands behind the time words.
    """
    term = A_TERM.search(rest) if "（" in rest else None
    return term is not None and any(each.kind in DATED for each in find(rest[term.start() :]))
