from .results import (
    write_results as write_results,
)
from .shown import (
    render_rollup as render_rollup,
)
from .shown import (
    render_rollup_sheets as render_rollup_sheets,
)
from .sums import (
    VIEWS as VIEWS,
)
from .sums import (
    By as By,
)
from .sums import (
    RolledUp as RolledUp,
)
from .sums import (
    sum_up_each as sum_up_each,
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
