"""An official text → a Draft: every sentence with a time word gives a rule or is listed with why.

Pure: text in, nouns out. Clauses, times and actors are read apart and joined here.
"""

import datetime as dt
import itertools
import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from cadence.core import Deadline, Document, Phase, Rule, Timing
from cadence.extract.draft.about import context_of, document_of
from cadence.extract.draft.binding import Binder
from cadence.extract.draft.entitled import for_whom, own_name, owner_of, pledged, set_down_by
from cadence.extract.draft.foot import foot_of
from cadence.extract.draft.known import KnownNames, asked_about
from cadence.extract.draft.nearby import items_of, opener_of, under
from cadence.extract.draft.nouns import Bound, Draft, Drafted, Ids, TimeMention, says_less
from cadence.extract.draft.surety import NOT_FROM, surety
from cadence.extract.draft.wording import act_of, category_of, condition_of, paired, quote_at
from cadence.extract.text.clauses import Passage, passages
from cadence.extract.text.head import head
from cadence.extract.text.paragraphs import Source, is_noise, sentences
from cadence.extract.times.in_tails import in_tail, tail_says_when
from cadence.extract.times.meanings import A_GUESS, Context, Place, Reason, TimeMeaning
from cadence.extract.times.no_duty import acted_on
from cadence.extract.times.sayings import (
    Said,
    check_count,
    sayings,
    speaks_of_months,
    with_year_of,
)
from cadence.extract.times.stages import stage_of

YEAR_PRINTED = re.compile(r"\d{4}\s*年")
TRUST = {
    "here": 1.0,
    "verb": 1.0,  # told by an ordinary verb behind it; surety.py takes its share
    "clause": 0.93,  # before another comma of the sentence
    "carried": 0.85,
    "above": 0.85,
    "tail": 0.9,
    "topic": 0.85,
    "below": 0.85,
    "stage": 0.85,
    "near": 0.6,
    "addressed": 0.6,
    "title": 0.5,
    "nobody": 0.5,
}
WHICH_YEAR = "没有找到成文日期，年份是推定的，是哪一年？"
DRAFT = "draft"  # the pack that a drafted rule is of until it has a file
NOBODY = "（原文未写明）"
LIMITS = {"deadline", "phase", "trigger", "keep", "threshold"}
ELIGIBLE = re.compile(
    "^[^，。；]{0,6}(?:评选|申报|申请|报名|参评|推荐|任职|入选|认定|招聘|补助)(?:的)?(?:条件|资格|对象|范围)[^，。；]{0,4}$"
)
LONGEST_ISSUER = 40  # characters before a title on its line
FIRST_WORDS = re.compile("[。（(：〔]")
A_DAY = re.compile(r"\d月|每[年月季]")
HEADED = 12  # characters; a passage that begins with its time words has no heading
HEADS = {"yearly", "cadence"}


def draft(
    raw: str, today: dt.date, sha256: str | None = None, known: Collection[str] = ()
) -> Draft:
    """Read a document's text.

    Args:
        raw: the text.
        today: the day of reading, which stands in for a date not printed.
        sha256: of the file that the text is from.
        known: the names that the place's roster answers to; they are looked for first.

    Raises:
        CadenceError: it names more times than any document does.
    """
    source = Source(raw)
    parts = passages(source.paragraphs)
    check_count(
        part.text[start:end]
        for part in parts
        if not is_noise(part.text)
        for start, end in sentences(part.text)
    )
    about = head(parts)
    document, notes = document_of(about, parts, today, sha256)
    context = context_of(about, parts, document)
    roster = KnownNames.of(known)
    owner = owner_of(document.title) or for_whom(raw)
    addressed = about.addressees or pledged(raw)
    issuer = about.issuer or ""
    itself = set_down_by(issuer, document.title)
    binder = Binder(parts, addressed, roster, owner, own_name(raw), issuer, itself)

    work = _Work(source, parts, document, context, binder)
    for index, passage in enumerate(parts):
        if not is_noise(passage.text):
            work.read_passage(index)
    return Draft(
        head=about,
        document=document,
        drafted=tuple(asked_about(work.drafted, roster)),
        no_duty=tuple(work.no_duty),
        not_understood=tuple(work.not_understood),
        passages=parts,
        notes=notes,
    )


