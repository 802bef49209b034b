"""Chromium as tests drive it: the one on PATH, headless; what needs it skips and says why."""

import contextlib
import shutil
import threading

import pytest
import uvicorn
from conftest import CHROMIUMS, ROOT

try:
    from playwright.sync_api import expect, sync_playwright
except ImportError:
    expect = sync_playwright = None
CHROMIUM = next(filter(None, map(shutil.which, CHROMIUMS)), None)
if expect is not None:
    expect.set_options(timeout=30_000)  # as long as playwright waits for a click: a busy machine
AXE = ROOT / "tests" / "readers" / "node_modules" / "axe-core" / "axe.min.js"
LACK = "playwright is not installed; pip install '.[browser]'"
needs_chromium = pytest.mark.skipif(
    sync_playwright is None or CHROMIUM is None,
    reason=LACK if sync_playwright is None else "chromium is not installed",
)
needs_axe = pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there: make readers")


@contextlib.contextmanager
def chromium():
    """Start a browser; until it is closed no other event loop may run in this thread."""
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def grave(page):
    """Return what axe finds wrong with a page that is serious or worse, each with its place."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {node['target']} {node['html'][:120]}"
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


@contextlib.contextmanager
def served(app):
    """Serve an application on a free port of this computer, in a thread of its own."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
