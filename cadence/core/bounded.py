"""A file, or a .zip, of bounded size: nothing from outside is read without a limit.

Every limit stands in docs/limits.md.
"""

import stat
import struct
import zipfile
from io import BytesIO
from pathlib import Path

from cadence.core.errors import CadenceError
from cadence.core.messages import _, reason

MAX_MEMBERS = 2000  # parts of a .docx or .xlsx; one with a hundred pictures has two hundred
MAX_UNPACKED = 200_000_000  # bytes, of all parts together
MAX_RATIO = 200  # unpacked to packed; Word's own XML stays below thirty
FREE_RATIO = 5_000_000  # bytes, up to which no ratio is asked about: little can be very even
MEGABYTE = 10**6
MAX_LIST = 2_000_000  # bytes of a .zip's list of parts: names of a thousand letters each
END_OF_ZIP, END_FIXED = b"PK\x05\x06", 22  # APPNOTE 4.3.16
END_LENGTH = END_FIXED + 0xFFFF  # with the longest comment


def read_bounded(file: Path, most: int) -> bytes:
    """Return a plain file's content, of at most so many bytes.

    Raises:
        CadenceError: it is no file but a folder, pipe or device; it is larger, or unreadable.
    """
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            raise CadenceError(_("{0} is not a file; name the document itself").format(file))
        content = b""
        if found.st_size <= most:
            with file.open("rb") as stream:
                content = stream.read(most + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        told = reason(error) if isinstance(error, OSError) else str(error)
        raise CadenceError(_("{0} cannot be read: {1}").format(file, told)) from error
    size = max(found.st_size, len(content))
    if size > most:
        message = _("{0} has {1} MB; cadence reads such files of up to {2} MB")
        raise CadenceError(message.format(file, -(-size // MEGABYTE), most // MEGABYTE))
    return content


def _lists_too_much(content: bytes) -> bool:
    """Tell from its end alone whether a .zip lists more parts than are read: listing costs time."""
    at = content.rfind(END_OF_ZIP, max(0, len(content) - END_LENGTH))
    if at < 0 or len(content) < at + END_FIXED:
        return False  # zipfile says that it is none
    count, size = map(int, struct.unpack_from("<HI", content, at + 10))
    return count > MAX_MEMBERS or size > MAX_LIST


def open_zip(content: bytes, file: Path) -> zipfile.ZipFile:
    """Open a .docx or .xlsx that unpacks to no more than such a file can hold.

    Raises:
        CadenceError: too many parts, too large, or packed tighter than any program packs.
        zipfile.BadZipFile: damaged.
    """
    if _lists_too_much(content):
        raise CadenceError(_("{0} unpacks to more than a document can hold").format(file))
    packed = zipfile.ZipFile(BytesIO(content))
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    tight = any(
        part.file_size > FREE_RATIO and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if len(parts) > MAX_MEMBERS or unpacked > MAX_UNPACKED or tight:
        raise CadenceError(_("{0} unpacks to more than a document can hold").format(file))
    return packed
