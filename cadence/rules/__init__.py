"""rules/ → Workspace: packs, rosters, policies and calendars, or every problem in them at once.

In: a folder. Out: a Workspace; a new one made from the example. The only room that reads rules/.
exchange/ hands packs on from office to office, signed, and lets an update hold once accepted.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
