"""What is shown at an address → its WebDAV properties, by name. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from cadence.caldav.addresses import PathAddress
from cadence.caldav.lists import ListedTodo, TaskList
from cadence.caldav.xml import element, hrefs, tag

COLOR = "#B22222FF"
MOST = 256 * 1024  # bytes of a task that somebody sends
TYPE = "text/calendar; charset=utf-8; component=VTODO"
REPORTS = ("C:calendar-multiget", "C:calendar-query", "D:sync-collection")
DEAR = {tag("C:calendar-data")}  # what is shown only to who asks for it by name
Make = Callable[[], "etree._Element"]  # noqa: SLF001 - its only name


@dataclass(frozen=True, slots=True)
class Resource:
    """What is at an address, with a maker for each of its properties."""

    href: str
    makers: Mapping[str, Make]


def shown_root(user: str) -> Resource:
    """Describe where clients begin."""
    return _shown(PathAddress("root"), user, {"D:resourcetype": _types("D:collection")})


def shown_home(listing: TaskList) -> Resource:
    """Describe a unit's home, which is its principal and holds its list."""
    key = listing.unit.key
    home = PathAddress("home", key).href
    return _shown(
        PathAddress("home", key),
        key,
        {
            "D:resourcetype": _types("D:collection", "D:principal"),
            "D:displayname": _text("D:displayname", listing.unit.name),
            "D:principal-URL": lambda: hrefs("D:principal-URL", home),
            "C:calendar-home-set": lambda: hrefs("C:calendar-home-set", home),
            "C:calendar-user-address-set": lambda: hrefs("C:calendar-user-address-set", home),
        },
    )


def shown_list(listing: TaskList) -> Resource:
    """Describe a unit's list of tasks."""
    name = f"{listing.unit.name}安全生产任务（{listing.place}）"
    return _shown(
        PathAddress("list", listing.unit.key),
        listing.unit.key,
        {
            "D:resourcetype": _types("D:collection", "C:calendar"),
            "D:displayname": _text("D:displayname", name),
            "D:sync-token": _text("D:sync-token", listing.token),
            "CS:getctag": _text("CS:getctag", listing.token),
            "D:supported-report-set": _reports,
            "C:supported-calendar-component-set": lambda: element(
                "C:supported-calendar-component-set", _named("C:comp", name="VTODO")
            ),
            "C:supported-calendar-data": lambda: element(
                "C:supported-calendar-data",
                _named("C:calendar-data", **{"content-type": "text/calendar", "version": "2.0"}),
            ),
            "C:max-resource-size": _text("C:max-resource-size", str(MOST)),
            "A:calendar-color": _text("A:calendar-color", COLOR),
        },
    )


def shown_entry(listing: TaskList, entry: ListedTodo) -> Resource:
    """Describe one task."""
    body = entry.todo.body
    return _shown(
        PathAddress("entry", listing.unit.key, entry.todo.uid),
        listing.unit.key,
        {
            "D:resourcetype": lambda: element("D:resourcetype"),
            "D:getetag": _text("D:getetag", entry.etag),
            "D:getcontenttype": _text("D:getcontenttype", TYPE),
            "D:getcontentlength": _text("D:getcontentlength", str(len(body))),
            "C:calendar-data": _text("C:calendar-data", body.decode()),
        },
    )


def _shown(address: PathAddress, user: str, own: Mapping[str, Make]) -> Resource:
    principal = PathAddress("home", user).href
    makers = {
        "D:current-user-principal": lambda: hrefs("D:current-user-principal", principal),
        "D:principal-collection-set": lambda: hrefs(
            "D:principal-collection-set", PathAddress("root").href
        ),
        "D:owner": lambda: hrefs("D:owner", principal),
        "D:current-user-privilege-set": lambda: _privileges(address),
        **own,
    }
    return Resource(address.href, {tag(name): make for name, make in makers.items()})


def _privileges(address: PathAddress) -> etree._Element:
    """Say what may be done: in a list tasks are ticked, and none is made or taken away."""
    allowed = ["D:read", "D:read-current-user-privilege-set"]
    if address.kind in {"list", "entry"}:
        allowed.append("D:write-content")
    return element(
        "D:current-user-privilege-set",
        *(element("D:privilege", element(each)) for each in allowed),
    )


def _reports() -> etree._Element:
    return element(
        "D:supported-report-set",
        *(element("D:supported-report", element("D:report", element(each))) for each in REPORTS),
    )


def _types(*names: str) -> Make:
    return lambda: element("D:resourcetype", *map(element, names))


def _text(name: str, text: str) -> Make:
    return lambda: element(name, text=text)


def _named(tag_name: str, **attributes: str) -> etree._Element:
    made = element(tag_name)
    for key, value in attributes.items():
        made.set(key, value)
    return made
