"""Scene × Contacts → messages, each sent once: what is due, missed, running out, or all well.

In: a place as everybody sees it, where its people are told, and what they were told already.
Out: short Chinese messages; an outbox that survives any kill; what became of every message.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
