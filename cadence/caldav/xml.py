"""XML in, within bounds and without entities; XML out, with the four namespaces of CalDAV. Pure."""

from collections.abc import Iterable

from lxml import etree
from starlette.exceptions import HTTPException

DAV = "DAV:"
CALDAV = "urn:ietf:params:xml:ns:caldav"
SERVER = "http://calendarserver.org/ns/"  # the change tag that older clients ask for
APPLE = "http://apple.com/ns/ical/"
PREFIXES = {"D": DAV, "C": CALDAV, "CS": SERVER, "A": APPLE}
XML = "application/xml; charset=utf-8"
DEEPEST = 40  # elements inside each other; a filter has seven


def tag(name: str) -> str:
    """`C:filter` → the name as lxml writes it."""
    prefix, _colon, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


def element(name: str, *children: "etree._Element", text: str | None = None) -> "etree._Element":
    """Make an element of ours."""
    made = etree.Element(tag(name), nsmap=PREFIXES)
    made.extend(children)
    made.text = text
    return made


def hrefs(name: str, *paths: str) -> "etree._Element":
    """Make an element that holds addresses."""
    return element(name, *(element("D:href", text=each) for each in paths))


def written(root: "etree._Element") -> bytes:
    """Return the bytes of an answer."""
    etree.cleanup_namespaces(root, top_nsmap=PREFIXES)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def read_xml(body: bytes) -> "etree._Element | None":
    """Read the body of a request; None where there is none.

    No entity is ever resolved and no document type accepted: nothing that a client of a calendar
    sends needs one, and whatever attacks by XML does.

    Raises:
        HTTPException: 400: it is no XML, or not such that anybody honest would send.
    """
    if not body.strip():
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise HTTPException(400) from error
    if root.getroottree().docinfo.internalDTD is not None or _is_too_deep(root):
        raise HTTPException(400)
    return root


def children(of: "etree._Element | None") -> "Iterable[etree._Element]":
    """Yield the elements inside one, and nothing else that may stand between them."""
    return (each for each in of if isinstance(each.tag, str)) if of is not None else ()


def _is_too_deep(root: "etree._Element") -> bool:
    level = [root]
    for _depth in range(DEEPEST):
        level = [inner for each in level for inner in each]
        if not level:
            return False
    return True
