"""The language of the command's own words: English in the source, zh_CN from the catalogue.

What officials receive (feeds, tables, pages) is Chinese whatever the language here is.
"""

import contextlib
import errno
import gettext
import locale
import os
import sys
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path

DOMAIN = "cadence"
LOCALES = Path(__file__).parents[1] / "locale"
_FOR_OFFICIALS: ContextVar[bool] = ContextVar("for officials", default=False)


def language(environ: Mapping[str, str], system: str | None) -> str:
    """Choose the catalogue's language: CADENCE_LANG, then the POSIX variables, then the system's.

    Returns:
        "zh_CN" for any kind of Chinese, "en" for anything else.
    """
    names = ("CADENCE_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((environ[name] for name in names if environ.get(name)), system or "")
    return "zh_CN" if chosen.lower().startswith(("zh", "chinese")) else "en"


def _system_language() -> str | None:
    """Ask Windows for its display language; elsewhere the environment has already said it."""
    if sys.platform != "win32":
        return None
    import ctypes  # noqa: PLC0415 - present in every CPython, needed on Windows alone

    identifier = ctypes.windll.kernel32.GetUserDefaultUILanguage()
    return locale.windows_locale.get(identifier)


def activate() -> None:
    """Point gettext, and with it click's own words, at our catalogue in the chosen language."""
    os.environ["LANGUAGE"] = language(os.environ, _system_language())
    gettext.bindtextdomain(DOMAIN, LOCALES)
    gettext.textdomain(DOMAIN)


def speaks_english() -> bool:
    """Tell whether the command's own words are English here."""
    return os.environ.get("LANGUAGE") == "en"


@contextlib.contextmanager
def spoken_in_chinese() -> Iterator[None]:
    """Let every message inside the block be Chinese: it is read by officials, on a page."""
    token = _FOR_OFFICIALS.set(True)
    try:
        yield
    finally:
        _FOR_OFFICIALS.reset(token)


def _(message: str) -> str:
    """Translate one message of the command."""
    return in_chinese(message) if _FOR_OFFICIALS.get() else gettext.dgettext(DOMAIN, message)


def later(message: str) -> str:
    """Mark a message that is translated only when it is shown."""
    return message


def in_chinese(message: str) -> str:
    """Return a message's Chinese whatever the language here: for files that officials get."""
    return _chinese().gettext(message)


@cache
def _chinese() -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALES, languages=["zh_CN"], fallback=True)


def ngettext(one: str, many: str, count: int) -> str:
    """Translate a message that counts something."""
    if _FOR_OFFICIALS.get():
        return _chinese().ngettext(one, many, count)
    return gettext.dngettext(DOMAIN, one, many, count)


def reason(error: OSError) -> str:
    """Say why the system could not do something; what it seldom says stays in its own words."""
    known = REASONS.get(error.errno or 0)
    return _(known) if known else error.strerror or str(error)


REASONS = {
    errno.ENOENT: later("No such file or directory"),
    errno.ENOTDIR: later("Not a directory"),
    errno.EISDIR: later("Is a directory"),
    errno.EACCES: later("Permission denied"),
    errno.EPERM: later("Operation not permitted"),
    errno.ENOSPC: later("No space left on device"),
    errno.EROFS: later("Read-only file system"),
    errno.EEXIST: later("File exists"),
    errno.ENAMETOOLONG: later("File name too long"),
    errno.EBUSY: later("Device or resource busy"),
    errno.EIO: later("Input/output error"),
    errno.EADDRINUSE: later("Address already in use"),
    errno.EADDRNOTAVAIL: later("Cannot assign requested address"),
}
