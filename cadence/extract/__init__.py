"""An official document → a draft pack, and a pack held against its text.

files/ bytes → paragraphs and tables; text/ paragraphs → clauses, bodies, days; times/ words →
timings; draft/ all of it → rules with questions, as YAML and as a page to review; verify/ a pack
and its text → findings.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
