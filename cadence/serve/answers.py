"""Status, headers and body of an answer. Pure."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from cadence.serve.conditional import accepts_gzip, is_unchanged, last_modified, quoted
from cadence.serve.files import PACKED, Mark, Stored

Headers = list[tuple[bytes, bytes]]
FRESH = "max-age=900, must-revalidate"
TYPES = {
    ".ics": "text/calendar; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# Pages run nothing but their own files and reach nobody else; unit names are only ever text.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
SECURITY: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
PAGE: Headers = [(b"x-frame-options", b"DENY"), (b"content-security-policy", POLICY.encode())]
SHOWN = {".html", ".svg"}  # what a browser shows as a page of ours
CLOSE = (b"connection", b"close")
WORDS = {
    401: "需要本办公室的口令",
    404: "没有这个地址",
    405: "只能读取",
    413: "只能读取，不接收内容",
    429: "请求过于频繁，请稍后再试",
    431: "请求头过大",
    503: "文件正在更新或不完整，请稍后再试；已订阅的日程不受影响",
}
ASK = (b"www-authenticate", b'Basic realm="cadence", charset="UTF-8"')
BUSY_WAIT = 60  # seconds after which to ask again for what is doubtful


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, as it goes out; a HEAD goes without its body."""

    status: int
    headers: Headers
    body: bytes = b""


def refusal(status: int, *more: tuple[bytes, bytes]) -> Answer:
    """Return an answer that says why there is no file; nobody keeps it."""
    body = WORDS[status].encode()
    headers: Headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *SECURITY,
        *PAGE,
        *more,
    ]
    return Answer(status=status, headers=headers, body=body)


def retry_after(seconds: float) -> tuple[bytes, bytes]:
    """Return the header that says when to ask again."""
    return (b"retry-after", str(max(1, round(seconds))).encode())


def to_folder(name: str) -> Answer:
    """Send a client to a folder's page; relative, so that it holds behind any proxy."""
    place = f"./{quote(name)}/".encode()
    headers: Headers = [(b"location", place), (b"content-length", b"0"), *SECURITY]
    return Answer(status=308, headers=headers)


def unchanged_answer(
    name: str, mark: Mark, asked: dict[bytes, bytes], now: float, *, private: bool
) -> Answer | None:
    """Say that the client has a file already; None where it has not.

    Args:
        name: the file's name; its ending tells its type.
        mark: what is known of the file.
        asked: the request's headers, in small letters.
        now: in seconds, as the file's own time.
        private: no shared cache may keep it.
    """
    etag = quoted(mark.etag, packed=_goes_packed(mark, asked))
    if not is_unchanged(asked, etag, mark.modified):
        return None
    return Answer(status=304, headers=_headers(name, mark, etag, now, private=private))


def file_answer(
    name: str, stored: Stored, asked: dict[bytes, bytes], now: float, *, private: bool
) -> Answer:
    """Return a file whole, whatever the client has."""
    packed = stored.packed if _goes_packed(stored.mark, asked) else None
    etag = quoted(stored.mark.etag, packed=packed is not None)
    headers = _headers(name, stored.mark, etag, now, private=private)
    body = stored.content if packed is None else packed
    headers += _content(PurePosixPath(name).suffix, body, packed=packed is not None)
    return Answer(status=200, headers=headers, body=body)


def _goes_packed(mark: Mark, asked: dict[bytes, bytes]) -> bool:
    return mark.packs and accepts_gzip(asked.get(b"accept-encoding"))


def _headers(name: str, mark: Mark, etag: str, now: float, *, private: bool) -> Headers:
    ending = PurePosixPath(name).suffix
    headers: Headers = [
        (b"etag", etag.encode()),
        (b"cache-control", (f"private, {FRESH}" if private else FRESH).encode()),
        *SECURITY,
        *(PAGE if ending in SHOWN else []),
    ]
    if ending in PACKED:
        headers.append((b"vary", b"Accept-Encoding"))
    if date := last_modified(mark.modified, now):
        headers.append((b"last-modified", date.encode()))
    return headers


def _content(ending: str, body: bytes, *, packed: bool) -> Headers:
    kind = TYPES.get(ending)
    headers: Headers = [
        (b"content-type", (kind or "application/octet-stream").encode()),
        (b"content-length", str(len(body)).encode()),
    ]
    if kind is None:
        headers.append((b"content-disposition", b"attachment"))
    if packed:
        headers.append((b"content-encoding", b"gzip"))
    return headers
