"""Tokens, the office's password, and how often an address may guess at them."""

import asyncio
import base64
import hashlib
import hmac
import secrets
from typing import Literal

from cadence.serve.limits import KnownWrong, Limit
from cadence.serve.paths import Wanted
from cadence.serve.secrets import digest, opens
from cadence.serve.store import PUBLIC, Access, Token

Verdict = Literal["in", "unknown", "ask", "wait"]
AT_ONCE = 2  # passwords hashed side by side; each takes 32 MB for a moment


class Gate:
    """Decides who may have what; `access` is replaced whenever the store has changed.

    Args:
        access: who may fetch what.
        guesses: how many wrong tokens and passwords an address may send.
    """

    def __init__(self, access: Access, guesses: Limit) -> None:
        self._access = access
        self.guesses = guesses
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._key = secrets.token_bytes(32)
        self._right = b""  # the right password, once it was given, under the key
        self._wrong = KnownWrong()

    @property
    def access(self) -> Access:
        """Return who may fetch what."""
        return self._access

    @access.setter
    def access(self, found: Access) -> None:
        if found.password != self._access.password:
            self._right = b""
        self._access = found

    async def admit(
        self, asked: Wanted, authorization: str | None, address: str, now: float
    ) -> tuple[Verdict, int]:
        """Decide about one request.

        Returns:
            in, unknown (as if there were nothing), ask (for the password) or wait (too many
            guesses); and the number of the token, or PUBLIC.
        """
        if asked.token:
            return self._by_token(asked, address, now)
        if not self._access.private:
            return "in", PUBLIC
        return await self._by_password(authorization, address, now), PUBLIC

    def _by_token(self, asked: Wanted, address: str, now: float) -> tuple[Verdict, int]:
        # A right token is let in however often others behind its address ask for revoked ones: 128
        # bits are not guessed, and a calendar that is told to wait may give up for good.
        token = find_token(self._access, asked.token)
        if token is not None and (token.place, token.unit) == asked.feed:
            return "in", token.number
        if self.guesses.wait(address, now):
            return "wait", PUBLIC
        self.guesses.spend(address, now)
        return "unknown", PUBLIC

    async def _by_password(self, authorization: str | None, address: str, now: float) -> Verdict:
        password = _basic_password(authorization)
        if password is None or self._access.password is None:
            return "ask"
        given = hmac.digest(self._key, password.encode(), "sha256")
        if self._wrong.has(given, self._access.password):
            return "ask"
        if self.guesses.wait(address, now):
            return "wait"  # before it is compared: whoever guesses learns nothing meanwhile
        if hmac.compare_digest(given, self._right):
            return "in"
        async with self._turns:
            if hmac.compare_digest(given, self._right):
                return "in"  # all phones of an office come at once when the server has begun anew
            if self.guesses.wait(address, now):
                return "wait"
            self.guesses.spend(address, now)  # before the answer: guesses side by side all count
            locked = self._access.password
            if not await asyncio.to_thread(opens, password, locked):
                self._wrong.add(given, locked)
                return "ask"
            self.guesses.refund(address)
        if locked == self._access.password:
            self._right = given
        return "in"


def find_token(access: Access, token: str) -> Token | None:
    """Look a token up by its digest, so that the time taken tells nothing about any token.

    Whoever guesses knows no digest near a stored one, and cannot make one; the comparison itself
    takes the same time wherever two digests differ.
    """
    wanted = digest(token)
    found = access.tokens.get(wanted)
    known = wanted if found else hashlib.sha256(b"").digest()
    return found if hmac.compare_digest(wanted, known) else None


def _basic_password(authorization: str | None) -> str | None:
    """Return the password of an Authorization header; whatever user name goes with it."""
    scheme, _space, credentials = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = base64.b64decode(credentials.strip(), validate=True).decode()
    except ValueError:  # no base64, no UTF-8, no ASCII
        return None
    _user, colon, password = text.partition(":")
    return password if colon else None
