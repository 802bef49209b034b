"""An official document's file → its plain text."""

from pathlib import Path

from cadence.errors import CadenceError
from cadence.i18n import _


def read_text(file: Path) -> tuple[bytes, str]:
    """Read a .txt document in UTF-8 (with or without its mark) or GBK: its bytes and its text.

    Raises:
        CadenceError: the file cannot be read, or is neither.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        message = _("{0} cannot be read: {1}").format(file, error.strerror or error)
        raise CadenceError(message) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content, content.decode(encoding)
        except UnicodeDecodeError:
            continue
    message = _("{0} is neither UTF-8 nor GBK; save it as UTF-8 text").format(file)
    raise CadenceError(message)
