"""One prefix of an object store: listed, read, put, taken away; what it refuses in plain words.

In: `s3://bucket/prefix`, and the store's own variables of the environment (AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_REGION; AWS_ENDPOINT_URL for any other store that speaks S3). Each
object is put in one request: a reader meets the old one or the new one, never half of either.
"""

import contextlib
import datetime as dt
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cadence.core import CadenceError, _

if TYPE_CHECKING:
    from obstore.store import S3Store

PATIENCE = dt.timedelta(seconds=30)  # for one answer, and for all tries of one request
TRIES = 3
NO_BUCKET = "NoSuchBucket"
ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")


class Bucket:
    """What lies under one address; every method raises a CadenceError that says what to do."""

    def __init__(self, address: str) -> None:
        """Open it; nothing is asked of the store yet.

        Raises:
            CadenceError: the library is not installed, or the environment names no such store.
        """
        self.address = address
        self._store = _opened(address)

    def tags(self) -> dict[str, str]:
        """Return what lies there: the ETag of every object, by its name under the prefix."""
        with self._explained(""):
            found = [each for batch in self._store.list() for each in batch]
            return {each["path"]: (each["e_tag"] or "").strip('"') for each in found}

    def get(self, name: str) -> bytes | None:
        """Return the bytes of an object; None where there is none."""
        with self._explained(name):
            try:
                return bytes(self._store.get(name).bytes())
            except FileNotFoundError as error:
                if NO_BUCKET in str(error):
                    raise
                return None

    def put(self, name: str, content: bytes, headers: dict[str, str]) -> str:
        """Put an object in one request, and return its ETag."""
        given: Any = headers
        with self._explained(name):
            done = self._store.put(name, content, attributes=given, use_multipart=False)
        return (done["e_tag"] or "").strip('"')

    def delete(self, names: Sequence[str]) -> None:
        """Take objects away."""
        if names:
            with self._explained(names[0]):
                self._store.delete(list(names))

    @contextlib.contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        from obstore.exceptions import BaseError  # noqa: PLC0415 - an extra

        try:
            yield
        except (BaseError, OSError) as error:
            where = f"{self.address}/{name}".rstrip("/")
            raise CadenceError(f"{where}: {_why(error)}") from error


def _opened(address: str) -> "S3Store":
    try:
        from obstore.exceptions import BaseError  # noqa: PLC0415 - an extra
        from obstore.store import S3Store  # noqa: PLC0415 - the same
    except ImportError as error:
        message = _('an object store needs obstore; install it with: pip install "{0}"')
        raise CadenceError(message.format("cadence-duties[cloud]")) from error
    parts = urlsplit(address)
    own = next((os.environ[each] for each in ENDPOINTS if os.environ.get(each)), "")
    given: dict[str, Any] = {"endpoint": own} if own else {}
    try:
        return S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            client_options={
                "timeout": PATIENCE,
                "connect_timeout": PATIENCE / 3,
                "allow_http": own.startswith("http://"),
            },
            retry_config={"max_retries": TRIES, "retry_timeout": PATIENCE},
            **given,
        )
    except (BaseError, ValueError, TypeError) as error:
        raise CadenceError(f"{address}: {_first_line(error)}") from error


def _why(error: Exception) -> str:
    """Say what a store's refusal means; its own words are long and hold the whole request."""
    from obstore import exceptions  # noqa: PLC0415 - an extra

    text = str(error)
    if NO_BUCKET in text:
        return _("there is no such bucket; see that publish in workspace.yaml is right")
    refused = (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError)
    if isinstance(error, refused) or "403" in text or "AccessDenied" in text:
        return _("the store refuses it; see AWS_ACCESS_KEY_ID and what its role may do")
    if "169.254.169.254" in text:
        return _("no key is given; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    if "error sending request" in text:
        return _("nobody answers; see AWS_ENDPOINT_URL and the network, then build again")
    return _first_line(error)


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).strip().partition("\n")[0]
