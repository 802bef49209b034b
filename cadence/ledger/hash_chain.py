"""The chain of a ledger: each line carries a hash of the one before it and of all it says. Pure."""

import hashlib
from collections.abc import Iterable
from json.encoder import encode_basestring as quoted

Line = tuple[int, str, str, str]  # number, moment, fact as JSON, chain: as it is stored
GENESIS = "0" * 64  # stands before the first line


def chained(before: str, number: int, recorded: str, text: str) -> str:
    """Return the SHA-256 that a line carries, in hex: of the one before it and of all it says."""
    # The JSON of all four, in UTF-8.
    line = f"[{quoted(before)},{number},{quoted(recorded)},{quoted(text)}]"
    return hashlib.sha256(line.encode()).hexdigest()


def first_broken(
    lines: Iterable[Line], count: int = 0, chain: str = GENESIS
) -> tuple[int | None, int, str]:
    """Follow the chain from the first line on.

    Args:
        lines: in their order.
        count: how many lines stand before them.
        chain: the chain of the last of these.

    Returns:
        The number at which it breaks (None where it holds), how many lines hold, and the chain
        of the last of them: written down elsewhere, it also proves that no line was cut off.
    """
    for number, recorded, text, carried in lines:
        if number != count + 1 or chained(chain, number, recorded, text) != carried:
            return count + 1, count, chain
        count, chain = number, carried
    return None, count, chain
