"""What many places made of their duties on a day → totals by level, clause and unit.

Each place writes its judged occurrences as one small Parquet file (`write_results`); whoever
stands above lays them into folders as the levels stand, henan/luoyang/yichuan/2026-11-26.parquet,
and sums them up (`sum_up`). No evidence, no word of what was done and no person travels.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
