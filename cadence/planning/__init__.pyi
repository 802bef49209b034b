from .choose import (
    plan_of as plan_of,
)
from .explain import (
    faults_of as faults_of,
)
from .gather import (
    year_of as year_of,
)
from .nouns import (
    Plan as Plan,
)
from .nouns import (
    Year as Year,
)
from .offers import (
    prices_for as prices_for,
)
from .picture import (
    render_picture as render_picture,
)
from .picture import (
    render_poster as render_poster,
)
from .tell import (
    notes as notes,
)
from .tell import (
    plan_json as plan_json,
)
from .tell import (
    plan_table as plan_table,
)
