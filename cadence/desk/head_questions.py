"""文件 › 核对: what is asked about the document itself: whether it ends, and what it replaces."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence import extract  # by its parts: a sixth of the desk's start, for one room
from cadence.core import CadenceError, Pack, Plain, Put, Remove
from cadence.desk.accounts import Role
from cadence.desk.documents import draft_file, draft_pack, named
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, plain_day_of, text_of
from cadence.desk.visit import Visit
from cadence.rules import change_document, edit_file, set_superseded, settle

OFFICE: tuple[Role, ...] = ("office",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """A document in use that a draft seems to replace; how many verdicts would be taken over."""

    name: str
    title: str
    number: str
    verdicts: int
    taken: bool


def year_asked(pack: Pack) -> dt.date | None:
    """Return the end of the one year that a document's title names; None where it names none."""
    from cadence.extract import year_end  # noqa: PLC0415 - a sixth of the desk's start, for one room

    return year_end(pack.document.title)


def older_asked(visit: Visit, pack: Pack, text: str) -> Sequence[Older]:
    """Return the documents in use that a draft seems to replace."""
    here = [each for each in visit.workspace.packs if each.place == visit.place]
    taken = {each.pack for each in pack.supersedes}
    return [
        Older(
            name=each.name,
            title=each.document.title,
            number=each.document.number or "",
            verdicts=sum(1 for _one in extract.inherited(pack.rules, each)),
            taken=each.name in taken,
        )
        for each in extract.replaced(pack.document, text, here)
    ]


def take_older(visit: Visit, form: FormData) -> Response:
    """Take over the verdicts of a document in use, which the draft then replaces."""
    name = named(str(visit.request.path_params["name"]))
    file, pack = draft_file(visit, name), draft_pack(visit, name)
    asked = str(form.get("older", ""))
    older = next(
        (each for each in visit.workspace.packs
         if each.name == asked and each.place == visit.place),
        None,
    )  # fmt: skip
    if older is None:
        raise CadenceError("没有这份文件，可能刚被撤回。")
    found = [*extract.inherited(pack.rules, older)]
    settle(file, {each.rule: (each.verdict, each.said) for each in found})
    set_superseded(file, [*{*(each.pack for each in pack.supersedes), older.name}])
    return visit.to(f"documents/{name}", said=str(len(found)))


def take_head(visit: Visit, form: FormData) -> Response:
    """Put right what was read of the document itself: title, number, from when, until when."""
    name = named(str(visit.request.path_params["name"]))
    effective = plain_day_of(form, "effective", "自哪天起")
    until = plain_day_of(form, "until", "到哪天止") if form.get("until") else None
    if until and until < effective:
        raise Fault("until", "“到哪天止”早于“自哪天起”。")
    file, known = draft_file(visit, name), draft_pack(visit, name).document
    said: dict[str, Plain] = {
        "title": text_of(form, "title", "标题"),
        "number": text_of(form, "number", "文号", required=False) or None,
        "issuer": text_of(form, "issuer", "发文机关"),
        "effective": effective,
        "until": until,
    }
    if effective != known.effective:
        said["basis"] = f"由{visit.roster.office}核定"
    change_document(file, said)
    return visit.to(f"documents/{name}", head="1")


def take_until(visit: Visit, form: FormData) -> Response:
    """Let a document end with its year, or go on."""
    name = named(str(visit.request.path_params["name"]))
    file = draft_file(visit, name)
    ends = year_asked(draft_pack(visit, name))
    if ends is None or form.get("until") not in {"year", "open"}:
        raise CadenceError("请选“到年底止”或“以后各年照此办理”。")
    way = ("document", "until")
    edit = Put(way, ends) if form.get("until") == "year" else Remove(way)
    edit_file(file, [edit], file.read_bytes())
    return visit.to(f"documents/{name}")


ENTRANCES = (
    Entrance(path="documents/{name}/head", roles=OFFICE, take=take_head),
    Entrance(path="documents/{name}/older", roles=OFFICE, take=take_older),
    Entrance(path="documents/{name}/until", roles=OFFICE, take=take_until),
)
