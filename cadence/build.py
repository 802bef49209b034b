"""The main job: a workspace's rules → everything under out/, joined here from the stages."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from cadence.checks import Judged
from cadence.dates import Span
from cadence.errors import CadenceError
from cadence.feeds import Feed, feeds, gone_feed, is_gone
from cadence.history import EMPTY, History
from cadence.i18n import _
from cadence.model import Unit
from cadence.occurrences import expand
from cadence.print.check import render_board, render_board_unit
from cadence.print.pages import render_register
from cadence.print.sheets import render_register_sheet
from cadence.publish import Publication, publication
from cadence.revisions import CANCELLED_FOR, Revision, is_ours, last_sequence, last_stamp, revise
from cadence.roster import Roster
from cadence.standings import Standings
from cadence.survey import Asked, survey
from cadence.tables import register_rows
from cadence.tallies import board
from cadence.workspace import Workspace

Progress = Callable[[str], None]
LOSS_ALLOWED = 1 / 5  # of a feed's events, or of a place's feeds, in one build
SHOWN_LOSSES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did: feeds and events published, files written, untouched and removed."""

    feeds: int
    events: int
    written: int
    unchanged: int
    removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a build was asked for: the days, the moment, and whether heavy losses are meant.

    Attributes:
        history: what the ledger knows.
    """

    span: Span
    now: dt.datetime
    force: bool = False
    history: History = EMPTY


def build(workspace: Workspace, order: Order, progress: Progress) -> Built:
    """Write every feed and register of a workspace.

    Args:
        workspace: what rules/ says.
        order: what is asked for.
        progress: told the name of each file as it is made.

    Raises:
        CadenceError: a feed would lose more than a fifth of its events, another build is
            running, or out/ cannot be written. Nothing is published then.
    """
    totals = _Totals()
    with publication(workspace.out) as changes:
        for roster in workspace.rosters.values():
            _build_place(changes, workspace, roster, order, progress, totals)
        _drop_leftovers(changes, workspace, order.now, totals)
        if totals.losses and not order.force:
            raise CadenceError(_loss_message(totals.losses))
    return Built(
        feeds=totals.feeds,
        events=totals.events,
        written=changes.written,
        unchanged=changes.unchanged,
        removed=changes.removed,
    )


@dataclass(slots=True)
class _Totals:
    feeds: int = 0
    events: int = 0
    losses: list[str] = field(default_factory=list)


def _build_place(  # noqa: PLR0913, PLR0917 - one place of a build needs all of it
    changes: Publication,
    workspace: Workspace,
    roster: Roster,
    order: Order,
    progress: Progress,
    totals: _Totals,
) -> None:
    packs = [pack for pack in workspace.packs if pack.place == roster.place]
    bindings = [binding for pack in packs for binding in workspace.bindings(pack)]
    policy = workspace.policies[roster.place]
    advise = workspace.advise(roster.place)
    dated = cache(lambda rule: expand(rule, order.span, advise, running=True))
    standings = Standings(bindings, order.history, policy, order.now)
    names = set()
    for feed in feeds(
        roster.units, bindings, lambda each: dated(each.rule), policy, roster.name, standings
    ):
        name = _feed_name(feed.unit)
        progress(name)
        revision = _put_feed(changes, name, feed, order)
        totals.losses += _loss(name, revision)
        totals.feeds += 1
        totals.events += revision.count
        names.add(name)
    totals.losses += _retire(changes, roster.place, names, order.now)
    _put_board(changes, workspace, roster, order, progress)
    for pack in packs:
        name = f"register/{pack.name}"
        progress(name)
        windows = {rule.id: dated(rule) for rule in pack.rules}
        rows = register_rows(pack, bindings, windows, order.now)
        page = render_register(pack, roster.name, rows, _span_words(order.span)).encode()
        sheet = render_register_sheet(pack, roster.name, rows)
        for file, content in ((f"{name}.html", page), (f"{name}.xlsx", sheet)):
            changes.put(file, content, changes.read(file))


def _put_board(
    changes: Publication, workspace: Workspace, roster: Roster, order: Order, progress: Progress
) -> None:
    """Write the board of a place and the list behind each of its rows."""
    asked = Asked(span=order.span, place=roster.place)
    by_unit: dict[Unit, list[Judged]] = {}
    for each in survey(workspace, order.history, asked, order.now):
        by_unit.setdefault(each.occurrence.binding.unit, []).append(each)
    laid_out = board(each for judged in by_unit.values() for each in judged)
    place = roster.place
    pages = {
        f"check/{place}.html": render_board(laid_out, roster.name, place, roster.office, order.now)
    }
    for unit, judged in by_unit.items():
        pages[f"check/{place}/{unit.id}.html"] = render_board_unit(unit, judged, order.now)
    for name, page in pages.items():
        progress(name)
        changes.put(name, page.encode(), changes.read(name))


def _drop_leftovers(
    changes: Publication, workspace: Workspace, now: dt.datetime, totals: _Totals
) -> None:
    """Retire the feeds of places that are gone, and the registers of packs that are gone."""
    for folder in sorted((changes.folder / "feeds").glob("*/")):
        if folder.name not in workspace.rosters:
            totals.losses += _retire(changes, folder.name, set(), now)
    registers = {f"register/{pack.name}" for pack in workspace.packs}
    for ending in (".html", ".xlsx"):
        for file in sorted((changes.folder / "register").glob(f"*/*{ending}")):
            name = f"register/{file.parent.name}/{file.name}"
            if name.removesuffix(ending) not in registers:
                changes.remove(name)


def _feed_name(unit: Unit) -> str:
    return f"feeds/{unit.place}/{unit.id}.ics"


def _put_feed(changes: Publication, name: str, feed: Feed, order: Order) -> Revision:
    published = changes.read(name)
    revision = revise(feed, published, order.span, order.now)
    changes.put(name, revision.content, published)
    return revision


def _loss(name: str, revision: Revision) -> list[str]:
    if revision.withdrawn <= revision.before * LOSS_ALLOWED:
        return []
    words = _("{0}: {1} of {2} events")
    return [words.format(name, revision.withdrawn, revision.before)]


def _retire(changes: Publication, place: str, names: set[str], now: dt.datetime) -> list[str]:
    """Empty the feeds of units that left, and take away those emptied long enough ago.

    Returns:
        The losses to refuse: several feeds of a place at once are rather a mistake.
    """
    leaving = []
    for file in sorted((changes.folder / "feeds" / place).glob("*.ics")):
        name = f"feeds/{place}/{file.name}"
        published = b"" if name in names else changes.read(name) or b""
        if not is_ours(published):
            continue  # still in the roster, or not a feed of ours and not ours to take away
        if not is_gone(published):
            leaving.append(name)
            unit = Unit(place=place, id=file.stem, name="")
            changes.put(
                name, gone_feed(published, unit, now, last_sequence(published) + 1), published
            )
        elif now - last_stamp(published) > CANCELLED_FOR:
            changes.remove(name)
    if len(leaving) <= max(1, LOSS_ALLOWED * (len(names) + len(leaving))):
        return []
    return [_("{0}: the unit is no longer in the roster").format(name) for name in leaving]


def _loss_message(losses: list[str]) -> str:
    shown = losses[:SHOWN_LOSSES]
    more = len(losses) - len(shown)
    lines = [
        _("nothing was published: this build would take away more than a fifth of"),
        *(f"  {loss}" for loss in shown),
        *([_("  and {0} more").format(more)] if more else []),
        _("if this is meant, run it again with --force"),
    ]
    return "\n".join(lines)


def _span_words(span: Span) -> str:
    return f"{span.first.isoformat()}至{span.last.isoformat()}"
