"""`cadence plan`: the day and hour that the office picks for a duty, inside its window.

All of a year's at once stand in plan_year.py.
"""

from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

import click

from cadence.commands import help_of
from cadence.commands.meant import MeantWords, all_meant, one_meant, partners_of, words_options
from cadence.commands.options import (
    as_of_option,
    format_option,
    index_of,
    note_clock,
    now,
    print_list,
    read,
    read_history,
    read_to_write,
)
from cadence.commands.plan_notes import note_day_off, note_partners, warn_of_collisions
from cadence.commands.plan_year import accept_year, plan_year
from cadence.commands.typed import Moment
from cadence.core import CadenceError, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence.conflicts import DayOffer
    from cadence.core import Choice, Entry, Occurrence
    from cadence.occurrences import Index
    from cadence.rules import Workspace

HOUR = 60  # minutes
LONGEST = 1440
WIDTHS = (4, 32, 60)  # of the columns of suggestions
by_option = click.option(
    "--by", metavar="POST", help=_("The post that chose (default: the office).")
)
merged_option = click.option(
    "--merged", is_flag=True, help=_("Also what the office merged with it: one meeting, one time.")
)


@click.group(help=help_of("plan"))
def plan() -> None:
    """Gather the six."""


plan.add_command(plan_year)
plan.add_command(accept_year)


@plan.command("set", help=_("Choose the moment of an occurrence; a new choice moves the old one."))
@click.argument("occurrences", nargs=-1, metavar="[OCCURRENCE]…")
@words_options
@click.option("--at", type=Moment(), required=True, help=_('As "2026-11-18 09:00".'))
@click.option("--minutes", type=click.IntRange(1, LONGEST), default=HOUR, show_default=True)
@click.option("--where", metavar="TEXT", help=_("The room; the same words are the same room."))
@click.option("--chair", metavar="POST", help=_("The id of the post that presides."))
@by_option
@merged_option
@click.pass_context
def set_(
    context: click.Context,
    occurrences: tuple[str, ...],
    words: MeantWords,
    at: datetime,
    minutes: int,
    where: str | None,
    chair: str | None,
    by: str | None,
    merged: bool,
) -> None:
    """Record the choices, all or none, then say what they collide with."""
    from cadence.conflicts import merged_with
    from cadence.core import Choice

    workspace = read_to_write(context)
    if at.time() == time():
        raise CadenceError(_('--at needs a time of day, not midnight; write "2026-11-18 09:00"'))
    index = index_of(workspace, read_history(workspace.folder, None))
    named = all_meant(workspace, index, occurrences, words, now())
    partners = partners_of(index, named, lambda scene, one: merged_with(scene, one, at.date()))
    chosen = (*named, *partners) if merged else tuple(named)
    choices = [
        Choice(
            occurrence=each.id,
            at=at,
            minutes=minutes,
            where=where,
            chair=workspace.unit(chair, each.binding.unit.place).key if chair else None,
            by=by or index.scene(each).roster.office,
        )
        for each in chosen
    ]
    _refuse_unlawful(index, chosen, at, minutes)
    _write_down(workspace, choices)
    for each in chosen:
        click.echo(_("{0}: {1}, {2} minutes").format(each.id, f"{at:%Y-%m-%d %H:%M}", minutes))
    if partners and not merged:
        note_partners(partners)
    note_day_off(index.scene(chosen[0]), at)
    warn_of_collisions(workspace, chosen)


@plan.command(help=_("Take a choice back; it stays readable."))
@click.argument("occurrences", nargs=-1, metavar="[OCCURRENCE]…")
@words_options
@by_option
@merged_option
@click.pass_context
def clear(
    context: click.Context,
    occurrences: tuple[str, ...],
    words: MeantWords,
    by: str | None,
    merged: bool,
) -> None:
    """Record that nothing is chosen any more, of all that is named or of none."""
    from cadence.conflicts import chosen_with
    from cadence.core import Choice

    workspace = read_to_write(context)
    index = index_of(workspace, read_history(workspace.folder, None))
    named = all_meant(workspace, index, occurrences, words, now())
    free = [each.id for each in named if index.scene(each).history.of(each).choice is None]
    if free:
        raise CadenceError("\n".join(_("nothing is chosen for {0}").format(each) for each in free))
    partners = partners_of(index, named, chosen_with)
    cleared = (*named, *partners) if merged else tuple(named)
    _write_down(
        workspace,
        [Choice(occurrence=each.id, by=by or index.scene(each).roster.office) for each in cleared],
    )
    for each in cleared:
        click.echo(_("{0}: no longer chosen").format(each.id))
    if partners and not merged:
        message = _("merged with it, and still chosen: {0}; --merged takes them back too")
        click.echo(message.format(", ".join(each.id for each in partners)), err=True)


