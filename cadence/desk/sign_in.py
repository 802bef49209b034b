"""Coming in and going out: by the address that the desk printed, or by name and password."""

import hmac
import secrets
import threading

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cadence.core import CadenceError
from cadence.desk.accounts import LOCAL, User, open_accounts
from cadence.desk.entrances import COOKIE, Desk, Entrance, open_route, plain_page, refused, seat
from cadence.desk.visit import HEADERS, HOME, Visit


class Ticket:
    """The one-time part of the address that opens the desk on one's own computer."""

    def __init__(self) -> None:
        self.text = secrets.token_urlsafe(32)
        self._lock = threading.Lock()
        self._left = True

    def take(self, text: str) -> bool:
        """Tell whether this is it; the second time it never is."""
        with self._lock:
            fits = self._left and hmac.compare_digest(text.encode(), self.text.encode())
            self._left = self._left and not fits
            return fits


def sign_in_routes(desk: Desk, ticket: Ticket | None) -> list[Route]:
    """Return the routes for who is not signed in yet.

    Args:
        desk: what they need.
        ticket: None where everybody signs in by password.
    """

    def enter(request: Request, _form: FormData) -> Response:
        if ticket is None or not ticket.take(request.query_params.get("key", "")):
            words = "这个地址只能用一次，已经用过了。请关掉窗口，重新启动后从新地址进入。"
            return refused(words, 403)
        user = User(name=LOCAL, role="office")
        with open_accounts(desk.office.folder) as accounts:
            if user not in accounts.users():
                accounts.put_user(user, None)
        return seat(desk, _redirect(f"{HOME}/"), user, request)

    def sign_in(request: Request, form: FormData) -> Response:
        if request.method == "GET":
            return _asked(request.query_params.get("back", ""))
        name, password = str(form.get("name", "")), str(form.get("password", ""))
        back = str(form.get("back", ""))
        with open_accounts(desk.office.folder) as accounts:
            try:
                user = accounts.match(name, password, desk.office.clock())
            except CadenceError as error:
                return _asked(back, 429, name=name, error=str(error))
        if user is None:
            return _asked(back, 403, name=name, error="用户名或密码不对。")
        inside = back.startswith(f"{HOME}/")
        found = _redirect(back if inside else f"{HOME}/")
        return seat(desk, found, user, request)

    return [
        open_route(desk, "/enter", enter),
        open_route(desk, "/sign-in", sign_in),
    ]


def sign_out(visit: Visit, _form: FormData) -> Response:
    """End the session of this browser."""
    visit.practices.end(visit.session.number)
    with open_accounts(visit.office.folder) as accounts:
        accounts.end(visit.session.number)
    found = _redirect(f"{HOME}/sign-in")
    found.delete_cookie(COOKIE, path=HOME)
    return found


def _asked(back: str, status: int = 200, name: str = "", error: str = "") -> Response:
    """Ask for name and password; whoever is let in goes back to the page that they wanted."""
    return plain_page("sign_in", status, back=back, name=name, error=error)


def _redirect(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers=HEADERS)


ENTRANCES = (Entrance(path="sign-out", take=sign_out, everywhere=True, practised="real"),)
