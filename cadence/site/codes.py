"""An address → its QR code as inline SVG, black on white with its quiet zone, dark mode or not."""

from markupsafe import Markup


def qr_code(address: str) -> Markup:
    """Return the QR code of an address; level M bears a smudged or folded poster."""
    import segno  # noqa: PLC0415 - only a changed page draws one

    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None)
    return Markup(svg)  # noqa: S704 - nothing but a path: the address is in its squares alone
