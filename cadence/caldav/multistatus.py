"""What was asked of each resource → the one answer about them all (RFC 4918, 13). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cadence.caldav.properties import DEAR, Resource
from cadence.caldav.xml import XML, children, element, tag, written

MOST = 100  # properties that one request may ask for
WELL, MISSING = "HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found"
FORBIDDEN, TOO_MANY = "HTTP/1.1 403 Forbidden", "HTTP/1.1 507 Insufficient Storage"


@dataclass(frozen=True, slots=True)
class WantedProperties:
    """Which properties a request wants: named ones, all (None), or their names alone."""

    names: tuple[str, ...] | None = None
    only_names: bool = False


def asked_of(body: etree._Element | None) -> WantedProperties:
    """Read the part of a request that names properties.

    Raises:
        HTTPException: 400: it names more than anybody needs.
    """
    for each in children(body):
        if each.tag == tag("D:prop"):
            names = tuple(dict.fromkeys(str(one.tag) for one in children(each)))
            if len(names) > MOST:
                raise HTTPException(400)
            return WantedProperties(names)
        if each.tag == tag("D:propname"):
            return WantedProperties(only_names=True)
    return WantedProperties()


def described(shown: Resource, asked: WantedProperties) -> etree._Element:
    """Answer for one resource: what it has of what was asked, and what it has not."""
    found, missing = [], []
    wanted = asked.names if asked.names is not None else [n for n in shown.makers if n not in DEAR]
    for name in wanted:
        maker = shown.makers.get(name)
        if maker is None:
            missing.append(etree.Element(name))
        else:
            found.append(etree.Element(name) if asked.only_names else maker())
    parts = [_propstat(found, WELL)] if found or not missing else []
    parts += [_propstat(missing, MISSING)] if missing else []
    return element("D:response", element("D:href", text=shown.href), *parts)


def absent(href: str) -> etree._Element:
    """Answer for an address at which nothing is, or no longer."""
    return _status(href, MISSING)


def cut_short(href: str) -> etree._Element:
    """Say that there is more than was answered (RFC 6578, 3.6)."""
    return _status(href, TOO_MANY, element("D:number-of-matches-within-limits"))


def unchanged_properties(href: str, body: etree._Element | None) -> etree._Element:
    """Answer that no property may be set: names and colours are the office's."""
    named = [
        etree.Element(each.tag)
        for change in children(body)
        for prop in children(change)
        for each in children(prop)
    ]
    told = _propstat(named[:MOST], FORBIDDEN)
    told.append(element("D:error", element("D:cannot-modify-protected-property")))
    return element("D:response", element("D:href", text=href), told)


def multistatus(parts: Iterable[etree._Element], token: str | None = None) -> Response:
    """Return the answer.

    Args:
        parts: one a resource.
        token: of the state that was told of, for who keeps in step.
    """
    root = element("D:multistatus", *parts)
    if token is not None:
        root.append(element("D:sync-token", text=token))
    return Response(written(root), 207, media_type=XML)


def refused(status: int, *conditions: etree._Element) -> Response:
    """Return a refusal that says which condition was not met (RFC 4918, 16)."""
    return Response(written(element("D:error", *conditions)), status, media_type=XML)


def _propstat(properties: Iterable[etree._Element], status: str) -> etree._Element:
    return element("D:propstat", element("D:prop", *properties), element("D:status", text=status))


def _status(href: str, status: str, *more: etree._Element) -> etree._Element:
    told = [element("D:href", text=href), element("D:status", text=status)]
    if more:
        told.append(element("D:error", *more))
    return element("D:response", *told)
