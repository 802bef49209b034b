"""rules/<place>/contacts.yaml → Contacts: where messages go; private, and never published.

An address is written as its service gives it: an e-mail address, the Webhook of a robot of
企业微信, 钉钉 or 飞书, or one of ntfy or of a webhook in the notation of apprise, which sends them
all. Only services that reach somebody are taken, none that writes into this computer. No message of
ours shows an address.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from cadence.core import InputError, Problem, Unit, _, did_you_mean, folded
from cadence.rules.contact_formats import ContactsFormat
from cadence.rules.rosters import Roster
from cadence.rules.validation import validated
from cadence.rules.yaml_tree import Tree, Way, read_tree

CONTACTS = "contacts.yaml"
MAIL = ("mailto", "mailtos")
SERVICES = (
    *MAIL, "wecombot", "dingtalk", "feishu", "ntfy", "ntfys", "json", "jsons", "form", "forms",
)  # fmt: skip
E_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://.+")
SUBMISSIONS = re.compile(r"^mailtos://[^/?]*:465(?=[/?]|$)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]")
SECRET = re.compile(r"[^\s\"“\[]*(://|@)[^\s\"”\]]*")
# What robots' pages offer to copy, and how apprise writes it.
WEBHOOKS = (
    (re.compile(r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=([\w-]+)"), "wecombot"),
    (re.compile(r"https://oapi\.dingtalk\.com/robot/send\?access_token=(\w+)"), "dingtalk"),
    (re.compile(r"https://open\.feishu\.cn/open-apis/bot/v2/hook/([\w-]+)"), "feishu"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAddress:
    """Where one message goes.

    Attributes:
        by: the service; written: as the file says; url: as apprise reads it.
    """

    by: str
    written: str = field(repr=False)
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """Where several are told together, such as the chat of all townships.

    Attributes:
        id: of the group; name: for people; members: the keys of its units.
    """

    id: str
    name: str
    members: frozenset[str]
    to: tuple[ContactAddress, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Where the messages of one place go.

    Attributes:
        of: the addresses of units and posts, by their ids.
        chats: where members of a group are told together, beside what each is told alone.
        office: of the office itself.
        escalate_to: the post told of what stays overdue, where the text names no lead.
        mail: the mailbox that sends, with its password; None: no e-mail goes out.
        listed: the ids of units, groups and posts in the file's order, each with its addresses.
    """

    of: dict[str, tuple[ContactAddress, ...]] = field(default_factory=dict)
    chats: tuple[Chat, ...] = ()
    office: tuple[ContactAddress, ...] = ()
    escalate_to: Unit | None = None
    mail: str | None = field(default=None, repr=False)
    listed: tuple[tuple[str, tuple[ContactAddress, ...]], ...] = ()

    def to(self, unit: Unit) -> tuple[ContactAddress, ...]:
        """Return where a unit is told; a post without addresses of its own, through its unit."""
        return self.of.get(unit.id) or self.of.get(unit.of or "", ())


def read_contacts(folder: Path, roster: Roster) -> Contacts:
    """Read where the messages of a place go; nowhere, where the file is not there.

    Args:
        folder: of the workspace's rules.
        roster: of the place.

    Raises:
        InputError: every problem of the file; none of them shows an address.
    """
    file = folder / roster.place / CONTACTS
    if not file.exists():
        return Contacts()
    tree = read_tree(file, f"{folder.name}/{roster.place}/{CONTACTS}")
    if tree.value is None and not tree.problems:
        return Contacts()  # nothing but comments
    found = validated(tree, ContactsFormat)
    if found:
        for way, message in _faults(found, roster):
            tree.problem(way, message)
    if found is None:
        raise InputError(_masked(tree))
    if tree.problems:
        raise InputError(tree.problems)
    return _contacts(found, roster)


