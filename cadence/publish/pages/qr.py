"""An address → its QR code as a picture within the page, black on white with its quiet zone."""

import base64
import struct
import zlib

from cadence.publish.pages.squares import squares

ON_SCREEN, ON_PAPER = 1, 8  # pixels a square; a printer that smooths a picture must not blur it
GREY = struct.pack(">5B", 1, 0, 0, 0, 0)  # one bit a pixel, deflated, rows filtered each its way
AS_IT_IS, AS_ABOVE = b"\0", b"\2"  # filters of a row (ISO/IEC 15948)


def qr_picture(address: str, *, paper: bool = False) -> str:
    """Return the QR code of an address as the address of a PNG picture.

    It weighs a sixth of one drawn as a path; browsers are told to enlarge it without smoothing.

    Args:
        address: what the code says.
        paper: take the clearest of its eight forms, at a size that printers keep sharp.

    Raises:
        UnicodeEncodeError: it is not ASCII.
        ValueError: it is longer than a code holds.
    """
    scale = ON_PAPER if paper else ON_SCREEN
    rows = squares(address, weighed=paper)
    width = len(rows) * scale
    wide = {ord("0"): "1" * scale, ord("1"): "0" * scale}
    again = (AS_ABOVE + bytes(-(-width // 8))) * (scale - 1)
    lines = b"".join(AS_IT_IS + _packed(row.translate(wide)) + again for row in rows)
    picture = b"\x89PNG\r\n\x1a\n" + b"".join((
        _chunk(b"IHDR", struct.pack(">2I", width, width) + GREY),
        _chunk(b"IDAT", zlib.compress(lines, 9)),
        _chunk(b"IEND", b""),
    ))  # fmt: skip
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


def _packed(row: str) -> bytes:
    length = -(-len(row) // 8)
    return int(row.ljust(length * 8, "0"), 2).to_bytes(length)


def _chunk(name: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )
