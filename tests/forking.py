"""The command in a process of its own, as a user starts it, without starting Python once more.

A child of the test process has the modules loaded already: it begins in milliseconds where a new
interpreter takes half a second, and there are thousands of them in the suite. What it cannot share
is a language other than the one in which the commands' help was made, and an encoding of its own:
those are started anew, as is everything where there is no fork.
"""

import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

OWN_INTERPRETER = ("LC_", "LANG", "PYTHON")  # set so that a new interpreter reads it as it begins


def run(arguments: list[str], cwd: Path, environ: dict[str, str], asked: set[str]):
    """Run `cadence` with arguments, and wait for its end.

    Args:
        arguments: after the program's name; cwd: where it stands.
        environ: what it finds in its environment; asked: the names in it that the test set.

    Returns:
        A subprocess.CompletedProcess with what it said, as text.
    """
    own = any(name.startswith(OWN_INTERPRETER) for name in asked)
    # typst draws with threads of its own: a child has none of them, and would wait for ever.
    own = own or ("typst" in sys.modules and any("pdf" in each for each in arguments))
    if own or environ.get("CADENCE_LANG") != "en" or not hasattr(os, "fork"):
        return _started(arguments, cwd, environ)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            _become(arguments, cwd, environ, (out.fileno(), err.fileno()))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return subprocess.CompletedProcess(arguments, code, _read(out), _read(err))


def _started(arguments: list[str], cwd: Path, environ: dict[str, str]):
    return subprocess.run(
        [sys.executable, "-m", "cadence", *arguments],
        cwd=cwd,
        env=environ,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _become(arguments: list[str], cwd: Path, environ: dict[str, str], says: tuple[int, int]):
    """Be the command: nothing of the test's runs in this process any more."""
    code = 1
    try:
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(environ)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for number, given in enumerate((nothing, *says)):
            os.dup2(given, number)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - to the process's end
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
        sys.argv = ["cadence", *arguments]
        code = _ended()
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 - as an interpreter would
        traceback.print_exc()
    finally:
        os._exit(code)


def _ended() -> int:
    from cadence.__main__ import main

    try:
        main()
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
            return 1
        return int(end.code or 0)
    return 0


def _read(file) -> str:
    file.seek(0)
    return file.read().decode("utf-8").replace("\r\n", "\n")
