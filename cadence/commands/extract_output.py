"""What `cadence extract` prints: the draft as a table or JSON, its first dates, what to do next."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cadence.core import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence.core import Rule
    from cadence.extract import Draft

FIRST_DATES = 3
# What of a rule extract reads; the rest only a person can say.
READ = (
    "id", "clause", "quote", "act", "actors", "condition", "timing", "category", "responsible",
    "lead", "assist",
)  # fmt: skip
YEARS_AHEAD = 6


def print_draft(made: "Draft", form: str) -> None:
    """Print a draft as a table, JSON or CSV."""
    from cadence.core import Table
    from cadence.extract import say, trust
    from cadence.print import render_csv, render_json, render_text

    if form == "json":
        click.echo(render_json(draft_json(made)))
        return
    rows = tuple(
        (
            each.rule.clause,
            each.rule.act,
            "、".join(each.rule.named),
            say(each),
            trust(each.rule.confidence),
            each.rule.quote,
        )
        for each in made.drafted
    )
    table = Table(("条款", "事项", "责任主体", "时限", "把握", "原文"), rows)
    if form == "csv":
        click.echo(render_csv(table), nl=False)
    else:
        click.echo(render_text(table))


def report_draft(made: "Draft", output: Path | None, review: Path | None) -> None:
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
            windows = expand(rule, span, advise)
            days = dict.fromkeys(each.due or each.start for each in windows)
            found[rule.id] = tuple(days)[:FIRST_DATES]
    return found


def draft_json(made: "Draft") -> dict[str, Any]:
    """Return what INTERFACES promises for extract, ours after it."""
    from cadence.core import Document, written_fields
    from cadence.reports import told_json

    told = told_json(made.document)
    keys = [each.field for each in written_fields(Document) if not each.key.by_hand]
    document = {key: told[key] for key in keys if key in told}
    return {
        "document": document | {"addressees": list(made.head.addressees)},
        "rules": [_rule_json(rule, made.rules) for rule in made.rules],
        **{
            name: [
                {"clause": each.clause, "quote": each.quote, "reason": each.reason}
                for each in found
            ]
            for name, found in (("not_understood", made.not_understood), ("no_duty", made.no_duty))
        },
        "notes": list(made.notes),
        **({"from_picture": True} if made.scan else {}),
    }


def _rule_json(rule: "Rule", rules: "Sequence[Rule]") -> dict[str, Any]:
    from cadence.extract import asked_of
    from cadence.reports import told_json

    told = told_json(rule)
    found = {key: told[key] for key in READ} | {"actors": list(rule.bodies)}
    return found | {
        "force": rule.force,
        "reading": rule.reading,
        "year_from": rule.year_from,
        "confidence": rule.confidence,
        "questions": list(rule.questions),
        "answers": [[each.words for each in asked.answers] for asked in asked_of(rule, rules)],
    }
