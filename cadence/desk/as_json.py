"""Each list of the desk as JSON, to read: by the same session, or by a reading key.

The shapes are those of the commands: OCCURRENCE, RULE, FINDING and the others; docs/json.md. What
an office's own person may not see, they do not see here either.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from starlette.responses import Response

from cadence.conflicts import findings
from cadence.core import Entry, reversed_numbers
from cadence.desk.accidents import cards_of
from cadence.desk.accounts import ROLES, Role, open_accounts
from cadence.desk.daily import next_build, read_daily
from cadence.desk.decisions import questions
from cadence.desk.documents import drafts
from cadence.desk.duty_tables import listed
from cadence.desk.entrances import Entrance
from cadence.desk.ledger_page import entries_of_place
from cadence.desk.months import month_asked
from cadence.desk.slips import index_of, slips_seen
from cadence.desk.standing import standing
from cadence.desk.today_lines import AHEAD, PENDING, is_near, year_around
from cadence.desk.visit import HEADERS, Visit
from cadence.ledger import entry_json
from cadence.occurrences import Judged
from cadence.print import render_json_list
from cadence.publish import read_published
from cadence.reports import card_json, findings_json, occurrence_json, pack_json, slip_json
from cadence.rules import former
from cadence.serve import read_known, subscriber_json, subscribers

OFFICE: tuple[Role, ...] = ("office",)
LEDGER: tuple[Role, ...] = ("office", "auditor")
SILENT = dt.timedelta(days=7)


def today(visit: Visit) -> Sequence[object]:
    """Return what is overdue, what lacks its evidence, and what falls due within a week."""
    last = visit.view.today + AHEAD
    scene = visit.scene(*year_around(visit.view.today))
    wanted = {"overdue", "claimed"}
    return _occurrences(
        each
        for each in (*scene.unsettled_before(), *scene.judged)
        if (each.judgement.status in wanted and is_near(each, last))
        or (each.judgement.status in PENDING and (each.judgement.due or dt.date.max) <= last)
    )


def schedule(visit: Visit) -> Sequence[object]:
    """Return what falls due in the month asked for (?month=2026-12), meetings with their hour."""
    month = month_asked(visit)
    return _occurrences(visit.scene(month.first, month.last).judged)


def accidents(visit: Visit) -> Sequence[object]:
    """Return the clock card of each recorded event."""
    return [card_json(each) for each in cards_of(visit)]


def documents(visit: Visit) -> Sequence[object]:
    """Return the packs of the place with their rules."""
    workspace = visit.workspace
    scene = visit.scene(visit.view.today, visit.view.today)
    return [pack_json(each, workspace.units_of_rules(each)) for each in scene.packs]


def roster(visit: Visit) -> Sequence[object]:
    """Return units, groups and posts."""
    return [
        {"id": each.id, "key": each.key, "name": each.name, "kind": each.kind, "of": each.of}
        for each in visit.roster.units
    ]


def conflicts(visit: Visit) -> Sequence[object]:
    """Return the findings of the month asked for."""
    found = standing(visit.view, visit.place, month_asked(visit))
    return findings_json(one for each in found for one in findings(each))


def ledger(visit: Visit) -> Sequence[object]:
    """Return the ledger's entries about the place."""
    entries: Iterable[Entry] = entries_of_place(visit)
    gone = reversed_numbers(visit.view.entries)
    return [entry_json(each, reversed_=each.number in gone) for each in entries]


def subscribed(visit: Visit) -> Sequence[object]:
    """Return every address and who fetches it."""
    known = read_known(visit.office.folder)
    found = subscribers(visit.roster.units, known, visit.view.now, SILENT)
    return [subscriber_json(each) for each in found]


def decisions(visit: Visit) -> Sequence[object]:
    """Return the duties whose frequency a text leaves open, and who waits for it."""
    return [
        {"rule": each.rule.key, "words": getattr(each.rule.timing, "words", ""),
         "act": each.rule.act, "clause": each.rule.clause, "quote": each.rule.quote,
         "units": list(each.units)}
        for each in questions(visit)
    ]  # fmt: skip


def drafting(visit: Visit) -> Sequence[object]:
    """Return the documents under review, and how far each is."""
    return [
        {"name": each.name, "title": each.title, "decided": each.decided, "total": each.total}
        for each in drafts(visit)
    ]


def absences(visit: Visit) -> Sequence[object]:
    """Return the days on which posts are away."""
    return [
        {"post": each.post, "start": str(each.start), "due": str(each.due), "reason": each.reason}
        for each in visit.workspace.policies[visit.place].absences
    ]


def changes(visit: Visit) -> Sequence[object]:
    """Return every change of the rules, the newest first."""
    return [
        {"key": each.key, "at": each.at.isoformat(), "file": each.name,
         "removed": each.later is None}
        for each in former(visit.office.folder, visit.place)
    ]  # fmt: skip


def tables(visit: Visit) -> Sequence[object]:
    """Return what stands in a month's duty table, of all or of one unit."""
    return _occurrences(listed(visit))


def slips(visit: Visit) -> Sequence[object]:
    """Return the slips, the newest first, with what came of each."""
    index = index_of(visit)
    return [slip_json(each, index) for each in slips_seen(visit)]


def publish(visit: Visit) -> Sequence[object]:
    """Return how the last build stands, and when the clock starts the next: one row."""
    folder, state = visit.office.folder, visit.press.state
    built, daily = read_published(folder), read_daily(folder)
    return [
        {
            "built": built.at.isoformat() if built else None,
            "stale": built.is_stale(visit.view.now) if built else None,
            "next": next_build(daily, visit.view.now).isoformat() if daily else None,
            "running": bool(state and state.ended is None),
            "failed": state.words if state and state.failed else None,
            "left": list(state.left) if state else [],
            "kept": [each.unit for each in state.kept] if state else [],
        }
    ]


def users(visit: Visit) -> Sequence[object]:
    """Return who may sign in and as what, and how many of their sessions go on."""
    with open_accounts(visit.office.folder) as accounts:
        found, begun = accounts.users(), accounts.sessions(visit.office.clock())
    counts = Counter(each.user.name for each in begun)
    return [
        {"name": each.name, "role": each.role, "unit": each.unit, "sessions": counts[each.name]}
        for each in found
    ]


def _occurrences(found: Iterable[Judged]) -> Sequence[object]:
    return [occurrence_json(each) for each in found]


def _entrance(
    path: str,
    told: Callable[[Visit], Sequence[object]],
    roles: tuple[Role, ...] = ROLES,
    *,
    by_key: bool = True,
) -> Entrance:
    def show(visit: Visit) -> Response:
        content = render_json_list(told(visit)).encode()
        return Response(content, media_type="application/json", headers=HEADERS)

    return Entrance(path=f"{path}.json", roles=roles, show=show, by_key=by_key)


ENTRANCES = (
    _entrance("today", today),
    _entrance("schedule", schedule),
    _entrance("accidents", accidents),
    _entrance("documents", documents, OFFICE),
    _entrance("roster", roster, OFFICE),
    _entrance("conflicts", conflicts, OFFICE),
    _entrance("decisions", decisions, OFFICE),
    _entrance("drafts", drafting, OFFICE),
    _entrance("absences", absences, OFFICE),
    _entrance("changes", changes, OFFICE),
    _entrance("ledger", ledger, LEDGER),
    _entrance("subscribers", subscribed, OFFICE),
    _entrance("tables", tables),
    _entrance("slips", slips),
    _entrance("publish", publish, OFFICE),
    _entrance("users", users, OFFICE, by_key=False),  # who works here is no other system's business
)
