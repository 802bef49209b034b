"""An official document's file → its plain text; the only part of extract that reads files.

The file's content, not its name, decides how it is read. What cannot be read whole is refused
with what to do: no document is ever half read in silence.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cadence.core import CadenceError, _, plain_text, read_bounded
from cadence.extract.files.forms import simplified
from cadence.extract.files.grids import with_sentences

if TYPE_CHECKING:
    from cadence.extract.files.scan import Scan

MAX_BYTES = 20_000_000  # the longest official document we know is below one
MAX_CHARACTERS = 3_000_000  # as many as two thousand pages
MAX_LINE = 200_000  # characters; a text that lost all its line breaks is still shorter
LONG_RUN = 12  # bytes beyond ASCII; so many that are UTF-8 by chance are none
OLE, ZIP, PDF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"%PDF-"
IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORDS = "WordDocument".encode("utf-16-le")  # the stream that every .doc and .wps keeps its text in
HTML_ENDINGS = {".html", ".htm", ".xhtml"}


@dataclass(frozen=True, slots=True)
class Content:
    """What a document says; scan: the lines that it was recognised from, where it is a picture."""

    text: str
    scan: "Scan | None" = None


def read_content(file: Path) -> Content:
    """Read a document, scans and photos among them, where what recognises them is installed.

    Raises:
        CadenceError: the file cannot be read, or not read whole; the message says what to do.
    """
    from cadence.extract.files.pdf import ScanError  # noqa: PLC0415 - commands pay for what they use

    content = read_bounded(file, MAX_BYTES)
    try:
        return Content(_read(content, file))
    except ScanError as refusal:
        from cadence.extract.files.scan import read_scan, scan_text  # noqa: PLC0415 - the same

        scan = None if content.startswith(ZIP) else read_scan(content, file)
        if scan is None:
            hint = _("or install what recognises pictures: pip install 'cadence-duties[scan]'")
            raise CadenceError(f"{refusal}; {hint}") from refusal
        return Content(_checked(scan_text(scan), file), scan)


def read_text(file: Path) -> str:
    """Read a document that is text: .txt .md .html .docx .doc .wps .pdf .ofd.

    Raises:
        CadenceError: as read_content; and for every scan, whose words must not pass unmarked.
    """
    return _read(read_bounded(file, MAX_BYTES), file)


def _read(content: bytes, file: Path) -> str:
    if content.startswith(PDF):
        from cadence.extract.files.pdf import pdf_text  # noqa: PLC0415 - loads PDFium

        text = pdf_text(content, file)
    elif content.startswith(ZIP):
        text = _packed(content, file)
    elif content.startswith(OLE):
        text = _old_word(content, file)
    elif content.startswith(IMAGES):
        from cadence.extract.files.pdf import ScanError  # noqa: PLC0415 - commands pay for what they use

        message = _("{0} is a picture, a scan without text; have it recognised (OCR) first")
        raise ScanError(message.format(file))
    else:
        text = _plain(content, file)
    return _checked(text, file)


def _packed(content: bytes, file: Path) -> str:
    from cadence.extract.files.ofd import is_ofd, ofd_text  # noqa: PLC0415 - commands pay for what they use
    from cadence.extract.files.word import word_text  # noqa: PLC0415 - loads XML

    return ofd_text(content, file) if is_ofd(content, file) else word_text(content, file)


def _old_word(content: bytes, file: Path) -> str:
    if ENCRYPTED in content:
        message = _("{0} is protected by a password; remove the password in Word and save it again")
        raise CadenceError(message.format(file))
    if WORDS not in content:
        message = _("{0} is damaged, or no Word document; open and save it as .docx in Word or WPS")
        raise CadenceError(message.format(file))
    from cadence.extract.files.old_word import new_word  # noqa: PLC0415 - commands pay for what they use
    from cadence.extract.files.word import word_text  # noqa: PLC0415 - loads XML

    return word_text(new_word(content, file), file)


def _plain(content: bytes, file: Path) -> str:
    text = decoded(content, file)
    start = text[:2000].lstrip().lower()
    if file.suffix.lower() in HTML_ENDINGS or start.startswith(("<!doctype html", "<html")):
        from cadence.extract.files.markup import html_text  # noqa: PLC0415 - commands pay for what they use

        return html_text(text, file)
    if file.suffix.lower() in {".md", ".markdown"}:
        from cadence.extract.files.markup import markdown_text  # noqa: PLC0415 - the same

        _refuse_endless(text, file)
        return markdown_text(text)
    _refuse_endless(text, file)
    return with_sentences(text)


def decoded(content: bytes, file: Path) -> str:
    """Decode UTF-8, UTF-16 with its mark, or GBK.

    Raises:
        CadenceError: none of them, or several in one file.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in content[:100_000]:
        message = _("{0} is not a text; cadence reads .txt .docx .doc .wps .pdf .ofd .html .md")
        raise CadenceError(message.format(file))
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030":
            _refuse_mixed(content, file)
        return text
    _refuse_mixed(content, file)
    message = _("{0} is neither UTF-8 nor GBK; save it as UTF-8 text").format(file)
    raise CadenceError(message)


def _refuse_mixed(content: bytes, file: Path) -> None:
    """Refuse a file of which some lines are UTF-8 and some are not."""
    for number, line in enumerate(content.splitlines(), start=1):
        beyond = sum(byte >= 0x80 for byte in line)  # noqa: PLR2004 - the end of ASCII
        if beyond < LONG_RUN:
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        message = _("{0} mixes encodings: line {1} is UTF-8 and others are GBK; save it as UTF-8")
        raise CadenceError(message.format(file, number))


def _checked(printed: str, file: Path) -> str:
    """Return the text in the letters that a reader sees."""
    text = simplified(plain_text(printed))
    if not text.strip():
        raise CadenceError(_("{0} holds no text").format(file))
    _refuse_endless(text, file)
    return text


def _refuse_endless(text: str, file: Path) -> None:
    """Refuse what no document is, before any pattern is tried on it."""
    if len(text) > MAX_CHARACTERS:
        message = _("{0} holds {1} characters; a document has fewer, cut it into parts")
        raise CadenceError(message.format(file, len(text)))
    longest = max(map(len, text.splitlines()), default=0)
    if longest > MAX_LINE:
        message = _("{0} has a line of {1} characters; is it really a document?")
        raise CadenceError(message.format(file, longest))
