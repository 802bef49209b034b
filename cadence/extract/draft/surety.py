"""What makes a reading less sure, although it asks nothing: its confidence says so. Pure.

A rule of 0.9 or more should be right in date and bodies in 97 of 100. Texts of a new kind fail
where words of time were cut short, where one clause speaks of several times or bodies, and where
only an ordinary verb tells where a name ends; each such sign takes its share.
"""

import re

from cadence.extract.draft.nouns import Bound
from cadence.extract.text.paragraphs import segment
from cadence.extract.times.meanings import Place

# 每季度初5日内, of which only 每季度 was read.
CUT_SHORT = re.compile(
    r"的?(?:[初末底中首头前第](?!次|述|款|期|提|台|往|置|端|沿|线|国|心|央|小|学)|\d{1,2}[日号时点:：])"
)
A_SHORT_FORM = re.compile("(?:日|周|旬|月|季度?|半?年)[^内一至]")
# 各镇督促企业于6月底前建立台账: the one who urges is taken; it may be asked of the other.
URGED = re.compile(
    "(?:督促|敦促|责令|通知|要求|监督|指导)(?![^，。；]{0,8}(?:书|精神|检查|工作|要求|规定))[^，。；、]{2,20}?(?:[于在自]|$)"
)
TIMED = {"cadence", "periodic", "deadline", "trigger", "before", "observance", "phase"}
LONG_NAME = 18  # characters; a longer one may have taken in words that are no name
A_CUT, A_DOUBT = 0.8, 0.93
# What is asked about a body that the sentence itself does not name, by how it was found.
NOT_FROM = {
    "carried": "主语承前文，是“{0}”吗？",
    "below": "标题没有写由谁办理，暂按下文的“{0}”，是否正确？",
    "stage": "这是阶段的标题，没有写由谁办理，是否列为任务？",
    "topic": "由“{0}”办理，是否正确？",
    "above": "主语取自上文，是“{0}”吗？",
    "near": "本条没有写由谁办理，暂同前一条的“{0}”，是否正确？",
    "addressed": "本条没有写由谁办理，暂按主送单位，是否正确？",
    "title": "本条没有写由谁办理，暂按制定本文件的“{0}”，是否正确？",
    "nobody": "本条没有写由谁办理，请填写责任单位",
}


def surety(place: Place, bound: Bound) -> float:
    """Return by how much a reading's confidence is worth less, from 0 to 1."""
    phrase = place.phrase
    worth = A_CUT if CUT_SHORT.match(place.after) else 1.0
    start, end = segment(place.sentence, phrase.start)
    beside = any(
        start <= each.start < end and each.kind in TIMED and each.start > phrase.start
        for each in place.others
    )
    named = (*bound.actors, *bound.responsible)
    doubts = (
        beside,
        phrase.kind == "cadence"
        and not place.before.endswith("每")
        and A_SHORT_FORM.match(phrase.text) is not None,
        any(len(name) > LONG_NAME or "的" in name for name in named),
        bound.how == "verb",
        URGED.search(place.sentence[start : phrase.start]) is not None,
    )
    return worth * A_DOUBT ** sum(doubts)
