"""A folder or an address → its files' bytes, bounded. Nothing but http and https is asked."""

from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from cadence.core import CadenceError, _, reason

LARGEST = 4 * 1024 * 1024  # bytes of a file, as of one under rules/
PATIENCE = 20  # seconds


def fetch(source: str, name: str) -> bytes:
    """Read one file of a source.

    Args:
        source: a folder, or the address of one.
        name: the file's path in it.

    Raises:
        CadenceError: it is not there, is too large, or nobody answers.
    """
    try:
        content = _ask(source, name) if is_address(source) else _read(source, name)
    except (OSError, HTTPException) as error:
        why = error.reason if isinstance(error, URLError) else error
        message = _("{0} cannot be read from {1}: {2}")
        told = reason(why) if isinstance(why, OSError) else why
        raise CadenceError(message.format(name, source, told)) from error
    if len(content) > LARGEST:
        message = _("{0} from {1} is larger than {2} MB; nothing was taken")
        raise CadenceError(message.format(name, source, LARGEST // 1024 // 1024))
    return content


def is_address(source: str) -> bool:
    """Tell an address from a folder."""
    return urlsplit(source).scheme in {"http", "https"}


def _read(source: str, name: str) -> bytes:
    with (Path(source) / name).open("rb") as stream:
        return stream.read(LARGEST + 1)


def _ask(source: str, name: str) -> bytes:
    address = f"{source.rstrip('/')}/{name}"
    asked = Request(address, headers={"User-Agent": "cadence"})  # noqa: S310 - is_address looked
    with urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310 - the same
        found: bytes = answer.read(LARGEST + 1)
    return found
