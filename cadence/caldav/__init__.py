"""A unit's tasks on its phones: a workspace in, a task list over CalDAV out (RFC 4791, 6578).

caldav_routes  /caldav/ and the address by which clients find it, for a server to mount

    request ─▶ service: who is it, which address ─▶ reading, reports ─▶ multistatus ─▶ client
                          │                              │
                     admission (desk.sqlite)        lists ─▶ Scene ─▶ feeds.todos
                                                       └── memory (caldav.sqlite)

Each unit and post has one list, of what it owes; nothing is made or taken away there.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
