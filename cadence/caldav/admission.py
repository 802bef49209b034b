"""The Authorization header of a request → the app password that it carries, or why nobody comes in.

argon2 makes every guess slow, and so would it every honest request: what was right once is known
again by a keyed digest, and looked up in desk.sqlite each time, so that it ends when it is ended.
"""

import base64
import binascii
import datetime as dt
import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cadence.desk import AppPassword, open_app_passwords
from cadence.serve import KnownWrong, Limit, address_key

GUESSES_A_SECOND, GUESSES_AT_ONCE = 1 / 6, 20  # wrong passwords of one address
AT_ONCE = 2  # passwords weighed side by side
LONGEST = 200  # characters of a password
KEPT = 2000  # digests


@dataclass(frozen=True, slots=True)
class NotAdmitted:
    """Nobody comes in; wait: for how many seconds, where too many were wrong."""

    wait: float = 0.0


class Admission:
    """Who may come in; for any number of threads."""

    def __init__(
        self, folder: Path, clock: Callable[[], dt.datetime], pulse: Callable[[], float]
    ) -> None:
        """Open for a workspace.

        Args:
            folder: the workspace.
            clock: tells the moment.
            pulse: seconds that never go back.
        """
        self.folder, self._clock, self._pulse = folder, clock, pulse
        self._guesses = Limit(GUESSES_A_SECOND, GUESSES_AT_ONCE)
        self._lock = threading.Lock()
        self._turns = threading.Semaphore(AT_ONCE)
        self._key = secrets.token_bytes(32)
        self._right: dict[bytes, int] = {}
        self._wrong = KnownWrong()

    def admit(self, authorization: str | None, host: str) -> AppPassword | NotAdmitted:
        """Say who is asking.

        Raises:
            CadenceError: desk.sqlite cannot be read.
        """
        given = _given(authorization)
        if given is None:
            return NotAdmitted()
        digest = hmac.digest(self._key, "\0".join(given).encode(), "sha256")
        with open_app_passwords(self.folder) as passwords:
            number = self._right.get(digest)
            found = passwords.in_force(number) if number is not None else None
            if found is None:
                latest = passwords.latest()
                if self._is_wrong(digest, latest):
                    return NotAdmitted()
                with self._turns:  # so that right ones side by side are not taken for guesses
                    if wait := self._counted(host):
                        return NotAdmitted(wait)
                    found = passwords.match(*given)
                    if found is not None:
                        self._refund(host)
            if found is None:
                self._note_wrong(digest, latest)
                return NotAdmitted()
            with self._lock:
                if len(self._right) >= KEPT:
                    self._right.clear()
                self._right[digest] = found.number
            today = self._clock().date()
            if found.used != today:
                passwords.note_use(found.number, today)
        return found

    def _is_wrong(self, digest: bytes, latest: int) -> bool:
        with self._lock:
            return self._wrong.has(digest, latest)

    def _note_wrong(self, digest: bytes, latest: int) -> None:
        with self._lock:
            self._wrong.add(digest, latest)

    def _refund(self, host: str) -> None:
        """Count no guess for what was right: a whole office's phones come from one address."""
        with self._lock:
            self._guesses.refund(address_key(host))

    def _counted(self, host: str) -> float:
        """Count a guess before it is weighed, so that many at once do not pass the limit."""
        address, now = address_key(host), self._pulse()
        with self._lock:
            if wait := self._guesses.wait(address, now):
                return wait
            self._guesses.spend(address, now)
        return 0.0


def _given(authorization: str | None) -> tuple[str, str] | None:
    scheme, _space, credentials = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = base64.b64decode(credentials.strip(), validate=True).decode()
    except (binascii.Error, UnicodeError):
        return None
    unit, colon, password = text.partition(":")
    return (unit, password) if colon and len(password) <= LONGEST else None
