"""Which days are worked: State Council notices and the package's calendar → Look, Advise, terms.

In: the text of a notice, a year's days. Out: what tells the working days around a day, statutory
terms counted with their articles. Pure; rules/ reads the files.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
