"""What a person should know about a pack before trusting its dates: `cadence verify`."""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date

from cadence.core import (
    OWED,
    Binding,
    Cadence,
    Deadline,
    Finding,
    NoDuty,
    Pack,
    PeriodicDeadline,
    Phase,
    Rule,
    Timing,
    Trigger,
    duration_words,
    folded,
    period_words,
    short_day,
)
from cadence.extract.verify.numbers import disagreements


def find_doubts(pack: Pack, bindings: Iterable[Binding], today: date) -> Iterator[Finding]:
    """Yield what the pack itself leaves for a person: groups, readings, an open end.

    Args:
        pack: the pack.
        bindings: its rules as they bind units.
        today: the day judged from.
    """
    bindings = tuple(bindings)
    yield from _unlisted_groups(pack, bindings)
    yield from _nobody_here(pack, bindings)
    for rule in pack.rules:
        yield from _open_lists(rule)
        yield from _disagreements(rule, pack)
        yield from _already_past(rule)
        if rule.reading:
            yield _about(rule, "reading", f"{rule.id}：{rule.reading}", "请对照原文确认这一读法")
        if rule.roll:
            message = f"{rule.id}：末日为休息日时顺延至次一工作日"
            yield _about(rule, "rolls_forward", message, "请确认原文或法律允许顺延，否则删去 roll")
    if pack.document.until is None and pack.document.effective <= today:
        message = f"{pack.document.name}未写有效期，自{pack.document.effective}起一直按现行有效列出"
        advice = "如已废止或被替代，请在文件头写明 until，或在新文件写明 supersedes"
        yield Finding(code="still_in_force", severity="info", message=message, advice=advice)


def find_absent(
    pack: Pack, bindings: Iterable[Binding], here: Mapping[str, Container[str]]
) -> Iterator[Finding]:
    """Say which bodies of a statute a place's roster does not name: their duties are nobody's.

    Args:
        pack: the statute.
        bindings: its rules as they bind the bodies that it names.
        here: by the names of places, the keys of the bodies that their rosters name.
    """
    bodies: dict[str, tuple[str, dict[str, None]]] = {}
    for each in bindings:
        if each.role in OWED:
            _name, where = bodies.setdefault(each.unit.key, (each.unit.name, {}))
            where[f"{pack.name}:{each.rule.clause}"] = None
    for place, known in here.items():
        absent = [found for key, found in bodies.items() if key not in known]
        if absent:
            names = "、".join(f"“{name}”" for name, _where in absent)
            yield Finding(
                code="nobody_here",
                severity="info",
                message=f"{place}的名册没有写明{names}是谁，它们的任务不列入任何单位",
                advice="请在 units.yaml 的 statutes 中写明；本地没有的写 means: []",
                clauses=tuple(dict.fromkeys(each for _name, where in absent for each in where)),
            )


def _unlisted_groups(pack: Pack, bindings: Iterable[Binding]) -> Iterator[Finding]:
    """Say which groups stand as one unit because the roster lists no members."""
    clauses: dict[str, dict[str, None]] = {}
    for binding in bindings:
        if binding.unit.kind == "group":
            where = clauses.setdefault(binding.unit.name, {})
            where[f"{pack.name}:{binding.rule.clause}"] = None
    for name, where in clauses.items():
        yield Finding(
            code="group_unlisted",
            severity="info",
            message=f"名册未列出“{name}”的成员，暂作为一个单位列出",
            advice="请在 units.yaml 的 groups 中为它填写 members",
            clauses=tuple(where),
        )


def _nobody_here(pack: Pack, bindings: Iterable[Binding]) -> Iterator[Finding]:
    """Say which duties reach no calendar, because only bodies outside the roster owe them.

    A rule that says why (nobody_here: 省级机关的职责) is no question any more.
    """
    reached = {binding.rule.id for binding in bindings if binding.role in {"owner", "supervise"}}
    for rule in pack.rules:
        if rule.id not in reached and not rule.nobody_here:
            message = (
                f"{rule.id}：“{rule.act}”由{'、'.join(rule.outside)}承担，没有单位督促，不进日历"
            )
            advice = "请确认由谁督促，写入 responsible；确无单位督促的，在 nobody_here 中写明原因"
            yield _about(rule, "nobody_here", message, advice, "warning")


def _disagreements(rule: Rule, pack: Pack) -> Iterator[Finding]:
    """Compare the numbers; a reading excuses a difference where it names the rule's own value.

    What else the same words say (每月10日、25日前) is another rule's, or a mention's.
    """
    for difference in disagreements(rule, *_beside(rule, pack)):
        own = _own_words(rule.timing, difference)
        excused = any(words in (rule.reading or "") for words in own)
        severity = "warning" if excused else "error"
        advice = "请核对原文，改正 timing 或 quote"
        yield _about(rule, "timing_differs", f"{rule.id}：{difference}", advice, severity)


def _beside(rule: Rule, pack: Pack) -> tuple[list[Timing], list[str]]:
    """Return the timings, and the words that set none, which a rule's quote carries besides."""
    clause, quote = folded(rule.clause), folded(rule.quote)

    def shares(other: Rule | NoDuty) -> bool:
        said = folded(other.quote or "")
        return folded(other.clause) == clause and bool(said) and (said in quote or quote in said)

    timings = [other.timing for other in pack.rules if other is not rule and shares(other)]
    idle: list[Rule | NoDuty] = [*pack.no_duty, *pack.refused]
    return timings, [other.quote or "" for other in idle if shares(other)]


def _own_words(timing: Timing, difference: str) -> tuple[str, ...]:
    """Say the value that differs as a reading would: 2023年, 5月31日, 2次, 每季度, 15日."""
    match timing:
        case Deadline(due=due) if "年份" in difference:
            return (f"{due.year}年",)
        case Phase(due=due) if "年份" in difference:
            return (f"{due.year}年",) if due else ()
        case Cadence(count=count) if difference.endswith("次"):
            return (f"{count}次",)
        case Deadline(due=due):
            return (short_day(due),)
        case Phase(start=start, due=due):
            return tuple(short_day(day) for day in (start, due) if day)
        case Cadence(period=period) | PeriodicDeadline(period=period):
            return (period_words(period),)
        case Trigger(offset=str(offset)):
            return (duration_words(offset),)
        case _:
            return ()


def _already_past(rule: Rule) -> Iterator[Finding]:
    due = getattr(rule.timing, "due", None)
    if isinstance(rule.timing, Deadline | Phase) and due and due < rule.document.effective:
        message = f"{rule.id}：期限{due}早于文件起算日{rule.document.effective}"
        yield _about(rule, "already_past", message, "请确认年份和文件日期，并按原文保留", "warning")


def _open_lists(rule: Rule) -> Iterator[Finding]:
    names = [name for name in (*rule.actors, *rule.responsible) if "等" in name]
    if names:
        message = f"{rule.id}：“{'、'.join(names)}”以“等”结尾，范围未列尽"
        yield _about(rule, "open_list", message, "请确认还包括哪些单位")


def _about(rule: Rule, code: str, message: str, advice: str, severity: str = "info") -> Finding:
    clause = f"{rule.pack}:{rule.clause}"
    return Finding(
        code=code,
        severity=severity,  # type: ignore[arg-type]
        message=message,
        advice=advice,
        clauses=(clause,),
    )
