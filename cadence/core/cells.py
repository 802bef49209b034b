"""The one guard between our text and a spreadsheet that would run it. Pure.

Every cell of every CSV and workbook that we write passes here, and what comes back is read
through the other half.
"""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"
GUARDED = tuple(f"{GUARD}{sign}" for sign in FORMULA_STARTS)


def harmless(text: str) -> str:
    """Put a ' before what a spreadsheet would run."""
    return f"{GUARD}{text}" if text.startswith(FORMULA_STARTS) else text


def as_meant(text: str) -> str:
    """Take the ' away again that stands before what a spreadsheet would run."""
    return text.removeprefix(GUARD) if text.startswith(GUARDED) else text
