"""Scenes → everything under out/, and nothing else writes there. pages/ draws what leads to it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
