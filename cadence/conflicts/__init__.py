"""Scene → what collides, what one meeting could discharge, and which days are left to choose.

find/ what is owed → Conflicts; tell/ Conflicts → lines, rows and words for people; plan/ the day
and hour that the office picks; year/ those of every meeting of a year at once.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
