"""The nouns and what every room speaks: rules, timings, occurrences, facts, history, words.

In: nothing. Out: frozen nouns and pure functions over them; dates and periods, the words that
officials read, messages and errors, names and paths. Imports no other room.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
