from .feed import (
    Feed as Feed,
)
from .feed import (
    feeds as feeds,
)
from .feed import (
    gone_feed as gone_feed,
)
from .feed import (
    is_gone as is_gone,
)
from .revisions import (
    CANCELLED_FOR as CANCELLED_FOR,
)
from .revisions import (
    Revision as Revision,
)
from .revisions import (
    is_ours as is_ours,
)
from .revisions import (
    last_sequence as last_sequence,
)
from .revisions import (
    last_stamp as last_stamp,
)
from .revisions import (
    lost_events as lost_events,
)
from .revisions import (
    revise as revise,
)
from .vtodos import (
    Todo as Todo,
)
from .vtodos import (
    todos as todos,
)
