"""What a library reads, in a process of its own: a file from outside may cost so much and no more.

The content goes in on stdin and what was read comes back on stdout. A file made to be endless,
or one that brings its library down, ends that process and is refused; it never takes the desk
with it. Memory and CPU time are bounded where the system can (not on Windows), the waiting
everywhere; docs/limits.md lists the bounds.
"""

import contextlib
import importlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cadence.core import CadenceError, _

MISSING, REFUSED, TOO_MUCH = 3, 4, 5  # exit codes of the process
PATIENCE = 4  # seconds waited for each second of CPU time, for a machine with other work
MEGABYTE = 10**6
MOST_BACK = 200 * MEGABYTE
MOST_SAID = 200  # characters of a library's reason


class NotInstalledError(Exception):
    """The library that reads such files is not installed."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A way of reading: the module and function that do it, and what they may cost.

    Attributes:
        seconds: of CPU time; megabytes: of memory, the library's own code included.
    """

    module: str
    function: str
    seconds: int
    megabytes: int


def read_apart(way: Apart, content: bytes, file: Path) -> bytes:
    """Return what a library makes of a file's content.

    Raises:
        CadenceError: it cannot be read, or would cost too much.
        NotInstalledError: the library is missing.
    """
    bounds = (str(way.seconds), str(way.megabytes))
    command = [sys.executable, "-m", __name__, way.module, way.function, *bounds]
    paths = os.pathsep.join(filter(None, sys.path))
    try:
        ran = subprocess.run(  # noqa: S603 - this program, with names of its own modules
            command,
            input=content,
            capture_output=True,
            timeout=way.seconds * PATIENCE,
            env={**os.environ, "PYTHONPATH": paths, "PYTHONWARNINGS": "ignore"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal(file, _too_long(way)) from error
    if ran.returncode == 0:
        return ran.stdout
    if ran.returncode == MISSING:
        raise NotInstalledError
    raise _refusal(file, _why(ran.returncode, ran.stderr.decode("utf-8", "replace"), way))


def _why(code: int, said: str, way: Apart) -> str:
    if code == TOO_MUCH:
        return _("it needs more than {0} MB of memory").format(way.megabytes)
    if code < 0 and -code in _OUT_OF_TIME:
        return _too_long(way)
    if code == REFUSED and said.strip():
        return said.strip()[:MOST_SAID]
    return _("the program that reads such files broke down on it")


def _too_long(way: Apart) -> str:
    return _("it takes more than {0} seconds to read").format(way.seconds)


def _refusal(file: Path, why: str) -> CadenceError:
    message = _("{0} is damaged, or no such document: {1}; save it again as .docx or .pdf")
    return CadenceError(message.format(file, why))


_OUT_OF_TIME = {24, 9}  # SIGXCPU, and SIGKILL from the hard limit after it


def _bound(seconds: int, megabytes: int) -> None:
    """Bound this process; on Windows there is no such call."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - POSIX has it alone

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE,) * 2)


def _read(module: str, function: str, content: bytes) -> tuple[int, bytes]:
    """Return the exit code, and what goes with it: what was read, or why nothing was."""
    try:
        made = getattr(importlib.import_module(module), function)(content)
    except ModuleNotFoundError:
        return MISSING, b""
    except MemoryError:
        return TOO_MUCH, b""
    except Exception as error:  # noqa: BLE001 - whatever a library raises is the file's fault
        return REFUSED, str(error).encode()
    return (0, made) if len(made) <= MOST_BACK else (TOO_MUCH, b"")


def _main(module: str, function: str, seconds: str, megabytes: str) -> int:
    _bound(int(seconds), int(megabytes))
    code, made = _read(module, function, sys.stdin.buffer.read())
    out = sys.stderr if code else sys.stdout
    out.buffer.write(made)
    out.flush()
    return code


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
