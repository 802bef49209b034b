"""One document's pack → the rows of its register: every duty by clause, dated or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cadence.core import (
    CATEGORIES,
    KINDS,
    OWED,
    PERIOD_NAMES,
    SHANGHAI,
    STATUSES,
    Binding,
    Cadence,
    Pack,
    Rule,
    Season,
    Standing,
    Table,
    Threshold,
    Trigger,
    Unit,
    Unspecified,
    Window,
    is_late,
    is_open,
    moment_of,
    short_day,
    unreviewed_words,
)
from cadence.print import WIDTHS, Head, environment, render_sheet
from cadence.reports.lists import when

SHOWN_DUE_DAYS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One duty of a document's register.

    Attributes:
        id: the rule's, to which the feeds' links lead.
        clause, quote, act, category, lead, when: text.
        who: the bodies as the text names them; units: those that they stand for.
        kind: of its timing.
        question: what somebody has to decide, where the text leaves it open.
        next_due: due days within the span of the build, at most a few, as text.
        state: how the current window stands, or why there is none.
        notes: what else the clause says of it: condition, evidence, who assists, the reading.
    """

    id: str
    clause: str
    quote: str
    act: str
    category: str
    kind: str
    who: str
    units: tuple[Unit, ...]
    lead: str
    when: str
    question: str
    next_due: tuple[str, ...]
    state: str
    notes: tuple[str, ...]


Clauses = dict[str, list[RegisterRow]]


def register_rows(
    pack: Pack,
    bindings: Iterable[Binding],
    windows: dict[str, tuple[Window, ...]],
    as_of: datetime,
) -> tuple[RegisterRow, ...]:
    """List every duty of one document in the order of its clauses, dated or not.

    Args:
        pack: the document's pack.
        bindings: its rules as they bind units.
        windows: by rule id, what falls due within the days asked about.
        as_of: the moment that the state is judged from.
    """
    bound: dict[str, list[Unit]] = {}
    for binding in bindings:
        if binding.role in OWED:
            bound.setdefault(binding.rule.id, []).append(binding.unit)
    return tuple(
        RegisterRow(
            id=rule.id,
            clause=rule.clause,
            quote=rule.quote,
            act=rule.act,
            category=CATEGORIES[rule.category],
            who="、".join(rule.bodies or rule.outside),
            kind=rule.timing.kind,
            units=tuple(bound.get(rule.id, ())),
            lead="、".join(rule.lead),
            when=when(rule),
            question=_question(rule),
            notes=_notes(rule),
            next_due=_due_days(windows.get(rule.id, ())),
            state=_state(rule, windows.get(rule.id, ()), as_of),
        )
        for rule in pack.rules
    )


def _notes(rule: Rule) -> tuple[str, ...]:
    said = (
        ("条件", rule.condition),
        ("佐证", rule.evidence),
        ("配合", "、".join(rule.assist)),
        ("督促对象", "、".join(rule.outside)),
        ("读法", rule.reading),
        ("年份", rule.year_from),
    )
    return tuple(f"{name}：{words}" for name, words in said if words)


def _due_days(windows: tuple[Window, ...]) -> tuple[str, ...]:
    days = dict.fromkeys((each.due or each.start).isoformat() for each in windows)
    shown = tuple(days)[:SHOWN_DUE_DAYS]
    return (*shown, f"等{len(days)}期") if len(days) > len(shown) else shown


def _state(rule: Rule, windows: tuple[Window, ...], as_of: datetime) -> str:
    """Say how the current window stands, or why there is none."""
    if is_open(rule):
        return KINDS["unspecified"]
    if isinstance(rule.timing, Standing):
        return KINDS["standing"]
    if isinstance(rule.timing, Trigger | Threshold) and not windows:
        return "待事件发生"
    if not windows:
        return "所列日期内无到期"
    now = as_of.astimezone(SHANGHAI)
    current = next((each for each in windows if not is_late(each, each.latest, now)), windows[-1])
    if now < (current.opens or moment_of(current.start)):
        state = STATUSES["upcoming"]
    else:
        state = "已截止" if is_late(current, current.latest, now) else STATUSES["open"]
    return f"{state}（{_window_words(current, now)}）"


def _window_words(window: Window, now: datetime) -> str:
    """Name a window for people: 11月, 第四季度, 6月30日, 11月9日至11月15日第2次."""
    year, _dash, part = window.label.partition("-")
    nth = f"第{window.nth}次" if window.of > 1 else ""
    if part[:1] == "Q":
        named = f"第{'一二三四'[int(part[1]) - 1]}季度"
    elif part[:1] == "H":
        named = "上半年" if part[1] == "1" else "下半年"
    elif part.isdecimal():
        named = f"{int(part)}月"
    elif not part and year.isdecimal():
        return f"{year}年{nth}"
    else:
        last = window.due or window.start
        ends = (last,) if window.label == last.isoformat() else (window.start, last)
        named = "至".join(map(short_day, dict.fromkeys(ends)))
    return f"{'' if year == str(now.year) else f'{year}年'}{named}{nth}"


