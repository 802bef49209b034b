"""The passages around one → whose list, article or heading it stands in."""

import re
from collections.abc import Sequence
from dataclasses import replace

from cadence.core import NUMBER
from cadence.extract.draft.around import clauses_of, last_subject, leads_on
from cadence.extract.draft.entitled import set_down_by
from cadence.extract.text.bodies import acting, is_bodies, split, subject
from cadence.extract.text.clauses import Passage, value_of
from cadence.extract.text.paragraphs import sentences
from cadence.extract.text.shares import heading_of, topic
from cadence.extract.times.in_tails import DATED
from cadence.extract.times.meanings import Place
from cadence.extract.times.phrases import Phrase, find

A_MONTH = re.compile(
    f"(?:\\d{{4}}年)?{NUMBER}(?:[、和至到—-]{NUMBER}){{0,3}}月份?(?:重点|主要|安全)?(?:工作)?(?:安排|重点)?[：:]?"
)
A_PARTY = re.compile("[甲乙丙丁]方")
SHORTEST_FIRM = 5  # characters of a name that stands before any verb
AN_ANNEX = re.compile("附(?:件|录|表)[0-9一二三四五六七八九十]{0,3}[：:]?")
ASKED = re.compile("^请")
A_NAME_LINE = 40
A_THEME = 14  # characters of a line between a month and its items
A_HEADING = 14  # characters; a longer first sentence is no heading
OF_A_SORT = re.compile("对象$|^(?:参加|重点|主要|组织|工作)")  # 考核对象, 重点单位: a topic
BY_OTHERS = re.compile(".{0,30}的$|由|对")
# 车间主任对本车间安全负责，其职责是： 1.…
DUTIES = re.compile("职责|责任|任务|以下|下列")
# 考核对象：全镇…: of whom it is, not who does it.
OF_WHAT = re.compile("^(?:考核|适用|检查|整治|排查|监督|巡查)(?:对象|范围|内容|依据)[：:]")


def opener_of(passages: Sequence[Passage], index: int) -> int:
    """Return the passage that opens the clause that a passage stands in."""
    passage = passages[index]
    return index if passage.number or passage.parent is None else passage.parent


def items_of(passages: Sequence[Passage], index: int) -> list[int] | None:
    """Return the passages that a month's line heads (六月份： 1.… 2.…), save those with own days.

    Nothing, where it is no such line.
    """
    if not A_MONTH.fullmatch(passages[index].text):
        return None
    items: list[int] = []
    for at, other in enumerate(passages[index + 1 :], index + 1):
        if not other.number and not items and len(other.text) <= A_THEME:
            continue  # 九月 / 安全检查月 / 1.…
        if not other.number or A_MONTH.fullmatch(other.text):
            break
        items.append(at)
    own = {at for at in items if any(each.kind in DATED for each in find(passages[at].text))}
    return [at for at in items if at not in own] if items else None


def under(phrase: Phrase, item: str) -> Place:
    """Write what stands under a month's line as one sentence with it: 五月份演练避震."""
    head = replace(phrase, start=0, end=len(phrase.text))
    first = re.split("[。；;]", item, maxsplit=1)[0]
    return Place(head, phrase.text + first)


def headed(passages: Sequence[Passage], index: int) -> tuple[tuple[str, ...], str] | None:
    """Look for the line without a number that opens a list: 甲方的安全职责： 1.… 2.…."""
    opener = opener_of(passages, index)
    least = value_of(passages[opener].number) if passages[opener].number else 0
    for near in range(opener - 1, max(-1, opener - 40), -1):
        other = passages[near]
        if other.number:
            if other.parent == passages[opener].parent and value_of(other.number) >= least:
                return None
        elif leads_on(other.text) and len(other.text) <= A_NAME_LINE:
            words = other.text.rstrip("：:")
            names = heading_of(words) or (split(words) if is_bodies(words) else ())
            if not names and DUTIES.search(words):
                names = last_subject(words)
            return (names, "above") if names else None
    return None


