"""How tests use the desk: browsers without scripts, in the same process."""

import asyncio
import datetime as dt
import re
import shutil
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import httpx
from conftest import ROOT
from starlette.applications import Starlette

from cadence.core import SHANGHAI
from cadence.desk import Desk, Office, Ticket, User, desk_routes, drafting, open_accounts

NOW = dt.datetime(2026, 11, 26, 10, 25, tzinfo=SHANGHAI)
BASE = "http://127.0.0.1:8001"
PASSWORD = "eight or more"  # noqa: S105 - of tests


@dataclass
class Clock:
    """Tells what a test sets."""

    now: dt.datetime = NOW

    def __call__(self):
        return self.now


@dataclass
class OpenDesk:
    """The desk over a workspace of its own."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    is_local: bool = True

    def __post_init__(self):
        self.ticket = Ticket()
        drafting.AT_ONCE = 600  # seconds: no test waits for a page that tells how far a reading is
        self.desk = Desk(office=Office(self.folder, self.clock), is_local=self.is_local)
        self.app = Starlette(routes=desk_routes(self.desk, self.ticket))

    def owner(self):
        """Somebody at the computer itself."""
        browser = Browser(self.app)
        browser.get(f"/desk/enter?key={self.ticket.text}")
        return browser

    def person(self, name, role, unit=None):
        """Somebody who signed in by a password."""
        with open_accounts(self.folder) as accounts:
            accounts.put_user(User(name=name, role=role, unit=unit), PASSWORD)
        browser = Browser(self.app)
        browser.post("/desk/sign-in", name=name, password=PASSWORD)
        return browser


class Browser:
    """Keeps cookies, follows redirects, runs no script."""

    def __init__(self, app):
        self.app = app
        self.cookies = httpx.Cookies()

    def get(self, path, **headers):
        return self._ask("GET", path, headers)

    def post(self, path, *, files=None, headers=None, **fields):
        """Send a form as it stands, without a token of its own accord."""
        return self._ask("POST", path, headers or {}, data=fields, files=files)

    def send(self, page, action, files=None, **fields):
        """Fill in the form of a page that goes to an action, hidden fields and all, and send it."""
        form = form_of(page.text, action)
        return self.post(action, files=files, **(form | fields))

    def _ask(self, method, path, headers, **sent):
        async def ask():
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(
                transport=transport, base_url=BASE, cookies=self.cookies, follow_redirects=True
            ) as client:
                reply = await client.request(method, path, headers=headers, **sent)
                self.cookies = client.cookies
                return reply

        return asyncio.run(ask())


def form_of(page, action):
    """Return the fields of a page's form as a browser would send them untouched."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}[^>]*>(.*?)</form>', page, re.DOTALL)
    assert found, f"no form goes to {action}"
    fields = {}
    for tag in re.findall(r"<input[^>]*>", found[1]):
        at = dict(re.findall(r'(\w[\w-]*)="([^"]*)"', tag))
        is_box = at.get("type") in {"checkbox", "radio"}
        if (
            "name" in at
            and at.get("type") != "file"
            and (not is_box or re.search(r"\schecked\b", tag))
        ):
            fields.setdefault(at["name"], []).append(unescape(at.get("value", "")))
    for name, said in re.findall(
        r'<textarea name="([^"]*)"[^>]*>(.*?)</textarea>', found[1], re.DOTALL
    ):
        fields.setdefault(name, []).append(unescape(said))
    for name, options in re.findall(
        r'<select name="([^"]*)"[^>]*>(.*?)</select>', found[1], re.DOTALL
    ):
        values = re.findall(r'<option value="([^"]*)"( selected)?', options)
        chosen = [value for value, is_chosen in values if is_chosen] or [v for v, _ in values[:1]]
        fields.setdefault(name, []).extend(map(unescape, chosen))
    return {name: each[0] if len(each) == 1 else each for name, each in fields.items()}


def text_of(page):
    """Return what a page says, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.text)))


def open_desk(folder, places=("yichuan",), **settings):
    """Open a desk over a copy of shipped rules; one place is read in a third of the time of all."""
    for place in places:
        shutil.copytree(ROOT / "rules" / place, folder / "rules" / place)
    return OpenDesk(folder, **settings)
