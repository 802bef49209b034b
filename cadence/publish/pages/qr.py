"""An address → its QR code as inline SVG, black on white with its quiet zone, dark mode or not."""

from markupsafe import Markup

ON_SCREEN = 0  # the mask of codes that are read off a screen, a checkerboard


def qr_code(address: str, *, printed: bool = False) -> Markup:
    """Return the QR code of an address; level M bears a smudged or folded poster.

    Args:
        address: what the code says.
        printed: weigh all eight masks and take the clearest (ISO/IEC 18004, 7.8.3); any of them
            is read, and off a screen the first will do in a tenth of the time.
    """
    import segno  # noqa: PLC0415 - only a changed page draws one

    code = segno.make(address, error="m", micro=False, mask=None if printed else ON_SCREEN)
    svg = code.svg_inline(border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None)
    return Markup(svg)  # noqa: S704 - nothing but a path: the address is in its squares alone


def qr_picture(address: str) -> str:
    """Return the QR code of an address for a screen, as a picture within the page.

    It weighs a sixth of one drawn as a path; browsers are told to enlarge it without smoothing.
    """
    import segno  # noqa: PLC0415 - only a changed page draws one

    code = segno.make(address, error="m", micro=False, mask=ON_SCREEN)
    return str(code.png_data_uri(scale=1, border=4))
