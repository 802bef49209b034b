"""Workspace × History × Asked × as_of → Scene: a place, dated and judged, once for everybody.

Out: Scenes and the Index over them; expansion with its trace, the clocks that events start,
judgements and marks, stamps by which paper and phone are compared.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
