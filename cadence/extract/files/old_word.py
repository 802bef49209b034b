"""An old .doc or .wps file → .docx: by a library, by LibreOffice where that cannot.

msdoc2docx (MIT) is plain Python, keeps automatic numbers and tables, and raises its own errors on
whatever is damaged. wps2md, which reads the same files, loses both.
"""

import tempfile
from pathlib import Path

from cadence.core import CadenceError, _
from cadence.extract.files.apart import Apart, NotInstalledError, read_apart
from cadence.extract.files.libreoffice import as_docx, is_installed

# Two hundred pages take eight seconds and 110 MB.
WAY = Apart(__name__, "converted", seconds=60, megabytes=1000)


def new_word(content: bytes, file: Path) -> bytes:
    """Return the content of a .docx made from an older file.

    Raises:
        CadenceError: it is damaged or under a password, or nothing here can read it.
    """
    try:
        made = read_apart(WAY, content, file)
    except NotInstalledError:
        return as_docx(file)
    except CadenceError:
        if is_installed():
            return as_docx(file)
        raise
    if not made:
        message = _("{0} is protected by a password; remove the password in Word and save it again")
        raise CadenceError(message.format(file))
    return made


def converted(content: bytes) -> bytes:
    """Convert a .doc, in a process of its own; return nothing where it is under a password."""
    from doc2docx import convert  # noqa: PLC0415 - most documents are no .doc
    from doc2docx.errors import EncryptedDocumentError  # noqa: PLC0415 - the same

    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, "old.doc"), Path(folder, "new.docx")
        old.write_bytes(content)
        try:
            report = convert(old, new).report
        except EncryptedDocumentError:
            return b""
        lost = [each.message for each in report.diagnostics if each.severity == "error"]
        if lost:
            raise ValueError(lost[0])
        return new.read_bytes()
