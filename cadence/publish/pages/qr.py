"""An address → its QR code as inline SVG, black on white with its quiet zone, dark mode or not."""

import base64
import struct
import zlib

from markupsafe import Markup

BORDER = 4  # squares of quiet zone around a code
OPENING = b"\x89PNG\r\n\x1a\n"
ONE_BIT, GREY = 1, 0  # of a picture's head: two tones, no palette
LIGHT = str.maketrans("01", "10")  # a code's dark square is 1, a picture's is 0


def qr_code(address: str, *, printed: bool = False) -> Markup:
    """Return the QR code of an address; level M bears a smudged or folded poster.

    Args:
        address: what the code says.
        printed: weigh all eight masks and take the clearest (ISO/IEC 18004, 7.8.3); any of them
            is read, and off a screen the first will do in a hundredth of the time.
    """
    if printed:
        import segno  # noqa: PLC0415 - only a changed poster draws one

        code = segno.make(address, error="m", micro=False)
        svg = code.svg_inline(
            border=BORDER, light="#fff", omitsize=True, svgclass=None, lineclass=None
        )
        return Markup(svg)  # noqa: S704 - nothing but a path: the address is in its squares alone
    from cadence.publish.pages.squares import path_of, squares  # noqa: PLC0415 - loads segno

    rows = squares(address)
    size = len(rows) + 2 * BORDER
    return Markup(  # noqa: S704 - nothing but a path
        f'<svg viewBox="0 0 {size} {size}"><path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
        f'<path stroke="#000" d="{path_of(rows, BORDER)}"/></svg>'
    )


def qr_picture(address: str) -> str:
    """Return the QR code of an address for a screen, as a picture within the page.

    It weighs a sixth of one drawn as a path; browsers are told to enlarge it without smoothing.
    """
    from cadence.publish.pages.squares import squares  # noqa: PLC0415 - loads segno

    return f"data:image/png;base64,{base64.b64encode(_png(squares(address))).decode()}"


def _png(rows: tuple[bytes, ...]) -> bytes:
    """Return a picture of a code, one dot a square."""
    size = len(rows) + 2 * BORDER
    width = (size + 7) // 8
    light = "1" * size
    side = "1" * BORDER
    shown = [f"{side}{row.decode().translate(LIGHT)}{side}" for row in rows]
    lines = (*[light] * BORDER, *shown, *[light] * BORDER)
    dots = b"".join(
        b"\0" + int(line.ljust(8 * width, "0"), 2).to_bytes(width, "big") for line in lines
    )
    head = struct.pack(">IIBBBBB", size, size, ONE_BIT, GREY, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(dots, 9)), (b"IEND", b""))
    return OPENING + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return b"".join(
        (
            struct.pack(">I", len(content)),
            name,
            content,
            struct.pack(">I", zlib.crc32(name + content)),
        )
    )
