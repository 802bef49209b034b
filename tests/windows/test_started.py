"""What `make windows` assembled, started: under Wine, from a path with Chinese and a blank.

Needs wine and an assembled folder: build/cadence-windows, or the one that CADENCE_WINDOWS names.
"""

import os
import pty
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest
from conftest import ROOT
from desking import form_of

WINE, SERVER = shutil.which("wine"), shutil.which("wineserver")
FOLDER = Path(os.environ.get("CADENCE_WINDOWS", ROOT / "build" / "cadence-windows"))
PORT = 8001  # of run.cmd
PIPES = {
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.PIPE,
    "stderr": subprocess.STDOUT,
}
PATIENCE = 180  # seconds until the desk says its address
pytestmark = [
    pytest.mark.skipif(WINE is None or SERVER is None, reason="wine is not installed"),
    pytest.mark.skipif(
        not (FOLDER / "python" / "python.exe").exists(),
        reason=f"nothing is assembled in {FOLDER.name}: make windows EMBED=… SHA256=…",
    ),
]


@pytest.fixture
def wine(tmp_path):
    """Run something in the folder under Wine, with a Windows of its own; all ends with the test."""
    folder = tmp_path / "安委 办" / "cadence"
    shutil.copytree(FOLDER, folder, copy_function=_linked)
    shutil.rmtree(folder / "office", ignore_errors=True)
    drives = tmp_path / "wine"
    environ = {
        **os.environ, "WINEPREFIX": str(drives), "WINEDEBUG": "-all", "LC_ALL": "C.UTF-8",
        "WINEDLLOVERRIDES": "mscoree,mshtml=;winebrowser.exe=d",
    }  # fmt: skip

    running, terminals = [], []

    def run(*command, **options):
        process = subprocess.Popen([WINE, *command], cwd=folder, env=environ, **options)
        running.append(process)
        return process

    run.folder, run.terminals = folder, terminals
    yield run
    subprocess.run([SERVER, "-k"], env=environ, check=False)
    for each in terminals:
        os.close(each)
    for each in running:
        each.wait(PATIENCE)


def _linked(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def test_a_double_click_starts_the_desk_and_what_is_built_there_is_whole(wine):
    fit(wine)
    with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", follow_redirects=True) as browser:
        first = browser.get(started(wine), timeout=60)
        assert "初次使用" in first.text
        action = re.search(r'action="([^"]*example[^"]*)"', first.text)[1]
        said = browser.post(action, data=form_of(first.text, action), timeout=120)
        assert said.status_code == 200
        assert "伊川县" in said.text

    assert ended(wine("cmd", "/c", "build.cmd", **PIPES)) == 0
    office = wine.folder / "office"
    assert (office / "rules/yichuan/units.yaml").is_file()
    assert "彭婆镇" in (office / "out/index.html").read_text("utf-8")
    assert list((office / "out/feeds/yichuan").glob("*.ics"))


def ended(process):
    """Return how a short run ended; Wine gives a program no handles of files, but of pipes."""
    process.communicate(timeout=300)
    return process.returncode


def fit(wine):
    """Take out what this Wine cannot do and Windows can; skip where it lacks too much."""
    with socket.socket() as asked:
        if asked.connect_ex(("127.0.0.1", PORT)) == 0:
            pytest.skip(f"something else listens on {PORT}")
    python = "python/python.exe"
    if ended(wine(python, "-c", "import pydantic_core", **PIPES)):
        pytest.skip("this wine has no bcryptprimitives.dll, which wheels written in Rust ask for")
    if ended(wine(python, "-c", "import platform; platform.uname()", **PIPES)):
        (wine.folder / "python" / "_wmi.pyd").unlink()  # then Python asks otherwise


def started(wine):
    """Double-click 启动.cmd, and return the address that it says."""
    ours, theirs = pty.openpty()  # Wine's cmd starts nothing without a console
    wine.terminals.extend((ours, theirs))
    process = wine("cmd", "/c", "启动.cmd", stdin=theirs, stdout=theirs, stderr=theirs)
    os.set_blocking(ours, False)
    said, until = b"", time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            said += os.read(ours, 65536)
        except BlockingIOError:
            time.sleep(0.2)
        if found := re.search(rb"http://127[\w.:/?=-]+", said):
            wait_for_port()
            return found[0].decode()
    pytest.fail(f"no address was said: {said[-2000:].decode(errors='replace')}")


def wait_for_port():
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", PORT)) == 0:
                return
        time.sleep(0.2)
