"""Scene → iCalendar bytes, one feed per unit and post, revised against what is published.

The same words make the tasks of a unit's list, which caldav/ serves.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
