"""The built out/ over HTTP, as phones expect it: in go out/ and access.sqlite, out come answers.

application    what is served, a Starlette application that others mount their routes on
Parts          what it is made of
serve, ServerOptions that application under uvicorn, until somebody stops it
Guarded        what lets in: for routes of others that want the pages' password
Limit, address_key  how often an address may do something
open_store, read_access  who may fetch what, who fetched when

    request ─▶ connection ─▶ app: middleware ─▶ files ─▶ answers (conditional) ─▶ client
                                  │ paths, limits, gate, visits
                                  └── keeper ── store (access.sqlite) ── subscribers
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
