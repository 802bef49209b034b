"""One function of many places → what it comes to for each, whoever ran it.

In this process, on several of this computer, or on the workers of a Dask cluster: the function is
the same, so the bytes are. A place that fails is told apart, one whose process died is done again.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
