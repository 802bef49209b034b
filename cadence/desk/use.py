"""文件 › 启用: what a checked draft adds, for whom, what it collides with and what it replaces."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.conflicts import message, unanswered
from cadence.core import CadenceError, Pack, Span, timing_words
from cadence.desk.accounts import Role
from cadence.desk.checked import AHEAD, DATES, checked_all
from cadence.desk.documents import draft_file, draft_pack
from cadence.desk.entrances import Entrance
from cadence.desk.visit import Visit
from cadence.occurrences import Asked, scenes_of
from cadence.rules import set_superseded, take_into_use

OFFICE: tuple[Role, ...] = ("office",)
SHOWN = 12  # of what collides; the rest is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaceable:
    """A document in use that a newer one may replace.

    Attributes:
        chosen: whether the draft says so already; ending: its duties that then end, in words.
    """

    name: str
    title: str
    number: str
    chosen: bool
    ending: tuple[str, ...]


def show(visit: Visit) -> Response:
    """Show what taking a draft into use adds, for whom and from when, and what it meets."""
    name = str(visit.request.path_params["name"])
    pack = draft_pack(visit, name)
    listed = checked_all(visit, name, pack.rules)
    units = sorted({unit for each in listed for unit in each.units})
    dates = sorted(day for each in listed for day in each.dates)
    met = list(dict.fromkeys(collisions(visit, pack)))
    return visit.page(
        "use", "documents", "启用",
        name=name, pack=pack, left=[each for each in listed if each.rule.is_unchecked],
        unknown=sorted({one for each in listed for one in each.unknown}),
        units=units, dates=dates[:DATES], undated=sum(not each.dates for each in listed),
        listed=listed, met=met[:SHOWN], more=max(0, len(met) - SHOWN),
        older=_older(visit, pack), fault=None,
    )  # fmt: skip


def take(visit: Visit, form: FormData) -> Response:
    """Make a pack of the draft, which takes over from the documents that were ticked."""
    name = str(visit.request.path_params["name"])
    pack = draft_pack(visit, name)
    if any(each.is_unchecked for each in pack.rules):
        raise CadenceError("还有没核对的，请先逐条定下照用、修改或不用。")
    file = draft_file(visit, name)
    known = {each.name for each in _older(visit, pack)}
    ticked = [str(each) for each in form.getlist("older") if str(each) in known]
    set_superseded(file, ticked)
    take_into_use(visit.office.folder, file, visit.place, visit.office.clock())
    return visit.to("documents", used=name)


def _older(visit: Visit, pack: Pack) -> list[Replaceable]:
    """Return the documents in use that it may replace, with what then ends."""
    taken, first = {each.pack for each in pack.supersedes}, pack.document.effective
    return [
        Replaceable(
            name=each.name,
            title=each.document.title,
            number=each.document.number or "",
            chosen=each.name in taken,
            ending=tuple(
                f"{rule.act}（{timing_words(rule.timing)}）"
                for rule in each.rules
                if rule.until is None or rule.until >= first
            ),
        )
        for each in visit.workspace.packs
        if each.place == visit.place and each.document.effective <= first
    ]


def collisions(visit: Visit, pack: Pack) -> Iterator[str]:
    """Yield what would collide that did not before, in words: found as the conflict table finds it.

    The draft is laid beside the packs in use in memory alone; nothing binds anybody yet.
    """
    workspace = visit.workspace
    first = max(visit.view.today, pack.document.effective)
    span = Span(first, first.replace(year=first.year + AHEAD - 1, month=12, day=31))
    asked = Asked(span=span, place=visit.place, unit=None)
    ours = {(pack.name, rule.id) for rule in pack.rules}
    shown = {key: replace(each, drafts="shown") for key, each in workspace.policies.items()}
    laid = replace(workspace, packs=(*workspace.packs, pack), policies=shown)
    for scene in scenes_of(laid, visit.view.history, asked, visit.view.now):
        for conflict in unanswered(scene, visit.view.today):
            keys = {(rule.pack, rule.id) for rule in conflict.rules}
            if keys & ours and keys - ours:
                yield message(conflict)


ENTRANCES = (
    Entrance(path="documents/{name}/use", roles=OFFICE, show=show, take=take),
)  # fmt: skip
