from .find.demands import (
    demand as demand,
)
from .find.found import (
    Found as Found,
)
from .find.merges import (
    merge_of as merge_of,
)
from .find.merges import (
    partners as partners,
)
from .find.nouns import (
    Conflict as Conflict,
)
from .find.rooms import (
    Rooms as Rooms,
)
from .plan.choose import (
    DayOffer as DayOffer,
)
from .plan.choose import (
    choices as choices,
)
from .plan.choose import (
    faults as faults,
)
from .plan.choose import (
    shown_offers as shown_offers,
)
from .plan.choose import (
    suggest as suggest,
)
from .plan.meetings import (
    Sitting as Sitting,
)
from .plan.meetings import (
    sittings as sittings,
)
from .plan.planning import (
    around as around,
)
from .plan.planning import (
    chosen_with as chosen_with,
)
from .plan.planning import (
    merged_with as merged_with,
)
from .tell.advice import (
    advice as advice,
)
from .tell.advice import (
    plainly as plainly,
)
from .tell.line import (
    Detail as Detail,
)
from .tell.line import (
    FindingLine as FindingLine,
)
from .tell.messages import (
    findings as findings,
)
from .tell.messages import (
    message as message,
)
from .tell.rows import (
    answers_table as answers_table,
)
from .tell.rows import (
    brief_table as brief_table,
)
from .tell.rows import (
    details_table as details_table,
)
from .tell.rows import (
    lines_table as lines_table,
)
from .tell.rows import (
    loads_table as loads_table,
)
from .tell.table import (
    ConflictTable as ConflictTable,
)
from .tell.table import (
    conflict_table as conflict_table,
)
from .tell.table import (
    relined as relined,
)
from .tell.table import (
    unanswered as unanswered,
)
from .year.choose import (
    plan_of as plan_of,
)
from .year.explain import (
    faults_of as faults_of,
)
from .year.gather import (
    year_of as year_of,
)
from .year.nouns import (
    Plan as Plan,
)
from .year.nouns import (
    Year as Year,
)
from .year.offers import (
    prices_for as prices_for,
)
from .year.picture import (
    render_picture as render_picture,
)
from .year.picture import (
    render_poster as render_poster,
)
from .year.tell import (
    plan_json as plan_json,
)
from .year.tell import (
    plan_notes as plan_notes,
)
from .year.tell import (
    plan_table as plan_table,
)
