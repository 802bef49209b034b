"""How often an address may do something: so many at once, then so many a second. Pure.

One number per address is kept: the moment at which it will have paid for all that it did (the
generic cell rate algorithm). The addresses kept are bounded; the one unseen longest goes first.
"""

import ipaddress
from collections import OrderedDict
from functools import lru_cache

KEPT = 10_000  # addresses
ROUNDING = 1e-9  # seconds
NET6 = 64  # bits that one subscriber of IPv6 has to itself


class Limit:
    """A rate and a burst, for any number of addresses.

    Args:
        rate: a second, in the long run; 0 means without limit.
        burst: at once.
    """

    def __init__(self, rate: float, burst: float) -> None:
        self._pace = 1 / rate if rate else 0.0
        self._slack = burst * self._pace
        self._paid: OrderedDict[str, float] = OrderedDict()

    def wait(self, address: str, now: float) -> float:
        """Return for how many seconds an address has to wait; 0: it may go on."""
        owed = max(0.0, self._paid.get(address, now) - now) + self._pace
        wait = owed - self._slack
        return wait if wait > ROUNDING else 0.0

    def spend(self, address: str, now: float) -> None:
        """Count one for an address."""
        if not self._pace:
            return
        self._paid[address] = max(self._paid.get(address, now), now) + self._pace
        self._paid.move_to_end(address)
        if len(self._paid) > KEPT:
            self._paid.popitem(last=False)

    def refund(self, address: str) -> None:
        """Take one back that was counted for an address."""
        if address in self._paid:
            self._paid[address] -= self._pace

    def __len__(self) -> int:
        return len(self._paid)


class KnownWrong:
    """Passwords that were weighed and found wrong, by a keyed digest.

    A phone that nobody told of the new password asks with the old one every few minutes. That is
    no guess: it learns nothing, and must not use up what its whole address may try.
    """

    def __init__(self) -> None:
        self._found: OrderedDict[bytes, object] = OrderedDict()

    def add(self, given: bytes, known: object) -> None:
        """Keep one, beside what was known of passwords when it was weighed."""
        self._found[given] = known
        self._found.move_to_end(given)
        if len(self._found) > KEPT:
            self._found.popitem(last=False)

    def has(self, given: bytes, known: object) -> bool:
        """Tell whether one was wrong, and nothing else is known of passwords since."""
        return given in self._found and self._found[given] == known


@lru_cache(maxsize=KEPT)
def address_key(host: str) -> str:
    """Return what counts as one address: an IPv4 one, or the network of an IPv6 one."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, NET6), strict=False))
