"""A stage's heading with its days → who answers for it: what stands below, behind or above it."""

import re
from collections.abc import Sequence

from cadence.extract.draft.around import clauses_of, last_subject
from cadence.extract.text.bodies import subject
from cadence.extract.text.clauses import Passage
from cadence.extract.text.paragraphs import sentences
from cadence.extract.times.stages import IS_STAGE

# A heading with its days in brackets: 排查摸底阶段（2023年5月11日—6月30日）。
STAGE = re.compile(
    r"^(?:第[一二三四五六]阶段[：:])?[^，。；：（(]{2,24}[（(][^（）()]{0,6}(?:\d{1,4}[年月日]|[本当年]?[月年][底末])[^（）()]{0,24}[）)][。：]?"
)
ENDS_OR_IS = re.compile(f"[。：]$|{IS_STAGE.pattern}|阶段|期|步")
# 时间：夏收期间（6月5日—6月30日）。各村要…: nothing but a stage's days.
ONLY_DAYS = re.compile("^(?:起止|实施|活动|整治|工作)?时间[：:]")
STAGES = re.compile(
    "[两二三四五六2-6]个?(?:阶段|时间段|步骤|环节|批次)|(?:以下|下列)(?:步骤|阶段|安排|进度)|分(?:阶段|步骤)"
)


def is_stage(passages: Sequence[Passage], index: int) -> bool:
    """Tell a stage's heading with its days: （三）验收阶段（5月）."""
    passage = passages[index]
    begins = passage.number or passage.text.startswith("第")
    head = STAGE.match(passage.text) if begins else None
    # 汛前（5月20日前）完成检修: days of what follows, no stage's.
    return head is not None and (
        head.end() == len(passage.text) or ENDS_OR_IS.search(head[0]) is not None
    )


def below(passages: Sequence[Passage], index: int) -> tuple[str, ...]:
    """Return the first subject of what stands under a heading."""
    here = passages[index]
    texts = [here.text[heading.end() :]] if (heading := STAGE.match(here.text)) else []
    for near in range(index + 1, min(index + 6, len(passages))):
        other = passages[near]
        if (
            other.parent is None
            or not other.path.startswith(here.path)
            or (other.number and other.path == here.path)
            or (not here.number and STAGE.match(other.text))
        ):
            break
        texts.append(other.text)
    for text in texts:
        for start, end in sentences(text):
            for words in clauses_of(text[start:end]):
                if names := subject(words, surely=True) or subject(words):
                    return names
    return ()


def behind(passages: Sequence[Passage], index: int, end: int) -> tuple[str, ...]:
    """Return the first subject of what follows in the passage."""
    text = passages[index].text[end:]
    for start, stop in sentences(text):
        for words in clauses_of(text[start:stop]):
            if names := subject(words, surely=True) or subject(words):
                return names
    return ()


def staged(passages: Sequence[Passage], index: int) -> tuple[str, ...]:
    """Return whom the paragraph above a section's stages names: 各单位分三个阶段推进。（一）…."""
    parent = passages[index].parent
    for near in range(index - 1, parent - 1 if parent is not None else index, -1):
        other = passages[near]
        if other.path == passages[parent or 0].path and STAGES.search(other.text):
            return last_subject(other.text)
    return ()


def beside(passages: Sequence[Passage], index: int) -> tuple[str, ...]:
    """Return who acts in the stages beside one whose own words name nobody."""
    parent = passages[index].parent
    others = (near for near, other in enumerate(passages) if other.parent == parent)
    stages = (near for near in others if near != index and is_stage(passages, near))
    return next(filter(None, (below(passages, near) for near in stages)), ())


def of_stage(passages: Sequence[Passage], index: int) -> tuple[tuple[str, ...], str]:
    """Return who answers for a stage, and whether that stands below its heading or above it."""
    if names := below(passages, index):
        return names, "below"
    led = staged(passages, index) or beside(passages, index)
    return led, "above" if led else "below"
