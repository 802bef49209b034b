"""An old .doc or .wps file → .docx, by LibreOffice where it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from cadence.core import CadenceError, _

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 120


def is_installed() -> bool:
    """Tell whether LibreOffice is there."""
    return any(map(shutil.which, PROGRAMS))


def as_docx(file: Path) -> bytes:
    """Return the content of a .docx made from an older file.

    Raises:
        CadenceError: LibreOffice is not installed, or could not read the file.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        message = _(
            "{0} is an old .doc or .wps file;"
            " save it as .docx in Word or WPS, or install LibreOffice"
        )
        raise CadenceError(message.format(file))
    with tempfile.TemporaryDirectory() as folder:
        command = [
            program,
            "--headless",
            "--infilter=MS Word 97",
            "--convert-to",
            "docx",
            "--outdir",
            folder,
            str(file),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603 - a fixed program, and a file name as one argument
            return next(Path(folder).glob("*.docx")).read_bytes()
        except (subprocess.SubprocessError, StopIteration, OSError) as error:
            message = _("LibreOffice could not read {0}; save it as .docx in Word or WPS")
            raise CadenceError(message.format(file)) from error
