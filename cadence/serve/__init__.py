"""The built out/ over HTTP, as phones expect it: in go out/ and access.sqlite, out come answers.

application    what is served, a Starlette application that others mount their routes on
Parts          what it is made of
serve, Setting that application under uvicorn, until somebody stops it
Guarded        what lets in: for routes of others that want the pages' password
open_store, read_access  who may fetch what, who fetched when

    request ─▶ connection ─▶ app: middleware ─▶ files ─▶ answers (conditional) ─▶ client
                                  │ paths, limits, gate, visits
                                  └── keeper ── store (access.sqlite) ── subscribers
"""

from importlib import import_module
from typing import TYPE_CHECKING

from cadence.serve.store import open_store, read_access

if TYPE_CHECKING:
    from cadence.serve.app import Parts, application
    from cadence.serve.middleware import Guarded
    from cadence.serve.server import Setting, serve

__all__ = ["Guarded", "Parts", "Setting", "application", "open_store", "read_access", "serve"]
# Only who serves waits for Starlette and uvicorn.
LATE = {
    "Guarded": "middleware",
    "Parts": "app",
    "Setting": "server",
    "application": "app",
    "serve": "server",
}


def __getattr__(name: str) -> object:
    """Import what is asked for."""
    if name not in LATE:
        raise AttributeError(name)
    return getattr(import_module(f"cadence.serve.{LATE[name]}"), name)
