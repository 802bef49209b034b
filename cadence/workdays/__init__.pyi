from .advices import (
    advise as advise,
)
from .advices import (
    adviser as adviser,
)
from .notices import (
    arrangement_faults as arrangement_faults,
)
from .notices import (
    parse_notice as parse_notice,
)
from .terms import (
    count_term as count_term,
)
from .terms import (
    month_later as month_later,
)
from .years import (
    Day as Day,
)
from .years import (
    Holiday as Holiday,
)
from .years import (
    Look as Look,
)
from .years import (
    Notice as Notice,
)
from .years import (
    days_of_year as days_of_year,
)
from .years import (
    differences as differences,
)
from .years import (
    looker as looker,
)
from .years import (
    package_years as package_years,
)
