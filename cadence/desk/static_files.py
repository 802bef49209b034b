"""The desk's own files: its style and scripts, and the colours that all pages share."""

from pathlib import Path

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

STATIC = Path(__file__).parent / "static"


def static_files(home: str) -> Mount:
    """Return the route of them all below an address; the colours lie where the pages' look does."""
    files = StaticFiles(directory=STATIC, packages=[("cadence.print", "static")])
    return Mount(f"{home}/static", files)
