"""The built out/ over HTTP, as phones expect it, and who may fetch what."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