@plan.command(help=_("List what was chosen; for one occurrence also what was chosen earlier."))
@click.argument("occurrence", required=False)
@click.option("--all", "every", is_flag=True, help=_("Also choices that were moved or cleared."))
@format_option
@click.pass_context
def show(context: click.Context, occurrence: str | None, every: bool, form: str) -> None:
    """Print choices in the order of the ledger."""
    from cadence.conflicts import choices
    from cadence.core import Table
    from cadence.ledger import read_entries

    workspace = read(context)
    index = index_of(workspace, read_history(workspace.folder, None))
    found_one = one_meant(workspace, index, occurrence) if occurrence else None
    wanted = [found_one.id, *found_one.former_ids] if found_one else []
    found = choices(read_entries(workspace.folder), wanted)
    rows = [
        _row(entry, counts) for entry, counts in found if every or wanted or _is_set(entry, counts)
    ]
    called = {each.key: each.name for one in workspace.rosters.values() for each in one.units}
    shown = [{**row, "chair": called.get(row["chair"], row["chair"])} for row in rows]
    heads = ("时间", "分钟", "地点", "主持", "选定", "记录时间", "状态", "编号")
    table = Table(heads, tuple(tuple(map(str, row.values())) for row in shown))
    print_list(form, table, rows)


@plan.command(help=_("List the days left to choose from, best first, and why the others are not."))
@click.argument("occurrence")
@click.option("--chair", metavar="POST", help=_("The id of the post that presides."))
@click.option("--minutes", type=click.IntRange(1, LONGEST), help=_("How long it is to last."))
@as_of_option
@format_option
@click.pass_context
def suggest(
    context: click.Context,
    occurrence: str,
    chair: str | None,
    minutes: int | None,
    as_of: datetime,
    form: str,
) -> None:
    """Print the days of the window."""
    from cadence.conflicts import around, demand, prices_for, shown_offers
    from cadence.conflicts import suggest as suggest_days
    from cadence.core import Table

    workspace = read(context)
    index = index_of(workspace, read_history(workspace.folder, None))
    found = one_meant(workspace, index, occurrence)
    scene = replace(index.scene(found), as_of=as_of)
    mine = demand(found, scene.history.of(found))
    post = workspace.unit(chair, found.binding.unit.place).key if chair else None
    price = prices_for(scene, found, post, minutes)
    offers = suggest_days(mine, around(scene, found, as_of.date()), scene.advise, price)
    table = Table(("次序", "日期", "说明"), tuple(shown_offers(offers)))
    print_list(form, table, [_offered(each) for each in offers], WIDTHS)


def _offered(offer: "DayOffer") -> dict[str, Any]:
    return {
        "date": offer.day.isoformat(),
        "free": not offer.against,
        "against": list(offer.against),
        "at": offer.at.isoformat(timespec="minutes") if offer.at else None,
        "cost": offer.cost,
        "reasons": list(offer.why),
    }


def _refuse_unlawful(
    index: "Index", chosen: "Sequence[Occurrence]", at: datetime, minutes: int
) -> None:
    """Refuse a moment that one of several may not have; every reason is named.

    Raises:
        CadenceError: one may not; nothing is recorded then.
    """
    from cadence.conflicts import demand, faults

    refusals = []
    for each in chosen:
        past = index.scene(each).history.of(each)
        if past.done or past.waiver:
            words = _("{0} is done or waived; there is nothing to plan")
            refusals.append(words.format(each.id))
            continue
        words = _("{0}: {1}; choose a day inside, or record an extension (cadence extend)")
        refusals += [
            words.format(each.id, fault) for fault in faults(demand(each, past), at, minutes)
        ]
    if refusals:
        raise CadenceError("\n".join(refusals))


def _write_down(workspace: "Workspace", choices: "list[Choice]") -> None:
    from cadence.ledger import open_ledger

    moment = now()
    with open_ledger(workspace.folder) as ledger, ledger.writing():
        entries = [ledger.append(choice, moment) for choice in choices]
    note_clock(entries, moment)


def _is_set(entry: "Entry", counts: bool) -> bool:
    return counts and getattr(entry.fact, "at", None) is not None


def _row(entry: "Entry", counts: bool) -> dict[str, Any]:
    choice: Any = entry.fact
    state = "已撤销" if choice.at is None else "现行" if counts else "已更改"
    return {
        "at": choice.at.isoformat(timespec="minutes") if choice.at else "",
        "minutes": choice.minutes or "",
        "where": choice.where or "",
        "chair": choice.chair or "",
        "by": choice.by or "",
        "recorded": entry.recorded.isoformat(timespec="seconds"),
        "state": state,
        "occurrence": choice.occurrence,
    }