def _question(rule: Rule) -> str:
    match rule.timing:
        case Unspecified(words=words):
            return f"原文只写“{words}”，多久一次、由谁确定？"
        case Season(name=name) if is_open(rule):
            return f"原文只写“{name}”，当年起止日期由谁确定？"
        case Cadence(period=period) if is_open(rule) and rule.since is None:
            return f"原文按{PERIOD_NAMES[period]}，本办公室尚未填写起止，何日起、何日止？"
        case _:
            return f"待“{rule.since}”，何时起算？" if rule.since else ""


def kind_counts(rows: Iterable[RegisterRow]) -> list[tuple[str, str, int]]:
    """Count duties by kind of timing, in the order of the table of kinds: kind, its name, many."""
    kinds = [row.kind for row in rows]
    return [(kind, name, kinds.count(kind)) for kind, name in KINDS.items() if kind in kinds]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterWays:
    """Where a register leads, as seen from it; one that stands alone leads nowhere.

    Attributes:
        head: the bar above it; sheet: the same as a workbook; units: where the units' pages stand.
        others: the registers of the place's other documents, by their names.
    """

    head: Head | None = None
    sheet: str = ""
    units: str = ""
    others: tuple[tuple[str, str], ...] = ()


ALONE = RegisterWays()


def render_register(  # noqa: PLR0913 - a page shows all of it
    pack: Pack,
    place: str,
    rows: tuple[RegisterRow, ...],
    span: str,
    ways: RegisterWays = ALONE,
    *,
    unreviewed: bool = False,
) -> str:
    """Return the register of one document: every duty by clause, dated or not.

    Args:
        pack: the document's pack.
        place: the place's name for people.
        rows: register_rows.
        span: the days whose due days the rows list, in words.
        ways: where it leads.
        unreviewed: its rules were to be checked again before today.
    """
    bodies = _bodies(rows)
    name, review_by = pack.document.name, pack.document.review_by
    page = environment("cadence.reports").get_template("register.html")
    return page.render(
        document=pack.document,
        place=place,
        parts=_parts(rows),
        total=len(rows),
        kinds=kind_counts(rows),
        bodies=bodies,
        numbers={units: number for number, units in enumerate(bodies, 1)},
        span=span,
        ways=ways,
        head=ways.head,
        notice=unreviewed_words(name, review_by) if unreviewed else "",
    )


def _parts(rows: tuple[RegisterRow, ...]) -> list[tuple[str, str, int, Clauses]]:
    """Part rows by whether they have days, wait for somebody to give them some, or never end."""
    parts: dict[str, list[RegisterRow]] = {"dated": [], "undated": [], "standing": []}
    for row in rows:
        is_standing = row.state == KINDS["standing"]
        part = "standing" if is_standing else "undated" if row.question else "dated"
        parts[part].append(row)
    names = {"dated": "有期限", "undated": "未定期限", "standing": KINDS["standing"]}
    return [(key, names[key], len(each), _by_clause(each)) for key, each in parts.items() if each]


def _bodies(rows: Iterable[RegisterRow]) -> dict[tuple[Unit, ...], str]:
    """Gather whom the rows' bodies stand for, each set once, by whom a text names so first."""
    found: dict[tuple[Unit, ...], str] = {}
    for row in rows:
        if row.units and "、".join(each.name for each in row.units) != row.who:
            found.setdefault(row.units, row.who)
    return found


def _by_clause(rows: Iterable[RegisterRow]) -> Clauses:
    clauses: Clauses = {}
    for row in rows:
        clauses.setdefault(row.clause, []).append(row)
    return clauses


def render_register_sheet(pack: Pack, place: str, rows: tuple[RegisterRow, ...]) -> bytes:
    """Return the register of one document as a workbook; the same rows give the same bytes."""
    printed = f"　{pack.document.date}印发" if pack.document.date else ""
    return render_sheet(
        Table(heads=tuple(WIDTHS), rows=tuple(map(_cells, rows))),
        title=f"{pack.document.title}　任务台账",
        note=f"{place}　{pack.document.name}　{pack.document.issuer}{printed}",
        created=pack.document.revised,
        red=frozenset(number for number, row in enumerate(rows) if row.question),
    )


def _cells(row: RegisterRow) -> tuple[str, ...]:
    return (
        row.clause,
        "\n".join((row.act, *row.notes)),
        row.category,
        row.quote,
        row.who,
        row.lead,
        row.when,
        "\n".join(row.next_due),
        row.state,
        row.question,
    )