def named_first(passages: Sequence[Passage], index: int) -> tuple[str, ...]:
    """Return whom the first words of a passage, or of those it stands in, speak of.

    （1）河西电力设计院有限公司尚有欠款，…3月前清理.
    """
    at: int | None = index
    while at is not None:
        words = clauses_of(passages[at].text)[:1]
        name = acting(words[0]) if words else ""
        if len(name) >= SHORTEST_FIRM or A_PARTY.fullmatch(name):
            return split(name)
        at = passages[at].parent
    return ()


def annexed(passages: Sequence[Passage]) -> list[tuple[str, ...]]:
    """Return, of every passage, whom the title of the annex that it stands in speaks of."""
    made: list[tuple[str, ...]] = []
    own: tuple[str, ...] = ()
    begins = False
    for passage in passages:
        text = passage.text.strip()
        own = set_down_by("", text) if begins else own
        begins = AN_ANNEX.fullmatch(text) is not None
        made.append(own)
    return made


def named_above(passages: Sequence[Passage], index: int) -> tuple[str, ...]:
    """Return the bodies that the heading around a passage names and nothing else."""
    at = passages[index].parent
    return names_only(passages[at].text) if at is not None else ()


def names_only(heading: str) -> tuple[str, ...]:
    """Return the bodies that a heading names and nothing else: 2.1 公司安委会; 2.2 车间例会."""
    words = heading.rstrip("。：:")
    if len(words) <= A_HEADING and words.endswith(("例会", "会议")):
        return topic(words)
    if len(words) > A_NAME_LINE or OF_A_SORT.search(words) or not is_bodies(words):
        return ()
    return split(words)


def lead_of(passages: Sequence[Passage], index: int) -> str:
    """Return the paragraph that leads into the list in which a passage stands."""
    path = passages[index].path
    for near in range(index - 1, max(-1, index - 40), -1):
        other = passages[near]
        if (
            other.path != path
            and path.startswith(other.path)
            and other.path.count("/") < path.count("/")
        ):
            return other.text if leads_on(other.text) else ""
    return ""


def sibling(passages: Sequence[Passage], index: int) -> tuple[tuple[str, ...], str] | None:
    """Carry a subject from an earlier clause of the same level: 1.各地… 2.（各地）….

    Only what its first words say goes on: an article stands for itself, and so does what a
    later sentence of the clause asks of another.
    """
    opener = opener_of(passages, index)
    if passages[opener].path.startswith("第"):
        return None
    parent = passages[opener].parent
    for near in range(opener - 1, parent or 0, -1):
        if passages[near].parent == parent and passages[near].number:
            text = passages[near].text
            if OF_WHAT.match(text):
                continue
            said = (each for each in re.split("[。；]", text) if len(each) > A_HEADING)
            first = clauses_of(next(said, ""))[:1]
            if first and not BY_OTHERS.match(first[0]) and (names := subject(first[0])):
                return names, "near"
            if any(subject(words) for words in clauses_of(text)):
                return None
    return None


def same_article(passages: Sequence[Passage], index: int) -> tuple[tuple[str, ...], str] | None:
    """Carry a subject from the paragraph above, inside one article only."""
    path = passages[index].path
    for near in range(index - 1, max(-1, index - 4), -1):
        if passages[near].path != path or not path.startswith("第"):
            break
        if names := last_subject(passages[near].text):
            return names, "carried"
    return None


def paragraph_before(passages: Sequence[Passage], index: int) -> tuple[str, ...]:
    """Return the last subject of the paragraphs right above, in the same clause."""
    here = passages[index]
    for near in range(index - 1, max(-1, index - 3), -1):
        other = passages[near]
        if here.number or (other.parent, other.path) != (here.parent, here.path):
            break
        if not ASKED.match(here.text) and (names := last_subject(other.text)):
            return names
    return ()


def of_its_clause(passages: Sequence[Passage], index: int) -> tuple[tuple[str, ...], str]:
    """Take the first subject of the clause that a line 完成时限：… stands below."""
    for near in range(opener_of(passages, index), index):
        text = passages[near].text
        for start, end in sentences(text):
            for words in clauses_of(text[start:end]):
                if names := subject(words):
                    return names, "near"
    return (), "nobody"
