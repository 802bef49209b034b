"""The office's own pages, on which things are changed: a workspace in, pages and entries out.

Office     a workspace as the pages read it: rules, history and scenes, renewed when they change
routes     every page and form, for a Starlette application to mount
open_accounts  who may sign in, and their sessions: desk.sqlite

    request ─▶ seats: who is it, may they, is the form theirs ─▶ a room ─▶ page or redirect
                        │                                         │
                    accounts (desk.sqlite)             office ─▶ View: scenes of a moment

A room of the bar is a module: its pages are plain functions from a Visit to a response, its forms
from a Visit and the fields. Every action works without scripts. So far there is one: 今日.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
