"""What `cadence plan set` says beside what it recorded: partners, days off, collisions."""

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from cadence.commands.options import now, read_history
from cadence.core import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence.core import Occurrence
    from cadence.occurrences import Scene
    from cadence.rules import Workspace


def note_partners(partners: "Sequence[Occurrence]") -> None:
    """Name what the office merged with it and has not chosen yet."""
    message = _("merged with it, and not yet chosen: {0}; --merged gives them the same time")
    click.echo(message.format(", ".join(each.id for each in partners)), err=True)


def note_day_off(scene: "Scene", at: datetime) -> None:
    """Say that a chosen day is not worked, or that nobody knows yet."""
    working = scene.advise(at.date()).day
    if working is None:
        words = _("note: the days off of {0} are not announced yet")
        click.echo(words.format(at.year), err=True)
    elif working != at.date():
        click.echo(_("note: {0} is a day off").format(at.date()), err=True)


def warn_of_collisions(workspace: "Workspace", chosen: "Sequence[Occurrence]") -> None:
    """Say what new choices collide with, place by place; they stand all the same."""
    for place in dict.fromkeys(each.binding.unit.place for each in chosen):
        _warn_of(workspace, place, [each for each in chosen if each.binding.unit.place == place])


def _warn_of(workspace: "Workspace", place: str, chosen: "Sequence[Occurrence]") -> None:
    """Say it of one place, for the years that the choices touch."""
    from cadence.conflicts import advice, message, unanswered
    from cadence.core import Span
    from cadence.occurrences import Asked, scenes_of

    windows = [each.window for each in chosen]
    last = max(each.due or each.start for each in windows)
    first = min(each.start for each in windows)
    span = Span(date(first.year, 1, 1), date(last.year, 12, 31))
    history = read_history(workspace.folder, None)
    (scene,) = scenes_of(workspace, history, Asked(span=span, place=place), now())
    found = unanswered(scene)
    ids = {each.id for each in chosen}
    for each in found:
        touched = ids & {one.id for one in each.demands}
        if each.code in {"double_booked", "sequence"} and touched:
            click.echo(f"{message(each)}\n→ {advice(each)}", err=True)
