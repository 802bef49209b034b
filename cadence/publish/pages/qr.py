"""An address → its QR code as a picture within the page, black on white with its quiet zone."""

ON_SCREEN = 0  # the mask of codes that are read off a screen, a checkerboard
SMALL, SHARP = 1, 8  # pixels a square; a printer that smooths a picture must not blur it
QUIET = 4  # squares around it


def qr_picture(address: str, *, paper: bool = False) -> str:
    """Return the QR code of an address as the address of a PNG picture.

    It weighs a sixth of one drawn as a path; browsers are told to enlarge it without smoothing.
    Level M bears a smudged or folded poster.

    Args:
        address: what the code says.
        paper: weigh all eight masks and take the clearest (ISO/IEC 18004, 7.8.3), at a size that
            printers keep sharp; off a screen the first will do in a tenth of the time.

    Raises:
        ValueError: it is longer than a code holds.
    """
    import segno  # noqa: PLC0415 - only a changed page draws one

    code = segno.make(address, error="m", micro=False, mask=None if paper else ON_SCREEN)
    return str(code.png_data_uri(scale=SHARP if paper else SMALL, border=QUIET))
