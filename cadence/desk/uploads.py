"""A file that a form carries → a file to read, bounded, named in messages as its sender does."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from starlette.datastructures import FormData, UploadFile

from cadence.core import CadenceError
from cadence.desk.fields import Fault


def file_of(form: FormData, name: str) -> UploadFile | None:
    """Return the file of a field; None where none was chosen."""
    file = form.get(name)
    return file if isinstance(file, UploadFile) and file.filename else None


@contextmanager
def kept(file: UploadFile, field: str, most: int) -> Iterator[Path]:
    """Lay a file down for as long as it is read.

    Args:
        file: as it was sent; only its ending is used.
        field: of the form, for the message.
        most: bytes that it may have.

    Raises:
        Fault: it is larger.
        CadenceError: whoever reads it refuses it; with the name that its sender knows.
    """
    content = file.file.read(most + 1)
    if len(content) > most:
        raise Fault(field, f"文件太大，最多{most // 2**20} MB。")
    sent = PurePath(file.filename or "").name
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, f"sent{PurePath(sent).suffix.lower()}")
        place.write_bytes(content)
        try:
            yield place
        except CadenceError as error:
            raise CadenceError(str(error).replace(str(place), sent)) from error