def _contacts(found: ContactsFormat, roster: Roster) -> Contacts:
    units = {each.id: each for each in roster.units}
    of: dict[str, tuple[ContactAddress, ...]] = {}
    chats = []
    listed = []
    for each in found.contacts:
        to = tuple(_address(one, found.mail) for one in each.to)
        listed.append((each.unit, to))
        if each.unit in units:
            of[each.unit] = to
            continue
        members = frozenset(one.key for one in roster.stands_for[each.unit])
        name = group_name(roster, each.unit)
        chats.append(Chat(id=each.unit, name=name, members=members, to=to))
    return Contacts(
        of=of,
        chats=tuple(chats),
        office=tuple(_address(each, found.mail) for each in found.office),
        escalate_to=units[found.escalate_to] if found.escalate_to else None,
        mail=found.mail,
        listed=tuple(listed),
    )


def group_name(roster: Roster, group: str) -> str:
    """Return what people call a group that the roster lists members of, by its id."""
    members = roster.stands_for[group]
    named = (each for each in roster.names if roster.answers.get(folded(each)) == members)
    return next(named, group)


def _address(written: str, mail: str | None) -> ContactAddress:
    if E_MAIL.fullmatch(written) and mail:
        url = _with(_with(mail, *_encrypted(mail)), f"to={quote(written)}")
        return ContactAddress(by="mailto", written=written, url=url)
    for pattern, service in WEBHOOKS:
        if copied := pattern.fullmatch(written):
            return ContactAddress(by=service, written=written, url=f"{service}://{copied[1]}")
    return ContactAddress(by=urlsplit(written).scheme.lower(), written=written, url=written)


def _with(url: str, *asked: str) -> str:
    for each in asked:
        url += f"{'&' if '?' in url else '?'}{each}"
    return url


def _encrypted(mail: str) -> tuple[str, ...]:
    """Ask for encryption from the first byte at port 465, which is for that (RFC 8314, 3.3)."""
    return ("mode=ssl",) if SUBMISSIONS.search(mail) and "mode=" not in mail else ()


def _faults(found: ContactsFormat, roster: Roster) -> Iterator[tuple[Way, str]]:
    if found.mail and urlsplit(found.mail).scheme.lower() not in MAIL:
        yield ("mail",), _("the mailbox that sends is written as mailtos://name:password@host:port")
    if found.escalate_to and found.escalate_to not in {each.id for each in roster.units}:
        yield ("escalate_to",), _nobody(found.escalate_to, roster)
    listed: dict[Way, tuple[str, ...]] = {("office",): found.office}
    seen: set[str] = set()
    for index, each in enumerate(found.contacts):
        way: Way = ("contacts", index)
        listed[*way, "to"] = each.to
        if each.unit not in roster.stands_for:
            yield (*way, "unit"), _nobody(each.unit, roster)
        if each.unit in seen:
            words = _('"{0}" is listed twice; put all its addresses into one line')
            yield (*way, "unit"), words.format(each.unit)
        seen.add(each.unit)
    for way, addresses in listed.items():
        for index, address in enumerate(addresses):
            if fault := _fault_of(address, found.mail):
                yield (*way, index), fault


def _nobody(unit: str, roster: Roster) -> str:
    return _('no unit has the id "{0}"').format(unit) + did_you_mean(unit, roster.stands_for)


def _fault_of(written: str, mail: str | None) -> str:
    """Say what is wrong with an address, without showing it; "" where nothing is."""
    if CONTROL.search(written):
        return _("an address holds no spaces and no line breaks")
    if E_MAIL.fullmatch(written):
        return "" if mail else _("an e-mail address needs mail: the mailbox that sends")
    if any(pattern.fullmatch(written) for pattern, _service in WEBHOOKS):
        return ""
    scheme = SCHEME.fullmatch(written)
    if scheme is None or scheme[1].lower() not in SERVICES:
        words = _(
            "this is no address that messages go to; write an e-mail address, the Webhook address"
            " of a WeCom, DingTalk or Feishu robot, or one that begins with {0}"
        )
        return words.format(", ".join(f"{each}://" for each in SERVICES))
    return ""


def _masked(tree: Tree) -> Iterator[Problem]:
    """Leave out of what the loader says whatever may be an address: it is a secret."""
    for each in tree.problems:
        shown = SECRET.sub("…", each.message)
        yield Problem(each.path, each.line, each.column, shown)
