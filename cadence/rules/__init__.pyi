from .amendments import (
    in_force as in_force,
)
from .binding import (
    unanswered as unanswered,
)
from .calendars import (
    FOLDER as FOLDER,
)
from .calendars import (
    write_year as write_year,
)
from .edit import (
    edit_file as edit_file,
)
from .example import (
    make_workspace as make_workspace,
)
from .packs import (
    read_pack as read_pack,
)
from .rosters import (
    Roster as Roster,
)
from .rosters import (
    read_roster as read_roster,
)
from .workspace import (
    RULES as RULES,
)
from .workspace import (
    Workspace as Workspace,
)
from .workspace import (
    find_folder as find_folder,
)
from .workspace import (
    read_calendar as read_calendar,
)
from .workspace import (
    read_workspace as read_workspace,
)
from .yaml_tree import (
    read_tree as read_tree,
)
