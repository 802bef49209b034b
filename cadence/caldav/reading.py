"""PROPFIND, REPORT and GET: an address of somebody's own list → the answer about it. Pure."""

from collections.abc import Callable, Iterable

from lxml import etree
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cadence.caldav.addresses import PathAddress, address_of
from cadence.caldav.filters import is_meant
from cadence.caldav.lists import TaskList
from cadence.caldav.memory import VersionChange
from cadence.caldav.multistatus import (
    WantedProperties,
    absent,
    asked_of,
    cut_short,
    described,
    multistatus,
    refused,
)
from cadence.caldav.properties import (
    TYPE,
    Resource,
    shown_entry,
    shown_home,
    shown_list,
    shown_root,
)
from cadence.caldav.xml import children, element, tag

MOST = 5000  # tasks that one request may name
Since = Callable[[str], tuple[VersionChange, ...] | None]


def look(
    address: PathAddress, listing: TaskList, depth: str, body: etree._Element | None
) -> Response:
    """Answer a PROPFIND."""
    if depth not in {"0", "1"}:
        return refused(403, element("D:propfind-finite-depth"))
    asked = asked_of(body)
    return multistatus(described(each, asked) for each in _at(address, listing, depth))


def report(
    address: PathAddress, listing: TaskList, body: etree._Element | None, since: Since
) -> Response:
    """Answer a REPORT; since tells what changed after a token."""
    if body is None:
        raise HTTPException(400)
    if body.tag == tag("C:calendar-multiget"):
        return multistatus(_named(listing, body))
    if address.kind == "list" and body.tag == tag("C:calendar-query"):
        return multistatus(_queried(listing, body))
    if address.kind == "list" and body.tag == tag("D:sync-collection"):
        return _in_step(listing, body, since)
    return refused(403, element("D:supported-report"))


def fetch(address: PathAddress, listing: TaskList, known: str | None, *, head: bool) -> Response:
    """Answer a GET or HEAD of a task.

    Raises:
        HTTPException: 404 or 405.
    """
    if address.kind != "entry":
        raise HTTPException(405)
    entry = listing.entries.get(address.uid)
    if entry is None:
        raise HTTPException(404)
    headers = {"etag": entry.etag, "cache-control": "private, no-cache"}
    tags = {each.strip().removeprefix("W/") for each in (known or "").split(",")}
    if tags & {entry.etag, "*"}:
        return Response(status_code=304, headers=headers)
    body = entry.todo.body
    headers |= {"content-length": str(len(body)), "content-type": TYPE}
    return Response(b"" if head else body, headers=headers)


def _at(address: PathAddress, listing: TaskList, depth: str) -> Iterable[Resource]:
    """Yield what is at an address, and at depth 1 what it holds.

    Raises:
        HTTPException: 404: there is no such task.
    """
    below = depth == "1"
    match address.kind:
        case "root":
            yield shown_root(listing.unit.key)
            if below:
                yield shown_home(listing)
        case "home":
            yield shown_home(listing)
            if below:
                yield shown_list(listing)
        case "list":
            yield shown_list(listing)
            if below:
                yield from (shown_entry(listing, each) for each in listing.entries.values())
        case "entry":
            if address.uid not in listing.entries:
                raise HTTPException(404)
            yield shown_entry(listing, listing.entries[address.uid])


def _named(listing: TaskList, body: etree._Element) -> Iterable[etree._Element]:
    asked = asked_of(body)
    paths = [each.text or "" for each in children(body) if each.tag == tag("D:href")]
    if len(paths) > MOST:
        raise HTTPException(400)
    for path in dict.fromkeys(each.strip() for each in paths):
        address = address_of(_path_of(path))
        own = address and address.kind == "entry" and address.unit == listing.unit.key
        entry = listing.entries.get(address.uid) if address and own else None
        yield described(shown_entry(listing, entry), asked) if entry else absent(path)


def _path_of(href: str) -> str:
    """Return the path of an address that may carry scheme and host."""
    scheme, found, rest = href.partition("://")
    return f"/{rest.partition('/')[2]}" if found and scheme.isalpha() else href


def _queried(listing: TaskList, body: etree._Element) -> Iterable[etree._Element]:
    wanted = next((each for each in children(body) if each.tag == tag("C:filter")), None)
    if wanted is None:
        raise HTTPException(400)
    asked = asked_of(body)
    for entry in listing.entries.values():
        if is_meant(wanted, entry.todo.body):
            yield described(shown_entry(listing, entry), asked)


def _in_step(listing: TaskList, body: etree._Element, since: Since) -> Response:
    """Tell what changed after a token, no more at once than the client wants (RFC 6578, 3.2)."""
    told = {str(each.tag): (each.text or "").strip() for each in children(body)}
    if told.get(tag("D:sync-level"), "1") not in {"1", "infinite"}:
        raise HTTPException(400)
    changes = since(told.get(tag("D:sync-token"), ""))
    if changes is None:
        return refused(403, element("D:valid-sync-token"))
    asked, most = asked_of(body), _most(body)
    parts = [_changed(listing, each, asked) for each in changes[:most]]
    token = listing.token
    if most is not None and len(changes) > most:
        parts.append(cut_short(PathAddress("list", listing.unit.key).href))
        token = f"{token.rpartition('-')[0]}-{changes[:most][-1].number}"
    return multistatus(parts, token)


def _changed(listing: TaskList, change: VersionChange, asked: WantedProperties) -> etree._Element:
    entry = listing.entries.get(change.uid)
    if entry is None:
        return absent(PathAddress("entry", listing.unit.key, change.uid).href)
    return described(shown_entry(listing, entry), asked)


def _most(body: etree._Element) -> int | None:
    """Return how many changes a client takes at once; None: all of them."""
    found = body.findtext(f"{tag('D:limit')}/{tag('D:nresults')}")
    if found is None:
        return None
    if not (found.isascii() and found.isdecimal() and int(found) > 0):
        raise HTTPException(400)
    return int(found)
