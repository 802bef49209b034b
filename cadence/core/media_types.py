"""What each file that we publish is called on the way (RFC 9110 §8.3), and how long it may be kept.

Not the system's own table: it differs from one computer to the next.
"""

from posixpath import splitext

CACHING = "max-age=900, must-revalidate"
MEDIA_TYPES = {
    ".ics": "text/calendar; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def media_type(name: str) -> str:
    """Return the Content-Type of a file by its ending; of any other, that of plain bytes."""
    return MEDIA_TYPES.get(splitext(name)[1], "application/octet-stream")
