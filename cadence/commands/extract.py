"""`cadence extract FILE`: a document in; its draft listed, written as a pack, laid out to check."""

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from cadence.commands import help_of
from cadence.commands.options import format_option, write_file
from cadence.core import CadenceError, InputError, _, ngettext

if TYPE_CHECKING:
    from cadence.extract import Draft, DraftRule

FIRST_DATES = 3
YEARS_AHEAD = 6


@click.command(help=help_of("extract"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o", "output", type=click.Path(dir_okay=False, path_type=Path), metavar="PACK.yaml",
    help=_("Write the draft as a pack; decisions made in an earlier draft there are kept."),
)  # fmt: skip
@click.option(
    "--review", type=click.Path(dir_okay=False, path_type=Path), metavar="PAGE.html",
    help=_("Write the page on which a person checks the draft against the text."),
)  # fmt: skip
@click.option(
    "--roster", type=click.Path(dir_okay=False, path_type=Path), metavar="UNITS.yaml",
    help=_("Write a roster to begin with, for the names that the pack's roster does not know."),
)  # fmt: skip
@format_option
def extract(
    file: Path, output: Path | None, review: Path | None, roster: Path | None, form: str
) -> None:
    """Read a document and print, write or lay out what it asks for."""
    from cadence.extract import draft, read_text

    today = dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()
    made = draft(read_text(file), today)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    made = replace(made, document=replace(made.document, sha256=digest))
    if output:
        _write_pack(made, output)
    if output or roster:
        _tell_names(made, output, roster)
    if review:
        from cadence.extract import render_review

        write_file(review, render_review(made, first_dates(made)).encode())
    if form != "table" or not (output or review):
        _print(made, form)
    _report(made, output, review)


def _write_pack(made: "Draft", output: Path) -> None:
    from cadence.extract import expressible, head_questions, pack_text
    from cadence.rules import read_pack, read_tree

    if not any(expressible(rule.timing) for rule in made.rules):
        message = _("no duty with a time was found in the document; {0} is not written")
        raise CadenceError(message.format(output))
    earlier, text = {}, ""
    if output.exists():
        tree = read_tree(output, str(output))
        if tree.problems:
            raise InputError(tree.problems)
        earlier = tree.value if isinstance(tree.value, dict) else {}
        text = output.read_text("utf-8-sig")
    write_file(output, pack_text(made, earlier, text).encode())
    for question in head_questions(made, earlier):
        click.echo(question, err=True)
    _pack, tree = read_pack(output, output.stem, str(output))
    if tree.problems:
        raise InputError(tree.problems)


def _tell_names(made: "Draft", output: Path | None, roster: Path | None) -> None:
    """Say which names the roster beside the pack does not know; write lines for them."""
    from cadence.extract import roster_text

    known = output.parent / "units.yaml" if output else None
    whole = known is None or not known.is_file()
    names = _unknown(made, output, None if whole else known)
    if names and known:
        message = ngettext(
            "{0} name is not in {1}: {2}", "{0} names are not in {1}: {2}", len(names)
        )
        click.echo(message.format(len(names), known, "、".join(names)), err=True)
    if roster and roster.exists():
        click.echo(_("{0} is there already; paste what is missing:").format(roster), err=True)
        click.echo(roster_text(names, whole=False), err=True)
    elif roster:
        write_file(roster, roster_text(names, whole=whole).encode())
        click.echo(f"→ {roster}", err=True)
    elif names:
        click.echo(_("--roster UNITS.yaml writes a roster to begin with"), err=True)


def _unknown(made: "Draft", output: Path | None, known: Path | None) -> tuple[str, ...]:
    """Return the names in the rules that a roster does not know; without one, all of them."""
    from cadence.rules import read_pack, read_roster, unanswered

    if output is None or known is None:
        bodies = (each for rule in made.rules for each in (*rule.bodies, *rule.lead, *rule.assist))
        return tuple(dict.fromkeys(bodies))
    place = output.resolve().parent.name
    roster, tree = read_roster(known, place, str(known))
    pack, _tree = read_pack(output, f"{place}/{output.stem}", str(output))
    if tree.problems or roster is None or pack is None:
        raise InputError(tree.problems)
    return tuple(dict.fromkeys(name for _rule, _key, name in unanswered(pack, roster)))


def first_dates(made: "Draft") -> dict[str, tuple[dt.date, ...]]:
    """Return the first dates that each rule gives, as `cadence occurrences` would."""
    from cadence.core import Span
    from cadence.extract import expressible
    from cadence.occurrences import expand
    from cadence.workdays import advise

    start = made.document.effective
    span = Span(start.replace(month=1, day=1), dt.date(start.year + YEARS_AHEAD, 12, 31))
    found = {}
    for rule in made.rules:
        if expressible(rule.timing):
            windows = expand(_rule(rule, made), span, advise)
            days = dict.fromkeys(each.due or each.start for each in windows)
            found[rule.id] = tuple(days)[:FIRST_DATES]
    return found


def _rule(rule: "DraftRule", made: "Draft") -> Any:  # noqa: ANN401 - a model.Rule, loaded on demand
    from cadence.core import Rule

    return Rule(
        pack="draft",
        document=made.document,
        id=rule.id,
        clause=rule.clause,
        quote=rule.quote,
        act=rule.act,
        category=rule.category,
        timing=rule.timing,
        effective=made.document.effective,
        until=made.document.until,
        actors=rule.actors,
        responsible=rule.responsible,
        outside=rule.outside,
        year_from=rule.year_from,
        force=rule.force,
        reading=rule.reading,
    )


def draft_json(made: "Draft") -> dict[str, Any]:
    """Return what INTERFACES promises for extract, ours after it."""
    from cadence.extract import mapping_of
    from cadence.reports import timing_json

    document = {
        key: value.isoformat() if isinstance(value, dt.date) else value
        for key, value in mapping_of(made).items()
    }
    return {
        "document": document | {"addressees": list(made.head.addressees)},
        "rules": [
            {
                "id": rule.id,
                "clause": rule.clause,
                "quote": rule.quote,
                "act": rule.act,
                "actors": list(rule.actors or rule.responsible),
                "condition": rule.condition,
                "timing": timing_json(rule.timing),
                "category": rule.category,
                "responsible": list(rule.responsible),
                "lead": list(rule.lead),
                "assist": list(rule.assist),
                "force": rule.force,
                "reading": rule.reading,
                "year_from": rule.year_from,
                "confidence": rule.confidence,
                "questions": list(rule.questions),
            }
            for rule in made.rules
        ],
        **{
            name: [
                {"clause": each.clause, "quote": each.quote, "reason": each.reason}
                for each in found
            ]
            for name, found in (("not_understood", made.not_understood), ("no_duty", made.no_duty))
        },
        "notes": list(made.notes),
    }


def _print(made: "Draft", form: str) -> None:
    from cadence.core import Table
    from cadence.extract import say, trust
    from cadence.print import render_csv, render_json, render_text

    if form == "json":
        click.echo(render_json(draft_json(made)))
        return
    rows = tuple(
        (
            rule.clause,
            rule.act,
            "、".join(rule.bodies),
            say(rule),
            trust(rule.confidence),
            rule.quote,
        )
        for rule in made.rules
    )
    table = Table(("条款", "事项", "责任主体", "时限", "把握", "原文"), rows)
    if form == "csv":
        click.echo(render_csv(table), nl=False)
    else:
        click.echo(render_text(table))


def _report(made: "Draft", output: Path | None, review: Path | None) -> None:
    """Say on the other stream what was found and what to do next."""
    words = ngettext("{0} rule", "{0} rules", len(made.rules)).format(len(made.rules))
    asked = sum(bool(rule.questions) for rule in made.rules)
    rest = _("{0} to ask about, {1} not understood, {2} without a duty")
    click.echo(
        f"{words}: " + rest.format(asked, len(made.not_understood), len(made.no_duty)), err=True
    )
    for file in filter(None, (output, review)):
        click.echo(f"→ {file}", err=True)
    for note in made.notes:
        click.echo(note, err=True)