@dataclass(slots=True)
class _Work:
    """What has been read so far of one document."""

    source: Source
    parts: tuple[Passage, ...]
    document: Document
    context: Context
    binder: Binder
    drafted: list[Drafted] = field(default_factory=list)
    no_duty: list[TimeMention] = field(default_factory=list)
    not_understood: list[TimeMention] = field(default_factory=list)
    ids: Ids = field(default_factory=Ids)
    tails: set[int] = field(default_factory=set)  # places in drafted of what a tail said

    def read_passage(self, index: int) -> None:
        passage = self.parts[index]
        stage = stage_of(self.context, index, self.parts)
        context = replace(self.context, stage=stage) if stage else self.context
        own, chapter = context, passage.chapter
        if passage.parent is not None and acted_on(self.parts[passage.parent].text):
            chapter = ""  # 有下列情形之一的，由主管部门约谈： (一) 一年内三次受罚的
        for start, end in sentences(passage.text):
            for said in sayings(passage.text[start:end], context, chapter):
                self._take(index, start, said)
                context = with_year_of(said)
                own = replace(own, monthly=own.monthly or speaks_of_months(said))
            # A year that a sentence printed goes on to the next part of it, not to the next.
            context = context if passage.text[end - 1] in "；;" else own

    def _take(self, index: int, start: int, said: Said) -> None:
        found = foot_of(said.place, self.parts[index]) or said.found
        text, title = self.parts[index].text.strip(), self.document.title
        headline = title and text.endswith(title) and len(text) < len(title) + LONGEST_ISSUER
        if headline and "。" not in text:
            found = Reason("是文件的标题")
        if said.place.phrase.kind in LIMITS and self._is_eligibility(index):
            found = Reason("写在条件或资格里，没有要求")
        if self._only_heads(index, start, said.place):
            found = Reason("是标题，时限写在下文")
        behind = self.parts[index].text[start + said.place.phrase.end :]
        if said.place.phrase.kind == "yearly" and tail_says_when(behind):
            found = Reason("“年度”所说的事，同一行另有时限")
        if isinstance(found, Reason):
            listed = self.no_duty if found.understood else self.not_understood
            listed.append(self._mention(index, start, said.place, found))
            return
        below = items_of(self.parts, index) if said.place.phrase.kind == "deadline" else None
        if below is not None:
            self._take_items(index, below, said, found)
            return
        for meaning in found:
            phrase = said.place.phrase
            tail = in_tail(said.place.sentence, phrase)
            if not (tail and self._repeats(meaning.timing, index)):
                rule = self._rule(index, start, said.place, meaning, said.context)
                if tail:
                    self.tails.add(len(self.drafted))
                where = {"start": start + phrase.start, "end": start + phrase.end}
                self.drafted.append(Drafted(rule=rule, words=phrase.text, passage=index, **where))

    def _take_items(
        self, index: int, below: list[int], said: Said, found: tuple[TimeMeaning, ...]
    ) -> None:
        """Read 五月份： 1.… 2.…: each thing that a month's line heads, by that month's end."""
        heads = Reason("是标题，所列各项已分别列出")
        self.no_duty.append(self._mention(index, 0, said.place, heads))
        reading = f"写在“{said.place.phrase.text}”之下，按该月的期限理解"
        for at, meaning in itertools.product(below, found):
            item, place = self.parts[at], under(said.place.phrase, self.parts[at].text)
            words, size = place.phrase.text, len(place.sentence)
            rule = self._rule(at, -len(words), place, meaning, said.context)
            ends = item.start + size - len(words)
            quote = self.source.verbatim(item.paragraph, item.start, ends)[:60]
            rule = replace(rule, quote=quote, reading=meaning.reading or reading)
            where = {"passage": at, "start": 0, "end": ends - item.start}
            self.drafted.append(Drafted(rule=rule, words=words, **where))

    def _is_eligibility(self, index: int) -> bool:
        """Tell what stands under a heading like 评选条件: what somebody must be, not do."""
        at = self.parts[index].parent
        return at is not None and ELIGIBLE.search(self.parts[at].text.rstrip("。：:")) is not None

    def _only_heads(self, index: int, start: int, place: Place) -> bool:
        """Tell the first words of a clause, where what follows them says the days itself."""
        here = self.parts[index]
        rest = here.text[len(place.sentence) :]
        named = place.phrase.kind == "yearly" or place.sentence.rstrip("。：").endswith("制度")
        short = len(place.sentence) <= HEADED
        named = named and place.phrase.kind in HEADS
        return bool(named and here.number and start == 0 and short and A_DAY.search(rest))

    def _repeats(self, timing: Timing, index: int) -> bool:
        """Tell 完成时限：每月至少一次 after the same duty was read in the clause itself.

        Rows of a table have tails of their own: the same date in two rows is two duties. 每月 is
        said again of 每月至少2次 and 每月25日前 of the same row.
        """
        first = max(0, len(self.drafted) - 200)  # the most of one clause
        clause = self._clause(index)
        return any(
            each.rule.clause == clause
            and (
                (each.rule.timing == timing and (each.passage == index or at not in self.tails))
                or (each.passage == index and at not in self.tails and says_less(timing, each))
            )
            for at, each in enumerate(self.drafted[first:], first)
        )

    def _clause(self, index: int) -> str:
        return self.parts[index].path or "正文"

    def _heading(self, index: int, words: str) -> str:
        """Return the first words of a passage, or of the clauses around it, that say more."""
        passage = self.parts[index]
        if passage.text == words and index + 1 < len(self.parts):  # （一）2023年4月底前
            return re.split("[，。；]", self.parts[index + 1].text, maxsplit=1)[0]
        for at in (index, opener_of(self.parts, index), passage.parent):
            first = FIRST_WORDS.split(self.parts[at].text, maxsplit=1)[0] if at is not None else ""
            if first and words not in first[:HEADED]:
                return first
        return ""

    def _quote(self, index: int, start: int, place: Place) -> str:
        passage = self.parts[index]
        first, last = quote_at(place.sentence, place.phrase)
        at = passage.start + start
        return paired(self.source.verbatim(passage.paragraph, at + first, at + last)[:60])

    def _mention(self, index: int, start: int, place: Place, reason: Reason) -> TimeMention:
        return TimeMention(
            clause=self.parts[index].path,
            quote=self._quote(index, start, place),
            reason=reason.words,
            passage=index,
            start=start + place.phrase.start,
            end=start + place.phrase.end,
        )

    def _rule(
        self, index: int, start: int, place: Place, meaning: TimeMeaning, context: Context
    ) -> Rule:
        clause, phrase, sentence = self._clause(index), place.phrase, place.sentence
        bound = self.binder.bound(index, start, place)
        event = getattr(meaning.timing, "event", "") if phrase.kind == "trigger" else ""
        heading = self._heading(index, phrase.text)
        act = act_of(place, (*bound.actors, *bound.responsible), heading, event)
        if heading and act == phrase.text and phrase.kind != "yearly":
            act = heading  # a row's thing is short: 粮库
        quote = self._quote(index, start, place)
        carried = isinstance(meaning.timing, Deadline | Phase) and not YEAR_PRINTED.search(quote)
        guessed = carried and context.issued is None and context.year == self.context.year
        year_asked = WHICH_YEAR if guessed else None
        questions = tuple(filter(None, (meaning.question, _whose(bound), year_asked)))
        sure = meaning.confidence * TRUST[bound.how] * (A_GUESS if guessed else 1)
        sure *= surety(place, bound)
        return Rule(
            pack=DRAFT,
            document=self.document,
            effective=self.document.effective,
            until=self.document.until,
            id=self.ids.of(clause, meaning.timing),
            clause=clause,
            quote=quote,
            act=act,
            category=category_of(act, sentence),
            timing=meaning.timing,
            actors=bound.actors,
            responsible=bound.responsible,
            lead=bound.lead,
            assist=bound.assist,
            outside=() if bound.actors or bound.responsible else (NOBODY,),
            condition=condition_of(sentence, phrase) or meaning.limit,
            force=meaning.force,
            reading=meaning.reading,
            year_from=context.year_from if carried else None,
            confidence=round(sure, 2),
            questions=questions,
        )


def _whose(bound: Bound) -> str | None:
    return words.format("、".join(bound.actors)) if (words := NOT_FROM.get(bound.how)) else None
