"""A component → its iCalendar bytes, folded (RFC 5545, 3.1) in a tenth of the library's time. Pure.

Where a line is folded may not depend on the library's version: an entry whose bytes differ is one
that changed. tests/feeds/test_folding.py holds the bytes beside the library's.
"""

from icalendar import Component

LONGEST = 74  # octets of a line before its break
FOLD = b"\r\n "
CONTINUES, LEADS = 0b10000000, 0b11000000  # the first bits of an octet within a character
ESCAPES = b"\\^"  # which no fold parts from what they escape


def folded(component: Component) -> bytes:
    """Return a component and all within it, its properties in the order of their adding."""
    lines = component.content_lines(sorted=False)
    return b"".join(fold(line) + b"\r\n" for line in lines if line)


def fold(line: str) -> bytes:
    """Fold one line between characters."""
    content = line.encode()
    if len(content) <= LONGEST:
        return content
    parts, start = [], 0
    while len(content) - start > LONGEST:
        end = start + LONGEST
        while content[end] & LEADS == CONTINUES:
            end -= 1
        if content[end - 1] in ESCAPES:
            end -= 1
        parts.append(content[start:end])
        start = end
    return FOLD.join((*parts, content[start:]))
