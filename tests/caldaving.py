"""How tests ask for a unit's tasks: in the same process, as a phone would over the network."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from desking import Clock
from icalendar import Calendar
from lxml import etree
from starlette.applications import Starlette

from cadence.caldav import caldav_routes
from cadence.caldav.xml import PREFIXES
from cadence.desk import Office, open_app_passwords

UNIT = "ceshi/east"
LIST = "/caldav/ceshi/east/tasks/"


@dataclass
class Tasks:
    """The lists of a workspace, and a phone with a password for one of them."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    seconds: float = 0.0

    def __post_init__(self):
        self.start()

    def start(self):
        """Begin anew, as a server that was killed does."""
        self.office = Office(self.folder, self.clock)
        self.app = Starlette(routes=caldav_routes(self.office, lambda: self.seconds))

    def phone(self, unit=UNIT, label="手机"):
        with open_app_passwords(self.folder) as passwords:
            return Phone(self, unit, passwords.issue(unit, label, self.clock()))


@dataclass
class Phone:
    """Asks with its own user and password."""

    tasks: Tasks
    unit: str
    password: str

    @property
    def list(self):
        return f"/caldav/{self.unit}/tasks/"

    def ask(self, method, path, body=b"", host="192.0.2.1", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = body.encode() if isinstance(body, str) else body

        async def go():
            transport = httpx.ASGITransport(self.tasks.app, client=(host, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
                return await client.request(
                    method, path, content=content, headers=named, auth=(self.unit, self.password)
                )

        return asyncio.run(go())

    def found(self, path=None, depth="1", props="<D:getetag/>"):
        """PROPFIND: by address the properties that are there."""
        body = f"<D:propfind {NAMES}><D:prop>{props}</D:prop></D:propfind>"
        return responses(self.ask("PROPFIND", path or self.list, body, depth=depth))

    def report(self, name, inside, path=None):
        return self.ask("REPORT", path or self.list, f"<{name} {NAMES}>{inside}</{name}>")

    def etags(self):
        """Every task's address with its tag."""
        found = self.found()
        return {href: each["D:getetag"] for href, each in found.items() if href.endswith(".ics")}

    def task(self, href):
        (todo,) = Calendar.from_ical(self.ask("GET", href).content).walk("VTODO")
        return todo

    def find(self, words, due=None):
        """The address of the task with such a title, and such a due day."""
        for href in self.etags():
            todo = self.task(href)
            if words in todo["SUMMARY"] and due in {None, str(todo["DUE"].dt)}:
                return href
        raise AssertionError(words)

    def sync(self, token="", more=""):
        """sync-collection: what changed (tag; None: gone), and the next token."""
        inside = (
            f"<D:sync-token>{token}</D:sync-token><D:sync-level>1</D:sync-level>{more}"
            "<D:prop><D:getetag/></D:prop>"
        )
        reply = self.report("D:sync-collection", inside)
        assert reply.status_code == 207, reply.text
        root = etree.fromstring(reply.content)
        changed = {href: each.get("D:getetag") for href, each in responses(reply).items()}
        return changed, root.findtext("D:sync-token", namespaces=PREFIXES)


NAMES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in PREFIXES.items())


def responses(reply):
    """By address, what a multistatus says: the properties that are there, as text or XML."""
    assert reply.status_code == 207, (reply.status_code, reply.text)
    found = {}
    for each in etree.fromstring(reply.content).findall("D:response", PREFIXES):
        told = {}
        for part in each.findall("D:propstat", PREFIXES):
            if " 200 " in part.findtext("D:status", namespaces=PREFIXES):
                for prop in part.find("D:prop", PREFIXES):
                    told[short(prop.tag)] = prop.text if not len(prop) else etree.tostring(prop)
        found[each.findtext("D:href", namespaces=PREFIXES)] = told
    return found


def short(tag):
    name, _brace, local = tag[1:].partition("}")
    return f"{ {uri: prefix for prefix, uri in PREFIXES.items()}.get(name, name) }:{local}"
