"""A kept photo → a small one to look at in lists; made once, and thrown away without loss.

What a phone takes has millions of points and megabytes; nine of them on a page are a page that
nobody waits for. Who may see the photo is asked before, as for the photo itself.
"""

import io
import threading
from pathlib import Path

from cadence.core import OWN_FOLDER, CadenceError, _, later, write_whole
from cadence.ledger.evidence_files import read_file

FOLDER = f"{OWN_FOLDER}/thumbnails"
SIZE = (320, 160)  # points at most, twice what a page shows, for screens that show twice as many
MOST = 100_000_000  # points of a photo; a small file may unfold to more than a computer holds
QUALITY = 80
TOO_LARGE = later("the picture is too large to be shown small; open the picture itself")
AT_ONCE = threading.BoundedSemaphore(2)  # a photo unfolded takes up to 300 MB


def thumbnail(folder: Path, digest: str) -> bytes:
    """Return the small picture of a kept photo, as JPEG.

    Args:
        folder: the workspace.
        digest: SHA-256 of the photo.

    Raises:
        CadenceError: it is gone, changed, or no picture that can be shown.
    """
    place = folder / FOLDER / f"thumb-{digest}.jpg"
    if place.is_file():
        return place.read_bytes()
    made = _made(read_file(folder, digest))
    try:
        write_whole(place, made, parents=True, lasting=False)
    except OSError:
        return made  # a full disk, or one that is only read: it is made again next time
    return made


def _made(content: bytes) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415 - a tenth of the desk's start, for photos alone

    try:
        with AT_ONCE, Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as photo:
            if photo.width * photo.height > MOST:
                raise CadenceError(_(TOO_LARGE))
            photo.draft("RGB", SIZE)
            small = ImageOps.exif_transpose(photo)
            small.thumbnail(SIZE)
            flat = small.convert("RGB")
            if small.has_transparency_data:
                clear = small.convert("RGBA")
                flat.paste("white", (0, 0, *small.size))
                flat.paste(clear, mask=clear.getchannel("A"))
    except Image.DecompressionBombError as error:
        raise CadenceError(_(TOO_LARGE)) from error
    except (OSError, ValueError, SyntaxError) as error:
        message = _("this is no picture that can be shown; open the file, or send it again as JPEG")
        raise CadenceError(message) from error
    written = io.BytesIO()
    flat.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
