"""A sentence without a subject of its own → whose plan, state, post or thing it speaks of.

What the words before the time words name, and what a later sentence says of the same thing.
"""

import re
from collections.abc import Sequence

from cadence.core import NUMBER
from cadence.extract.draft.around import TAKES_PART, clauses_of
from cadence.extract.text.bodies import A_BODY, is_bodies, split, subject
from cadence.extract.text.clauses import Passage
from cadence.extract.text.paragraphs import segment, sentences
from cadence.extract.text.shares import heading_of
from cadence.extract.times.meanings import RECURRING, Place

ITS_STATE = re.compile(
    "(?:^|[，。；])(?:请)?([各全][^，。；]{4,36}(?:情况|名单|材料|方案|总结|信息|数据))"
    "(?:，?请|，|(?:要|应当?|须|必须|务必|统一)?[在于]?)$"
)
INTO_A_PLAN = re.compile("(?:列入|列为|纳入|编入|写入)([^，。；]{2,24}?)的?年度")
EACH_OF_THEM = re.compile(f"每?[^，。；每各]{{1,6}}?各(?:至少|不少于|[^，。；]{{1,4}})?{NUMBER}")
FOUNDER = re.compile("由[^，。；的]{1,20}(?:任|担任|兼任|为)[^，。；的]{2,4}的")
FOUNDS = re.compile("(?:成立|组建|设立|组成)(?:了)?([^，。；]{2,24})$")
A_POST = re.compile(
    "([^，。；由]{2,16}?)(?:主任|组长|指挥长|会长|召集人|总?队长)由[^，。；]{2,24}(?:担任|兼任)$"
)
GIVEN_TO = re.compile(
    "(?:^|[，。；])(?P<thing>[^，。；：由]{2,8})由(?P<who>[^，。；：]{2,30}?)(?:具体|统一)?(?:负责|承担|组织实施|牵头)"
    "(?:组织|实施|落实)?(?=[，。；]|$)"
)
OF_ANY_KIND = re.compile("工作$|^(?:具体|日常|其他|上述|以上|有关)|活动$|会议?$")
LABELLED = re.compile("^([^，。；：（）]{2,30}(?:（[^（）]{1,20}）)?)[：:]")
# 县住建局：督促燃气企业每半年培训
URGES = re.compile("(?:[^，。；：]{2,30}[：:])?(?:督促|指导|推动|推进|组织)(?![小员单部人])")
ASKS_THEM = re.compile("请(?:将|把|于|在|按|务|认真|结合|抓紧|尽快|及时)")
TOGETHER = re.compile("会同|商(?=[^务])")  # 由县应急局会同有关部门负责解释
SHORTEST_THING = 4  # characters
OF_THINGS = RECURRING | {"trigger"}  # 公司大检查结束后3日内通报


def whose_state(place: Place) -> tuple[str, ...]:
    """Return whose state of things is asked for: 各市工作开展情况，请于8月底前报送."""
    found = ITS_STATE.search(place.before)
    words = found[1] if found else ""
    ends = (end for end in range(len(words), 1, -1) if is_bodies(words[:end]))
    return split(words[:end]) if (end := next(ends, 0)) else ()


def each_of_them(place: Place) -> tuple[str, ...]:
    """Return all who act before 各: 水利站负责水库，交管站负责路面，每周各巡查一次."""
    if not EACH_OF_THEM.match(place.sentence, place.phrase.start):
        return ()
    found = [subject(words) for words in clauses_of(place.before)]
    return tuple(dict.fromkeys(name for names in found for name in names))


def whose_post(place: Place) -> tuple[str, ...]:
    """Return the body whose post somebody holds: 镇安委会主任由镇长担任，…每季度召开会议."""
    for words in clauses_of(place.before):
        found = A_POST.match(words)
        if found and is_bodies(found[1]):
            return split(found[1])
    return ()


def founded_before(place: Place) -> tuple[str, ...]:
    """Return what the words before found: 成立工作专班，每半月召开调度会."""
    for words in reversed(clauses_of(FOUNDER.sub("", place.before))):
        found = FOUNDS.match(words)
        if found and is_bodies(found[1]):
            return split(found[1])
    return ()


def assigned(passages: Sequence[Passage]) -> dict[str, tuple[str, ...]]:
    """Return what a text gives to whom before it says when: 考核由县安委会负责."""
    given = (
        (each["thing"], TOGETHER.split(each["who"])[0])
        for passage in passages
        for each in GIVEN_TO.finditer(passage.text)
    )
    return {
        thing: split(who)
        for thing, who in given
        if is_bodies(who) and not OF_ANY_KIND.search(thing)
    }


def whose_by(place: Place, given: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return to whom the last thing that a sentence speaks of was given."""
    named = {place.before.rfind(thing): thing for thing in given if thing in place.before}
    return given[named[max(named)]] if named else ()


def labelled(text: str) -> tuple[str, ...]:
    """Return whose work a passage says, before a colon: 县教育局：每季度…; 镇应急办职责：…."""
    label = LABELLED.match(text)
    if label is None:
        return ()
    return split(label[1]) if is_bodies(label[1]) else heading_of(label[1])


def whose_thing(place: Place) -> tuple[str, ...]:
    """Return whose thing the words before the time words begin with: 食堂排油烟罩每日清洗."""
    start, _end = segment(place.sentence, place.phrase.start)
    words = place.sentence[start : place.phrase.start]
    ends = (each.end() for each in A_BODY.finditer(words) if each.end() < len(words))
    return next((split(words[:end]) for end in ends if is_bodies(words[:end])), ())


def who_then(place: Place, rest: str) -> tuple[str, ...]:
    """Return who a later sentence says does the same: 安全例会每年一次。公司应召开安全例会."""
    start, _end = segment(place.sentence, place.phrase.start)
    thing = place.sentence[start : place.phrase.start]
    if len(thing) < SHORTEST_THING:
        return ()
    for first, last in sentences(rest):
        if thing in rest[first:last]:
            return next(filter(None, map(subject, clauses_of(rest[first:last]))), ())
    return ()


def is_asked(place: Place) -> bool:
    """Tell a clause that asks those it is sent to: 请将名单于3月11日前反馈."""
    start, _end = segment(place.sentence, place.phrase.start)
    own = place.sentence[start : place.phrase.start]
    return bool(ASKS_THEM.match(own)) and not subject(own + place.phrase.text)


def whose_plan(place: Place) -> tuple[str, ...]:
    """Return whose plan of the year a thing is to be put in: 列入主管部门年度计划."""
    found = INTO_A_PLAN.match(place.phrase.text) if place.phrase.kind == "yearly" else None
    return split(found[1]) if found and is_bodies(found[1]) else ()


def who_meets(place: Place, chair: tuple[str, ...]) -> tuple[str, ...]:
    """Return whose meeting it is: 各科室实行例会制度，每周召开，由科长主持."""
    earlier = (words for words in clauses_of(place.before) if not TAKES_PART.search(words))
    return next((names for names in map(subject, earlier) if names and names != chair), ())


def whose_matter(place: Place) -> tuple[str, ...]:
    """Return whose plan, state of things or post a sentence speaks of."""
    return whose_plan(place) or whose_state(place) or whose_post(place)


def left_over(place: Place, rest: str) -> tuple[str, ...]:
    """Return who a later sentence says acts, what the words before found, or whose thing it is."""
    found = who_then(place, rest) or founded_before(place)
    return found or (whose_thing(place) if place.phrase.kind in OF_THINGS else ())
