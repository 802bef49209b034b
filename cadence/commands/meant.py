"""Occurrences as people say them: whose, which duty, which month; or by their ids.

`--unit 各乡镇 --rule 安全专题会议 --month 11` is every township's meeting of this November. What
could mean several duties is named and asked, never chosen.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from cadence.commands.numbered import are_numbers, ids_listed
from cadence.commands.options import now
from cadence.core import CadenceError, Span, _, folded, read_month

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence.core import Occurrence, Unit
    from cadence.occurrences import Index, Scene
    from cadence.rules import Workspace

Command = TypeVar("Command", bound=Callable[..., Any])
SHOWN = 8
AROUND = 3  # years before and after the month in which a window may lie


@dataclass(frozen=True, slots=True, kw_only=True)
class MeantWords:
    """An occurrence, or one of each of several units, in words.

    Attributes:
        units: ids, names, aliases or groups; rule: its id, or words of its act.
        month: as 2026-11 or 11, or a window as ids write it; nth: of the times asked for in it.
        place: what the place is called, where several have such a unit.
    """

    units: tuple[str, ...] = ()
    rule: str = ""
    month: str = ""
    nth: int | None = None
    place: str | None = None

    @property
    def is_said(self) -> bool:
        """Tell whether anything was said in words."""
        return bool(self.units or self.rule or self.month or self.nth or self.place)


def words_options(command: Command) -> Command:
    """Add --unit, --rule, --month, --nth and --place, and hand them on as `words`."""

    @wraps(command)
    def gathered(
        *given: Any,  # noqa: ANN401 - the command's own
        units: tuple[str, ...],
        rule: str | None,
        month: str | None,
        nth: int | None,
        place: str | None,
        **named: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        words = MeantWords(units=units, rule=rule or "", month=month or "", nth=nth, place=place)
        return command(*given, words=words, **named)

    options = (
        click.option("--unit", "units", multiple=True, help=_("Whose: name, alias, group or id.")),
        click.option("--rule", help=_("Which duty: words of its act, or the rule's id.")),
        click.option("--month", help=_("Which month: 2026-11, 11, or a window such as 2026-Q4.")),
        click.option("--nth", type=click.IntRange(min=1), help=_("Which of several in a window.")),
        click.option("--place", help=_("Which place, where several have such a unit.")),
    )
    decorated: Any = gathered
    for option in reversed(options):
        decorated = option(decorated)
    return cast("Command", decorated)


def meant(
    workspace: "Workspace", index: "Index", tails: Iterable[str], words: MeantWords, today: datetime
) -> "tuple[list[Occurrence], list[str]]":
    """Return the occurrences that ids or words mean, each once, and why some mean none.

    Args:
        workspace: for the names.
        index: of every place.
        tails: of ids, or numbers of the last listing.
        words: what was said in words.
        today: a month without its year is the last one that has begun.

    Raises:
        CadenceError: words name nobody, or no duty.
        click.UsageError: nothing was named, or words are missing.
    """
    listed = tuple(tails)
    if bool(listed) == words.is_said:
        raise click.UsageError(_("name occurrences by their ids, or by --unit, --rule and --month"))
    if words.is_said:
        return _said(workspace, index, words, today)
    found: dict[str, Occurrence] = {}
    refusals = []
    for tail in listed:
        try:
            ids, missing = _ids(workspace, tail)
            refusals += missing
            for each in map(index.one, ids):
                found.setdefault(each.id, each)
        except CadenceError as error:
            refusals.append(str(error))
    return list(found.values()), refusals


def _ids(workspace: "Workspace", tail: str) -> tuple[list[str], list[str]]:
    """Return the ids that numbers of the last listing mean, or the tail of an id itself."""
    return ids_listed(workspace.folder, tail) if are_numbers(tail) else ([tail], [])


def all_meant(
    workspace: "Workspace", index: "Index", tails: Iterable[str], words: MeantWords, today: datetime
) -> "list[Occurrence]":
    """Return the occurrences that ids or words mean, where no other refusal can follow.

    Raises:
        CadenceError: one of them is not found; every one is named.
        click.UsageError: nothing was named, or words are missing.
    """
    found, refusals = meant(workspace, index, tails, words, today)
    if refusals:
        raise CadenceError("\n".join(refusals))
    return found


def units_meant(workspace: "Workspace", name: str, place: str | None) -> "tuple[Unit, ...]":
    """Return the units of one place that a name or a group means.

    Raises:
        CadenceError: nobody answers to it, or units of several places do.
    """
    found = workspace.units(name, place)
    places = dict.fromkeys(each.place for each in found)
    if len(places) == len(found) > 1:
        workspace.unit(name, place)  # names each
    if len(places) > 1:
        message = _('"{0}" means units of several places ({1}); say which with --place')
        raise CadenceError(message.format(name, ", ".join(places)))
    return found


def one_meant(workspace: "Workspace", index: "Index", tail: str) -> "Occurrence":
    """Return the one occurrence that an id or a number of the last listing means.

    Raises:
        CadenceError: none is meant, or several are.
    """
    found = all_meant(workspace, index, (tail,), MeantWords(), now())
    if len(found) > 1:
        raise CadenceError(_("{0} means {1} occurrences; name one").format(tail, len(found)))
    return found[0]


def _said(
    workspace: "Workspace", index: "Index", words: MeantWords, today: datetime
) -> "tuple[list[Occurrence], list[str]]":
    if not (words.units and words.rule and words.month):
        raise click.UsageError(_("say --unit, --rule and --month together"))
    place = workspace.place(words.place) if words.place else None
    month = _month(words.month, today.date())
    keys = [each.key for one in words.units for each in units_meant(workspace, one, place)]
    around = month or _around(today.date())
    first, last = around.first.year - AROUND, around.last.year + AROUND
    span = Span(date(first, 1, 1), date(last, 12, 31))
    listed = index.of_units(dict.fromkeys(keys), span)
    chosen = _in_month(_of_rule(listed, words.rule), words.month, month)
    if words.nth is not None:
        chosen = [each for each in chosen if each.window.nth == words.nth]
    found, refusals = [], []
    for key in dict.fromkeys(keys):
        try:
            found.append(_one(chosen, key, words))
        except CadenceError as error:
            refusals.append(str(error))
    return found, refusals


def _month(said: str, today: date) -> Span | None:
    """Return the month said; one without its year is the last that has begun."""
    if (found := read_month(said)) is not None:
        return found
    number = said.removesuffix("月份").removesuffix("月")
    if not number.isdecimal() or not 1 <= int(number[:3]) <= 12:  # noqa: PLR2004 - of a year
        return None
    year = today.year if int(number) <= today.month else today.year - 1
    return read_month(f"{year}-{int(number):02}")


def _around(today: date) -> Span:
    return Span(date(today.year, 1, 1), date(today.year, 12, 31))


def _of_rule(listed: "list[Occurrence]", said: str) -> "list[Occurrence]":
    """Keep the duty that words mean: by its id, its act, words of the act, words of the text."""
    wanted, parts = folded(said), [folded(each) for each in said.split()]
    tests: tuple[Callable[[Occurrence], bool], ...] = (
        lambda each: said in {each.binding.rule.id, each.binding.rule.key},
        lambda each: folded(each.binding.rule.act) == wanted,
        lambda each: all(part in folded(each.binding.rule.act) for part in parts),
        lambda each: all(part in folded(each.binding.rule.quote) for part in parts),
    )
    for test in tests:
        if found := [each for each in listed if test(each)]:
            return found
    message = _('no duty of these units is called "{0}"')
    raise CadenceError(message.format(said))


def _in_month(listed: "list[Occurrence]", said: str, month: Span | None) -> "list[Occurrence]":
    """Keep the window that is named, else what falls due in the month, else what runs in it."""
    if named := [each for each in listed if said in {each.window.label, each.window.tag}]:
        return named
    if month is None:
        return []
    label = f"{month.first:%Y-%m}"
    tests: tuple[Callable[[Occurrence], bool], ...] = (
        lambda each: each.window.label == label,
        lambda each: month.first <= (each.window.due or each.window.start) <= month.last,
        lambda each: (
            each.window.start <= month.last and month.first <= (each.window.due or month.first)
        ),
    )
    return next((found for test in tests if (found := [x for x in listed if test(x)])), [])


def _one(chosen: "list[Occurrence]", key: str, words: MeantWords) -> "Occurrence":
    """Return the one occurrence of a unit.

    Raises:
        CadenceError: there is none, or there are several; they are named.
    """
    found = [each for each in chosen if each.binding.unit.key == key]
    if len(found) == 1:
        return found[0]
    if not found:
        message = _('"{0}" owes no "{1}" in {2}')
        raise CadenceError(message.format(key, words.rule, words.month))
    lines = [f"  {each.id}  {each.binding.rule.act}" for each in found[:SHOWN]]
    message = _('"{0}" and {1} mean {2} occurrences; say more words, --nth, or an id:')
    shown = message.format(words.rule, words.month, len(found))
    raise CadenceError("\n".join((shown, *lines)))


def partners_of(
    index: "Index",
    named: "Sequence[Occurrence]",
    of: "Callable[[Scene, Occurrence], Iterable[Occurrence]]",
) -> "list[Occurrence]":
    """Return what goes with the occurrences that are named, each once and none of themselves."""
    ids = {each.id for each in named}
    found = {each.id: each for one in named for each in of(index.scene(one), one)}
    return [each for key, each in found.items() if key not in ids]
