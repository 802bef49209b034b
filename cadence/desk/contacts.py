"""消息 › 联系方式: where messages go, typed at the desk; nobody edits contacts.yaml by hand.

An e-mail address is shown as it is, of anything else no more than its service and its last letters:
a robot's address is its password, and so is what the mailbox signs in with.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import FormData
from starlette.responses import Response

from cadence.core import Append, CadenceError, Edit, Put, Remove
from cadence.desk.accounts import Role
from cadence.desk.entrances import Entrance
from cadence.desk.fields import Fault, text_of
from cadence.desk.visit import Visit
from cadence.remind import service_name
from cadence.rules import RULES, Contacts, Roster, change_contacts, group_name, read_contacts

MAY: tuple[Role, ...] = ("office",)
OFFICE = "-office"  # stands for the office itself among the ids of units
LAST = 4  # letters of a secret address that are shown, to tell two of them apart
SUBMISSIONS = 465  # the port that encrypts from the first byte (RFC 8314, 3.3)
HIGHEST_PORT = 65535
E_MAIL = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownContact:
    """One address: whose, of which service, as far as it may be shown, and by what it is taken out.

    Attributes:
        mark: changes with the address, so that nobody takes out another that came in its place.
    """

    unit: str
    name: str
    service: str
    shown: str
    number: int
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """What sends e-mail, without its password."""

    host: str = ""
    port: str = str(SUBMISSIONS)
    user: str = ""
    sender: str = ""


def show(visit: Visit) -> Response:
    """Show the page."""
    return _page(visit)


def take_mailbox(visit: Visit, form: FormData) -> Response:
    """Set the mailbox that sends; a password that is left empty stays as it was."""

    def edits(known: Contacts) -> list[Edit]:
        return [Put(("mail",), _mail(form, known))]

    return _taken(visit, form, edits, "host")


def take_address(visit: Visit, form: FormData) -> Response:
    """Add an address of a unit, a group, a post or the office."""

    def edits(known: Contacts) -> list[Edit]:
        unit, address = str(form.get("unit", "")), text_of(form, "to", "联系方式")
        if unit == OFFICE:
            return [Append(("office",), [address])]
        if unit not in visit.roster.stands_for:
            raise Fault("unit", "请选给谁。")
        place = [each for each, _to in known.listed]
        if unit in place:
            return [Append(("contacts", place.index(unit), "to"), [address])]
        return [Append(("contacts",), [{"unit": unit, "to": [address]}])]

    return _taken(visit, form, edits, "to")


def take_out(visit: Visit, form: FormData) -> Response:
    """Take one address out."""

    def edits(known: Contacts) -> list[Edit]:
        asked = (str(form.get("unit", "")), str(form.get("number", "")), str(form.get("mark", "")))
        for each in _listed(known, visit.roster):
            if (each.unit, str(each.number), each.mark) == asked:
                return [_removal(known, each)]
        raise Fault("mark", "没有这一条，可能刚被改动。请刷新后再看。")

    return _taken(visit, form, edits, "mark")


def take_post(visit: Visit, form: FormData) -> Response:
    """Say who is told of what stays overdue, where a text names no lead."""

    def edits(known: Contacts) -> list[Edit]:
        post = str(form.get("post", ""))
        if post:
            return [Put(("escalate_to",), post)]
        return [Remove(("escalate_to",))] if known.escalate_to else []

    return _taken(visit, form, edits, "post")


def _taken(
    visit: Visit, form: FormData, edits: Callable[[Contacts], list[Edit]], field: str
) -> Response:
    folder = visit.office.folder / RULES
    try:
        known = read_contacts(folder, visit.roster)
        change_contacts(folder, visit.roster, edits(known))
    except Fault as fault:
        return _page(visit, form, fault)
    except CadenceError as error:
        return _page(visit, form, Fault(field, str(error)))
    return visit.to("contacts", said="done")


def _removal(known: Contacts, shown: ShownContact) -> Edit:
    """Return what takes an address out, and with the last of them who had it."""
    if shown.unit == OFFICE:
        return Remove(("office", shown.number) if len(known.office) > 1 else ("office",))
    index, addresses = next(
        (index, to) for index, (unit, to) in enumerate(known.listed) if unit == shown.unit
    )
    way = ("contacts", index)
    return Remove((*way, "to", shown.number) if len(addresses) > 1 else way)


def _listed(known: Contacts, roster: Roster) -> Iterator[ShownContact]:
    names = _names(roster)
    for unit, addresses in ((OFFICE, known.office), *known.listed):
        for number, each in enumerate(addresses):
            is_mail = E_MAIL.fullmatch(each.written)
            yield ShownContact(
                unit=unit, name=names.get(unit, unit), service=service_name(each.by),
                shown=each.written if is_mail else f"…{each.written[-LAST:]}", number=number,
                mark=hashlib.sha256(each.written.encode()).hexdigest()[:16],
            )  # fmt: skip


def _names(roster: Roster) -> dict[str, str]:
    """Return by id what units, groups and posts are called, the office first."""
    found = {OFFICE: "本办公室", **{each.id: each.name for each in roster.units}}
    groups = (each for each in roster.stands_for if each not in found)
    return found | {each: f"{group_name(roster, each)}（一个群）" for each in groups}


def _mail(form: FormData, known: Contacts) -> str:
    """Write the mailbox as apprise reads it; see docs/zh/催办.md."""
    host, user = text_of(form, "host", "发信服务器"), text_of(form, "user", "邮箱用户名")
    sender = text_of(form, "sender", "发信人地址")
    port = text_of(form, "port", "端口")
    if not port.isdecimal() or not 0 < int(port) <= HIGHEST_PORT:
        raise Fault("port", "“端口”是一个数，多半是465。")
    if not E_MAIL.fullmatch(sender):
        raise Fault("sender", "“发信人地址”写成 anweiban@example.cn 这样。")
    if not re.fullmatch(r"[A-Za-z0-9.-]+", host):
        raise Fault("host", "“发信服务器”写成 smtp.example.cn 这样。")
    password = text_of(form, "password", "密码", required=False)
    before = urlsplit(known.mail).password if known.mail else None
    if not password and before is None:
        raise Fault("password", "请填写“密码”（多半是邮箱的授权码）。")
    said = quote(password, safe="") if password else before
    return f"mailtos://{quote(user, safe='')}:{said}@{host}:{port}?from={quote(sender)}"


def _mailbox(mail: str | None) -> Mailbox:
    if not mail:
        return Mailbox()
    found = urlsplit(mail)
    sender = re.search(r"(?:^|&)from=([^&]*)", found.query)
    try:
        port = str(found.port or SUBMISSIONS)
    except ValueError:
        port = ""
    return Mailbox(
        host=found.hostname or "", port=port, user=unquote(found.username or ""),
        sender=unquote(sender[1]) if sender else "",
    )  # fmt: skip


def _page(visit: Visit, form: FormData | None = None, fault: Fault | None = None) -> Response:
    try:
        known = read_contacts(visit.office.folder / RULES, visit.roster)
    except CadenceError as error:
        fault, known = fault or Fault("file", str(error)), Contacts()
    names = _names(visit.roster)
    posts = [(each.id, each.name) for each in visit.roster.units if each.kind == "post"]
    given: Mapping[str, object] = form or {}
    return visit.page(
        "contacts", "register", "联系方式", 422 if fault else 200, form=given, fault=fault,
        said=visit.asked("said"), listed=list(_listed(known, visit.roster)),
        mailbox=_mailbox(known.mail), whose=list(names.items()), posts=posts,
        escalate=known.escalate_to.id if known.escalate_to else "",
    )  # fmt: skip


ENTRANCES = (
    Entrance(path="contacts", roles=MAY, show=show),
    Entrance(path="contacts/mailbox", roles=MAY, take=take_mailbox),
    Entrance(path="contacts/add", roles=MAY, take=take_address),
    Entrance(path="contacts/out", roles=MAY, take=take_out),
    Entrance(path="contacts/post", roles=MAY, take=take_post),
)
