"""Scene → lists, registers, boards, cards, slips and duty tables (duty/), and their forms."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
