"""What was known a while ago of whatever was written about since, so that change can be told."""

import datetime as dt
from dataclasses import dataclass

from cadence.core.history import History


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """An earlier moment, and what differs from now in what was known then.

    Attributes:
        at: the moment.
        number: of the last entry that was written by then; 0 where there was none.
        touched: the ids of the occurrences that later entries are about.
        history: what was known of these then; of all others nothing was written since.
    """

    at: dt.datetime
    number: int
    touched: frozenset[str]
    history: History
