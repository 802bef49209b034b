"""Pack × official text → what of the text the pack carries, and where the two differ.

Every clause of the text is either carried by a rule or listed under no_duty with its reason; every
rule's clause is there, and its quote stands verbatim inside it.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cadence.core import (
    NUMBER,
    Cadence,
    Deadline,
    Finding,
    Pack,
    PeriodicDeadline,
    Phase,
    Rule,
    Threshold,
    Timing,
    Trigger,
    folded,
    is_open,
    plain_text,
)
from cadence.extract.draft.draft import draft
from cadence.extract.text.clauses import Passage, passages
from cadence.extract.text.paragraphs import FOLDED, Source, with_marks

# A heading is short, and a full stop, if it has one, is its last character.
A_HEADING = re.compile(r"[^。；;：:]{1,40}[。：:]?")
BODY = "正文"  # what stands outside any numbering
CLOSING = "末段"  # what stands unnumbered after the last clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One numbered clause of the text: its own words, and all words down to its last sub-clause."""

    path: str
    own: str
    whole: str
    is_heading: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of a text a pack accounts for, in clauses."""

    carried: int
    without_duty: int
    unaccounted: int
    findings: tuple[Finding, ...]


def read_clauses(text: str) -> dict[str, Clause]:
    """Cut a text into its clauses, by folded path, in the order of the text."""
    found: dict[str, list[Passage]] = {}
    unnumbered = ""
    for passage in passages(Source(text).paragraphs):
        if passage.path:
            found.setdefault(passage.path, []).append(passage)
        else:
            unnumbered += _bare(passage.text)
    clauses = {folded(path): _clause(path, found) for path in found}
    if clauses:
        # An unnumbered closing paragraph is read as part of the clause that it follows.
        last = list(clauses.values())[-1]
        clauses[CLOSING] = replace(last, path=CLOSING, is_heading=True)
    clauses[BODY] = Clause(path=BODY, own=unnumbered, whole=unnumbered, is_heading=True)
    return clauses


def _clause(path: str, found: dict[str, list[Passage]]) -> Clause:
    own = _bare("".join(passage.text for passage in found[path]))
    below = [other for other in found if other.startswith(f"{path}/")]
    whole = own + _bare("".join(passage.text for other in below for passage in found[other]))
    return Clause(
        path=path,
        own=own,
        whole=whole,
        is_heading=bool(below) and A_HEADING.fullmatch(own) is not None,
    )


def _bare(text: str) -> str:
    return "".join(text.split())


def cover(pack: Pack, content: bytes, text: str) -> Coverage:
    """Hold a pack against its text.

    Args:
        pack: the pack.
        content: the text file's bytes, for its digest.
        text: what they say.
    """
    clauses = read_clauses(text)
    ruled = {folded(rule.clause) for rule in pack.rules}
    idle = {folded(each.clause) for each in pack.no_duty}
    idle |= {folded(each.clause) for each in pack.refused}
    whole = {folded(each.clause) for each in pack.no_duty if each.quote is None}
    bodies = [key for key, clause in clauses.items() if not clause.is_heading]
    missed = [key for key in bodies if key not in ruled | idle]
    findings = (
        *_missing(pack, clauses),
        *_quotes(pack.rules, clauses),
        *_unaccounted(pack, (clauses[key] for key in missed)),
        *_both(pack, ruled & whole, clauses),
        *_time_words(pack, text, clauses),
        *_other_bytes(pack, content),
    )
    return Coverage(
        carried=sum(key in ruled for key in bodies),
        without_duty=sum(key in idle - ruled for key in bodies),
        unaccounted=len(missed),
        findings=findings,
    )


def _missing(pack: Pack, clauses: dict[str, Clause]) -> Iterator[Finding]:
    named = [(rule.clause, rule.id) for rule in pack.rules]
    named += [(each.clause, "no_duty") for each in pack.no_duty]
    for clause, where in named:
        if folded(clause) not in clauses:
            message = f"{where}：原文没有条款“{clause}”"
            yield _finding("clause_missing", pack, clause, message, "请按原文编号改正 clause")


def _quotes(rules: Iterable[Rule], clauses: dict[str, Clause]) -> Iterator[Finding]:
    """Find quotes that don't stand in their clause; the same words elsewhere don't help."""
    for rule in rules:
        clause = clauses.get(folded(rule.clause))
        for words in rule.quotes if clause else ():
            quote = with_marks(plain_text(_bare(words)).translate(FOLDED))
            if clause and quote not in clause.whole:
                elsewhere = [other.path for other in clauses.values() if quote in other.own]
                hint = f"，但见于{'、'.join(elsewhere)}" if elsewhere else ""
                message = f"{rule.id}：{rule.clause}中没有“{words}”{hint}"
                key = "quote" if words == rule.quote else "act_quote"
                advice = f"请按原文逐字改正 {key}"
                yield _finding("quote_missing", rule, rule.clause, message, advice)


def _unaccounted(pack: Pack, missed: Iterable[Clause]) -> Iterator[Finding]:
    for clause in missed:
        message = f"{clause.path}没有对应的规则：“{clause.own[:SHOWN]}……”"
        advice = "请写成规则，或在 no_duty 中说明为何没有任务"
        yield _finding("unaccounted", pack, clause.path, message, advice)


def _both(pack: Pack, keys: set[str], clauses: dict[str, Clause]) -> Iterator[Finding]:
    for key in sorted(keys & clauses.keys()):
        path = clauses[key].path
        message = f"{path}既有规则，又列在 no_duty 中"
        yield _finding("unaccounted", pack, path, message, "请删去其中之一")


def _time_words(pack: Pack, text: str, clauses: dict[str, Clause]) -> Iterator[Finding]:
    """Find time words of the text that no rule of their clause quotes or answers."""
    found = draft(text, pack.document.revised).drafted
    read = {(folded(each.rule.clause), each.rule.timing) for each in found}
    for each in found:
        drafted = each.rule
        key = folded(drafted.clause)
        if key not in clauses or not isinstance(drafted.timing, DATED):
            continue
        # A preamble says what a clause repeats; any rule may answer it.
        rules = (*pack.rules, *pack.refused)
        own = [rule for rule in rules if key in {BODY, folded(rule.clause)}]
        words = _bare(each.words)
        # A rule that asks what another phrase says answers that one, and not this one too.
        changed = [rule for rule in own if (folded(rule.clause), rule.timing) not in read]
        answered = any(_answers(rule, drafted.timing, words) for rule in own)
        answered = answered or any(_decides(rule, drafted.timing, words) for rule in changed)
        idle = (
            _bare(other.quote)
            for other in pack.no_duty
            if other.quote and folded(other.clause) == key
        )
        answered = answered or any(_says_all_of(words, quote) for quote in idle)
        if not answered:
            message = f"{drafted.clause}：时间用语“{drafted.quote}”没有对应的规则"
            advice = "请为它写一条规则，或把这几个字写进该条规则的 quote"
            yield _finding("time_unaccounted", pack, drafted.clause, message, advice)


def _says_all_of(words: str, quote: str) -> bool:
    """Tell whether what a person quotes as no duty are these time words, with each figure."""
    figures = set(re.findall(NUMBER, words))
    return words in quote or (
        quote in words and bool(figures) and figures <= set(re.findall(NUMBER, quote))
    )


def _answers(rule: Rule, timing: Timing, words: str) -> bool:
    """Tell whether a rule asks what was read, or a person has stated another reading of it."""
    if rule.timing == timing:
        return True
    quoted = "".join(map(_bare, rule.quotes))
    if words in quoted and (rule.reading or is_open(rule)):
        return True
    # A day without a year may come every year; whoever says whence its year is has decided.
    if words in quoted and rule.year_from and _is_yearly(timing):
        return True
    return any(word in (rule.reading or "") for word in VAGUE.findall(words))


def _is_yearly(timing: Timing) -> bool:
    return isinstance(timing, PeriodicDeadline) and timing.period == "year"


def _decides(rule: Rule, timing: Timing, words: str) -> bool:
    """Tell whether a person has answered otherwise: another event, or a rule edited or refused."""
    if words not in plain_text(_bare(rule.quote)):
        return False
    match rule.timing, timing:
        case Trigger(offset=offset, days=days), Trigger():
            same = (offset, days) == (timing.offset, timing.days)
        case Threshold(count=count, within=within), Threshold():
            same = (count, within) == (timing.count, timing.within)
        case _:
            same = False
    return same or rule.verdict in {"edited", "refused"}


def _other_bytes(pack: Pack, content: bytes) -> Iterator[Finding]:
    digest = hashlib.sha256(content).hexdigest()
    if pack.document.sha256 != digest:
        known = pack.document.sha256
        message = "原文文件与核对时的不同" if known else "文件头没有写核对时原文的 sha256"
        yield Finding(
            code="text_differs",
            severity="warning",
            message=message,
            advice=f"核对无误后，请把 sha256 写为 {digest}",
        )


def _finding(code: str, of: Pack | Rule, clause: str, message: str, advice: str) -> Finding:
    pack = of.name if isinstance(of, Pack) else of.pack
    return Finding(
        code=code, severity="error", message=message, advice=advice, clauses=(f"{pack}:{clause}",)
    )


SHOWN = 24  # characters of a clause in a message
VAGUE = re.compile(r"年度|定期|适时")
DATED = Cadence | PeriodicDeadline | Deadline | Phase | Trigger | Threshold
