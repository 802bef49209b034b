"""What was done, decided and what happened: an append-only, chained record, and the way into it.

In: what somebody says, typed or in a sheet (sheets/). Out: entries written down once, or the
reasons why not; History is folded from them by core.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
