"""Passages → who answers for a sentence in them: its subject, what stands around it, the tails."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cadence.extract.draft import whose
from cadence.extract.draft.around import (
    after_shares,
    clauses_of,
    earlier_sentences,
    in_its_clause,
    its_own,
    last_subject,
    leads_on,
    own_clauses,
    topic_before,
)
from cadence.extract.draft.entitled import FAR, called_before, entitled, entitled_before
from cadence.extract.draft.known import KnownNames
from cadence.extract.draft.nearby import (
    annexed,
    headed,
    lead_of,
    named_above,
    named_first,
    names_only,
    of_its_clause,
    opener_of,
    paragraph_before,
    same_article,
    sibling,
)
from cadence.extract.draft.nouns import Bound
from cadence.extract.draft.parties import by_name, ourselves, parties_of
from cadence.extract.draft.spots import is_a_region, is_looked_at
from cadence.extract.draft.stage_heads import ONLY_DAYS, behind, is_stage, of_stage
from cadence.extract.text.bodies import is_bodies, split, subject
from cadence.extract.text.clauses import Passage
from cadence.extract.text.shares import heading_of, shares
from cadence.extract.text.tails import SHARED, gather, shared, tail_of
from cadence.extract.times.in_tails import in_tail
from cadence.extract.times.meanings import Place

FOR_ALL = re.compile(
    r"以下(?:各项)?(?:均|都|统一)?(?:需|由|要)([^，。；（）]{2,30}?)(?:负责|落实|承担|实施)"
)
# With a tail to fall back on, a subject is only carried from words that order something.
ORDERED = re.compile("应当|必须|要(?!求|点|素)|负责|每|定期")
OF_OTHERS = {"trigger", "before", "threshold", "keep", "bar"}  # 限3日内整改: asked of others
A_PERSON = re.compile(
    "^(?:[^，。；]{0,4}(?:从业|作业|操作)人员|接触[^，。；]{1,8}人员|(?:全体)?(?:职工|员工|工人|学生))$"
)
HELD_AGAIN = re.compile("[^，。；]{0,6}(?:增开|加开|再开|补开)")  # 发生事故时，三日内增开
ATTENDS = re.compile("(?:参加|列席|出席)(?:会议)?$")
# 支部书记为第一责任人: what somebody is; the duties below are those of the party to a pledge.
IS_MADE = re.compile("^[^，。；]{2,20}?[是为][^，。；]{0,6}第一责任人")
CHAIRED = re.compile("由[^，。；]{2,24}(?:主持|召集)")  # who chairs a meeting owes no other duty
MEETS = re.compile(
    "^(?:一般|原则上|会议)*(?:定期|每|至少|不少于)[^，。；]{0,12}(?:召开|举行|[一二两三四1-9]次)"
)
A_MEETING = re.compile("(?:^|[，。；])(?:工作|专题|安全|办公)?(?:例会|会议)(?:原则上|一般)?$")
PLEASE = re.compile("(?:^|[，。；、]|[^，。；]{2,6})请(?:在|于|务?必?于)?$")  # 报名请于3月9日前
RECEIVER = 16  # characters behind a day in which who receives it stands: 前反馈我厅
A_PLACE = re.compile("(?:场所|小区|社区|园区|片区|设施|站点|库)$")


@dataclass(slots=True)
class Binder:
    """The tails of every clause, and the addressees, looked up sentence by sentence."""

    passages: Sequence[Passage]
    addressees: tuple[str, ...]
    known: KnownNames = field(default_factory=KnownNames)
    owner: tuple[str, ...] = ()  # whose own rules the title says
    ours: tuple[str, ...] = ()  # what those who set the text down call themselves: 我社区
    issuer: str = ""
    issuers: tuple[str, ...] = ()  # who set the text down, where nothing else says who acts
    _parties: dict[str, str] = field(default_factory=dict)  # 甲方: 河西镇人民政府
    _pledge: bool = False
    _annexed: list[tuple[str, ...]] = field(default_factory=list)
    _tails: dict[int, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    _rows: dict[int, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    _given: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _several: dict[int, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._given = whose.assigned(self.passages)
        self._annexed = annexed(self.passages)
        parties = parties_of(each.text for each in self.passages)
        self._parties, self._pledge = ourselves(self.issuer) | parties, bool(parties)
        for passage in self.passages:
            if found := FOR_ALL.search(passage.text):
                self.addressees = split(found[1])
        for index, passage in enumerate(self.passages):
            opener = opener_of(self.passages, index)
            # A row of a table without numbers has a tail of its own under the heading of all.
            for roles in (self._tails, self._rows) if opener != index else (self._tails,):
                gather(roles, opener if roles is self._tails else index, passage.text)

    def bound(self, index: int, start: int, place: Place) -> Bound:
        """Return who is bound by a sentence of a passage; a 甲方 by the name it has above.

        Args:
            index: the passage.
            start: where the sentence begins in it.
            place: the time phrase in its sentence.
        """
        return by_name(self._bound(index, start, place), self._parties)

    def _bound(self, index: int, start: int, place: Place) -> Bound:
        text, end = self.passages[index].text, start + len(place.sentence)
        if shared_out := shares(place.sentence):
            leads = shared_out["lead"]
            own = its_own(place) or after_shares(place, leads)
            if own and own != leads:
                return Bound(own, "here")
            return Bound(leads, "here", lead=leads, assist=shared_out.get("assist", ()))
        roles = self._nearer(index, start, place) or self._tail(index)
        lead, assist = roles.get("lead", ()), roles.get("assist", ())
        responsible = roles.get("responsible", ()) or lead  # who leads alone, owes it
        actors, how = self._subject(index, text[:start], place, tailed=bool(responsible))
        if not actors and not responsible and ONLY_DAYS.match(place.sentence):
            actors, how = behind(self.passages, index, end), "below"
        if not actors and not responsible and in_tail(place.sentence, place.phrase):
            actors, how = of_its_clause(self.passages, index)
        if not actors and not responsible and not is_stage(self.passages, index):
            actors, how = self._above(index)
        elif (
            how in {"here", "verb", "clause", "carried"}
            and actors
            and all(map(A_PERSON.search, actors))
        ):
            # 经营者应当…：从业人员每年接受培训: the one who leads into the list sees to it.
            listed = last_subject(lead_of(self.passages, index))
            lead_in = listed or named_above(self.passages, index)
            actors, how = (lead_in, "above") if lead_in else (actors, how)
        if not actors and responsible:
            how = "tail"
        if not actors and not responsible and is_stage(self.passages, index):
            actors, how = of_stage(self.passages, index)
        if not actors and not responsible:
            actors, how = self._at_large(place)
        if not actors and not responsible and is_stage(self.passages, index):
            how = "stage"
        elif not actors and not responsible:
            actors, how = self._left_to(index, end, place)
        return Bound(actors, how, responsible, lead, assist)

    def _at_large(self, place: Place) -> tuple[tuple[str, ...], str]:
        if given := whose.whose_by(place, self._given):
            return given, "topic"
        return self.addressees, "addressed" if self.addressees else "nobody"

    def _tail(self, index: int) -> dict[str, tuple[str, ...]]:
        row = self._rows.get(index, {})
        if {"responsible", "lead"} & row.keys():
            return row
        return self._tails.get(opener_of(self.passages, index), {})

    def _nearer(self, index: int, start: int, place: Place) -> dict[str, tuple[str, ...]]:
        """Return the （…负责） right behind a sentence, where every sentence has its own."""
        text, end = self.passages[index].text, start + len(place.sentence)
        if index not in self._several:
            self._several[index] = len(SHARED.findall(text)) > 1
        ends = in_tail(place.sentence, place.phrase)
        if ends and (own_tail := tail_of(text, start + place.phrase.start)):
            return own_tail
        if self._several[index]:
            own = SHARED.search(text, start, end) or SHARED.search(text, end)
            return dict(shared(own[0])) if own else {"guide": ()}
        return {}

    def _subject(
        self, index: int, earlier: str, place: Place, *, tailed: bool
    ) -> tuple[tuple[str, ...], str]:
        if in_tail(place.sentence, place.phrase):
            return (), "nobody"
        if planned := whose.whose_matter(place):
            return planned, "topic"
        label = whose.labelled(self.passages[index].text)
        if self.addressees and whose.is_asked(place):
            return self.addressees, "addressed"
        topical, chaired = topic_before(place), CHAIRED.search(place.sentence)
        for words in own_clauses(place):
            if chaired and ATTENDS.search(words):
                continue  # 由总经理主持，安委会成员参加，每季度召开一次
            if label and whose.URGES.match(words):
                return label, "here"
            names = subject(words)
            own = self.known.opening(words)
            names = own if own and len(own) >= len(names) else names
            if tailed and names and A_PLACE.search(names[-1]) and not subject(words, surely=True):
                continue  # 餐饮场所完成改造（住建局牵头负责）: what it is done to
            if names and (is_looked_at(names[-1], place) or is_a_region(names[-1], place)):
                continue  # 重点场所每周检查一次; 其他地区不得超过一小时
            # 支部委员会。每月召开，由支部书记主持: both whose meeting it is and who chairs it.
            if names and chaired and names[0] in chaired[0]:
                body = topical or entitled_before(earlier) or whose.who_meets(place, names)
                if body:
                    return tuple(dict.fromkeys((*body, *names))), "topic"
            if names:
                told = "here" if own or subject(words, surely=True) == names else "verb"
                if in_its_clause(place, names):
                    return names, told
                return whose.each_of_them(place) or names, "clause"
        if topical:
            return topical, "topic"
        if self.addressees and PLEASE.search(place.before) and not earlier.endswith(("；", ";")):
            return self.addressees, "addressed"
        if label:
            return label, "here"
        return self._carried(index, earlier, place, tailed=tailed)

    def _carried(
        self, index: int, earlier: str, place: Place, *, tailed: bool
    ) -> tuple[tuple[str, ...], str]:
        """Look for the subject of an earlier sentence of the passage."""
        passage = self.passages[index]
        listed = (
            passage.number
            and passage.parent is not None
            and leads_on(self.passages[passage.parent].text)
        )
        meets_again = HELD_AGAIN.match(place.after)
        meets = A_MEETING.search(place.before) is not None
        if MEETS.search(place.sentence) and (called := called_before(earlier)):
            return called, "topic"
        for before, semicolon in earlier_sentences(earlier[-FAR:]):
            if tailed and not semicolon:
                break
            if names := entitled(before):
                return names, "topic"
            chairs = CHAIRED.search(before)
            for words in reversed(clauses_of(before)):
                told = (CHAIRED.search(words) and not meets_again) or (
                    tailed and not ORDERED.search(words)
                )
                stated = (self._pledge and IS_MADE.match(words)) or (
                    chairs and ATTENDS.search(words)
                )
                if told or stated:
                    continue
                names = subject(words, surely=tailed)
                skipped = names and (meets and names[-1].endswith("会"))
                if names and not skipped and names[-1] not in place.after[:RECEIVER]:
                    return names, "carried"
            if listed:
                break
        return (), "nobody"

    def _above(self, index: int) -> tuple[tuple[str, ...], str]:
        """Look for a subject in the words that lead into a list, or a line that is only a name."""
        if (lead := lead_of(self.passages, index)) and (names := last_subject(lead)):
            return names, "above"
        at: int | None = index
        while at is not None:
            passage = self.passages[at]
            for near in range(index - 1, max(at - 1, index - 60, -1), -1):
                other = self.passages[near]
                if other.path == passage.path and (names := names_only(other.text)):
                    return names, "above"
            at = passage.parent
            staged = at is not None and is_stage(self.passages, at)
            if at is not None and staged and (names := of_stage(self.passages, at)[0]):
                return names, "above"
            if at is not None:
                lead = self.passages[at].text
                if names := last_subject(lead) if leads_on(lead) else subject(lead):
                    return names, "above"
                if names := heading_of(re.split("[。；]", lead, maxsplit=1)[0]):
                    return names, "above"
                found = re.search(r"[（(]([^（）()]{2,30})[）)]$", lead)
                if found and is_bodies(found[1]):
                    return subject(found[1] + "应当"), "above"
        return (
            headed(self.passages, index)
            or same_article(self.passages, index)
            # 河西敬老院消防制度: whose rules they are, before who does the item above.
            or ((self._annexed[index], "title") if self._annexed[index] else ())
            or (() if self.owner else sibling(self.passages, index))
            or ((), "nobody")
        )

    def _left_to(self, index: int, end: int, place: Place) -> tuple[tuple[str, ...], str]:
        """Take what follows a stage's days, the paragraph before, or whose rules the title says."""
        here, kind = self.passages[index], place.phrase.kind
        if kind == "phase" and (then := behind(self.passages, index, end)):
            return then, "below"
        if names := paragraph_before(self.passages, index):
            return names, "near"
        if then := whose.left_over(place, here.text[end:]):
            return then, "topic"
        owner = self.owner or (() if kind in OF_OTHERS else self.ours)
        if not owner and (first := named_first(self.passages, index)):
            return first, "near"
        owner = owner or self.issuers
        return owner, "title" if owner else "nobody"
