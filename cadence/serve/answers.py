"""Starlette's responses, with the headers and the words that are ours. Pure."""

from collections.abc import Mapping
from functools import lru_cache
from posixpath import splitext
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from cadence.core import CACHING, MEDIA_TYPES, media_type
from cadence.serve.conditional import accepts_gzip, is_unchanged, quoted
from cadence.serve.files import PACKED, FileTag, Stored

PIECE = 64 * 1024  # bytes sent at a time, so that a slow client holds no more of a file
FRESH = 2  # seconds for which a file may change again without its HTTP date changing
KEPT = 4096  # answers that a client has a file already; most requests get one
# Pages run nothing but their own files and reach nobody else; unit names are only ever text.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
SECURITY = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
PAGE = {"x-frame-options": "DENY", "content-security-policy": POLICY}
SHOWN = {".html", ".svg"}  # what a browser shows as a page of ours
CLOSE = {"connection": "close"}
WORDS = {
    401: "需要本办公室的口令",
    404: "没有这个地址",
    405: "只能读取",
    413: "只能读取，不接收内容",
    429: "请求过于频繁，请稍后再试",
    431: "请求头过大",
    503: "文件正在更新或不完整，请稍后再试；已订阅的日程不受影响",
}
ASK = {"www-authenticate": 'Basic realm="cadence", charset="UTF-8"'}


class _Reply(Response):
    """A response in pieces, and without its body to a HEAD."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive  # whatever else the client sends, this is what it gets
        start = {"status": self.status_code, "headers": self.raw_headers}
        await send({"type": "http.response.start", **start})
        body = memoryview(b"" if scope["method"] == "HEAD" else self.body)
        while len(body) > PIECE:
            piece = bytes(body[:PIECE])
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            body = body[PIECE:]
        await send({"type": "http.response.body", "body": bytes(body)})


def refusal(status: int, more: Mapping[str, str] | None = None, words: str = "") -> Response:
    """Return an answer that says why there is nothing else; nobody keeps it.

    Args:
        status: why.
        more: headers beside the usual ones.
        words: said where we have none of our own.
    """
    headers = {"cache-control": "no-store", **SECURITY, **PAGE, **(more or {})}
    return _Reply(WORDS.get(status, words), status, headers, "text/plain")


def retry_after(seconds: float) -> dict[str, str]:
    """Return the header that says when to ask again."""
    return {"retry-after": str(max(1, round(seconds)))}


def to_folder(name: str) -> Response:
    """Send a client to a folder's page; relative, so that it holds behind any proxy."""
    return RedirectResponse(f"./{quote(name)}/", 308, SECURITY)


def unchanged(
    name: str, mark: FileTag, asked: Headers, now: float, *, private: bool
) -> Response | None:
    """Say that the client has a file already; None where it has not.

    Args:
        name: the file's name; its ending tells its type.
        mark: what is known of the file.
        asked: the request's headers.
        now: in seconds, as the file's own time.
        private: no shared cache may keep it.
    """
    etag = quoted(mark.etag, packed=_goes_packed(mark, asked))
    if not is_unchanged(asked, etag, mark.modified):
        return None
    return _unchanged(splitext(name)[1], etag, _date(mark, now), private)


def file_answer(
    name: str, stored: Stored, asked: Headers, now: float, *, private: bool
) -> Response:
    """Return a file whole, unless the client has it already."""
    if known := unchanged(name, stored.mark, asked, now, private=private):
        return known
    ending, mark = splitext(name)[1], stored.mark
    packed = stored.packed if _goes_packed(mark, asked) else None
    etag = quoted(mark.etag, packed=packed is not None)
    headers = _headers(ending, etag, _date(mark, now), private)
    if ending not in MEDIA_TYPES:  # only what is ours is shown
        headers["content-disposition"] = "attachment"
    if packed is not None:
        headers["content-encoding"] = "gzip"
    body = stored.content if packed is None else packed
    return _Reply(body, 200, headers, media_type(name))


def _goes_packed(mark: FileTag, asked: Headers) -> bool:
    return mark.packs and accepts_gzip(asked.get("accept-encoding", ""))


def _date(mark: FileTag, now: float) -> str:
    return mark.date if now - mark.modified >= FRESH else ""


@lru_cache(maxsize=KEPT)
def _unchanged(ending: str, etag: str, date: str, private: bool) -> Response:
    return Response(None, 304, _headers(ending, etag, date, private))


def _headers(ending: str, etag: str, date: str, private: bool) -> dict[str, str]:
    caching = f"private, {CACHING}" if private else CACHING
    headers = {"etag": etag, "cache-control": caching, **SECURITY}
    if ending in SHOWN:
        headers |= PAGE
    if ending in PACKED:
        headers["vary"] = "Accept-Encoding"
    if date:
        headers["last-modified"] = date
    return headers
