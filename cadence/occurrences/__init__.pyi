from .asked import (
    Asked as Asked,
)
from .clocks import (
    Clock as Clock,
)
from .clocks import (
    begin as begin,
)
from .clocks import (
    find_clocks as find_clocks,
)
from .event_chains import (
    Chain as Chain,
)
from .event_chains import (
    ClockGround as ClockGround,
)
from .event_chains import (
    find_chains as find_chains,
)
from .event_chains import (
    moment_words as moment_words,
)
from .expand import (
    Run as Run,
)
from .expand import (
    expand as expand,
)
from .gather import (
    clock_ground as clock_ground,
)
from .gather import (
    places_of as places_of,
)
from .gather import (
    scenes_of as scenes_of,
)
from .index import (
    YEAR as YEAR,
)
from .index import (
    Index as Index,
)
from .judge import (
    Judged as Judged,
)
from .judge import (
    Judgement as Judgement,
)
from .judge import (
    check as check,
)
from .judge import (
    due_of as due_of,
)
from .judge import (
    judge as judge,
)
from .lots import (
    Lot as Lot,
)
from .lots import (
    lots_of as lots_of,
)
from .marks import (
    Mark as Mark,
)
from .marks import (
    Standings as Standings,
)
from .parts import (
    part_of as part_of,
)
from .parts import (
    parts_of as parts_of,
)
from .renewing import (
    moved_on as moved_on,
)
from .renewing import (
    renewed as renewed,
)
from .renewing import (
    stands_as as stands_as,
)
from .scene import (
    UNSETTLED as UNSETTLED,
)
from .scene import (
    Scene as Scene,
)
from .stamps import (
    readers as readers,
)
from .stamps import (
    row_stamp as row_stamp,
)
from .trace import (
    left_open as left_open,
)
from .trace import (
    said_beside as said_beside,
)
