"""`cadence plan year`, `cadence plan accept`: all meeting dates of a year at once, into use."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadence.commands.options import (
    as_of_option,
    format_option,
    note_clock,
    now,
    print_list,
    read,
    read_history,
    read_to_write,
)
from cadence.core import OWN_FOLDER, CadenceError, _, read_month, reason, write_whole

if TYPE_CHECKING:
    from cadence.conflicts import Plan, Year
    from cadence.core import Choice
    from cadence.occurrences import Scene
    from cadence.rules import Workspace

FIRST_YEAR, LAST_YEAR = 1949, 2199
place_option = click.option("--place", help=_("Only this folder under rules/."))
year_argument = click.argument("year", type=click.IntRange(FIRST_YEAR, LAST_YEAR))


class KeptMonth(click.ParamType[tuple[int, int]]):
    """A month as 2026-12, or as officials write it."""

    name = "MONTH"

    def convert(
        self,
        value: str | tuple[int, int],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[int, int]:
        """Read a month, or fail with what to write instead."""
        if isinstance(value, tuple):
            return value
        month = read_month(value)
        if month is None:
            self.fail(_('"{0}" is not a month; write it as 2026-12').format(value), param, ctx)
        return month.first.year, month.first.month


@click.command("year", help=_("Draft all meeting dates of a year at once; plan accept records it."))
@year_argument
@place_option
@click.option("--keep", type=KeptMonth(), multiple=True, help=_("A month that stays as it is."))
@click.option("--greedy", is_flag=True, help=_("One meeting after the other, without a solver."))
@click.option(
    "-o", "output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help=_("Also draw the year as one picture: .html or .pdf (A3), of one place."),
)  # fmt: skip
@as_of_option
@format_option
@click.pass_context
def plan_year(
    context: click.Context,
    year: int,
    place: str | None,
    keep: tuple[tuple[int, int], ...],
    greedy: bool,
    output: Path | None,
    as_of: datetime,
    form: str,
) -> None:
    """Plan, keep the draft beside the workspace, and print it."""
    from cadence.conflicts import plan_json, plan_notes, plan_of, plan_table, year_of
    from cadence.core import Table

    workspace = read(context)
    told, tables, said = [], [], []
    scenes = _scenes(workspace, year, place, as_of)
    if output:
        _check_output(output, len(scenes))
    for scene in scenes:
        made = year_of(scene, year, keep)
        plan = plan_of(made, best=not greedy)
        if output:
            _draw(output, workspace, scene, made, plan)
        value = plan_json(made, plan)
        if made.meetings:
            _keep(_draft_file(workspace.folder, made.place, year), value)
            said += [f"{scene.roster.name}：{each}" for each in plan_notes(made, plan)]
        told.append(value)
        tables.append(plan_table(made, plan))
    rows = tuple(row for each in tables for row in each.rows)
    print_list(form, Table(tables[0].heads, rows), told[0] if len(told) == 1 else told)
    for each in said:
        click.echo(each, err=True)
    if said:
        click.echo(_("a draft; cadence plan accept {0} records it").format(year), err=True)


@click.command("accept", help=_("Record a year's drafted dates in the ledger, as single choices."))
@year_argument
@place_option
@click.option("--by", metavar="POST", help=_("The post that chose (default: the office)."))
@as_of_option
@click.pass_context
def accept_year(
    context: click.Context, year: int, place: str | None, by: str | None, as_of: datetime
) -> None:
    """Check the draft against what holds by now, then write it down whole or not at all."""
    from cadence.core import Choice
    from cadence.ledger import open_ledger

    workspace = read_to_write(context)
    choices: list[Choice] = []
    drafts = 0
    for scene in _scenes(workspace, year, place, as_of):
        file = _draft_file(workspace.folder, scene.asked.place or "", year)
        if (draft := _read(file)) is not None:
            drafts += 1
            choices += _choices(scene, year, draft, by or scene.roster.office)
    if not drafts:
        message = _("no draft of {0} is there; make one with cadence plan year {0}")
        raise CadenceError(message.format(year))
    moment = now()
    with open_ledger(workspace.folder) as ledger, ledger.writing():
        entries = [ledger.append(each, moment) for each in choices]
    note_clock(entries, moment)
    click.echo(_("{0} dates recorded").format(len(choices)))


def _check_output(file: Path, places: int) -> None:
    """Refuse before the work what could not be written after it."""
    if places > 1:
        raise CadenceError(_("one picture is of one place; name it with --place"))
    if file.suffix not in {".html", ".pdf"}:
        raise CadenceError(_("{0}: a picture is .html or .pdf").format(file))


def _draw(file: Path, workspace: "Workspace", scene: "Scene", made: "Year", plan: "Plan") -> None:
    from cadence.commands.outputs import write_file
    from cadence.conflicts import render_picture, render_poster
    from cadence.publish import head_for

    name, today = scene.roster.name, scene.as_of.date()
    if file.suffix == ".pdf":
        write_file(file, render_poster(made, plan, name, today))
    else:
        write_file(file, render_picture(made, plan, name, today, head_for(file, workspace, scene)))


def _scenes(
    workspace: "Workspace", year: int, place: str | None, as_of: datetime
) -> "tuple[Scene, ...]":
    from cadence.core import Span
    from cadence.occurrences import Asked, scenes_of

    asked = Asked(span=Span(date(year, 1, 1), date(year, 12, 31)), place=place)
    return scenes_of(workspace, read_history(workspace.folder, None), asked, as_of)


def _choices(scene: "Scene", year: int, draft: dict[str, Any], by: str) -> "list[Choice]":
    """Return the choices that a draft makes and the ledger does not have yet.

    Raises:
        CadenceError: what was drafted breaks a rule by now, or is no longer to be planned.
    """
    from cadence.conflicts import faults_of, year_of
    from cadence.core import Choice

    made = year_of(scene, year)
    found = list(faults_of(made, draft["meetings"]))
    if found:
        message = _("the draft of {0} does not fit any more: {1}; plan the year again")
        raise CadenceError(message.format(year, "；".join(found[:5])))
    known = {one: each for each in made.meetings for one in each.ids}
    chosen: list[Choice] = []
    for each in draft["meetings"]:
        at, meeting = datetime.fromisoformat(each["at"]), known[each["occurrences"][0]]
        chosen += [
            Choice(
                occurrence=one,
                at=at,
                minutes=each["minutes"],
                where=each["where"],
                chair=None if meeting.chair in meeting.units else meeting.chair,
                by=by,
            )
            for one in each["occurrences"]
            if _is_news(scene, one, at)
        ]
    return chosen


def _is_news(scene: "Scene", occurrence: str, at: datetime) -> bool:
    past = scene.history.pasts.get(occurrence)
    choice = past.choice if past else None
    return choice is None or choice.at != at


def _draft_file(folder: Path, place: str, year: int) -> Path:
    return folder / OWN_FOLDER / "plan" / f"{place}-{year}.json"


def _keep(file: Path, value: dict[str, Any]) -> None:
    from cadence.print import render_json

    try:
        write_whole(file, render_json(value).encode(), parents=True)
    except OSError as error:
        raise CadenceError(_("{0} cannot be written: {1}").format(file, reason(error))) from None


def _read(file: Path) -> dict[str, Any] | None:
    if not file.exists():
        return None
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CadenceError(_("{0} cannot be read: {1}").format(file, reason(error))) from None
    except ValueError:
        message = _("{0} is no draft any more; plan the year again")
        raise CadenceError(message.format(file)) from None
    return found
