"""A message → its way out, by apprise: e-mail, robots of 企业微信, 钉钉 and 飞书, ntfy, webhooks.

apprise is asked for one address at a time, so that each is answered for by itself. It tells by its
log why something did not go, in English and with addresses; of that only the kind is handed on.
"""

import logging
import re

from cadence.core import CadenceError, _
from cadence.remind.robots import ROBOTS, post_robot
from cadence.rules import MAIL, ContactAddress

ANSWERED = re.compile(r"error=(\d{3})\b")  # what apprise logs of a refusal


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


def send(address: ContactAddress, text: str) -> str:
    """Send a text to one address, and wait until it is taken.

    Returns:
        "" when it was taken; else why not, without any part of the address.
    """
    from apprise import Apprise, NotifyFormat  # noqa: PLC0415 - see above

    if address.by in ROBOTS:
        return post_robot(address, text)
    head, _line, rest = text.partition("\n")
    if not rest:  # only a mail needs a subject beside the one line there is
        head, rest = head if address.by in MAIL else "", head
    service = Apprise()
    heard = _Heard()
    logger = logging.getLogger("apprise")
    logger.addHandler(heard)
    before, logger.propagate = logger.propagate, False
    try:
        if not service.add(_as_text(address.url)):
            return _("the address is not understood; see contacts.yaml")
        taken = service.notify(title=head, body=rest, body_format=NotifyFormat.TEXT)
    except Exception as error:  # noqa: BLE001 - whatever a service does, the others are still told
        return _("{0} went wrong inside").format(type(error).__name__)
    finally:
        logger.removeHandler(heard)
        logger.propagate = before
    return "" if taken else _reason(heard.last)


def _reason(heard: str) -> str:
    """Say in our words why something was not taken; what apprise says may hold an address."""
    if answered := ANSWERED.search(heard):
        return _("the service answered {0}").format(answered[1])
    if "onnection" in heard or "onnect" in heard:
        return _("the service cannot be reached")
    return _("not taken")


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
