from .mirror import (
    Mirrored as Mirrored,
)
from .mirror import (
    build_everywhere as build_everywhere,
)
from .order import (
    PARTS as PARTS,
)
from .order import (
    Built as Built,
)
from .order import (
    KeptFeed as KeptFeed,
)
from .order import (
    Order as Order,
)
from .order import (
    Part as Part,
)
from .publication import (
    publication as publication,
)
from .published import (
    note_published as note_published,
)
from .published import (
    read_published as read_published,
)
from .put_duty import (
    DutyOrder as DutyOrder,
)
from .put_duty import (
    Issued as Issued,
)
from .put_duty import (
    issue as issue,
)
from .rooms import (
    head_for as head_for,
)
from .said import (
    months_kept as months_kept,
)
from .said import (
    read_said as read_said,
)
