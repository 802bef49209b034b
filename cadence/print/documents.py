"""python-docx documents → bytes; the same document gives the same bytes whenever it is saved."""

import io
import zipfile
from typing import Any

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive can name


def saved(document: Any) -> bytes:  # noqa: ANN401 - python-docx has no types
    """Return a document as .docx; python-docx would stamp each part with the moment of saving."""
    stamped, plain = io.BytesIO(), io.BytesIO()
    document.save(stamped)
    with zipfile.ZipFile(stamped) as found, zipfile.ZipFile(plain, "w") as target:
        for part in found.infolist():
            content = zipfile.ZipInfo(part.filename, EPOCH)
            content.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(content, found.read(part))
    return plain.getvalue()
