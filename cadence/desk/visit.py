"""One request of somebody who is signed in: what its page reads, and the answers it can give."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from cadence.core import CadenceError, Span
from cadence.desk.accounts import DeskSession
from cadence.desk.drawing import template as drawn
from cadence.desk.office import Office, View
from cadence.desk.practice import Practice, Practices
from cadence.desk.press import Press
from cadence.desk.rooms import rooms_for
from cadence.occurrences import Scene
from cadence.rules import Roster, Workspace

HOME = "/desk"
# No page of the desk is kept by a cache, shown in a frame, or reads anything from elsewhere.
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
        " img-src 'self' data:;"
        " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


def csrf_of(session: DeskSession, practice: Practice | None) -> str:
    """Return what forms carry: another in practice than in earnest, so that none is mistaken."""
    return f"{session.csrf}.{practice.key}" if practice else session.csrf


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request, whose it is, and the workspace as it was when it came.

    Attributes:
        office: for what changes the workspace.
        view: everything that the page shows is read from it.
        press: builds what is published.
        session: who asks; place: the folder under rules/ that the page is about, "" for none.
        practices: who works in a copy now; then office, view and press are of that copy.
        badges: counts what waits in each room of the bar.
    """

    office: Office
    view: View
    press: Press
    session: DeskSession
    place: str
    request: Request
    practices: Practices
    badges: "Callable[[Visit], Mapping[str, int]]"

    @property
    def practice(self) -> Practice | None:
        """Return the copy that this person practises in; None where they work in earnest."""
        return self.practices.of(self.session.number)

    @property
    def csrf(self) -> str:
        """Return what every form on a page of this visit carries."""
        return csrf_of(self.session, self.practice)

    @property
    def unit(self) -> str | None:
        """Return the key of the one unit whose duties this person may see, or None for all."""
        return self.session.user.unit

    @property
    def by(self) -> str:
        """Return what stands beside the entries of this person."""
        return self.session.user.name

    @property
    def workspace(self) -> Workspace:
        """Return what rules/ says.

        Raises:
            CadenceError: it cannot be read.
        """
        if self.view.workspace is None:
            raise CadenceError(self.view.problem)
        return self.view.workspace

    @property
    def roster(self) -> Roster:
        """Return who is bound in this place.

        Raises:
            CadenceError: the rules cannot be read.
        """
        return self.workspace.rosters[self.place]

    @property
    def names(self) -> dict[str, str]:
        """Return what every unit is called, by its key."""
        rosters = self.view.workspace.rosters.values() if self.view.workspace else ()
        return {unit.key: unit.name for roster in rosters for unit in roster.units}

    @property
    def has_documents(self) -> bool:
        """Tell whether a document of the place itself is in use, not only what binds everywhere."""
        return any(each.place == self.place for each in self.workspace.packs)

    @property
    def may_change(self) -> bool:
        """Tell whether this person may record anything."""
        return self.session.user.role in {"office", "unit"}

    def scene(self, first: dt.date, last: dt.date) -> Scene:
        """Return the place over some days; a unit's own person sees that unit alone."""
        return self.view.scene(self.place, Span(first, last), self.unit)

    def asked(self, name: str) -> str:
        """Return what the address says under a name; "" where it says nothing."""
        return self.request.query_params.get(name, "")

    def asked_all(self, name: str) -> list[str]:
        """Return all that the address says under a name."""
        return self.request.query_params.getlist(name)

    def address(self, room: str, **query: str) -> str:
        """Return the address of a page of this place."""
        asked = f"?{urlencode(query)}" if query else ""
        return f"{HOME}/{quote(self.place)}/{room}{asked}"

    def page(
        self, template: str, room: str, title: str, status: int = 200, **values: object
    ) -> Response:
        """Render a page inside the head that all pages share.

        Args:
            template: its file under templates/, without `.html.j2`.
            room: the room of the bar that it belongs to.
            title: in the browser's tab and above the page.
            status: of HTTP.
            values: what the template reads beside `visit`.
        """
        roster = self.view.workspace.rosters.get(self.place) if self.view.workspace else None
        text = drawn(template).render(
            visit=self, room=room, title=title, home=HOME, csrf=self.csrf,
            rooms=rooms_for(self.session.user.role), roster=roster,
            badges=self.badges(self) if roster else {}, **values,
        )  # fmt: skip
        return HTMLResponse(text, status_code=status, headers=HEADERS)

    def to(self, room: str, at: str = "", **query: str) -> Response:
        """Send the browser to a page, and to a place on it, after a form was taken."""
        address = self.address(room, **query) + (f"#{quote(at)}" if at else "")
        return RedirectResponse(address, status_code=303, headers=HEADERS)
