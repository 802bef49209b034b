from .results import (
    write_results as write_results,
)
from .sums import (
    By as By,
)
from .sums import (
    sum_up as sum_up,
)
from .tables import (
    missing_table as missing_table,
)
from .tables import (
    rolled_up_json as rolled_up_json,
)
from .tables import (
    sums_table as sums_table,
)
