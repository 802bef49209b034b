"""A message → its way out, by apprise: e-mail, robots of 企业微信, 钉钉 and 飞书, ntfy, webhooks.

apprise is asked for one address at a time, so that each is answered for by itself. It tells by its
log why something did not go; of that only what holds no part of an address is handed on.
"""

import logging
import re

from cadence.core import CadenceError, _
from cadence.rules import Address

LONGEST = 200  # characters of a reason
SHORTEST_SECRET = 4  # letters; what is shorter tells nothing


def check_installed() -> None:
    """See, before anything is sent, that apprise is there.

    Raises:
        CadenceError: it is not; how to get it.
    """
    try:
        import apprise  # noqa: F401, PLC0415 - half a second, and only where something is sent
    except ImportError as error:
        message = _('sending needs apprise; install it with: pip install "cadence-duties[remind]"')
        raise CadenceError(message) from error


def send(address: Address, text: str) -> str:
    """Send a text to one address, and wait until it is taken.

    Returns:
        "" when it was taken; else why not, without any part of the address.
    """
    from apprise import Apprise, NotifyFormat  # noqa: PLC0415 - see above

    head, _line, rest = text.partition("\n")
    service = Apprise()
    heard = _Heard()
    logger = logging.getLogger("apprise")
    logger.addHandler(heard)
    before, logger.propagate = logger.propagate, False
    try:
        if not service.add(_as_text(address.url)):
            return _("the address is not understood; see contacts.yaml")
        taken = service.notify(title=head, body=rest or head, body_format=NotifyFormat.TEXT)
    except Exception as error:  # noqa: BLE001 - whatever a service does, the others are still told
        return _masked(type(error).__name__, address)
    finally:
        logger.removeHandler(heard)
        logger.propagate = before
    return "" if taken else _masked(heard.last or _("not taken"), address)


class _Heard(logging.Handler):
    """Keeps the last warning that was logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.last = record.getMessage()


def _as_text(url: str) -> str:
    """Ask for plain text: apprise writes e-mails as HTML unless told otherwise."""
    if "format=" in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}format=text"


def _masked(words: str, address: Address) -> str:
    """Leave out of a reason every part of the address it was tried at."""
    for part in sorted(re.split(r"[/?&=:@]+", address.url), key=len, reverse=True):
        if len(part) >= SHORTEST_SECRET and part.lower() not in {address.by, "format", "text"}:
            words = words.replace(part, "…")
    return words.replace("\n", " ")[:LONGEST]
