"""A unit's feed → the address that its people subscribe to, public or with a token. Pure."""

from cadence.core.errors import CadenceError
from cadence.core.layout import feed_path
from cadence.core.messages import _

LONGEST = 255  # characters; Google Calendar fails in silence above
PRIVATE = "t"  # the first part of a path that carries a token
ANSWERS = "r"  # the first part of an address at which a message is answered


def feed_address(base: str, place: str, unit: str, token: str = "") -> str:
    """Return the address of a unit's feed.

    Args:
        base: the policy's `address`, which ends in "/".
        place: the folder under rules/.
        unit: the unit's id.
        token: empty for the public address.

    Raises:
        CadenceError: it is longer than Google Calendar takes.
    """
    path = f"{PRIVATE}/{token}/{place}/{unit}.ics" if token else feed_path(place, unit)
    address = base + path
    if len(address) > LONGEST:
        message = _("the address of {0}/{1} has {2} characters; calendars take {3} at most")
        shorten = _('; shorten "address" in policy.yaml')
        raise CadenceError(message.format(place, unit, len(address), LONGEST) + shorten)
    return address


def webcal(address: str) -> str:
    """Return the address as the link that opens a phone's calendar."""
    return "webcal://" + address.partition("://")[2]
